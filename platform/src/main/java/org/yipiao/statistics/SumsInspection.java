package org.yipiao.statistics;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Inspection;

/** 统计核对 Every hour counts the bills of yesterday and today again and compares with the sums. */
@Component
class SumsInspection implements Inspection {
    private static final long HOUR_MS = 3_600_000;
    private static final Logger log = LoggerFactory.getLogger(SumsInspection.class);

    private final StatisticsStore store;
    private final Units units;
    private final InstantSource clock;
    private volatile List<Finding> lastFindings = List.of();

    SumsInspection(StatisticsStore store, Units units, InstantSource clock) {
        this.store = store;
        this.units = units;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "统计核对";
    }

    @Override
    public List<Finding> inspect() {
        return lastFindings;
    }

    @Scheduled(fixedDelay = HOUR_MS, initialDelay = 90_000)
    void look() {
        var findings = new ArrayList<Finding>();
        for (var unit : units.all()) {
            LocalDate today =
                    LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
            for (var difference : store.check(unit, today.minusDays(1), today)) {
                findings.add(new Finding(
                                Severity.ORDINARY,
                                difference.day() + " 统计汇总 "
                                        + difference.kept().count() + " 张，票据 "
                                        + difference.counted().count() + " 张，张数、金额或分组不一致",
                                "信息科",
                                "在「统计报表」选该日，点「核对明细」后点「按明细重建」；票据本身不受影响。再次出现请保留日志并反馈")
                        .of(unit));
            }
        }
        if (!findings.isEmpty()) {
            log.error("统计汇总与票据不一致：{}", findings);
        }
        lastFindings = List.copyOf(findings);
    }
}
