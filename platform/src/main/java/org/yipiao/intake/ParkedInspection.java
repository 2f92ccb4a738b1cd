package org.yipiao.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

/** 待对照请求巡检 Settlements that wait for a mapping are patients without a bill. */
@Component
class ParkedInspection implements Inspection {
    private static final Duration SERIOUS_AFTER = Duration.ofMinutes(30);

    private final ParkedStore store;
    private final InstantSource clock;

    ParkedInspection(ParkedStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "等待对照的开票请求";
    }

    @Override
    public List<Finding> inspect() {
        var now = clock.instant();
        return store.waiting().stream()
                .map(waiting -> {
                    var since = Duration.between(waiting.oldest(), now);
                    return new Finding(
                                    since.compareTo(SERIOUS_AFTER) > 0 ? Severity.SERIOUS : Severity.ORDINARY,
                                    waiting.calls() + " 笔结算因代码未对照没有开票，最早的已等 " + since.toMinutes() + " 分钟",
                                    "信息科",
                                    "打开重放中心，按提示补齐对照后一键重放")
                            .of(new UnitId(waiting.unit()));
                })
                .toList();
    }
}
