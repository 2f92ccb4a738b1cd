package org.yipiao.transit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** 在途巡检 Finds bills that need a person, and stages that have been behind for long. */
@Component
class TransitInspection implements Inspection {
    static final Duration OLDEST_MAX = Duration.ofMinutes(10);

    private final RoadStore store;
    private final RoadQueries queries;
    private final InstantSource clock;

    TransitInspection(RoadStore store, RoadQueries queries, InstantSource clock) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "票据在途";
    }

    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        store.countsByUnit()
                .forEach((unit, counts) -> inspect(counts).forEach(finding -> findings.add(finding.of(unit))));
        return findings;
    }

    private List<Finding> inspect(List<RoadStore.Count> counts) {
        var findings = new ArrayList<Finding>();
        for (RoadStore.Count count : counts) {
            String stage = count.stage().label();
            String party = queries.party(count.stage());
            if (count.stuck() > 0) {
                findings.add(new Finding(
                        Severity.SERIOUS, stage + "有 " + count.stuck() + " 张票据停下，需人工处理", "信息科", "在在途页查看原因，排除后点立即重试"));
            }
            var age = Duration.between(count.oldest(), clock.instant());
            if (age.compareTo(OLDEST_MAX) > 0 && count.waiting() > count.stuck()) {
                findings.add(new Finding(
                        Severity.ORDINARY,
                        stage + "积压 " + count.waiting() + " 张，最早的已等 " + age.toMinutes() + " 分钟",
                        party.isEmpty() ? "信息科" : party,
                        "确认" + (party.isEmpty() ? "该环节" : party) + "是否可用；恢复后自动处理，无需人工补发"));
            }
        }
        return findings;
    }
}
