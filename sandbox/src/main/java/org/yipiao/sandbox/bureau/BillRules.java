package org.yipiao.sandbox.bureau;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.SealRef;

/** 数据规则 What the content of a bill must satisfy before it is countersigned, apart from number and signature. */
final class BillRules {
    private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(10);

    private final String creditCode;
    private final String areaCode;
    private final Predicate<SealRef> unitSeals;
    private final SealRef supervisorySeal;

    BillRules(String creditCode, String areaCode, Predicate<SealRef> unitSeals, SealRef supervisorySeal) {
        this.creditCode = creditCode;
        this.areaCode = areaCode;
        this.unitSeals = unitSeals;
        this.supervisorySeal = supervisorySeal;
    }

    /** 违规 One broken rule. @param detail figures and names, in Chinese */
    record Broken(Refusal refusal, String detail) {
        String reason() {
            return detail.isEmpty() ? refusal.text() : refusal.text() + "：" + detail;
        }
    }

    /** The first rule a bill breaks by itself. @param now in the zone of the hospital */
    Optional<Broken> broken(Bill bill, LocalDateTime now) {
        Optional<BillKind> kind = Kinds.of(bill.code());
        if (kind.isEmpty() || kind.get() != bill.content().kind()) {
            return broken(Refusal.KIND, bill.code().digits());
        }
        if (bill.issuedAt().getYear() != bill.code().year()) {
            return broken(
                    Refusal.YEAR,
                    "代码 " + bill.code() + "，开票日期 " + bill.issuedAt().toLocalDate());
        }
        if (bill.issuedAt().isAfter(now.plus(CLOCKS_APART_MAX))) {
            return broken(Refusal.ISSUED_LATER, bill.issuedAt().toString());
        }
        if (!bill.issuer().code().equals(creditCode)
                || !bill.supervisorArea().equals(areaCode)
                || !bill.tag().equals("CZ-EI-" + Kinds.REGION)) {
            return broken(Refusal.ISSUER, bill.issuer().code() + "，" + bill.supervisorArea() + "，" + bill.tag());
        }
        if (!unitSeals.test(bill.unitSeal()) || !same(bill.supervisorySeal(), supervisorySeal)) {
            return broken(Refusal.SEAL_NOT_REGISTERED, bill.unitSeal().id());
        }
        return amounts(bill);
    }

    private static Optional<Broken> amounts(Bill bill) {
        Money total = bill.content().total();
        Money sum = sum(bill.content().items());
        if (sum.compareTo(total) != 0) {
            return broken(Refusal.SUM, "合计 " + sum + "，总金额 " + total);
        }
        if (bill.isRed() ? total.fen() > 0 : total.isNegative()) {
            return broken(Refusal.AMOUNT_SIGN, "总金额 " + total);
        }
        return Optional.empty();
    }

    /** The first difference between a red bill and the opposite of its blue one. */
    static Optional<Broken> difference(Bill red, Bill blue) {
        if (!red.content().total().equals(blue.content().total().negated())) {
            return broken(
                    Refusal.RED_DIFFERS,
                    "红票 " + red.content().total() + "，蓝票 " + blue.content().total());
        }
        List<String> redAmounts = amounts(red.content().items(), false);
        List<String> blueAmounts = amounts(blue.content().items(), true);
        return redAmounts.equals(blueAmounts) ? Optional.empty() : broken(Refusal.RED_DIFFERS, "收费项目不一致");
    }

    /** 关系 A: the total is what the four payers paid; told, not refused. */
    static String warning(Bill bill) {
        Medical medical = bill.content().medical();
        Money paid = medical.fundPay()
                .plus(medical.otherPay())
                .plus(medical.accountPay())
                .plus(medical.ownPay());
        Money total = bill.content().total();
        return paid.equals(total) ? "" : "基金、其他、账户、现金支付之和 " + paid + " 与总金额 " + total + " 不等";
    }

    private static Money sum(List<Item> items) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Item item : items) {
            sum = sum.add(item.amount().yuan());
        }
        return Money.rounded(sum);
    }

    private static List<String> amounts(List<Item> items, boolean negated) {
        var amounts = new ArrayList<String>();
        for (Item item : items) {
            amounts.add(item.code() + " " + (negated ? item.amount().negated() : item.amount()));
        }
        amounts.sort(null);
        return amounts;
    }

    private static boolean same(SealRef given, SealRef registered) {
        return given.id().equals(registered.id()) && given.hash().equals(registered.hash());
    }

    private static Optional<Broken> broken(Refusal refusal, String detail) {
        return Optional.of(new Broken(refusal, detail));
    }
}
