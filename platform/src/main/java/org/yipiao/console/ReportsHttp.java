package org.yipiao.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.NationalCodes;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.statistics.Statistics;

/** 统计报表 Bills by day, month or year, divided as asked; export; check against the bills themselves, and making anew. */
@RestController
@RequestMapping("/api/console/statistics")
class ReportsHttp {
    /** Nobody reads more on one page. */
    static final int LINES_MAX = 3_000;
    /** Counting a month's bills again takes seconds. */
    static final int CHECK_DAYS_MAX = 31;

    private final Statistics statistics;
    private final BillRows rows;
    private final UnitTime time;
    private final Audit audit;

    ReportsHttp(Statistics statistics, BillRows rows, UnitTime time, Audit audit) {
        this.statistics = statistics;
        this.rows = rows;
        this.time = time;
        this.audit = audit;
    }

    /** @param period 2026-11-21, 2026-11 or 2026 @param group code; empty when not divided @param redFen zero or negative */
    record Line(
            String period,
            String group,
            String groupName,
            long blueCount,
            long blueFen,
            long redCount,
            long redFen,
            long netFen) {}

    record Report(
            LocalDate from, LocalDate until, Statistics.Step step, Statistics.By by, List<Line> lines, Line total) {}

    /** A day on which sums and bills differ. */
    record Difference(LocalDate day, long keptCount, long keptFen, long countedCount, long countedFen) {}

    record Check(LocalDate from, LocalDate until, long bills, List<Difference> differences) {}

    @GetMapping("/report")
    @Permit(Permission.STATISTICS_READ)
    Report report(CurrentUser user, @ParameterObject ReportFilter asked) {
        var filter = asked.filter(time.today(user.unit()));
        var lines = statistics.report(user.scope(), filter, asked.steps(), asked.group(), LINES_MAX);
        if (lines.size() > LINES_MAX) {
            throw new Refused(400, "REPORT_TOO_LONG", "报表超过 " + LINES_MAX + " 行，请缩短日期范围，或改用较长的周期、较粗的分组");
        }
        Map<String, String> points = rows.pointNames(user.unit());
        return new Report(
                filter.from(),
                filter.until(),
                asked.steps(),
                asked.group(),
                lines.stream()
                        .map(line -> line(
                                line.period(), line.group(), name(asked.group(), line.group(), points), line.sums()))
                        .toList(),
                line("合计", "", "", statistics.total(user.scope(), filter)));
    }

    private static Line line(String period, String group, String name, Statistics.Sums sums) {
        return new Line(
                period, group, name, sums.blueCount(), sums.blueFen(), sums.redCount(), sums.redFen(), sums.netFen());
    }

    private static String name(Statistics.By by, String group, Map<String, String> points) {
        return switch (by) {
            case NONE -> "";
            case POINT -> points.getOrDefault(group, group);
            case KIND -> BillKind.valueOf(group).medicalType();
            case BUS_TYPE -> NationalCodes.BUS_TYPES.getOrDefault(group, group);
            case OPERATOR -> group.isEmpty() ? "未填" : group;
        };
    }

    @GetMapping(path = "/report/export", produces = BillExport.XLSX)
    @Permit(Permission.BILL_EXPORT)
    void export(CurrentUser user, @ParameterObject ReportFilter asked, HttpServletResponse response)
            throws IOException {
        var report = report(user, asked);
        audit.note(
                user,
                "导出报表",
                report.step().label() + " " + report.from() + " 至 " + report.until() + " 按"
                        + report.by().label(),
                report.lines().size() + " 行");
        response.setContentType(BillExport.XLSX);
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"report-" + report.from() + "-" + report.until() + ".xlsx\"");
        response.setHeader("Cache-Control", "no-store");
        ReportSheet.write(report, user.displayName(), time.now(user.unit()), response.getOutputStream());
    }

    @GetMapping("/check")
    @Permit(Permission.STATISTICS_READ)
    Check check(
            CurrentUser user,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate until) {
        requireFewDays(from, until);
        var differences = statistics.check(user.scope(), from, until);
        long bills = statistics
                .total(user.scope(), Statistics.Filter.days(from, until))
                .count();
        audit.note(user, "核对统计", from + " 至 " + until, differences.isEmpty() ? "一致" : differences.size() + " 天不一致");
        return new Check(
                from,
                until,
                bills,
                differences.stream()
                        .map(one -> new Difference(
                                one.day(),
                                one.kept().count(),
                                one.kept().netFen(),
                                one.counted().count(),
                                one.counted().netFen()))
                        .toList());
    }

    record Rebuilt(LocalDate from, LocalDate until, long bills) {}

    /** What is made anew follows from the bills alone, so whoever may check may also put right. */
    @PostMapping("/rebuild")
    @Permit(Permission.STATISTICS_READ)
    Rebuilt rebuild(
            CurrentUser user,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate until) {
        requireFewDays(from, until);
        long bills = statistics.rebuild(user.scope(), from, until);
        audit.note(user, "重建统计", from + " 至 " + until, bills + " 张");
        return new Rebuilt(from, until, bills);
    }

    private static void requireFewDays(LocalDate from, LocalDate until) {
        if (from.isAfter(until) || ChronoUnit.DAYS.between(from, until) >= CHECK_DAYS_MAX) {
            BillFilter.refuse(List.of(new FieldError(
                    "until", "截止日期", until.toString(), "不早于起始日期，且一次不超过 " + CHECK_DAYS_MAX + " 天", "请缩短日期范围后分次进行")));
        }
    }
}
