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
import org.yipiao.shared.UnitId;

/** 巡检发现 Asks every module's inspections, not more often than twice a minute however many people look. */
@Component
class Findings {
    static final Duration EVERY = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Findings.class);

    private final List<Inspection> inspections;
    private final InstantSource clock;
    private @Nullable Instant lookedAt;
    private List<Looked> found = List.of();

    Findings(List<Inspection> inspections, InstantSource clock) {
        this.inspections = inspections;
        this.clock = clock;
    }

    private record Looked(@Nullable UnitId unit, HomeHttp.FindingRow row) {}

    /** What concerns this hospital or the whole installation, the most serious first. */
    List<HomeHttp.FindingRow> now(UnitId unit) {
        return now().stream()
                .filter(looked -> looked.unit() == null || looked.unit().equals(unit))
                .map(Looked::row)
                .toList();
    }

    private synchronized List<Looked> now() {
        Instant now = clock.instant();
        if (lookedAt == null || now.isAfter(lookedAt.plus(EVERY))) {
            found = look();
            lookedAt = now;
        }
        return found;
    }

    private List<Looked> look() {
        var rows = new ArrayList<Looked>();
        for (Inspection inspection : inspections) {
            try {
                inspection
                        .inspect()
                        .forEach(finding -> rows.add(new Looked(finding.unit(), row(inspection.title(), finding))));
            } catch (RuntimeException e) {
                log.warn("inspection {} failed", inspection.title(), e);
                rows.add(new Looked(
                        null,
                        new HomeHttp.FindingRow(
                                Inspection.Severity.ORDINARY, inspection.title(), "这一项巡检没有完成", "运维", "查看平台日志中的巡检错误")));
            }
        }
        rows.sort(Comparator.comparing(looked -> looked.row().severity()));
        return List.copyOf(rows);
    }

    private static HomeHttp.FindingRow row(String title, Inspection.Finding finding) {
        return new HomeHttp.FindingRow(finding.severity(), title, finding.cause(), finding.owner(), finding.nextStep());
    }
}
