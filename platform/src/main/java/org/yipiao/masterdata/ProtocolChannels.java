package org.yipiao.masterdata;

import java.util.Arrays;
import java.util.Optional;
import org.yipiao.masterdata.PayChannels.Means;

/** 协议交费渠道 The list of the market protocol. */
enum ProtocolChannels {
    POS("01", "POS刷卡", Means.BANK_CARD),
    CASH("02", "现金", Means.CASH),
    TRANSFER("03", "转账", Means.TRANSFER),
    ALIPAY("04", "支付宝", Means.ALIPAY),
    WECHAT("05", "微信", Means.WECHAT),
    CHEQUE("06", "支票", Means.CHEQUE),
    CARD("07", "卡支付", Means.BANK_CARD),
    UNION_CARD("08", "银联卡", Means.BANK_CARD),
    KIOSK("09", "自助机缴费", Means.OTHER),
    SOFT_POS("10", "软POS", Means.BANK_CARD),
    INSURANCE("11", "医保支付", Means.INSURANCE),
    PREPAYMENT("12", "预交金", Means.PREPAYMENT),
    PUBLIC_PLATFORM("13", "公众平台", Means.OTHER),
    OTHER("99", "其他", Means.OTHER);

    private static final int LAST = 99;

    private final String code;
    private final String label;
    private final Means means;

    ProtocolChannels(String code, String label, Means means) {
        this.code = code;
        this.label = label;
        this.means = means;
    }

    String code() {
        return code;
    }

    String label() {
        return label;
    }

    Means means() {
        return means;
    }

    /** Place in lists: the order of the protocol. */
    int shownAt() {
        return code.equals(OTHER.code) ? LAST : Integer.parseInt(code);
    }

    static Optional<ProtocolChannels> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }
}
