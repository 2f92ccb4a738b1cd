package org.yipiao.intake;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy;
import org.yipiao.masterdata.IssuingPolicy.Channels;
import org.yipiao.shared.UnitId;

/**
 * 货币误差 The difference between the items and the paid total, by the unit's rule: refused with its size named, or put on
 * the bill where everybody sees it.
 */
@Component
class Rounding {
    static final String NAME = "货币误差";

    private final IssuingPolicies policies;
    private final ChargeItems items;

    Rounding(IssuingPolicies policies, ChargeItems items) {
        this.policies = policies;
        this.items = items;
    }

    /** @param difference total less items, in fen; empty when there is none to tell of */
    record Settled(List<Item> items, List<AuxItem> auxItems, OptionalLong difference) {}

    Settled settle(FieldReader in, UnitId unit, BillKind kind, Money total, ChargeLines.Lines lines) {
        var policy = policies.of(unit);
        checkChannels(in, policy, total);
        var difference = total.minus(lines.total());
        if (difference.isZero() || !in.fields().has("chargeDetail")) {
            return new Settled(lines.items(), lines.auxItems(), OptionalLong.empty());
        }
        var fault = fault(policy, kind, difference, lines);
        if (fault.isPresent()) {
            in.fault(
                    "totalAmt",
                    "开票总金额",
                    total.plain(),
                    "与收费项目明细合计" + lines.total().plain() + "不一致，相差 " + difference.plain() + " 元",
                    fault.get());
            return new Settled(lines.items(), lines.auxItems(), OptionalLong.empty());
        }
        var own = ownItem(policy, kind).filter(item -> !difference.isNegative());
        return new Settled(
                own.map(item -> withOwn(lines.items(), item, difference))
                        .orElseGet(() -> intoLargest(lines.items(), difference)),
                withLine(lines.auxItems(), difference),
                OptionalLong.of(difference.fen()));
    }

    /** @return what to do about it, when it is no rounding here */
    private Optional<String> fault(IssuingPolicy policy, BillKind kind, Money difference, ChargeLines.Lines lines) {
        var size = difference.isNegative() ? difference.negated() : difference;
        if (policy.rounding() == IssuingPolicy.Rounding.REFUSE) {
            return Optional.of("请核对收费项目金额后重新发送");
        }
        if (size.compareTo(policy.roundingMax()) > 0) {
            return Optional.of("超过本单位货币误差上限 " + policy.roundingMax().plain() + " 元，请核对收费项目金额后重新发送");
        }
        if (policy.rounding() == IssuingPolicy.Rounding.OWN_ITEM
                && ownItem(policy, kind).isEmpty()) {
            return Optional.of("货币误差项目 " + policy.roundingItem() + " 不能用于" + kind.medicalType() + "票据，请信息科修改开票政策");
        }
        boolean room = lines.items().stream()
                .anyMatch(item -> !item.amount().plus(difference).isNegative());
        return room ? Optional.empty() : Optional.of("没有收费项目容得下该差额，请核对收费项目金额后重新发送");
    }

    private Optional<ChargeItem> ownItem(IssuingPolicy policy, BillKind kind) {
        return items.find(policy.unit(), policy.roundingItem())
                .filter(item -> item.enabled() && item.listed() && item.kinds().contains(kind));
    }

    private void checkChannels(FieldReader in, IssuingPolicy policy, Money total) {
        var rows = in.rows("payChannelDetail");
        if (policy.channels() == Channels.ACCEPT || rows.isEmpty()) {
            return;
        }
        var paid =
                rows.stream().map(row -> row.money("payChannelValue", "交费渠道金额")).reduce(Money.ZERO, Money::plus);
        var difference = paid.minus(total);
        var size = difference.isNegative() ? difference.negated() : difference;
        if (size.compareTo(policy.roundingMax()) > 0) {
            in.fault(
                    "payChannelDetail",
                    "交费渠道金额",
                    paid.plain(),
                    "各交费渠道合计与开票总金额" + total.plain() + "相差 " + difference.plain() + " 元，超过上限 "
                            + policy.roundingMax().plain() + " 元",
                    "请补全交费渠道或核对金额后重新发送");
        }
    }

    private static List<Item> withOwn(List<Item> items, ChargeItem own, Money difference) {
        var all = new ArrayList<Item>();
        boolean there = false;
        for (var item : items) {
            boolean same = item.code().equals(own.code());
            there |= same;
            all.add(same ? changed(item, difference) : item);
        }
        if (!there) {
            all.add(new Item(own.code(), own.name(), BigDecimal.ONE, "项", difference.yuan(), difference, NAME));
        }
        return List.copyOf(all);
    }

    /** The face has no negative category, so a difference either way is carried by the largest one, and said there. */
    private static List<Item> intoLargest(List<Item> items, Money difference) {
        var largest = items.stream().max(Comparator.comparing(Item::amount)).orElseThrow();
        return items.stream()
                .map(item -> item.code().equals(largest.code()) ? changed(item, difference) : item)
                .toList();
    }

    private static Item changed(Item item, Money difference) {
        var amount = item.amount().plus(difference);
        String remark = (item.remark() + " 含" + NAME + difference.plain()).strip();
        return new Item(item.code(), item.name(), BigDecimal.ONE, "项", amount.yuan(), amount, remark);
    }

    private static List<AuxItem> withLine(List<AuxItem> list, Money difference) {
        if (list.isEmpty()) {
            return list;
        }
        var all = new ArrayList<>(list);
        all.add(new AuxItem("", "", "", NAME, "", BigDecimal.ONE, "项", difference.yuan(), difference.yuan(), "", ""));
        return List.copyOf(all);
    }
}
