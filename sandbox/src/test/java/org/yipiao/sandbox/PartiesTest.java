package org.yipiao.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.Sm2;
import tools.jackson.databind.JsonNode;

/** Signature server, WeChat, SMS and the sandbox's own pages, over HTTP. */
class PartiesTest {
    private static final byte[] MESSAGE = "票据".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path home;

    private static SandboxServer sandbox;

    @BeforeAll
    static void start() {
        sandbox = new SandboxServer(home);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static Map<String, Object> signing(Object inData) {
        var request = new HashMap<String, Object>();
        request.put("signMethod", 131585);
        request.put("keyIndex", 1);
        request.put("keyValue", SandboxServer.PIN);
        request.put("inData", inData);
        return request;
    }

    private static JsonNode ask(String path, Map<String, Object> request) throws IOException {
        return sandbox.post(path, Map.of("version", "v1", "request", request)).get("respond");
    }

    private static boolean verifies(JsonNode signature, byte[] message) throws IOException {
        byte[] certificate = ask("/SignServerJson/ExportCert", Map.of("keyIndex", "1"))
                .get("cert")
                .binaryValue();
        return Sm2.verify(Sm2.certificate(certificate), message, signature.binaryValue());
    }

    @Test
    void both_forms_and_the_pack_form_sign_what_they_are_given() throws IOException {
        JsonNode formA = ask("/SignServerJson/SignData", signing(MESSAGE));
        JsonNode formB = sandbox.post("/SignData", Map.of("version", 0, "request", signing(MESSAGE)));
        assertThat(formA.get("respValue").asInt()).isZero();
        assertThat(verifies(formA.get("signature"), MESSAGE)).isTrue();
        assertThat(formB.get("respType").asString()).isEqualTo("signData");
        assertThat(verifies(formB.get("respond").get("signature"), MESSAGE)).isTrue();
        var messages = new ArrayList<byte[]>();
        for (int i = 0; i < 500; i++) {
            messages.add(("第" + i + "张").getBytes(StandardCharsets.UTF_8));
        }
        JsonNode signatures =
                ask("/SignServerJson/SignDataBatch", signing(messages)).get("signatures");
        assertThat(signatures).hasSize(500);
        assertThat(verifies(signatures.get(499), messages.get(499))).isTrue();
        assertThat(verifies(signatures.get(499), messages.get(498))).isFalse();
    }

    @Test
    void the_signature_server_refuses_with_the_codes_of_the_standard() throws IOException {
        var pin = signing(MESSAGE);
        pin.put("keyValue", "wrong");
        var method = signing(MESSAGE);
        method.put("signMethod", 1);
        var slot = signing(MESSAGE);
        slot.put("keyIndex", 2);
        var length = signing(MESSAGE);
        length.put("inDataLen", 1);
        assertThat(ask("/SignServerJson/SignData", pin).get("respValue").asInt())
                .isEqualTo(0x04000006);
        assertThat(ask("/SignServerJson/SignData", method).get("respValue").asInt())
                .isEqualTo(0x04000004);
        assertThat(ask("/SignServerJson/SignData", slot).get("respValue").asInt())
                .isEqualTo(0x04000005);
        assertThat(ask("/SignServerJson/SignData", length).get("respValue").asInt())
                .isEqualTo(0x0400000D);
        assertThat(sandbox.send("POST", "/SignServerJson/SignData", "not json".getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("67108877");
    }

    @Test
    void the_signature_server_verifies() throws IOException {
        JsonNode signature = ask("/SignServerJson/SignData", signing(MESSAGE)).get("signature");
        var right = new HashMap<String, Object>(
                Map.of("type", 1, "inData", MESSAGE, "signature", signature.asString(), "verifyLevel", 1));
        assertThat(ask("/SignServerJson/VerifySignedData", right)
                        .get("respValue")
                        .asInt())
                .isZero();
        right.put("inData", "其他".getBytes(StandardCharsets.UTF_8));
        assertThat(ask("/VerifySignedData", right).get("respValue").asInt()).isEqualTo(0x0400000C);
    }

    @Test
    void a_wrong_signature_does_not_verify() throws IOException {
        sandbox.fault("signer", "{\"wrongShare\":1}");
        JsonNode wrong = ask("/SignServerJson/SignData", signing(MESSAGE)).get("signature");
        sandbox.clear("signer");
        assertThat(verifies(wrong, MESSAGE)).isFalse();
    }

    private static JsonNode token(boolean force) throws IOException {
        return sandbox.post(
                "/cgi-bin/stable_token",
                Map.of(
                        "grant_type",
                        "client_credential",
                        "appid",
                        SandboxServer.WECHAT_APPID,
                        "secret",
                        SandboxServer.WECHAT_SECRET,
                        "force_refresh",
                        force));
    }

    private static JsonNode template(String token, String openid, Map<String, Object> more) throws IOException {
        var message = new HashMap<String, Object>(Map.of(
                "touser",
                openid,
                "template_id",
                "T1",
                "url",
                "http://localhost/p/x",
                "data",
                Map.of("keyword1", Map.of("value", "示例医院"))));
        message.putAll(more);
        return sandbox.post("/cgi-bin/message/template/send?access_token=" + token, message);
    }

    @Test
    void wechat_gives_a_stable_token_and_refuses_dead_ones_with_its_own_codes() throws IOException {
        String token = token(false).get("access_token").asString();
        assertThat(token(false).get("access_token").asString()).isEqualTo(token);
        assertThat(template(token, "oTEST000001", Map.of()).get("errcode").asInt())
                .isZero();
        assertThat(template("", "oTEST000001", Map.of()).get("errcode").asInt()).isEqualTo(41001);
        assertThat(template("invented", "oTEST000001", Map.of()).get("errcode").asInt())
                .isEqualTo(40001);
        assertThat(template(token, "!", Map.of()).get("errcode").asInt()).isEqualTo(40003);
        assertThat(template(token, "oTEST000001", Map.of("template_id", ""))
                        .get("errcode")
                        .asInt())
                .isEqualTo(40037);
        assertThat(template(token, "oUNFOLLOWED1", Map.of()).get("errcode").asInt())
                .isEqualTo(43004);
        sandbox.move(Duration.ofHours(2));
        assertThat(template(token, "oTEST000001", Map.of()).get("errcode").asInt())
                .isEqualTo(42001);
        String next = token(false).get("access_token").asString();
        assertThat(next).isNotEqualTo(token);
        assertThat(template(next, "oTEST000001", Map.of()).get("errcode").asInt())
                .isZero();
    }

    @Test
    void a_forced_token_kills_the_one_before_and_can_not_be_forced_again_at_once() throws IOException {
        sandbox.move(Duration.ofMinutes(1));
        String token = token(false).get("access_token").asString();
        String forced = token(true).get("access_token").asString();
        assertThat(template(token, "oTEST000001", Map.of()).get("errcode").asInt())
                .isEqualTo(40001);
        assertThat(token(true).get("errcode").asInt()).isEqualTo(45011);
        assertThat(token(false).get("access_token").asString()).isEqualTo(forced);
    }

    @Test
    void an_expired_token_is_followed_by_another_without_force() throws IOException {
        String token = token(false).get("access_token").asString();
        sandbox.post("/sandbox/wechat/expire-token", Map.of());
        assertThat(template(token, "oTEST000001", Map.of()).get("errcode").asInt())
                .isEqualTo(42001);
        assertThat(token(false).get("access_token").asString()).isNotEqualTo(token);
    }

    @Test
    void wechat_shows_what_arrived_and_sends_a_named_message_once() throws IOException {
        String token = token(false).get("access_token").asString();
        long first = template(token, "oTEST000077", Map.of("client_msg_id", "M1"))
                .get("msgid")
                .asLong();
        long again = template(token, "oTEST000077", Map.of("client_msg_id", "M1"))
                .get("msgid")
                .asLong();
        template(token, "oTEST000077", Map.of());
        assertThat(again).isEqualTo(first);
        JsonNode rows =
                sandbox.get("/sandbox/wechat/messages?openid=oTEST000077").get("rows");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).get("data").get("keyword1").asString()).isEqualTo("示例医院");
    }

    private static JsonNode sms(String mobile, String requestId, String key) throws IOException {
        String at = Long.toString(sandbox.now().toEpochMilli());
        String text = String.join("\n", "yipiao", at, mobile, "T1", requestId);
        byte[] mac = Sm2.hmacSm3(key.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
        return sandbox.post(
                "/sms/send",
                Map.of(
                        "account",
                        "yipiao",
                        "timestamp",
                        at,
                        "sign",
                        HexFormat.of().formatHex(mac),
                        "mobile",
                        mobile,
                        "template",
                        "T1",
                        "params",
                        Map.of("unit", "示例医院"),
                        "requestId",
                        requestId));
    }

    @Test
    void the_same_sms_request_is_sent_once_even_when_its_answer_was_lost() throws IOException {
        sandbox.fault("sms", "{\"lostShare\":1}");
        assertThatThrownBy(() -> sms("19900000001", "Q-1", SandboxServer.SMS_KEY))
                .isInstanceOf(IOException.class);
        sandbox.clear("sms");
        JsonNode again = sms("19900000001", "Q-1", SandboxServer.SMS_KEY);
        assertThat(again.get("code").asString()).isEqualTo("0");
        JsonNode rows = sandbox.get("/sandbox/sms/messages?mobile=19900000001").get("rows");
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).get("msgId")).isEqualTo(again.get("msgId"));
    }

    @Test
    void sms_refuses_a_wrong_sign_and_a_wrong_mobile() throws IOException {
        assertThat(sms("19900000001", "Q-2", "other key").get("code").asString())
                .isEqualTo("4011");
        assertThat(sms("12345", "Q-3", SandboxServer.SMS_KEY).get("code").asString())
                .isEqualTo("4001");
    }

    @Test
    void every_party_says_busy_and_too_often_in_its_own_words() throws IOException {
        sandbox.fault("wechat", "{\"errorShare\":1}");
        assertThat(token(false).get("errcode").asInt()).isEqualTo(-1);
        sandbox.fault("wechat", "{\"ratePerSecond\":0.001}");
        token(false);
        assertThat(token(false).get("errcode").asInt()).isEqualTo(45011);
        sandbox.clear("wechat");
        sandbox.fault("signer", "{\"errorShare\":1}");
        assertThat(ask("/SignServerJson/SignData", signing(MESSAGE))
                        .get("respValue")
                        .asInt())
                .isEqualTo(0x0400000E);
        sandbox.clear("signer");
        JsonNode status = sandbox.get("/sandbox/status").get("parties");
        assertThat(status.get(2).get("calls").get("busy").asLong()).isPositive();
        assertThat(status.get(2).get("state").asString()).isEqualTo("正常");
    }

    @Test
    void impossible_faults_and_unknown_parties_are_refused_in_words() throws IOException {
        var bad = sandbox.send("PUT", "/sandbox/faults/sms", "{\"lostShare\":2}".getBytes(StandardCharsets.UTF_8));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("lostShare 应在 0 至 1 之间");
        assertThat(sandbox.send("PUT", "/sandbox/faults/nobody", "{}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_control_page_allows_no_foreign_script_and_no_foreign_caller() throws IOException {
        var page = sandbox.send("GET", "/", new byte[0]);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        var foreign = sandbox.send("POST", "/sandbox/his/stop", new byte[0], "Origin", "http://elsewhere.example");
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void a_body_above_32_megabytes_is_refused() throws IOException {
        byte[] large = new byte[BodyFilter.BODY_BYTES_MAX + 1];
        assertThatCodeOrBreak(large);
    }

    private static void assertThatCodeOrBreak(byte[] large) throws IOException {
        try {
            assertThat(sandbox.send("POST", "/bureau/uploadBills", large).statusCode())
                    .isEqualTo(413);
        } catch (IOException e) {
            // The server hung up while the body was still on its way, which refuses it as well.
            assertThat(List.of("Connection reset", "Broken pipe", "header parser received no bytes"))
                    .anyMatch(text -> String.valueOf(e).contains(text)
                            || String.valueOf(e.getCause()).contains(text));
        }
    }
}
