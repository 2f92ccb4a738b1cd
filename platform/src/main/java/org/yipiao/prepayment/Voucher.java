package org.yipiao.prepayment;

import java.time.LocalDateTime;
import java.util.Optional;
import org.yipiao.bill.Money;
import org.yipiao.shared.UnitId;

/**
 * 预交金凭证 One deposit, or one refund of a deposit.
 *
 * @param code 凭证代码 YJ and the year
 * @param number 凭证号码 10 digits
 * @param checkCode 校验码
 * @param refunds the deposit that this refund gives back
 * @param amount always positive
 * @param left what of a deposit is neither refunded nor consumed; zero for a refund
 */
public record Voucher(
        long id,
        UnitId unit,
        Kind kind,
        String code,
        String number,
        String checkCode,
        Optional<Long> refunds,
        String caller,
        String busNo,
        String busType,
        String point,
        LocalDateTime busAt,
        LocalDateTime issuedAt,
        Money amount,
        Money left,
        String payer,
        String hospitalNo,
        String visitNo,
        String department,
        String operator,
        String reason,
        String remark) {
    /** 凭证种类 */
    public enum Kind {
        DEPOSIT("预交"),
        REFUND("退款");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
