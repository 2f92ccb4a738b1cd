package org.yipiao.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * 数字证书登录 {@code yipiao.certificate.*}
 *
 * @param url 用户认证服务器 that checks chain, validity and revocation; empty turns the way off
 * @param bridge 本地证书中间件 on the person's computer, as the page reaches it
 */
@ConfigurationProperties("yipiao.certificate")
record CertificateSettings(
        @DefaultValue("") String url,
        @DefaultValue("http://127.0.0.1:21061/xtxapp") String bridge) {
    boolean on() {
        return !url.isBlank();
    }

    /** Scheme and host, for the page's policy. */
    String bridgeOrigin() {
        var address = java.net.URI.create(bridge);
        return address.getScheme() + "://" + address.getAuthority();
    }
}
