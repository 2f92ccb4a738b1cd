package org.yipiao.delivery;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * 微信配置 {@code yipiao.wechat.*}
 *
 * @param url address of the official interface
 * @param template 模板编号 of the notice
 */
@ConfigurationProperties("yipiao.wechat")
record WechatSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String appid,
        @DefaultValue("") String secret,
        @DefaultValue("") String template) {

    /** An installation without an official account leaves all empty. */
    boolean configured() {
        return !url.isBlank() && !appid.isBlank() && !secret.isBlank() && !template.isBlank();
    }

    boolean half() {
        return !configured() && !(url.isBlank() && appid.isBlank() && secret.isBlank());
    }

    @Override
    public String toString() {
        return "WechatSettings[url=" + url + ", appid=" + appid + "]";
    }
}
