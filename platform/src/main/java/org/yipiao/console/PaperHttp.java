package org.yipiao.console;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
import org.yipiao.numbering.PaperStock;
import org.yipiao.paper.Conversion;
import org.yipiao.paper.Conversions;
import org.yipiao.paper.Prints;
import org.yipiao.paper.Prints.Calibration;
import org.yipiao.paper.Prints.What;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 纸质票据 Sheets of paper: looked up, printed, confirmed, spoiled. */
@RestController
@RequestMapping("/api/console/paper")
class PaperHttp {
    static final String CALLER = "console";
    static final int REASON_MAX = 200;

    private final Conversions conversions;
    private final Prints prints;
    private final PaperStock stock;
    private final BillRows rows;
    private final UnitTime time;
    private final Audit audit;

    PaperHttp(Conversions conversions, Prints prints, PaperStock stock, BillRows rows, UnitTime time, Audit audit) {
        this.conversions = conversions;
        this.prints = prints;
        this.stock = stock;
        this.rows = rows;
        this.time = time;
        this.audit = audit;
    }

    /** 纸质票据 @param copies how often it was printed @param terminals whose printers it came out of */
    record PaperRow(
            String id,
            String paperCode,
            String paperNumber,
            Conversion.Subject subject,
            String subjectId,
            String billCode,
            String billNumber,
            boolean red,
            String point,
            String pointName,
            Conversion.State state,
            String stateLabel,
            String operator,
            LocalDateTime at,
            @Nullable LocalDateTime endedAt,
            String endedBy,
            String endReason,
            int copies,
            String terminals) {}

    /** 票据代码与下一号 @param next empty when no blank sheet is left */
    record CodeRow(String code, String name, String point, String pointName, String next, long blank) {}

    /** @param terminal whose printer it came out of; may be empty */
    record Printed(@Nullable String terminal) {}

    record Reason(@Nullable String reason) {}

    record BlankVoiding(
            @Nullable String paperCode,
            @Nullable String first,
            @Nullable String last,
            @Nullable String point,
            @Nullable String reason) {}

    /** @param from day of conversion, included @param until day, included */
    @GetMapping
    @Permit(Permission.PAPER_READ)
    Page<PaperRow> list(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String point,
            @RequestParam(required = false) Conversion.@Nullable State state,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        var filter = filter(user, from, until, point, state, text);
        var page = conversions.list(user.unit(), filter, pageNo, pageSize);
        return new Page<>(rows(user.unit(), page.rows()), page.total(), page.pageNo(), page.pageSize());
    }

    private List<PaperRow> rows(UnitId unit, List<Conversion> sheets) {
        var tallies = prints.tallies(
                unit, What.PAPER, sheets.stream().map(Conversion::id).toList());
        return sheets.stream()
                .map(sheet -> row(sheet, tallies.getOrDefault(sheet.id(), Prints.Tally.NONE)))
                .toList();
    }

    private Conversions.Filter filter(
            CurrentUser user,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            @Nullable String point,
            Conversion.@Nullable State state,
            @Nullable String text) {
        return new Conversions.Filter(
                false,
                from == null ? null : from.atStartOfDay(),
                until == null ? null : until.plusDays(1).atStartOfDay(),
                points(user, point),
                operator(user),
                null,
                state,
                null,
                blankToNull(text));
    }

    /** 导出 The sheets of the list's filter, each with where it was printed. */
    @GetMapping("/export")
    @Permit(Permission.PAPER_READ)
    ResponseEntity<byte[]> export(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String point,
            @RequestParam(required = false) Conversion.@Nullable State state,
            @RequestParam(required = false) @Nullable String text) {
        var filter = filter(user, from, until, point, state, text);
        var sheets = new ArrayList<PaperRow>();
        for (int pageNo = 1; ; pageNo++) {
            var page = conversions.list(user.unit(), filter, pageNo, Page.SIZE_MAX);
            PaperSheets.requireFew(page.total());
            sheets.addAll(rows(user.unit(), page.rows()));
            if (page.rows().size() < Page.SIZE_MAX) {
                break;
            }
        }
        audit.note(user, "导出纸质票据", sheets.size() + " 张", "成功");
        return PaperSheets.file(sheets);
    }

    PaperRow row(Conversion sheet) {
        return rows(sheet.unit(), List.of(sheet)).getFirst();
    }

    private PaperRow row(Conversion sheet, Prints.Tally printed) {
        var names = rows.pointNames(sheet.unit());
        var ended = sheet.endedAt();
        return new PaperRow(
                String.valueOf(sheet.id()),
                sheet.paper().code(),
                sheet.paper().number(),
                sheet.subject(),
                String.valueOf(sheet.subjectId()),
                sheet.eCode(),
                sheet.eNumber(),
                sheet.red(),
                sheet.point(),
                names.getOrDefault(sheet.point(), sheet.point()),
                sheet.state(),
                sheet.state().label(),
                sheet.operator(),
                sheet.localAt(),
                ended == null ? null : time.local(sheet.unit(), ended),
                sheet.endedBy(),
                sheet.endReason(),
                printed.copies(),
                printed.terminals());
    }

    /** Codes with blank sheets, by point. */
    @GetMapping("/codes")
    @Permit(Permission.PAPER_READ)
    List<CodeRow> codes(CurrentUser user) {
        Map<String, String> names = rows.pointNames(user.unit());
        var codes = new ArrayList<CodeRow>();
        for (var count : stock.counts(user.unit())) {
            var place = count.place();
            String point = place == null || place.cashier() != null ? null : place.point();
            if (point != null
                    && user.scope().coversPoint(point)
                    && count.blank() > 0
                    && !count.code().stopped()) {
                codes.add(new CodeRow(
                        count.code().code(),
                        count.code().name(),
                        point,
                        names.getOrDefault(point, point),
                        count.next(),
                        count.blank()));
            }
        }
        return codes;
    }

    /** The page to print, shifted for the terminal's printer. */
    @GetMapping("/{id}/sheet.pdf")
    @Permit(Permission.PAPER_CONVERT)
    ResponseEntity<byte[]> sheet(
            CurrentUser user, @PathVariable String id, @RequestParam(defaultValue = "") String terminal) {
        return pdf(prints.sheet(found(user, id), terminal(terminal)));
    }

    static ResponseEntity<byte[]> pdf(byte[] content) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .cacheControl(CacheControl.noStore())
                .body(content);
    }

    /** 打印成功 Also counts the print; for a sheet that is confirmed already it is one more copy 补打. */
    @PostMapping("/{id}/confirmation")
    @Permit(Permission.PAPER_CONVERT)
    PaperRow confirm(CurrentUser user, @PathVariable String id, @RequestBody Printed printed) {
        String terminal = terminal(printed.terminal());
        var sheet = conversions.confirm(user.unit(), found(user, id).id(), user.displayName());
        int copy = prints.count(user.unit(), What.PAPER, sheet.id(), user.displayName(), terminal);
        audit.note(user, copy == 1 ? "换开纸质票据" : "补打纸质票据", object(sheet), copy == 1 ? "成功" : "补打 " + (copy - 1));
        return row(sheet);
    }

    @PostMapping("/{id}/release")
    @Permit(Permission.PAPER_CONVERT)
    PaperRow release(CurrentUser user, @PathVariable String id) {
        var sheet = conversions.release(user.unit(), found(user, id).id(), user.displayName());
        audit.note(user, "放回纸质票据", object(sheet), "成功");
        return row(sheet);
    }

    /** 作废换开 The sheet is taken back or spoiled; the bill may go on paper again. */
    @PostMapping("/{id}/void")
    @Permit(Permission.PAPER_CONVERT)
    PaperRow voidSheet(CurrentUser user, @PathVariable String id, @RequestBody Reason asked) {
        String reason = reason(asked.reason());
        var sheet = conversions.voidSheet(user.unit(), found(user, id).id(), user.displayName(), reason);
        audit.note(user, "作废纸质票据", object(sheet), "成功：" + reason);
        return row(sheet);
    }

    /** 作废重打 @return the next sheet, held for printing */
    @PostMapping("/{id}/replacement")
    @Permit(Permission.PAPER_CONVERT)
    PaperRow replace(CurrentUser user, @PathVariable String id, @RequestBody Reason asked) {
        String reason = reason(asked.reason());
        var old = found(user, id);
        var by = new Conversions.By(old.point(), user.displayName(), CALLER, time.now(user.unit()));
        var next = conversions.replace(user.unit(), old.id(), by, reason);
        audit.note(user, "作废重打", object(old), "改用 " + next.paper());
        return row(next);
    }

    @PostMapping("/blank-voids")
    @Permit(Permission.PAPER_CONVERT)
    void voidBlank(CurrentUser user, @RequestBody BlankVoiding asked) {
        var errors = new ArrayList<FieldError>();
        String code = needed("paperCode", "纸质票据代码", asked.paperCode(), 20, errors);
        String first = needed("first", "起始号码", asked.first(), 10, errors);
        String last = needed("last", "终止号码", asked.last(), 10, errors);
        String point = needed("point", "开票点", asked.point(), 20, errors);
        requirePoint(user, point, errors);
        BillFilter.refuse(errors);
        String reason = reason(asked.reason());
        var by = new Conversions.By(point, user.displayName(), CALLER, time.now(user.unit()));
        conversions.voidBlank(user.unit(), code, first, last, by, reason);
        audit.note(user, "空白作废", code + " " + first + " 至 " + last, "成功：" + reason);
    }

    private Conversion found(CurrentUser user, String id) {
        UnitId unit = user.unit();
        if (!id.matches("[0-9]{1,18}")) {
            throw notFound();
        }
        return conversions
                .byId(unit, Long.parseLong(id))
                .filter(sheet -> covers(user, sheet.point(), sheet.operator()))
                .orElseThrow(PaperHttp::notFound);
    }

    private static Refused notFound() {
        return new Refused(404, "CONVERSION_NOT_FOUND", "没有这张纸质票据，或它不属于本单位，请返回列表重新选择");
    }

    private static String object(Conversion sheet) {
        return sheet.paper() + "（" + sheet.eCode() + " " + sheet.eNumber() + "）";
    }

    static String terminal(@Nullable String terminal) {
        String text = terminal == null ? "" : terminal.strip();
        if (text.length() > Calibration.TERMINAL_MAX || text.chars().anyMatch(Character::isISOControl)) {
            String shown = text.substring(0, Math.min(Calibration.TERMINAL_MAX, text.length()));
            BillFilter.refuse(List.of(
                    new FieldError("terminal", "终端", shown, "最多 " + Calibration.TERMINAL_MAX + " 个字符", "请缩短终端名称")));
        }
        return text;
    }

    private static String reason(@Nullable String asked) {
        String reason = asked == null ? "" : asked.strip();
        if (reason.length() < 2
                || reason.length() > REASON_MAX
                || reason.chars().anyMatch(Character::isISOControl)) {
            BillFilter.refuse(List.of(new FieldError(
                    "reason",
                    "作废原因",
                    reason.length() <= 60 ? reason : reason.substring(0, 60),
                    "必填，2 到 " + REASON_MAX + " 个字符",
                    "请写明原因，例如：卡纸")));
        }
        return reason;
    }

    static String needed(String path, String label, @Nullable String value, int max, List<FieldError> errors) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    path,
                    label,
                    text.length() <= 60 ? text : text.substring(0, 60),
                    "必填，最多 " + max + " 个字符",
                    "请填写" + label));
            return "";
        }
        return text;
    }

    /** The points a list shows: the one asked for, as far as the person may see it. Null: all. */
    static @Nullable List<String> points(CurrentUser user, @Nullable String asked) {
        String point = blankToNull(asked);
        if (point != null) {
            return user.scope().coversPoint(point) ? List.of(point) : List.of();
        }
        return user.scope().byPoint() ? List.copyOf(user.scope().points()) : null;
    }

    /** 数据权限 Nobody works at a point that the own data scope leaves out. */
    static void requirePoint(CurrentUser user, String point, List<FieldError> errors) {
        if (!point.isEmpty() && !user.scope().coversPoint(point)) {
            errors.add(new FieldError("point", "开票点", point, "不在您的数据权限内", "请选择您可用的开票点，或请安全管理员调整数据权限"));
        }
    }

    /** Whether a paper of this point and person is within the data scope. */
    static boolean covers(CurrentUser user, String point, String operator) {
        String own = operator(user);
        return user.scope().coversPoint(point) && (own == null || own.equals(operator));
    }

    static @Nullable String operator(CurrentUser user) {
        return user.scope().byOperator() ? user.displayName() : null;
    }

    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip().replace("\0", "");
    }
}
