package org.yipiao.sandbox.his;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.sandbox.SandboxServer;
import tools.jackson.databind.JsonNode;

/** The demo HIS against a small platform that answers in the market protocol's envelope. */
class DemoHisTest {
    @TempDir
    static Path home;

    private static final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private static HttpServer platform;
    private static SandboxServer sandbox;
    private static volatile boolean away;
    private static volatile String keyOfAnswers = SandboxServer.HIS_KEY;

    @BeforeAll
    static void start() throws IOException {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", DemoHisTest::answer);
        platform.start();
        sandbox = new SandboxServer(
                home,
                "--sandbox.his.platform-url=http://127.0.0.1:"
                        + platform.getAddress().getPort());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        platform.stop(0);
    }

    @BeforeEach
    void fresh() {
        away = false;
        keyOfAnswers = SandboxServer.HIS_KEY;
        received.clear();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode envelope =
                    SandboxServer.JSON.readTree(exchange.getRequestBody().readAllBytes());
            String data = envelope.get("data").asString();
            String right =
                    MarketClient.sign("DEMOHIS", data, envelope.get("noise").asString(), SandboxServer.HIS_KEY);
            assertThat(envelope.get("sign").asString()).isEqualTo(right);
            String path = exchange.getRequestURI().getPath();
            received.add(path.substring(path.lastIndexOf('/') + 1) + " "
                    + new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
            if (away) {
                return;
            }
            String message = path.endsWith("writeOffEBill")
                    ? "{\"eScarletBillBatchCode\":\"99060126\",\"eScarletBillNo\":\"0000000002\"}"
                    : "{\"billBatchCode\":\"99060126\",\"billNo\":\"0000000001\"}";
            String inner = "{\"result\":\"S0000\",\"message\":\"" + base64(message) + "\"}";
            String answer = base64(inner);
            String sign = MarketClient.sign("DEMOHIS", answer, "n1", keyOfAnswers);
            byte[] body = SandboxServer.JSON.writeValueAsBytes(Map.of("data", answer, "noise", "n1", "sign", sign));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode send(String kind) throws IOException {
        return sandbox.post("/sandbox/his/send", Map.of("kind", kind, "count", 1))
                .get(0);
    }

    private static String next() throws InterruptedException {
        String message = received.poll(20, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    @Test
    void each_kind_goes_to_its_own_method_and_the_bill_is_noted() throws Exception {
        for (var kind : List.of(
                Map.entry("registration", "invEBillRegistration"),
                Map.entry("outpatient", "invoiceEBillOutpatient"),
                Map.entry("inpatient", "invEBillHospitalized"),
                Map.entry("checkup", "invEBillCheckUp"))) {
            JsonNode call = send(kind.getKey());
            assertThat(call.get("result").asString()).isEqualTo("S0000");
            assertThat(call.get("bill").asString()).isEqualTo("99060126 0000000001");
            assertThat(next()).startsWith(kind.getValue() + " {");
        }
        assertThat(sandbox.get("/sandbox/his/log").size()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void a_bill_it_got_can_be_reversed() throws Exception {
        send("outpatient");
        next();
        JsonNode call = send("reverse");
        assertThat(call.get("bill").asString()).isEqualTo("99060126 0000000002");
        assertThat(next()).startsWith("writeOffEBill").contains("\"billNo\":\"0000000001\"", "\"reason\":");
    }

    @Test
    void a_settlement_without_an_answer_is_sent_again_unchanged() throws Exception {
        away = true;
        JsonNode call = send("outpatient");
        assertThat(call.get("result").asString()).isEqualTo("NONE");
        String first = next();
        away = false;
        sandbox.post("/sandbox/his/start", Map.of("ratePerMinute", 600));
        String again = next();
        sandbox.post("/sandbox/his/stop", Map.of());
        assertThat(again).isEqualTo(first);
    }

    @Test
    void an_answer_with_a_wrong_sign_is_not_believed() throws Exception {
        keyOfAnswers = "another key";
        JsonNode call = send("outpatient");
        assertThat(call.get("signed").asBoolean()).isFalse();
        assertThat(call.get("message").asString()).contains("签名不正确");
        keyOfAnswers = SandboxServer.HIS_KEY;
        sandbox.post("/sandbox/his/start", Map.of("ratePerMinute", 600));
        next();
        assertThat(next()).contains(call.get("busNo").asString());
        sandbox.post("/sandbox/his/stop", Map.of());
    }

    @Test
    void impossible_rates_and_kinds_are_refused_in_words() throws IOException {
        assertThat(sandbox.post("/sandbox/his/start", Map.of("ratePerMinute", -1))
                        .get("message")
                        .asString())
                .contains("ratePerMinute");
        assertThat(sandbox.post("/sandbox/his/send", Map.of("kind", "dental"))
                        .get("message")
                        .asString())
                .contains("registration");
    }
}
