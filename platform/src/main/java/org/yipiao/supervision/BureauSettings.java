package org.yipiao.supervision;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.yipiao.shared.UnitId;

/**
 * 财政票据系统配置 {@code yipiao.bureau.*}
 *
 * @param url address of the bureau's interface
 * @param agency 单位识别码 given by the bureau; it is our {@link UnitId}
 * @param key 接口密钥 for the HMAC-SM3 of every request
 * @param syncEvery how often the configuration is fetched again
 * @param messageDays how long the message log is kept
 */
@ConfigurationProperties("yipiao.bureau")
record BureauSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String agency,
        @DefaultValue("") String key,
        @DefaultValue("5m") Duration syncEvery,
        @DefaultValue("180") int messageDays) {

    /** What is missing or wrong, in Chinese; empty when the bureau can be asked. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (url.isBlank()) {
            problems.add("未配置财政票据系统地址 yipiao.bureau.url");
        } else if (!isHttp(url)) {
            problems.add("财政票据系统地址 yipiao.bureau.url 不是 http 或 https 地址");
        }
        if (!agency.matches("[0-9A-Za-z]{1,20}")) {
            problems.add("未配置单位识别码 yipiao.bureau.agency（1 至 20 位字母数字）");
        }
        if (key.isBlank()) {
            problems.add("未配置财政接口密钥 yipiao.bureau.key");
        }
        return problems;
    }

    /** @throws IllegalStateException while {@link #problems} is not empty */
    UnitId unit() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("；", problems));
        }
        return new UnitId(agency);
    }

    private static boolean isHttp(String url) {
        try {
            String scheme = URI.create(url).getScheme();
            return "http".equals(scheme) || "https".equals(scheme);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "BureauSettings[url=" + url + ", agency=" + agency + "]";
    }
}
