package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.bill.Money;
import org.yipiao.shared.UnitId;

/**
 * 开票政策 What a unit decides for itself about issuing and reversing.
 *
 * @param rounding 货币误差 what happens when the items and the paid total differ by little
 * @param roundingMax the most that counts as rounding, 0.01 to 1.00 yuan; anything more is refused
 * @param roundingItem 收费项目编码 that carries the difference with {@link Rounding#OWN_ITEM}, else empty
 * @param channels what happens when the pay channels do not add up to the total
 * @param zero 零金额票据
 * @param arrears 欠费票 what a business system's 不可流通 means here
 * @param approvalFrom 冲红审批 from this amount on a second person approves; empty: never
 * @param reasons 冲红原因 offered to the cashier, 1 to {@value #REASONS_MAX}
 */
public record IssuingPolicy(
        UnitId unit,
        Rounding rounding,
        Money roundingMax,
        String roundingItem,
        Channels channels,
        Zero zero,
        Arrears arrears,
        Optional<Money> approvalFrom,
        List<String> reasons) {
    public static final int REASONS_MAX = 20;
    public static final int REASON_LENGTH_MAX = 50;
    public static final Money ROUNDING_MOST = Money.ofFen(100);

    private static final List<String> REASONS = List.of("退费", "开票有误", "重复开票", "信息更正", "医保重新结算");

    public enum Rounding {
        REFUSE("有差额即拒绝"),
        LARGEST("并入金额最大的收费项目"),
        OWN_ITEM("单列为一个收费项目");

        private final String label;

        Rounding(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public enum Channels {
        ACCEPT("不要求与总金额一致"),
        REFUSE("差额超过误差上限即拒绝");

        private final String label;

        Channels(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public enum Zero {
        REFUSE("不开具"),
        ISSUE("开具并交付"),
        ISSUE_UNDELIVERED("开具但不交付");

        private final String label;

        Zero(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public enum Arrears {
        HOLD("不可流通的票据开具后暂不交付"),
        DELIVER("忽略标志，照常交付");

        private final String label;

        Arrears(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What holds until the unit decides. */
    public static IssuingPolicy first(UnitId unit) {
        return new IssuingPolicy(
                unit,
                Rounding.REFUSE,
                Money.ofFen(10),
                "",
                Channels.ACCEPT,
                Zero.REFUSE,
                Arrears.HOLD,
                Optional.empty(),
                REASONS);
    }

    /** @param amount of the reversal or of the part given back */
    public boolean needsApproval(Money amount) {
        return approvalFrom.filter(from -> amount.compareTo(from) >= 0).isPresent();
    }
}
