package org.yipiao.delivery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yipiao.notices.StaffMessages;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 公众号 One official account. The token is kept and fetched anew when it ends or is refused. */
final class WechatAccount {
    static final String PARTY = "微信";

    /** Fetched anew so long before its end. */
    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(5);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final UnitId unit;
    private final WechatSettings settings;
    private final PartyHttp http;
    private final InstantSource clock;

    private @Nullable Token token;

    WechatAccount(UnitId unit, WechatSettings settings, PartyHttp http, InstantSource clock) {
        this.unit = unit;
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    WechatSettings settings() {
        return settings;
    }

    private record Token(String text, Instant until) {}

    private record Answer(int errcode, String errmsg, String msgid) {}

    /** @throws CallFailed for a passing fault */
    Told send(String openId, Message message) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("keyword1", Map.of("value", message.hospital()));
        data.put("keyword2", Map.of("value", message.title() + "（" + message.event() + "）"));
        data.put("keyword3", Map.of("value", message.total() + " 元"));
        data.put("keyword4", Map.of("value", TIME.format(message.issuedAt())));
        return send(openId, settings.template(), message.requestId(), message.link(), data);
    }

    /** @throws CallFailed for a passing fault */
    Told sendToStaff(String openId, StaffMessages.Message message) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("keyword1", Map.of("value", message.hospital()));
        data.put("keyword2", Map.of("value", message.kind()));
        data.put("keyword3", Map.of("value", message.title()));
        data.put("keyword4", Map.of("value", TIME.format(message.at())));
        return send(openId, settings.staffTemplate(), message.requestId(), message.page(), data);
    }

    private Told send(String openId, String template, String requestId, String link, Map<String, Object> data) {
        String used = token(null);
        Answer answer = post(used, openId, template, requestId, link, data);
        if (isTokenRefused(answer)) {
            answer = post(token(used), openId, template, requestId, link, data);
        }
        return switch (answer.errcode()) {
            case 0 -> new Told.Sent(answer.msgid());
            case 40003 -> new Told.Unreachable("openid 无效");
            case 43004 -> new Told.Unreachable("接收人未关注公众号");
            case 43101 -> new Told.Unreachable("接收人拒收通知");
            case -1 -> throw new CallFailed(Fault.BUSY, "微信系统繁忙（-1）");
            case 45009, 45011 -> throw new CallFailed(Fault.BUSY, "微信接口调用超过限额（" + answer.errcode() + "）");
            case 40001, 40014, 42001 -> throw new CallFailed(Fault.REFUSED, "微信两次拒绝了令牌（" + answer.errcode() + "）");
            case 40013, 40037, 40125, 40164, 48001 ->
                throw new CallFailed(
                        Fault.REFUSED, "微信配置有误（" + answer.errcode() + " " + answer.errmsg() + "），请核对公众号配置");
            case 47001, 47003 -> new Told.Rejected("微信不接受消息格式（" + answer.errcode() + " " + answer.errmsg() + "）");
            default -> throw new CallFailed(Fault.REFUSED, "微信拒绝（" + answer.errcode() + " " + answer.errmsg() + "）");
        };
    }

    private static boolean isTokenRefused(Answer answer) {
        return answer.errcode() == 40001 || answer.errcode() == 40014 || answer.errcode() == 42001;
    }

    private Answer post(
            String token, String openId, String template, String requestId, String link, Map<String, Object> data) {
        byte[] body = JSON.writeValueAsBytes(Map.of(
                "touser", openId, "template_id", template, "client_msg_id", requestId, "url", link, "data", data));
        return http.post(
                unit,
                settings.url() + "/cgi-bin/message/template/send?access_token="
                        + URLEncoder.encode(token, StandardCharsets.UTF_8),
                Map.of(),
                body,
                bytes -> {
                    JsonNode answer = JSON.readTree(bytes);
                    if (!answer.has("errcode")) {
                        throw new CallFailed(Fault.WRONG_ANSWER, "微信的应答缺少 errcode");
                    }
                    return new Answer(
                            answer.path("errcode").asInt(),
                            answer.path("errmsg").asString(""),
                            answer.path("msgid").asString(""));
                });
    }

    /** @param refused the token that was just refused, or null */
    private synchronized String token(@Nullable String refused) {
        Token known = token;
        boolean usable = known != null
                && clock.instant().isBefore(known.until())
                && !known.text().equals(refused);
        if (known != null && usable) {
            return known.text();
        }
        Token fresh = fetch(false);
        if (fresh.text().equals(refused)) {
            // The interface still believes in a token that it refuses: only a forced refresh helps.
            fresh = fetch(true);
        }
        token = fresh;
        return fresh.text();
    }

    private Token fetch(boolean force) {
        byte[] body = JSON.writeValueAsBytes(Map.of(
                "grant_type",
                "client_credential",
                "appid",
                settings.appid(),
                "secret",
                settings.secret(),
                "force_refresh",
                force));
        return http.post(unit, settings.url() + "/cgi-bin/stable_token", Map.of(), body, bytes -> {
            JsonNode answer = JSON.readTree(bytes);
            String text = answer.path("access_token").asString("");
            if (text.isEmpty()) {
                int code = answer.path("errcode").asInt();
                boolean busy = code == -1 || code == 45009 || code == 45011;
                throw new CallFailed(
                        busy ? Fault.BUSY : Fault.REFUSED,
                        "取不到微信令牌（" + code + " " + answer.path("errmsg").asString("") + "）");
            }
            Duration left =
                    Duration.ofSeconds(Math.max(1, answer.path("expires_in").asLong(7200)));
            Duration usable =
                    left.compareTo(TOKEN_MARGIN.multipliedBy(2)) > 0 ? left.minus(TOKEN_MARGIN) : left.dividedBy(2);
            return new Token(text, clock.instant().plus(usable));
        });
    }
}
