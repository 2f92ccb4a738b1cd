package org.yipiao.console;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
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
import org.yipiao.bill.Money;
import org.yipiao.booking.Bookings;
import org.yipiao.booking.Bookings.Sheet;
import org.yipiao.console.basics.Workbooks;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/**
 * 入账汇总单 Sheets that sum up bills for the accounts, and their registration. A sheet has every point's bills: it is for who
 * sees the whole unit.
 */
@RestController
@RequestMapping("/api/console/bookings")
class BookingHttp {
    private static final int DAYS_MAX = 400;
    /** Unless asked otherwise. */
    private static final int DAYS_SHOWN = 31;

    private static final int EXPORTED_MAX = 5_000;
    private static final List<String> TITLES = List.of(
            "汇总单号", "类型", "业务日期", "开票点", "蓝票张数", "蓝票金额", "红票张数", "红票金额", "合计金额", "创建时间", "创建人", "入账凭证号", "入账日期");

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Bookings bookings;
    private final IssuingPoints points;
    private final UnitTime time;
    private final Audit audit;

    BookingHttp(Bookings bookings, IssuingPoints points, UnitTime time, Audit audit) {
        this.bookings = bookings;
        this.points = points;
        this.time = time;
        this.audit = audit;
    }

    /** @param typeLabel 收入 or 支出 @param span 业务日期, both ends included @param voucherNo empty while not registered */
    record SheetRow(
            String no,
            String type,
            String typeLabel,
            String span,
            String point,
            String pointName,
            long blueCount,
            long blueFen,
            long redCount,
            long redFen,
            long totalFen,
            LocalDateTime createdAt,
            String createdBy,
            String voucherNo,
            @Nullable LocalDate bookedOn) {}

    /** @param until included @param point empty: all */
    record Asked(
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            @Nullable String point) {}

    /** @param total yuan, as the accounts have it: must be the sheet's */
    record Registering(
            @Nullable String voucherNo,
            @Nullable LocalDate on,
            @Nullable BigDecimal total) {}

    /** @param from day of creation, included @param until day of creation, included */
    @GetMapping
    @Permit(Permission.BOOKING_READ)
    Page<SheetRow> list(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String no,
            @RequestParam(required = false) @Nullable Boolean registered,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        user.scope().requireWhole();
        return bookings.page(user.unit(), filter(user, from, until, no, registered, type), pageNo, pageSize)
                .map(sheet -> row(user, sheet));
    }

    @GetMapping("/export")
    @Permit(Permission.BOOKING_READ)
    ResponseEntity<byte[]> export(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate from,
            @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate until,
            @RequestParam(required = false) @Nullable String no,
            @RequestParam(required = false) @Nullable Boolean registered,
            @RequestParam(required = false) @Nullable String type) {
        user.scope().requireWhole();
        var filter = filter(user, from, until, no, registered, type);
        var lines = new ArrayList<List<String>>();
        for (int pageNo = 1; ; pageNo++) {
            var page = bookings.page(user.unit(), filter, pageNo, Page.SIZE_MAX);
            if (page.total() > EXPORTED_MAX) {
                throw new Refused(
                        400, "EXPORT_TOO_LARGE", "共 " + page.total() + " 张，一次最多导出 " + EXPORTED_MAX + " 张，请缩小范围后分次导出");
            }
            page.rows().forEach(sheet -> lines.add(line(row(user, sheet))));
            if (page.rows().size() < Page.SIZE_MAX) {
                break;
            }
        }
        audit.note(user, "导出入账汇总单", lines.size() + " 张", "成功");
        return ResponseEntity.ok()
                .header("Content-Type", BillExport.XLSX)
                .header(
                        "Content-Disposition",
                        "attachment; filename*=UTF-8''" + URLEncoder.encode("入账汇总单.xlsx", StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store")
                .body(Workbooks.write("入账汇总单", TITLES, lines));
    }

    /** 生成汇总单 of the bills of these days that no sheet has yet. */
    @PostMapping
    @Permit(Permission.BOOKING_MANAGE)
    SheetRow summarise(CurrentUser user, @RequestBody Asked asked) {
        user.scope().requireWhole();
        time.requireKnown(user.unit());
        var errors = new ArrayList<FieldError>();
        var from = asked.from();
        var until = asked.until();
        String point = asked.point() == null ? "" : asked.point();
        if (from == null
                || until == null
                || until.isBefore(from)
                || from.plusDays(DAYS_MAX).isBefore(until)) {
            errors.add(new FieldError(
                    "until", "业务日期", from + " 至 " + until, "必填，止期不早于起期，最多 " + DAYS_MAX + " 天", "请重新选择日期"));
        }
        if (!point.isEmpty() && points.find(user.unit(), point).isEmpty()) {
            errors.add(new FieldError("point", "开票点", point, "不存在", "请从列表中选择"));
        }
        BillFilter.refuse(errors);
        var sheet = bookings.summarise(
                user.unit(),
                Objects.requireNonNull(from).atStartOfDay(),
                Objects.requireNonNull(until).plusDays(1).atStartOfDay(),
                point,
                user.displayName());
        audit.note(user, "生成入账汇总单", sheet.no(), sheet.total().plain() + " 元");
        return row(user, sheet);
    }

    @GetMapping("/{no}/pdf")
    @Permit(Permission.BOOKING_READ)
    ResponseEntity<byte[]> pdf(CurrentUser user, @PathVariable String no) {
        user.scope().requireWhole();
        var sheet = bookings.sheet(user.unit(), no);
        audit.note(user, "下载入账汇总单", sheet.no(), "成功");
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header("Content-Disposition", "inline; filename=" + sheet.no() + ".pdf")
                .header("Cache-Control", "no-store")
                .body(bookings.pdf(sheet));
    }

    /** 入账备案登记 */
    @PostMapping("/{no}/registration")
    @Permit(Permission.BOOKING_MANAGE)
    SheetRow register(CurrentUser user, @PathVariable String no, @RequestBody Registering asked) {
        user.scope().requireWhole();
        var errors = new ArrayList<FieldError>();
        String voucher = PaperHttp.needed("voucherNo", "入账凭证号", asked.voucherNo(), 50, errors);
        var on = asked.on();
        if (on == null) {
            errors.add(new FieldError("on", "入账日期", "", "必填", "请选择入账日期"));
        }
        var total = asked.total();
        if (total == null || total.scale() > 2 || total.precision() > 16) {
            errors.add(new FieldError("total", "入账金额", "", "必填，最多两位小数", "请按记账凭证填写金额"));
        }
        BillFilter.refuse(errors);
        bookings.register(
                user.unit(),
                no,
                voucher,
                Objects.requireNonNull(on),
                Money.ofYuan(Objects.requireNonNull(total)),
                user.displayName());
        audit.note(user, "登记入账", no, "凭证 " + voucher);
        return row(user, bookings.sheet(user.unit(), no));
    }

    /** 入账备案撤销 of what is registered now. */
    @PostMapping("/{no}/withdrawal")
    @Permit(Permission.BOOKING_MANAGE)
    SheetRow withdraw(CurrentUser user, @PathVariable String no) {
        user.scope().requireWhole();
        var sheet = bookings.sheet(user.unit(), no);
        var known = sheet.registration()
                .orElseThrow(() -> new Refused(409, "NOT_REGISTERED", "汇总单 " + no + " 没有登记入账，无需撤销。"));
        bookings.withdraw(user.unit(), no, known.voucherNo(), known.on(), sheet.total(), user.displayName());
        audit.note(user, "撤销入账登记", no, "凭证 " + known.voucherNo());
        return row(user, bookings.sheet(user.unit(), no));
    }

    private Bookings.Filter filter(
            CurrentUser user,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            @Nullable String no,
            @Nullable Boolean registered,
            @Nullable String type) {
        var last = until == null ? time.today(user.unit()) : until;
        var first = from == null ? last.minusDays(DAYS_SHOWN - 1) : from;
        if (last.isBefore(first) || first.plusDays(DAYS_MAX).isBefore(last)) {
            BillFilter.refuse(List.of(
                    new FieldError("until", "创建日期", first + " 至 " + last, "止期不早于起期，最多 " + DAYS_MAX + " 天", "请重新选择日期")));
        }
        return new Bookings.Filter(first, last, blank(no) ? null : no, registered, blank(type) ? null : type);
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private SheetRow row(CurrentUser user, Sheet sheet) {
        return new SheetRow(
                sheet.no(),
                sheet.type(),
                sheet.type().equals("1") ? "收入" : "支出",
                span(sheet.from(), sheet.until()),
                sheet.point(),
                sheet.point().isEmpty()
                        ? "全部"
                        : points.find(user.unit(), sheet.point())
                                .map(IssuingPoints.IssuingPoint::name)
                                .orElse(sheet.point()),
                sheet.blueCount(),
                sheet.blue().fen(),
                sheet.redCount(),
                sheet.red().fen(),
                sheet.total().fen(),
                sheet.createdAt(),
                sheet.createdBy(),
                sheet.registration().map(Bookings.Registration::voucherNo).orElse(""),
                sheet.registration().map(Bookings.Registration::on).orElse(null));
    }

    /** Business systems ask by the second, people by whole days. */
    private static String span(LocalDateTime from, LocalDateTime until) {
        boolean days = from.toLocalTime().equals(LocalTime.MIDNIGHT)
                && until.toLocalTime().equals(LocalTime.MIDNIGHT);
        if (!days) {
            return from.format(SECONDS) + " 至 " + until.minusSeconds(1).format(SECONDS);
        }
        var last = until.toLocalDate().minusDays(1);
        return from.toLocalDate().equals(last) ? last.toString() : from.toLocalDate() + " 至 " + last;
    }

    private static List<String> line(SheetRow row) {
        var on = row.bookedOn();
        return List.of(
                row.no(),
                row.typeLabel(),
                row.span(),
                row.pointName(),
                String.valueOf(row.blueCount()),
                Money.ofFen(row.blueFen()).plain(),
                String.valueOf(row.redCount()),
                Money.ofFen(row.redFen()).plain(),
                Money.ofFen(row.totalFen()).plain(),
                row.createdAt().format(SECONDS),
                row.createdBy(),
                row.voucherNo(),
                on == null ? "" : on.toString());
    }
}
