package org.yipiao.numbering;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 票源查询 Balances now and then, where one number is, paper codes, draw certificates. */
@RestController
@RequestMapping("/api/console/stock")
class StockHttp {
    private static final int TEXT_MAX = 40;
    private static final int LIMITS_MAX = 50;

    private final Balances balances;
    private final BalanceStore history;
    private final RangeStore ranges;
    private final CodeStore codes;
    private final PaperStock paper;
    private final DrawCertificates certificates;
    private final PlaceNames names;
    private final InstantSource clock;
    private final Audit audit;

    StockHttp(
            Balances balances,
            BalanceStore history,
            RangeStore ranges,
            CodeStore codes,
            PaperStock paper,
            DrawCertificates certificates,
            PlaceNames names,
            InstantSource clock,
            Audit audit) {
        this.balances = balances;
        this.history = history;
        this.ranges = ranges;
        this.codes = codes;
        this.paper = paper;
        this.certificates = certificates;
        this.names = names;
        this.clock = clock;
        this.audit = audit;
    }

    /** @param locked 预下发: may be used from 1 January of its year on @param old 旧票: its year is over */
    record CodeRow(
            String code,
            boolean paper,
            String name,
            int width,
            @Nullable Integer year,
            boolean stopped,
            boolean locked,
            boolean old) {}

    record Codes(List<CodeRow> codes) {}

    /** @param at 截至 the moment the balances are of */
    record BalanceTable(LocalDateTime at, List<BalanceRow> rows) {}

    /** @param point null: the unit's stock, or numbers that left it @param blank 库存 @param next 下一号 */
    record BalanceRow(
            CodeRow code,
            @Nullable String point,
            @Nullable String cashier,
            String place,
            long blank,
            long reserved,
            long used,
            long voided,
            long burnt,
            long outgoing,
            long returned,
            long destroyed,
            String next) {}

    /** @param account where the number stands now */
    record NumberHistory(CodeRow code, String number, String account, String place, List<HistoryRow> history) {}

    record HistoryRow(
            LocalDateTime at,
            String from,
            String to,
            String first,
            String last,
            String by,
            String document,
            String reason) {}

    record Certificates(List<CertificateRow> certificates) {}

    record CertificateRow(
            String no,
            String region,
            LocalDate validFrom,
            LocalDate validUntil,
            boolean stopped,
            String state,
            List<LimitRow> kinds) {}

    /** @param perDraw 0: no limit */
    record LimitRow(String subject, String name, long perDraw, long perYear) {}

    /** 登记纸质票据代码 */
    record NewPaperCode(
            @Nullable String code,
            @Nullable String name,
            @Nullable PaperKind kind,
            @Nullable Integer width,
            @Nullable Integer year,
            @Nullable Boolean stopped) {}

    /** 登记领用证 */
    record NewCertificate(
            @Nullable String no,
            @Nullable String region,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validUntil,
            @Nullable Boolean stopped,
            @Nullable List<DrawCertificate.Limit> kinds) {}

    @GetMapping("/codes")
    @Permit(Permission.NUMBERS_READ)
    Codes codes(CurrentUser user) {
        return new Codes(codes.all(user.unit()).stream()
                .map(code -> row(user.unit(), code))
                .toList());
    }

    private CodeRow row(UnitId unit, LedgerCode code) {
        int today = names.local(unit, clock.instant()).getYear();
        Integer year = code.year();
        boolean stopped = code.paper()
                && paper.codes(unit).stream().anyMatch(one -> one.code().equals(code.code()) && one.stopped());
        return new CodeRow(
                code.code(),
                code.paper(),
                code.name(),
                code.width(),
                year,
                stopped,
                year != null && year > today,
                year != null && year < today);
    }

    @GetMapping("/balances")
    @Permit(Permission.NUMBERS_READ)
    BalanceTable balances(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
                    LocalDateTime at) {
        UnitId unit = user.unit();
        Instant moment = at == null ? null : at.atZone(names.zone(unit)).toInstant();
        var rows = balances.of(unit, moment).stream()
                .filter(line -> covers(user, line.place()))
                .map(line -> row(unit, line))
                .toList();
        return new BalanceTable(at == null ? names.local(unit, clock.instant()) : at, rows);
    }

    /** What lies at the unit everybody sees; what lies at a point, who may see the point. */
    private static boolean covers(CurrentUser user, @Nullable Place place) {
        String point = place == null ? null : place.point();
        return point == null || user.scope().coversPoint(point);
    }

    private BalanceRow row(UnitId unit, Balances.Line line) {
        var place = line.place();
        return new BalanceRow(
                row(unit, line.code()),
                place == null ? null : place.point(),
                place == null ? null : place.cashier(),
                place == null ? "已离开单位" : names.name(unit, place),
                line.blank(),
                line.count(Account.RESERVED) + line.count(Account.OFFLINE),
                line.count(Account.ISSUED),
                line.count(Account.VOIDED),
                line.count(Account.BURNT),
                line.count(Account.OUTGOING),
                line.count(Account.RETURNED),
                line.count(Account.DESTROYED),
                line.next());
    }

    @GetMapping("/balances/export")
    @Permit(Permission.NUMBERS_READ)
    void export(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) @Nullable
                    LocalDateTime at,
            HttpServletResponse response)
            throws IOException {
        var table = balances(user, at);
        audit.note(user, "导出库存", "截至 " + table.at(), "成功");
        response.setContentType(Sheets.XLSX);
        response.setHeader("Content-Disposition", "attachment; filename=\"stock.xlsx\"");
        Sheets.write(
                response.getOutputStream(),
                "库存",
                List.of("截至", "票据代码", "票据名称", "存放", "库存", "占用中", "已使用", "已作废", "号码作废", "申退中", "已退回财政", "已销毁", "下一号"),
                Integer.MAX_VALUE,
                no -> table.rows().stream()
                        .map(row -> List.<Object>of(
                                table.at(),
                                row.code().code(),
                                row.code().name(),
                                row.place(),
                                row.blank(),
                                row.reserved(),
                                row.used(),
                                row.voided(),
                                row.burnt(),
                                row.outgoing(),
                                row.returned(),
                                row.destroyed(),
                                row.next()))
                        .toList());
    }

    @GetMapping("/where")
    @Permit(Permission.NUMBERS_READ)
    NumberHistory where(CurrentUser user, @RequestParam String code, @RequestParam String number) {
        UnitId unit = user.unit();
        var known = codes.find(unit, code.strip())
                .orElseThrow(() -> new Refused(404, "BILL_CODE_UNKNOWN", "没有这个票据代码，请从列表中选择"));
        String digits = number.strip();
        Long value = digits.length() <= known.width() && digits.matches("[0-9]+") ? Long.valueOf(digits) : null;
        var row = value == null ? null : ranges.find(unit, known.code(), value).orElse(null);
        if (value == null || row == null || !covers(user, row.holding().place())) {
            throw new Refused(404, "NUMBER_UNKNOWN", "本单位没有领用过这个号码，或它在您看不到的开票点，请核对票据代码和号码");
        }
        boolean issued = value < row.next() && row.holding().account() != Account.ISSUED;
        var holding = issued ? row.holding().as(Account.ISSUED) : row.holding();
        var lines = history.history(unit, known.code(), value).stream()
                .map(moved -> new HistoryRow(
                        names.local(unit, moved.at()),
                        names.account(unit, moved.from(), moved.fromPoint(), moved.fromCashier()),
                        names.account(unit, moved.to(), moved.toPoint(), moved.toCashier()),
                        moved.first(),
                        moved.last(),
                        moved.by(),
                        moved.document(),
                        moved.reason()))
                .toList();
        return new NumberHistory(
                row(unit, known),
                known.digits(value),
                holding.account().label(),
                names.name(unit, holding.place()),
                lines);
    }

    @PostMapping("/paper-codes")
    @Permit(Permission.NUMBERS_MANAGE)
    CodeRow register(CurrentUser user, @RequestBody NewPaperCode asked) {
        var errors = new ArrayList<FieldError>();
        PaperKind kind = asked.kind();
        if (kind == null) {
            errors.add(new FieldError("kind", "用途", "", "必填", "请选择票据用途"));
            refuse(errors);
            throw new IllegalStateException("not reached");
        }
        var code = new PaperCode(
                text(asked.code()),
                text(asked.name()),
                kind,
                asked.width() == null ? 0 : asked.width(),
                asked.year(),
                Boolean.TRUE.equals(asked.stopped()));
        paper.register(user.unit(), code);
        audit.note(user, "登记纸质票据代码", code.code(), code.stopped() ? "停用" : "成功");
        return row(user.unit(), codes.find(user.unit(), code.code()).orElseThrow());
    }

    @GetMapping("/certificates")
    @Permit(Permission.NUMBERS_READ)
    Certificates certificates(CurrentUser user) {
        var known = codes.all(user.unit());
        LocalDate today = names.local(user.unit(), clock.instant()).toLocalDate();
        return new Certificates(certificates.all(user.unit()).stream()
                .map(one -> new CertificateRow(
                        one.no(),
                        one.region(),
                        one.validFrom(),
                        one.validUntil(),
                        one.stopped(),
                        one.stopped() ? "已停用" : one.validOn(today) ? "有效" : "不在有效期",
                        one.kinds().stream()
                                .map(limit -> new LimitRow(
                                        limit.subject(),
                                        name(known, limit.subject()),
                                        limit.perDraw(),
                                        limit.perYear()))
                                .toList()))
                .toList());
    }

    private static String name(List<LedgerCode> known, String subject) {
        return known.stream()
                .filter(code -> code.subject().equals(subject))
                .map(LedgerCode::name)
                .findFirst()
                .orElse("");
    }

    @PostMapping("/certificates")
    @Permit(Permission.NUMBERS_MANAGE)
    Certificates keep(CurrentUser user, @RequestBody NewCertificate asked) {
        var errors = new ArrayList<FieldError>();
        String no = text(asked.no());
        if (no.isEmpty() || no.length() > TEXT_MAX) {
            errors.add(new FieldError("no", "领用证号", shortened(no), "1 到 " + TEXT_MAX + " 个字符", "按领用证填写"));
        }
        String region = text(asked.region());
        if (region.isEmpty() || region.length() > TEXT_MAX) {
            errors.add(new FieldError("region", "发证财政部门", shortened(region), "1 到 " + TEXT_MAX + " 个字符", "按领用证填写"));
        }
        var from = asked.validFrom();
        var until = asked.validUntil();
        if (from == null || until == null || until.isBefore(from)) {
            errors.add(new FieldError(
                    "validUntil", "有效期", until == null ? "" : until.toString(), "起止日期必填，止不早于起", "按领用证填写"));
        }
        var kinds = asked.kinds() == null ? List.<DrawCertificate.Limit>of() : asked.kinds();
        if (kinds.isEmpty() || kinds.size() > LIMITS_MAX) {
            errors.add(new FieldError(
                    "kinds", "可领票种", String.valueOf(kinds.size()), "1 到 " + LIMITS_MAX + " 种", "请至少填写一种"));
        }
        for (int i = 0; i < kinds.size(); i++) {
            var limit = kinds.get(i);
            if (limit.subject() == null
                    || !limit.subject().matches("[0-9]{1,20}")
                    || limit.perDraw() < 0
                    || limit.perYear() < 0) {
                errors.add(new FieldError(
                        "kinds[" + i + "]", "可领票种", String.valueOf(limit.subject()), "票种为数字，限量不小于 0", "0 表示不限量"));
            }
        }
        refuse(errors);
        if (from == null || until == null) {
            throw new IllegalStateException("not reached");
        }
        certificates.keep(
                user.unit(),
                new DrawCertificate(no, region, from, until, Boolean.TRUE.equals(asked.stopped()), kinds),
                user.displayName());
        audit.note(user, "登记领用证", no, "成功");
        return certificates(user);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text.replace("\0", "").strip();
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60);
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", errors);
        }
    }
}
