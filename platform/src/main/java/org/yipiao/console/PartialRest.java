package org.yipiao.console;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.shared.FieldError;

/** 退费后剩余 What stays of a bill after a part of it is given back. */
final class PartialRest {
    private PartialRest() {}

    /**
     * Items less their refunds; the list's lines of items that changed are left out, for they add up no more.
     *
     * @param refunds fen by item code
     * @param errors takes what is wrong with the refunds
     */
    static BillContent of(BillContent content, Map<String, Long> refunds, String busNo, List<FieldError> errors) {
        var items = new ArrayList<Item>();
        var unchanged = new HashSet<String>();
        for (var item : content.items()) {
            long refund = refunds.getOrDefault(item.code(), 0L);
            if (refund < 0 || refund > item.amount().fen()) {
                errors.add(new FieldError(
                        "lines",
                        item.name() + "退费金额",
                        (refund < 0 ? "-" : "") + Money.ofFen(Math.abs(refund)).plain(),
                        "0 到 " + item.amount().plain(),
                        "请核对退费金额"));
            } else if (refund == 0) {
                items.add(item);
                unchanged.add(item.code());
            } else if (refund < item.amount().fen()) {
                items.add(less(item, refund));
            }
        }
        var codes = content.items().stream().map(Item::code).toList();
        refunds.keySet().stream()
                .filter(code -> !codes.contains(code))
                .forEach(code -> errors.add(new FieldError("lines", "收费项目", code, "不在这张票据上", "请刷新页面后重新选择")));
        var total = items.stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
        return new BillContent(
                content.kind(),
                total,
                content.payer(),
                content.payMode(),
                busNo,
                content.remark(),
                content.handlingPerson(),
                content.checker(),
                split(content.medical(), total),
                items,
                content.auxItems().stream()
                        .filter(line -> unchanged.contains(line.itemCode()))
                        .toList());
    }

    private static Item less(Item item, long refundFen) {
        var amount = Money.ofFen(item.amount().fen() - refundFen);
        return new Item(item.code(), item.name(), BigDecimal.ONE, item.unit(), amount.yuan(), amount, item.remark());
    }

    /** The funds' shares stay while they fit into what is left; the person pays the difference. */
    private static Medical split(Medical old, Money total) {
        var funds = old.fundPay().plus(old.otherPay()).plus(old.accountPay());
        boolean fit = funds.compareTo(total) <= 0;
        var own = fit ? total.minus(funds) : total;
        return new Medical(
                old.gender(),
                old.age(),
                old.patientNumber(),
                old.medicalDate(),
                old.orgType(),
                old.insuranceType(),
                old.insuranceId(),
                fit ? old.fundPay() : Money.ZERO,
                fit ? old.otherPay() : Money.ZERO,
                fit ? old.accountPay() : Money.ZERO,
                own,
                Money.ZERO,
                own,
                old.caseNumber(),
                old.hospitalizationNumber(),
                old.department(),
                old.inHospitalDate(),
                old.outHospitalDate(),
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                old.extras());
    }
}
