package org.yipiao.supervision;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 核销与审验 Usage reports and reviews of the console. */
@RestController
@RequestMapping("/api/console/usage")
class UsageHttp {
    private final UsageReports reports;
    private final Reviews reviews;
    private final UsageStore store;
    private final UsageRows rows;
    private final Units units;
    private final InstantSource clock;
    private final Audit audit;

    UsageHttp(
            UsageReports reports,
            Reviews reviews,
            UsageStore store,
            UsageRows rows,
            Units units,
            InstantSource clock,
            Audit audit) {
        this.reports = reports;
        this.reviews = reviews;
        this.store = store;
        this.rows = rows;
        this.units = units;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param difference 号码与票据之差, 0 when the declared set is exactly what was used @param open 未完成监制 */
    record UsageDraft(
            LocalDate until,
            long numbers,
            long bills,
            long totalFen,
            long difference,
            long open,
            List<UsageRow> lines) {}

    record UsageRow(
            String code,
            boolean paper,
            String name,
            String issued,
            String voided,
            String burnt,
            long numbers,
            long bills,
            long blueCount,
            long blueFen,
            long redCount,
            long redFen,
            long difference,
            long left) {}

    record UsageReportRow(
            String no,
            LocalDate until,
            String state,
            String stateLabel,
            long numbers,
            long bills,
            long totalFen,
            String answer,
            String by,
            LocalDateTime at,
            @Nullable LocalDateTime answeredAt,
            @Nullable Trouble trouble) {}

    /**
     * 未成功的原因 Why the bureau has not taken it.
     *
     * @param code 响应码 empty when it answered nothing
     * @param attempts 已尝试
     * @param maybeTaken the bureau may have it: before it is taken back somebody asks there
     * @param nextAt 下次再问; null when a person has to act
     */
    record Trouble(
            String code,
            String cause,
            String owner,
            String nextStep,
            int attempts,
            boolean maybeTaken,
            LocalDateTime at,
            @Nullable LocalDateTime nextAt) {}

    record ReviewDetail(ReviewRow review, List<UsageStepRow> steps) {}

    /** @param verified 已与财政核实 */
    record Withdrawal(@Nullable String reason, @Nullable Boolean verified) {}

    record UsageReportDetail(UsageReportRow report, List<UsageRow> lines, List<UsageStepRow> steps) {}

    record UsageStepRow(LocalDateTime at, String act, String by, String note) {}

    /** @param due 下次审验日期 @param daysLeft negative when overdue @param stopped why nothing can be drawn; empty when it can */
    record Overview(
            List<UsageReportRow> reports,
            List<ReviewRow> reviews,
            @Nullable LocalDate due,
            @Nullable Long daysLeft,
            String stopped) {}

    record ReviewRow(
            String no,
            int year,
            String state,
            String stateLabel,
            String result,
            String opinion,
            @Nullable LocalDate nextDate,
            int reports,
            long numbers,
            long bills,
            long totalFen,
            String by,
            LocalDateTime at,
            @Nullable Trouble trouble) {}

    record UsageAsked(@Nullable LocalDate until) {}

    record ReviewYear(@Nullable Integer year) {}

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    Overview overview(CurrentUser user) {
        UnitId unit = user.unit();
        if (!units.all().contains(unit)) {
            return new Overview(List.of(), List.of(), null, null, "");
        }
        return new Overview(
                store.reports(unit).stream().map(report -> row(unit, report)).toList(),
                store.reviews(unit).stream()
                        .map(review -> rows.row(unit, review))
                        .toList(),
                reviews.due(unit).orElse(null),
                reviews.daysLeft(unit).orElse(null),
                reviews.reasonAgainst(unit).orElse(""));
    }

    /** @param state null or empty: all */
    @GetMapping("/reports")
    @Permit(Permission.NUMBERS_READ)
    Page<UsageReportRow> reports(
            CurrentUser user,
            @RequestParam(required = false) UsageStore.@Nullable State state,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        UnitId unit = user.unit();
        return units.all().contains(unit)
                ? store.reports(unit, state, Page.no(pageNo), Page.size(pageSize))
                        .map(report -> row(unit, report))
                : new Page<>(List.of(), 0, 1, Page.size(pageSize));
    }

    @PostMapping("/{no}/again")
    @Permit(Permission.NUMBERS_MANAGE)
    UsageReportRow again(CurrentUser user, @PathVariable String no) {
        user.scope().requireWhole();
        var report = reports.again(user.unit(), no, user.displayName());
        audit.note(user, "重新提交核销", no, report.state().label());
        return row(user.unit(), report);
    }

    @PostMapping("/{no}/withdraw")
    @Permit(Permission.NUMBERS_MANAGE)
    UsageReportRow withdraw(CurrentUser user, @PathVariable String no, @RequestBody Withdrawal asked) {
        user.scope().requireWhole();
        var report = reports.withdraw(
                user.unit(), no, reason(asked), Boolean.TRUE.equals(asked.verified()), user.displayName());
        audit.note(user, "撤回核销", no, reason(asked));
        return row(user.unit(), report);
    }

    static String reason(Withdrawal asked) {
        return asked.reason() == null ? "" : asked.reason().strip();
    }

    @GetMapping("/draft")
    @Permit(Permission.NUMBERS_READ)
    UsageDraft draft(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate until) {
        user.scope().requireWhole();
        var draft = reports.draft(user.unit(), until(user, until));
        return new UsageDraft(
                draft.until(),
                draft.numbers(),
                draft.bills(),
                draft.fen(),
                draft.lines().stream().mapToLong(UsageReports.Line::difference).sum(),
                draft.lines().stream().mapToLong(UsageReports.Line::open).sum(),
                draft.lines().stream().map(UsageHttp::row).toList());
    }

    @PostMapping
    @Permit(Permission.NUMBERS_MANAGE)
    UsageReportRow submit(CurrentUser user, @RequestBody UsageAsked asked) {
        var report = reports.submit(user.unit(), until(user, asked.until()), user.displayName());
        audit.note(user, "申报核销", report.no(), report.state().label());
        return row(user.unit(), report);
    }

    /** 导出核销单 Every report, one row for each code, with the bureau's answer and the whole course. */
    @GetMapping("/export")
    @Permit(Permission.NUMBERS_READ)
    void export(CurrentUser user, HttpServletResponse response) throws IOException {
        user.scope().requireWhole();
        UnitId unit = user.unit();
        audit.note(user, "导出核销单", "核销单", "成功");
        response.setContentType(UsageSheet.XLSX);
        response.setHeader("Content-Disposition", "attachment; filename=\"usage-reports.xlsx\"");
        var reports = units.all().contains(unit) ? store.reports(unit) : List.<UsageStore.Report>of();
        UsageSheet.write(
                response.getOutputStream(),
                reports.stream()
                        .map(report -> new UsageReportDetail(
                                row(unit, report), rows(report), rows.steps(usage(unit, report.no()))))
                        .toList());
    }

    private static List<UsageRow> rows(UsageStore.Report report) {
        return UsageReports.lines(report).stream().map(UsageHttp::row).toList();
    }

    private static AskStore.Which usage(UnitId unit, String no) {
        return new AskStore.Which(AskStore.What.USAGE, unit, no);
    }

    @GetMapping("/{no}")
    @Permit(Permission.NUMBERS_READ)
    UsageReportDetail detail(CurrentUser user, @PathVariable String no) {
        user.scope().requireWhole();
        UnitId unit = user.unit();
        var report = store.find(unit, no).orElseThrow(UsageReports::unknown);
        return new UsageReportDetail(row(unit, report), rows(report), rows.steps(usage(unit, no)));
    }

    private LocalDate until(CurrentUser user, @Nullable LocalDate asked) {
        return asked == null ? today(user.unit()).minusDays(1) : asked;
    }

    private LocalDate today(UnitId unit) {
        return rows.local(unit, clock.instant()).toLocalDate();
    }

    private static UsageRow row(UsageReports.Line line) {
        return new UsageRow(
                line.code(),
                line.paper(),
                line.name(),
                text(line.issued()),
                text(line.voided()),
                text(line.burnt()),
                line.numbers(),
                line.bills(),
                line.blueCount(),
                line.blueFen(),
                line.redCount(),
                line.redFen(),
                line.difference(),
                line.left());
    }

    private static String text(List<BureauWire.Range> ranges) {
        return ranges.stream()
                .map(range -> range.first().equals(range.last()) ? range.first() : range.first() + "–" + range.last())
                .collect(java.util.stream.Collectors.joining("、"));
    }

    private UsageReportRow row(UnitId unit, UsageStore.Report report) {
        Instant answered = report.answeredAt();
        return new UsageReportRow(
                report.no(),
                report.until(),
                report.state().name(),
                report.state().label(),
                report.numbers(),
                report.bills(),
                report.totalFen(),
                report.answer(),
                report.by(),
                rows.local(unit, report.at()),
                answered == null ? null : rows.local(unit, answered),
                rows.trouble(usage(unit, report.no())));
    }
}
