package org.yipiao.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** 巡检发现 Asks every module's inspections, not more often than twice a minute however many people look. */
@Component
class Findings {
    static final Duration EVERY = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Findings.class);

    private final List<Inspection> inspections;
    private final InstantSource clock;
    private @Nullable Instant lookedAt;
    private List<HomeHttp.FindingRow> found = List.of();

    Findings(List<Inspection> inspections, InstantSource clock) {
        this.inspections = inspections;
        this.clock = clock;
    }

    /** The most serious first. */
    synchronized List<HomeHttp.FindingRow> now() {
        Instant now = clock.instant();
        if (lookedAt == null || now.isAfter(lookedAt.plus(EVERY))) {
            found = look();
            lookedAt = now;
        }
        return found;
    }

    private List<HomeHttp.FindingRow> look() {
        var rows = new ArrayList<HomeHttp.FindingRow>();
        for (Inspection inspection : inspections) {
            try {
                inspection.inspect().forEach(finding -> rows.add(row(inspection.title(), finding)));
            } catch (RuntimeException e) {
                log.warn("inspection {} failed", inspection.title(), e);
                rows.add(new HomeHttp.FindingRow(
                        Inspection.Severity.ORDINARY, inspection.title(), "这一项巡检没有完成", "运维", "查看平台日志中的巡检错误"));
            }
        }
        rows.sort(Comparator.comparing(HomeHttp.FindingRow::severity));
        return List.copyOf(rows);
    }

    private static HomeHttp.FindingRow row(String title, Inspection.Finding finding) {
        return new HomeHttp.FindingRow(finding.severity(), title, finding.cause(), finding.owner(), finding.nextStep());
    }
}
