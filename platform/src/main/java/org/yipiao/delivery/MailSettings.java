package org.yipiao.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.yipiao.access.Connections;

/**
 * 邮件配置 {@code yipiao.mail.*}
 *
 * @param host SMTP server; empty: no mail is sent
 * @param port 25, 465 (ssl) or 587 (starttls)
 * @param username empty: without signing in
 * @param from sender address
 * @param security plain, starttls or ssl; a password goes over an encrypted connection only
 * @param certificate SHA-256 of the server's certificate, 64 hexadecimal digits, where no public authority vouches for it;
 *     empty: the usual check
 */
@ConfigurationProperties("yipiao.mail")
record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("465") int port,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String from,
        @DefaultValue("ssl") String security,
        @DefaultValue("") String certificate) {
    static final Set<String> SECURITIES = Set.of("plain", "starttls", "ssl");
    static final MailSettings NONE = new MailSettings("", 465, "", "", "", "ssl", "");

    static MailSettings of(Connections.Kept kept) {
        return new MailSettings(
                kept.text("host"),
                Integer.parseInt(kept.text("port")),
                kept.text("username"),
                kept.secret(),
                kept.text("from"),
                kept.text("security"),
                kept.text("certificate"));
    }

    Connections.Kept kept() {
        return new Connections.Kept(
                Map.of(
                        "host", host,
                        "port", Integer.toString(port),
                        "username", username,
                        "from", from,
                        "security", security,
                        "certificate", certificate),
                password);
    }

    /** What is wrong with what is there, in Chinese. */
    List<String> problems() {
        var problems = new ArrayList<String>();
        if (!SECURITIES.contains(security)) {
            problems.add("加密方式应为 plain、starttls 或 ssl");
        }
        if (security.equals("plain") && !username.isBlank()) {
            problems.add("不加密的连接不能使用账号口令，请改用 starttls 或 ssl");
        }
        if (!certificate.isEmpty() && !certificate.matches("[0-9a-f]{64}")) {
            problems.add("服务器证书指纹应为 64 位小写十六进制");
        }
        return problems;
    }

    boolean configured() {
        return !host.isBlank() && !from.isBlank() && problems().isEmpty();
    }

    boolean half() {
        return !configured() && !(host.isBlank() && from.isBlank());
    }

    @Override
    public String toString() {
        return "MailSettings[host=" + host + ", port=" + port + "]";
    }
}
