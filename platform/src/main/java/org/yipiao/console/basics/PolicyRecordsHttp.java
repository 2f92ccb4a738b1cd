package org.yipiao.console.basics;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.Money;
import org.yipiao.issuing.PolicyEffects;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy;
import org.yipiao.masterdata.IssuingPolicy.Arrears;
import org.yipiao.masterdata.IssuingPolicy.Channels;
import org.yipiao.masterdata.IssuingPolicy.Rounding;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 开票政策 What the unit decides about rounding, zero amounts, arrears and approval; and the bills it made different. */
@RestController
@RequestMapping("/api/console/basics/issuing-policy")
class PolicyRecordsHttp {
    private static final int DAYS_MAX = 400;
    private static final BigDecimal APPROVAL_MAX = new BigDecimal("10000000");

    private final IssuingPolicies policies;
    private final PolicyEffects effects;
    private final ChargeItems items;
    private final Audit audit;

    PolicyRecordsHttp(IssuingPolicies policies, PolicyEffects effects, ChargeItems items, Audit audit) {
        this.policies = policies;
        this.effects = effects;
        this.items = items;
        this.audit = audit;
    }

    /** @param roundingMax yuan, 0.01 to 1.00 @param approvalFrom yuan; null: never */
    record Detail(
            Rounding rounding,
            BigDecimal roundingMax,
            String roundingItem,
            Channels channels,
            Zero zero,
            Arrears arrears,
            @Nullable BigDecimal approvalFrom,
            List<String> reasons) {}

    record Typed(
            @Nullable Rounding rounding,
            @Nullable BigDecimal roundingMax,
            @Nullable String roundingItem,
            @Nullable Channels channels,
            @Nullable Zero zero,
            @Nullable Arrears arrears,
            @Nullable BigDecimal approvalFrom,
            @Nullable List<String> reasons) {}

    /** @param roundingFen total less items; 0 without */
    record EffectRow(
            String billId,
            String code,
            String number,
            String busNo,
            LocalDateTime issuedAt,
            long totalFen,
            long roundingFen,
            String heldWhy,
            boolean circulates) {}

    @GetMapping
    @Permit(Permission.BASICS_READ)
    Detail policy(CurrentUser user) {
        return detail(policies.of(user.unit()));
    }

    @PutMapping
    @Permit(Permission.BASICS_MANAGE)
    Detail change(CurrentUser user, @RequestBody Typed typed) {
        var checks = new Checks();
        var policy = read(checks, user.unit(), typed);
        checks.refuse();
        policies.save(policy, user.displayName());
        audit.note(user, "修改开票政策", user.unit().value(), "成功");
        return detail(policy);
    }

    private IssuingPolicy read(Checks checks, UnitId unit, Typed typed) {
        var old = policies.of(unit);
        var rounding = typed.rounding() == null ? old.rounding() : typed.rounding();
        String item =
                rounding == Rounding.OWN_ITEM ? checks.needed("roundingItem", "误差项目", typed.roundingItem(), 20) : "";
        if (!item.isEmpty()
                && items.find(unit, item)
                        .filter(one -> one.enabled() && one.listed())
                        .isEmpty()) {
            checks.fault("roundingItem", "误差项目", item, "不是可用的收费项目", "请从收费项目目录中选择");
        }
        return new IssuingPolicy(
                unit,
                rounding,
                money(
                        checks,
                        "roundingMax",
                        "误差上限",
                        typed.roundingMax(),
                        IssuingPolicy.ROUNDING_MOST.yuan(),
                        old.roundingMax()),
                item,
                typed.channels() == null ? old.channels() : typed.channels(),
                typed.zero() == null ? old.zero() : typed.zero(),
                typed.arrears() == null ? old.arrears() : typed.arrears(),
                typed.approvalFrom() == null
                        ? Optional.empty()
                        : Optional.of(money(
                                checks, "approvalFrom", "审批起点", typed.approvalFrom(), APPROVAL_MAX, Money.ofFen(1))),
                reasons(checks, typed.reasons()));
    }

    private static Money money(
            Checks checks, String path, String label, @Nullable BigDecimal typed, BigDecimal most, Money instead) {
        if (typed == null
                || typed.signum() <= 0
                || typed.compareTo(most) > 0
                || typed.stripTrailingZeros().scale() > 2) {
            checks.fault(
                    path,
                    label,
                    typed == null
                            ? ""
                            : typed.round(new java.math.MathContext(20)).toString(),
                    "0.01 到 " + most.toPlainString() + " 元，最多两位小数",
                    "请改正" + label);
            return instead;
        }
        return Money.ofYuan(typed);
    }

    private static List<String> reasons(Checks checks, @Nullable List<String> typed) {
        var reasons = new ArrayList<String>();
        for (String one : typed == null ? List.<String>of() : typed) {
            String reason = checks.text("reasons", "冲红原因", one, IssuingPolicy.REASON_LENGTH_MAX);
            if (reason.codePointCount(0, reason.length()) == 1) {
                checks.fault("reasons", "冲红原因", reason, "至少 2 个字", "请写明原因");
            } else if (!reason.isEmpty() && !reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        if (reasons.isEmpty() || reasons.size() > IssuingPolicy.REASONS_MAX) {
            checks.fault(
                    "reasons", "冲红原因", reasons.size() + " 条", "1 到 " + IssuingPolicy.REASONS_MAX + " 条", "请每行填写一条原因");
        }
        return List.copyOf(reasons);
    }

    /** @param from day of issue, included @param until day of issue, included */
    @GetMapping("/effects")
    @Permit(Permission.BASICS_READ)
    Page<EffectRow> effects(
            CurrentUser user,
            @RequestParam PolicyEffects.Effect effect,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate until,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        requireSpan(from, until);
        return effects.list(
                        user.unit(),
                        effect,
                        from.atStartOfDay(),
                        until.plusDays(1).atStartOfDay(),
                        pageNo,
                        pageSize)
                .map(PolicyRecordsHttp::row);
    }

    @GetMapping("/effects/counts")
    @Permit(Permission.BASICS_READ)
    PolicyEffects.Counts counts(
            CurrentUser user,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate until) {
        requireSpan(from, until);
        return effects.counts(
                user.unit(), from.atStartOfDay(), until.plusDays(1).atStartOfDay());
    }

    private static void requireSpan(LocalDate from, LocalDate until) {
        var checks = new Checks();
        if (until.isBefore(from) || from.plusDays(DAYS_MAX).isBefore(until)) {
            checks.fault("until", "日期", from + " 至 " + until, "最多 " + DAYS_MAX + " 天，止期不早于起期", "请重新选择日期");
        }
        checks.refuse();
    }

    private static EffectRow row(PolicyEffects.Row row) {
        var bill = row.bill();
        return new EffectRow(
                bill.id().toString(),
                bill.code().digits(),
                bill.number().digits(),
                bill.busNo(),
                bill.issuedAt(),
                bill.total().fen(),
                row.roundingFen(),
                row.heldWhy(),
                row.circulates());
    }

    private static Detail detail(IssuingPolicy policy) {
        return new Detail(
                policy.rounding(),
                policy.roundingMax().yuan(),
                policy.roundingItem(),
                policy.channels(),
                policy.zero(),
                policy.arrears(),
                policy.approvalFrom().map(Money::yuan).orElse(null),
                policy.reasons());
    }
}
