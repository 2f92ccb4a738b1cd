package org.yipiao.masterdata;

import java.util.Map;

/** 交费渠道 The channel codes of the market protocol; a business system may send others, which are kept as they came. */
public final class PayChannels {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("01", "POS刷卡"),
            Map.entry("02", "现金"),
            Map.entry("03", "转账"),
            Map.entry("04", "支付宝"),
            Map.entry("05", "微信"),
            Map.entry("06", "支票"),
            Map.entry("07", "卡支付"),
            Map.entry("08", "银联卡"),
            Map.entry("09", "自助机缴费"),
            Map.entry("10", "软POS"),
            Map.entry("11", "医保支付"),
            Map.entry("12", "预交金"),
            Map.entry("13", "公众平台"),
            Map.entry("99", "其他"));

    private PayChannels() {}

    /** The channel's name, or the code itself when it is not of the protocol's list. */
    public static String name(String code) {
        return NAMES.getOrDefault(code, code);
    }

    public static boolean known(String code) {
        return NAMES.containsKey(code);
    }
}
