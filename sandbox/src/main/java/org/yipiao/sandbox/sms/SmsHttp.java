package org.yipiao.sandbox.sms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.sandbox.Inbox;
import org.yipiao.sandbox.SandboxProperties;
import org.yipiao.sandbox.Secrets;
import tools.jackson.databind.JsonNode;

/**
 * 短信网关 {@code sign} is the hexadecimal HMAC-SM3 over account, timestamp, mobile, template and requestId, joined by line
 * feeds. The same requestId is sent once and answered alike.
 */
@RestController
class SmsHttp {
    private static final Pattern MOBILE = Pattern.compile("1[0-9]{10}");
    private static final Pattern REQUEST = Pattern.compile("[!-~]{1,64}");
    private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(10);
    private static final int TEXT_MAX = 500;

    private final SandboxProperties.Sms settings;
    private final byte[] key;
    private final Inbox.Box<Message> inbox;
    private final InstantSource clock;

    SmsHttp(SandboxProperties properties, Secrets secrets, Inbox inbox, InstantSource clock) {
        this.settings = properties.sms();
        this.key = secrets.smsKey().getBytes(StandardCharsets.UTF_8);
        this.inbox = inbox.box("sms", Message.class);
        this.clock = clock;
    }

    /** 短信 as received. @param params JSON as sent */
    record Message(String msgId, String at, String mobile, String template, String params, String requestId) {}

    @PostMapping("/sms/send")
    Map<String, Object> send(@RequestBody JsonNode body) {
        String account = text(body, "account");
        String timestamp = text(body, "timestamp");
        String mobile = text(body, "mobile");
        String template = text(body, "template");
        String request = text(body, "requestId");
        if (account.isEmpty()
                || (!settings.account().isEmpty() && !settings.account().equals(account))) {
            return refused("4010", "账号不存在");
        }
        String signed = String.join("\n", account, timestamp, mobile, template, request);
        String right = HexFormat.of().formatHex(Sm2.hmacSm3(key, signed.getBytes(StandardCharsets.UTF_8)));
        if (!same(right, text(body, "sign").toLowerCase(Locale.ROOT))) {
            return refused("4011", "签名不正确");
        }
        if (!recent(timestamp)) {
            return refused("4012", "时间戳与网关时间相差超过 10 分钟");
        }
        if (!MOBILE.matcher(mobile).matches()) {
            return refused("4001", "手机号码不正确");
        }
        if (template.isBlank() || template.length() > 64) {
            return refused("4002", "短信模板未报备");
        }
        if (!REQUEST.matcher(request).matches()) {
            return refused("4003", "requestId 应为 1 至 64 个字符");
        }
        String params = body.path("params").toString();
        if (params.length() > TEXT_MAX) {
            return refused("4004", "短信参数超过 " + TEXT_MAX + " 个字符");
        }
        Message message = inbox.add(
                Optional.of(request),
                id -> new Message("S" + id, clock.instant().toString(), mobile, template, params, request));
        return Map.of("code", "0", "msgId", message.msgId());
    }

    /** What arrived, newest first. */
    @GetMapping("/sandbox/sms/messages")
    Map<String, Object> messages(
            @RequestParam(defaultValue = "") String mobile, @RequestParam(defaultValue = "100") int limit) {
        List<Message> rows = inbox.newest(
                limit, message -> mobile.isEmpty() || message.mobile().equals(mobile));
        return Map.of("total", inbox.count(), "rows", rows);
    }

    private boolean recent(String timestamp) {
        try {
            long apart = Math.abs(Math.subtractExact(Long.parseLong(timestamp), clock.millis()));
            return apart <= CLOCKS_APART_MAX.toMillis();
        } catch (NumberFormatException | ArithmeticException e) {
            return false;
        }
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asString("");
    }

    private static Map<String, Object> refused(String code, String message) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("code", code);
        answer.put("message", message);
        return answer;
    }
}
