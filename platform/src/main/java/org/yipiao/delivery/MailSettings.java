package org.yipiao.delivery;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * 邮件配置 {@code yipiao.mail.*}
 *
 * @param host SMTP server; empty: no mail is sent
 * @param port 25, 465 (ssl) or 587 (starttls)
 * @param username empty: without signing in
 * @param from sender address
 * @param security plain, starttls or ssl
 */
@ConfigurationProperties("yipiao.mail")
record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("465") int port,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String from,
        @DefaultValue("ssl") String security) {

    boolean configured() {
        return !host.isBlank() && !from.isBlank();
    }

    boolean half() {
        return !configured() && !(host.isBlank() && from.isBlank());
    }

    @Override
    public String toString() {
        return "MailSettings[host=" + host + ", port=" + port + "]";
    }
}
