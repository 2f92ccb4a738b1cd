package org.yipiao.delivery;

/** 脱敏 Targets as they may be shown and stored in the clear. */
final class Masked {
    private Masked() {}

    /** 138****0001; short or odd numbers keep their last two characters. */
    static String mobile(String mobile) {
        return mobile.length() >= 11
                ? mobile.substring(0, 3) + "****" + mobile.substring(mobile.length() - 4)
                : "****" + tail(mobile, 2);
    }

    static String openId(String openId) {
        return openId.length() >= 12 ? openId.substring(0, 4) + "****" + tail(openId, 4) : "****" + tail(openId, 2);
    }

    private static String tail(String text, int length) {
        return text.substring(Math.max(0, text.length() - length));
    }

    /** a***@example.cn */
    static String mail(String address) {
        int at = address.indexOf('@');
        return at < 1 ? "***" : address.charAt(0) + "***" + address.substring(at);
    }
}
