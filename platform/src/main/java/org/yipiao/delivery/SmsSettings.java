package org.yipiao.delivery;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.yipiao.access.Connections;

/**
 * 短信配置 {@code yipiao.sms.*}
 *
 * @param url address of the gateway
 * @param account 账号
 * @param key 密钥 for the HMAC-SM3 of every message
 * @param template 模板编号 as registered with the gateway, for payers
 * @param staffTemplate the same for colleagues, with {@code hospital} and {@code title}
 */
@ConfigurationProperties("yipiao.sms")
record SmsSettings(
        @DefaultValue("") String url,
        @DefaultValue("yipiao") String account,
        @DefaultValue("") String key,
        @DefaultValue("BILL_NOTICE") String template,
        @DefaultValue("STAFF_NOTICE") String staffTemplate) {

    static final SmsSettings NONE = new SmsSettings("", "", "", "", "");

    static SmsSettings of(Connections.Kept kept) {
        return new SmsSettings(
                kept.text("url"),
                kept.text("account"),
                kept.secret(),
                kept.text("template"),
                kept.text("staffTemplate"));
    }

    Connections.Kept kept() {
        return new Connections.Kept(
                Map.of("url", url, "account", account, "template", template, "staffTemplate", staffTemplate), key);
    }

    boolean tellsStaff() {
        return !url.isBlank() && !account.isBlank() && !key.isBlank() && !staffTemplate.isBlank();
    }

    boolean configured() {
        return !url.isBlank() && !account.isBlank() && !key.isBlank() && !template.isBlank();
    }

    boolean half() {
        return !configured() && !(url.isBlank() && key.isBlank());
    }

    @Override
    public String toString() {
        return "SmsSettings[url=" + url + ", account=" + account + "]";
    }
}
