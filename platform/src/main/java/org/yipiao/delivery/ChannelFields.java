package org.yipiao.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yipiao.access.Connections;
import org.yipiao.delivery.ChannelsHttp.ChannelTyped;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;

/** Reads what was typed about a channel, and says all that is wrong with it at once; never repeats a secret. */
final class ChannelFields {
    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final Pattern MOBILE = Pattern.compile("1[0-9]{10}");
    private static final Pattern OPEN_ID = Pattern.compile("[A-Za-z0-9_-]{10,64}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#]+(/[^\\s?#]*)?");
    private static final int ADDRESS_MAX = 200;
    private static final int NAME_MAX = 100;
    private static final int SECRET_MAX = 200;
    private static final int SHOWN_MAX = 60;

    private final List<FieldError> errors = new ArrayList<>();

    Connections.Kept kept(MessageChannel channel, ChannelTyped typed, Connections.Kept before) {
        return switch (channel) {
            case WECHAT ->
                new WechatSettings(
                                address("url", "接口地址", typed.url()),
                                text("appid", "公众号 appid", typed.appid(), 1, NAME_MAX),
                                secret("公众号密钥", typed.secret(), before.secret()),
                                text("template", "票据通知模板", typed.template(), 0, NAME_MAX),
                                text("staffTemplate", "工作提醒模板", typed.staffTemplate(), 0, NAME_MAX))
                        .kept();
            case SMS ->
                new SmsSettings(
                                address("url", "网关地址", typed.url()),
                                text("account", "账号", typed.account(), 1, NAME_MAX),
                                secret("密钥", typed.secret(), before.secret()),
                                text("template", "票据通知模板", typed.template(), 0, NAME_MAX),
                                text("staffTemplate", "工作提醒模板", typed.staffTemplate(), 0, NAME_MAX))
                        .kept();
            case MAIL -> mail(typed, before).kept();
        };
    }

    private MailSettings mail(ChannelTyped typed, Connections.Kept before) {
        String host = text("host", "服务器", typed.host(), 1, ADDRESS_MAX);
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            add("host", "服务器", host, "主机名或 IP 地址，不含 http:// 和端口", "例如 smtp.example.cn");
        }
        int port = typed.port() == null ? 0 : typed.port();
        if (port < 1 || port > 65_535) {
            add("port", "端口", String.valueOf(typed.port()), "1 到 65535 的整数", "ssl 一般为 465，starttls 一般为 587");
        }
        String from = text("from", "发件地址", typed.from(), 1, NAME_MAX);
        if (!from.isEmpty() && !MAIL.matcher(from).matches()) {
            add("from", "发件地址", from, "邮箱地址", "例如 bill@example.cn");
        }
        String security = typed.security() == null ? "" : typed.security();
        if (!MailSettings.SECURITIES.contains(security)) {
            add("security", "加密方式", security, "ssl、starttls 或 plain", "请从列表中选择");
        }
        String username = text("username", "账号", typed.username(), 0, NAME_MAX);
        if (security.equals("plain") && !username.isEmpty()) {
            add("security", "加密方式", security, "不加密的连接不能使用账号口令", "请改用 ssl 或 starttls，或清空账号");
        }
        String certificate = text("certificate", "服务器证书指纹", typed.certificate(), 0, NAME_MAX)
                .replaceAll("[:\\s]", "")
                .toLowerCase(Locale.ROOT);
        if (!certificate.isEmpty() && !certificate.matches("[0-9a-f]{64}")) {
            add("certificate", "服务器证书指纹", certificate, "SHA-256 指纹，64 位十六进制", "使用公共机构证书的服务器留空");
        }
        String secret = username.isEmpty() ? "" : secret("口令", typed.secret(), before.secret());
        return new MailSettings(host, port, username, secret, from, security, certificate);
    }

    String receiver(MessageChannel channel, @Nullable String value) {
        String to = value == null ? "" : value.strip();
        boolean fits = switch (channel) {
            case WECHAT -> OPEN_ID.matcher(to).matches();
            case SMS -> MOBILE.matcher(to).matches();
            case MAIL -> to.length() <= NAME_MAX && MAIL.matcher(to).matches();
        };
        if (!fits) {
            String rule = switch (channel) {
                case WECHAT -> "接收人在公众号的 openid，10 到 64 位";
                case SMS -> "11 位手机号码";
                case MAIL -> "邮箱地址";
            };
            add("to", "测试接收方", "（不显示）", rule, "请填写能收到测试消息的地址");
        }
        return to;
    }

    private String secret(String label, @Nullable String typed, String before) {
        String secret = text("secret", label, typed, 0, SECRET_MAX);
        if (secret.isEmpty() && before.isEmpty()) {
            add("secret", label, "", "必填", "请填写" + label);
        }
        return secret.isEmpty() ? before : secret;
    }

    private String address(String path, String label, @Nullable String value) {
        String url = text(path, label, value, 1, ADDRESS_MAX).replaceAll("/+$", "");
        if (!url.isEmpty() && !ADDRESS.matcher(url).matches()) {
            add(path, label, url, "应以 http:// 或 https:// 开头，不含参数", "例如 https://sms.example.cn:8443");
        }
        return url;
    }

    private String text(String path, String label, @Nullable String value, int min, int max) {
        String text = value == null ? "" : value.strip();
        boolean odd = text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (text.length() < min || text.length() > max || odd) {
            add(
                    path,
                    label,
                    path.equals("secret") ? "（不显示）" : text,
                    (min == 0 ? "不超过 " : "必填，不超过 ") + max + " 个字符，不含控制字符",
                    "请改正" + label);
            return "";
        }
        return text;
    }

    void add(String path, String label, String value, String rule, String hint) {
        errors.add(new FieldError(
                path, label, value.length() > SHOWN_MAX ? value.substring(0, SHOWN_MAX) + "…" : value, rule, hint));
    }

    /** @throws Refused naming everything collected */
    void refuse() {
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有 " + errors.size() + " 处不符合规则，请按提示修改", List.copyOf(errors));
        }
    }
}
