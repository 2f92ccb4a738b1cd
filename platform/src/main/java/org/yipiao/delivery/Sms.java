package org.yipiao.delivery;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.notices.StaffMessages;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.PartyHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 短信 A plain HTTP gateway. Every message is signed with HMAC-SM3; the same requestId is sent once. */
@Component
class Sms {
    static final String PARTY = "短信";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ChannelAccounts accounts;
    private final PartyHttp http;
    private final InstantSource clock;

    Sms(ChannelAccounts accounts, PartyCalls calls, InstantSource clock) {
        this.accounts = accounts;
        this.http = new PartyHttp(PARTY, calls);
        this.clock = clock;
    }

    boolean configured(UnitId unit) {
        return accounts.sms(unit).configured();
    }

    boolean tellsStaff(UnitId unit) {
        return accounts.sms(unit).tellsStaff();
    }

    /** @throws CallFailed for a passing fault */
    Told send(UnitId unit, String mobile, Message message) {
        SmsSettings settings = accounts.sms(unit);
        return send(
                unit,
                settings,
                http,
                mobile,
                settings.template(),
                Map.of(
                        "hospital", message.hospital(),
                        "event", message.event(),
                        "amount", message.total().plain(),
                        "url", message.link()),
                message.requestId());
    }

    /** 工作提醒 to a colleague. @throws CallFailed for a passing fault */
    Told sendToStaff(UnitId unit, String mobile, StaffMessages.Message message) {
        return sendToStaff(unit, accounts.sms(unit), http, mobile, message);
    }

    /** 测试发送 By settings that are not kept yet; opens no breaker. @throws CallFailed when it did not work */
    Told tryOut(UnitId unit, SmsSettings draft, String mobile, StaffMessages.Message message) {
        return sendToStaff(unit, draft, new PartyHttp(PARTY, Unguarded.CALLS), mobile, message);
    }

    private Told sendToStaff(
            UnitId unit, SmsSettings settings, PartyHttp way, String mobile, StaffMessages.Message message) {
        return send(
                unit,
                settings,
                way,
                mobile,
                settings.staffTemplate(),
                Map.of("hospital", message.hospital(), "title", message.title()),
                message.requestId());
    }

    private Told send(
            UnitId unit,
            SmsSettings settings,
            PartyHttp way,
            String mobile,
            String template,
            Map<String, String> params,
            String requestId) {
        String timestamp = Long.toString(clock.millis());
        String signed = String.join("\n", settings.account(), timestamp, mobile, template, requestId);
        byte[] mac =
                Sm2.hmacSm3(settings.key().getBytes(StandardCharsets.UTF_8), signed.getBytes(StandardCharsets.UTF_8));
        byte[] body = JSON.writeValueAsBytes(Map.of(
                "account",
                settings.account(),
                "timestamp",
                timestamp,
                "sign",
                HexFormat.of().formatHex(mac),
                "mobile",
                mobile,
                "template",
                template,
                "params",
                params,
                "requestId",
                requestId));
        return way.post(unit, settings.url() + "/sms/send", Map.of(), body, bytes -> told(JSON.readTree(bytes)));
    }

    private static Told told(JsonNode answer) {
        String code = answer.path("code").asString("");
        String why = code + " " + answer.path("message").asString("");
        return switch (code) {
            case "" -> throw new CallFailed(Fault.WRONG_ANSWER, "短信网关的应答缺少 code");
            case "0" -> new Told.Sent(answer.path("msgId").asString(""));
            case "4001" -> new Told.Unreachable("手机号码无效");
            case "4003", "4004" -> new Told.Rejected("短信网关不接受消息（" + why + "）");
            case "4290", "9000" -> throw new CallFailed(Fault.BUSY, "短信网关繁忙（" + why + "）");
            default -> throw new CallFailed(Fault.REFUSED, "短信网关拒绝（" + why + "）");
        };
    }
}
