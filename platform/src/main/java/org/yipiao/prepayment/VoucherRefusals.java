package org.yipiao.prepayment;

import org.yipiao.bill.Money;
import org.yipiao.shared.Refused;

/** 预交金的拒绝 What is wrong with a voucher, and what to do now. */
final class VoucherRefusals {
    private VoucherRefusals() {}

    static String name(Voucher voucher) {
        return voucher.code() + " " + voucher.number();
    }

    static Refused notFound(String code, String number) {
        return new Refused(409, "VOUCHER_NOT_FOUND", "预交金凭证 " + code + " " + number + " 不存在。请核对凭证代码和号码。");
    }

    static Refused tooLow(Voucher voucher, Money left, Money asked, String what) {
        return new Refused(
                409,
                "BALANCE_TOO_LOW",
                "预交金凭证 " + name(voucher) + " 余额 " + left.plain() + " 元，不足以" + what + " " + asked.plain()
                        + " 元。请核对金额或改用其他凭证。");
    }
}
