package org.yipiao.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.DirectCalls;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.PartyHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What different makers' servers send, well or badly. */
class SignatureServerContractTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-06-15T02:00:00Z");

    @TempDir
    Path directory;

    private HttpServer http;
    private SoftKey key;
    private final List<String> paths = new ArrayList<>();
    private boolean packs = true;
    private boolean textual;
    private boolean wrong;
    private int refusal;

    @BeforeEach
    void start() throws IOException {
        char[] password = "test".toCharArray();
        key = CertificateAuthority.openOrCreate(directory.resolve("ca.p12"), password, "测试根", NOW)
                .key(directory.resolve("unit.p12"), password, "示例医院", NOW);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/SignServerJson/", this::answer);
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    private SignatureServer server(boolean batch) {
        return new SignatureServer(
                OneHospital.ID,
                new SigningSettings("http://127.0.0.1:" + http.getAddress().getPort(), 1, "pin", batch),
                new PartyHttp(SignatureServer.PARTY, new DirectCalls()),
                new SettableClock(NOW));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        paths.add(path);
        JsonNode request =
                JSON.readTree(exchange.getRequestBody().readAllBytes()).path("request");
        String type = path.substring(path.lastIndexOf('/') + 1);
        if (type.equals("SignDataBatch") && !packs) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        Object respond = refusal != 0
                ? Map.of("respValue", refusal)
                : switch (type) {
                    case "ExportCert" -> Map.of("respValue", 0, "cert", key.certificate());
                    case "SignData" -> Map.of("respValue", 0, "signature", sign(request.path("inData")));
                    default -> {
                        List<byte[]> signatures = new ArrayList<>();
                        request.path("inData").forEach(node -> signatures.add(sign(node)));
                        yield Map.of("respValue", 0, "signatures", signatures);
                    }
                };
        byte[] body = JSON.writeValueAsBytes(Map.of(
                "version", "v1", "reqType", type, "respond", textual ? JSON.writeValueAsString(respond) : respond));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private byte[] sign(JsonNode data) {
        byte[] message = Base64.getDecoder().decode(data.stringValue());
        return key.sign(wrong ? new byte[] {1} : message);
    }

    private static List<byte[]> messages(int count) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(("票据" + i).getBytes(StandardCharsets.UTF_8));
        }
        return messages;
    }

    private void verified(UnitSigners.Signatures signatures, List<byte[]> messages) {
        var certificate = Sm2.certificate(signatures.certificate());
        assertThat(signatures.values()).hasSameSizeAs(messages);
        for (int i = 0; i < messages.size(); i++) {
            assertThat(Sm2.verify(
                            certificate, messages.get(i), signatures.values().get(i)))
                    .isTrue();
        }
    }

    @Test
    void a_pack_is_signed_with_one_call_in_the_order_asked() {
        var messages = messages(3);
        verified(server(true).sign(messages), messages);
        assertThat(paths).containsExactly("/SignServerJson/ExportCert", "/SignServerJson/SignDataBatch");
    }

    @Test
    void a_server_without_packs_is_asked_one_by_one_and_never_again_for_a_pack() {
        packs = false;
        var server = server(true);
        var messages = messages(2);
        verified(server.sign(messages), messages);
        verified(server.sign(messages), messages);
        assertThat(paths).filteredOn(path -> path.endsWith("SignDataBatch")).hasSize(1);
        assertThat(paths).filteredOn(path -> path.endsWith("SignData")).hasSize(4);
    }

    @Test
    void a_respond_member_that_is_text_is_understood() {
        textual = true;
        var messages = messages(2);
        verified(server(false).sign(messages), messages);
    }

    @Test
    void a_signature_of_other_bytes_is_never_given_out() {
        wrong = true;
        assertThatThrownBy(() -> server(true).sign(messages(2)))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.WRONG_ANSWER));
    }

    @Test
    void a_key_changed_in_the_server_is_noticed_by_its_new_certificate() {
        var server = server(true);
        server.sign(messages(1));
        char[] password = "test".toCharArray();
        key = CertificateAuthority.openOrCreate(directory.resolve("ca.p12"), password, "测试根", NOW)
                .key(directory.resolve("unit2.p12"), password, "示例医院", NOW);
        var messages = messages(2);
        var signatures = server.sign(messages);
        verified(signatures, messages);
        assertThat(signatures.certificate()).isEqualTo(key.certificate());
    }

    @Test
    void a_wrong_pin_is_said_in_chinese_with_the_setting_to_look_at() {
        refusal = 0x04000006;
        assertThatThrownBy(() -> server(true).sign(messages(1))).isInstanceOfSatisfying(CallFailed.class, failed -> {
            assertThat(failed.fault()).isEqualTo(Fault.REFUSED);
            assertThat(failed.detail()).contains("私钥口令错误").contains("单位页");
        });
    }

    @Test
    void an_inner_fault_of_the_server_is_worth_retrying() {
        refusal = 0x0400000E;
        assertThatThrownBy(() -> server(true).sign(messages(1)))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.BUSY));
    }

    @Test
    void a_server_that_is_away_is_unreachable() {
        http.stop(0);
        assertThatThrownBy(() -> server(true).sign(messages(1)))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.UNREACHABLE));
    }

    @Test
    void without_an_address_nothing_is_called_and_the_missing_setting_is_named() {
        var server = new SignatureServer(
                OneHospital.ID,
                new SigningSettings("", 1, "", true),
                new PartyHttp(SignatureServer.PARTY, new DirectCalls()),
                new SettableClock(NOW));
        assertThatThrownBy(() -> server.sign(messages(1)))
                .hasMessageContaining("yipiao.signing.url")
                .hasMessageContaining("yipiao.signing.pin");
    }

    @Test
    void packs_are_bounded_in_number_and_in_bytes() {
        assertThat(SignatureServer.packs(messages(1_001)))
                .extracting(List::size)
                .containsExactly(500, 500, 1);
        byte[] large = new byte[5 * 1024 * 1024];
        assertThat(SignatureServer.packs(List.of(large, large, large)))
                .extracting(List::size)
                .containsExactly(1, 1, 1);
    }
}
