package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 号段有效期 of the console: the term of each kind, and the unused numbers whose term is nearly or already over. */
@RestController
@RequestMapping("/api/console/stock/terms")
class TermHttp {
    private final TermStore store;
    private final CodeStore codes;
    private final PlaceNames names;
    private final InstantSource clock;
    private final Audit audit;

    TermHttp(TermStore store, CodeStore codes, PlaceNames names, InstantSource clock, Audit audit) {
        this.store = store;
        this.codes = codes;
        this.names = names;
        this.clock = clock;
        this.audit = audit;
    }

    record TermPage(List<TermRule> rules, List<ExpiringRow> expiring) {}

    /** @param months 0: no term */
    record TermRule(String subject, String name, int months) {}

    /** @param point null: in the unit's stock @param days until the last day; negative when it is over */
    record ExpiringRow(
            String code,
            String name,
            @Nullable String point,
            @Nullable String cashier,
            String place,
            String first,
            String last,
            long count,
            LocalDate expiresOn,
            long days) {}

    record NewTerm(@Nullable String subject, @Nullable Integer months) {}

    @GetMapping
    @Permit(Permission.NUMBERS_READ)
    TermPage page(CurrentUser user) {
        var unit = user.unit();
        var kinds = new LinkedHashMap<String, String>();
        codes.all(unit).forEach(code -> kinds.putIfAbsent(code.subject(), code.name()));
        var months = new LinkedHashMap<String, Integer>();
        store.rules(unit).forEach(rule -> months.put(rule.subject(), rule.months()));
        return new TermPage(
                kinds.entrySet().stream()
                        .map(kind ->
                                new TermRule(kind.getKey(), kind.getValue(), months.getOrDefault(kind.getKey(), 0)))
                        .toList(),
                expiring(user, unit));
    }

    private List<ExpiringRow> expiring(CurrentUser user, UnitId unit) {
        LocalDate today = names.local(unit, clock.instant()).toLocalDate();
        return store.expiring(unit, today.plusDays(Terms.WARN_DAYS)).stream()
                .filter(one -> covers(user, one.holding().point()))
                .flatMap(one -> codes.find(unit, one.span().code()).stream().map(code -> {
                    var holding = one.holding();
                    return new ExpiringRow(
                            code.code(),
                            code.name(),
                            holding.point(),
                            holding.cashier(),
                            names.name(unit, holding.place()),
                            code.digits(one.span().first()),
                            code.digits(one.span().last()),
                            one.span().last() - one.span().first() + 1,
                            one.expiresOn(),
                            ChronoUnit.DAYS.between(today, one.expiresOn()));
                }))
                .toList();
    }

    /** What lies at the unit everybody sees. */
    private static boolean covers(CurrentUser user, @Nullable String point) {
        return point == null || user.scope().coversPoint(point);
    }

    @PostMapping
    @Permit(Permission.NUMBERS_MANAGE)
    TermPage keep(CurrentUser user, @RequestBody NewTerm asked) {
        var errors = new ArrayList<FieldError>();
        String subject = asked.subject() == null ? "" : asked.subject().strip();
        Integer months = asked.months();
        if (codes.all(user.unit()).stream().noneMatch(code -> code.subject().equals(subject))) {
            errors.add(new FieldError("subject", "票种", DocumentDesk.shortened(subject), "应为本单位的票种", "请从列表中选择"));
        }
        if (months == null || months < 0 || months > Terms.MONTHS_MAX) {
            errors.add(new FieldError(
                    "months",
                    "有效期",
                    months == null ? "" : months.toString(),
                    "0 到 " + Terms.MONTHS_MAX + " 个月",
                    "0 为不限期"));
        }
        if (!errors.isEmpty() || months == null) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", errors);
        }
        store.keep(user.unit(), new TermStore.Rule(subject, months), user.displayName(), clock.instant());
        audit.note(user, "设置号段有效期", subject, months == 0 ? "不限期" : months + " 个月");
        return page(user);
    }
}
