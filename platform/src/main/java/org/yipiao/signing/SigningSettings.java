package org.yipiao.signing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.yipiao.access.Connections;

/**
 * 签名服务器配置 One unit's access to its signature server: {@code yipiao.signing.*} for the unit of the installation, and what
 * is kept on the unit's page for every unit that has it.
 *
 * @param url address up to and without {@code /SignServerJson}
 * @param keyIndex 密钥索引 the unit's key slot, from 0
 * @param pin 私钥访问口令 of the slot
 * @param batch tries the pack interface first and falls back to one call per signature where the maker has none
 */
@ConfigurationProperties("yipiao.signing")
record SigningSettings(
        @DefaultValue("") String url,
        @DefaultValue("1") int keyIndex,
        @DefaultValue("") String pin,
        @DefaultValue("true") boolean batch) {

    /** What a unit has of which nobody has said anything yet. */
    static final SigningSettings NONE = new SigningSettings("", 1, "", true);

    /** The name of the party in {@link Connections}. */
    static final String PARTY = "SIGNING";

    static SigningSettings of(Connections.Kept kept) {
        return new SigningSettings(
                kept.text("url"),
                Integer.parseInt(kept.text("keyIndex")),
                kept.secret(),
                Boolean.parseBoolean(kept.text("batch")));
    }

    Connections.Kept kept() {
        return new Connections.Kept(
                Map.of("url", url, "keyIndex", Integer.toString(keyIndex), "batch", Boolean.toString(batch)), pin);
    }

    /** What is missing or wrong, in Chinese; empty when the server can be asked. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (url.isBlank()) {
            problems.add("未配置签名服务器地址（单位页，或配置项 yipiao.signing.url）");
        } else if (!isHttp(url)) {
            problems.add("签名服务器地址不是 http 或 https 地址");
        }
        if (pin.isBlank()) {
            problems.add("未配置签名私钥口令（单位页，或配置项 yipiao.signing.pin）");
        }
        if (keyIndex < 0) {
            problems.add("签名密钥索引不能为负");
        }
        return problems;
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
        return "SigningSettings[url=" + url + ", keyIndex=" + keyIndex + ", batch=" + batch + "]";
    }
}
