package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 交费渠道 The channel codes of the market protocol, and what the unit made of them; others are kept as they came. */
public interface PayChannels {
    /** 支付手段 What a channel counts as in reconciliation. */
    enum Means {
        CASH("现金"),
        BANK_CARD("银行卡"),
        WECHAT("微信"),
        ALIPAY("支付宝"),
        INSURANCE("医保基金与个人账户"),
        PREPAYMENT("预交金"),
        TRANSFER("转账"),
        CHEQUE("支票"),
        OTHER("其他");

        private final String label;

        Means(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** @param shownAt place in lists @param enabled false: a settlement paid this way is refused */
    record PayChannel(UnitId unit, String code, String name, Means means, int shownAt, boolean enabled) {
        public PayChannel enabled(boolean now) {
            return new PayChannel(unit, code, name, means, shownAt, now);
        }
    }

    /** The unit's own, else the protocol's. */
    Optional<PayChannel> find(UnitId unit, String code);

    /** The protocol's list with the unit's changes and additions. */
    List<PayChannel> all(UnitId unit);

    /** @param by 操作人, kept in the history */
    void save(PayChannel channel, String by);

    /** The protocol's name of a channel, or the code itself when it is not of the protocol's list. */
    static String name(String code) {
        return ProtocolChannels.of(code).map(ProtocolChannels::label).orElse(code);
    }

    static boolean known(String code) {
        return ProtocolChannels.of(code).isPresent();
    }
}
