package org.yipiao.delivery;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.yipiao.access.Connections;

/**
 * 微信配置 {@code yipiao.wechat.*}
 *
 * @param url address of the official interface
 * @param template 模板编号 of the notice to payers
 * @param staffTemplate the same for colleagues; empty: they are not written to
 */
@ConfigurationProperties("yipiao.wechat")
record WechatSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String appid,
        @DefaultValue("") String secret,
        @DefaultValue("") String template,
        @DefaultValue("") String staffTemplate) {
    static final WechatSettings NONE = new WechatSettings("", "", "", "", "");

    static WechatSettings of(Connections.Kept kept) {
        return new WechatSettings(
                kept.text("url"), kept.text("appid"), kept.secret(), kept.text("template"), kept.text("staffTemplate"));
    }

    Connections.Kept kept() {
        return new Connections.Kept(
                Map.of("url", url, "appid", appid, "template", template, "staffTemplate", staffTemplate), secret);
    }

    /** An installation without an official account leaves all empty. */
    boolean configured() {
        return !url.isBlank() && !appid.isBlank() && !secret.isBlank() && !template.isBlank();
    }

    boolean tellsStaff() {
        return !url.isBlank() && !appid.isBlank() && !secret.isBlank() && !staffTemplate.isBlank();
    }

    boolean half() {
        return !configured() && !tellsStaff() && !(url.isBlank() && appid.isBlank() && secret.isBlank());
    }

    @Override
    public String toString() {
        return "WechatSettings[url=" + url + ", appid=" + appid + "]";
    }
}
