package org.yipiao.delivery;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * 交付配置 {@code yipiao.*}
 *
 * @param publicUrl address of the payer pages as the hospital's network reaches it, at most {@link #URL_CHARS_MAX}
 * @param internetUrl the same as the internet reaches it; empty when the pages are not on the internet
 * @param check 公众查验 limits
 */
@ConfigurationProperties("yipiao")
record DeliverySettings(
        @DefaultValue("http://localhost:8080") String publicUrl,
        @DefaultValue("") String internetUrl,
        @DefaultValue Check check) {
    /** A link has 100 characters at most: this, {@code /p/} and a token of up to 27. */
    static final int URL_CHARS_MAX = 70;

    /**
     * @param perBillDay checks of one bill on one day
     * @param perAddressMinute checks from one address in a minute
     */
    record Check(
            @DefaultValue("5") int perBillDay,
            @DefaultValue("30") int perAddressMinute) {}

    DeliverySettings {
        publicUrl = trimmed(publicUrl);
        internetUrl = trimmed(internetUrl);
    }

    private static String trimmed(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!isHttp(publicUrl)) {
            problems.add("取票地址 yipiao.public-url 不是 http 或 https 地址");
        }
        if (!internetUrl.isEmpty() && !isHttp(internetUrl)) {
            problems.add("互联网取票地址 yipiao.internet-url 不是 http 或 https 地址");
        }
        if (publicUrl.length() > URL_CHARS_MAX || internetUrl.length() > URL_CHARS_MAX) {
            problems.add("取票地址超过 " + URL_CHARS_MAX + " 个字符，老业务系统存不下取票链接");
        }
        return problems;
    }

    static boolean isHttp(String url) {
        try {
            String scheme = URI.create(url).getScheme();
            return "http".equals(scheme) || "https".equals(scheme);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
