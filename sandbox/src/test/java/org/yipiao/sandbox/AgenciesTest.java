package org.yipiao.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.Sm2;
import tools.jackson.databind.JsonNode;

/** Several hospitals at one bureau and one signature server, each with its own key, seal and numbers. */
class AgenciesTest {
    private static final Map<String, String> SECOND =
            Map.of("agency", "990002", "creditCode", "12990000000000002X", "name", "示例医院二");

    @TempDir
    Path home;

    @Test
    void a_second_hospital_gets_a_key_a_seal_and_numbers_of_its_own_and_keeps_them_over_a_restart() throws IOException {
        JsonNode told;
        String certificate;
        try (var sandbox = new SandboxServer(home)) {
            told = sandbox.post("/sandbox/agencies", SECOND);
            assertThat(told.path("keyIndex").asInt()).isEqualTo(2);
            assertThat(sandbox.post("/sandbox/agencies", SECOND).path("message").stringValue())
                    .contains("990002 已登记");

            var ours = bureau(sandbox, "990001", SandboxServer.AGENCY_KEY, "getConfig", Map.of());
            var theirs = bureau(sandbox, "990002", key(told), "getConfig", Map.of());
            assertThat(theirs.at("/unit/name").stringValue()).isEqualTo("示例医院二");
            assertThat(ours.at("/unit/name").stringValue()).isEqualTo("示例医院");
            assertThat(theirs.path("unitSeal")).isNotEqualTo(ours.path("unitSeal"));
            assertThat(theirs.path("supervisorySeal")).isEqualTo(ours.path("supervisorySeal"));

            String code = theirs.at("/kinds/0/billCode").stringValue();
            var asked = Map.of("requestNo", "R1", "billCode", code, "count", 100);
            var first = bureau(sandbox, "990001", SandboxServer.AGENCY_KEY, "requestNumbers", asked);
            var second = bureau(sandbox, "990002", key(told), "requestNumbers", asked);
            assertThat(first.at("/segments/0/last").stringValue()).isEqualTo("0000000100");
            assertThat(second.at("/segments/0/first").stringValue()).isEqualTo("0000000101");
            certificate = certificate(sandbox, 2);
            assertThat(certificate).isNotEqualTo(certificate(sandbox, 1));
        }
        try (var again = new SandboxServer(home)) {
            assertThat(bureau(again, "990002", key(told), "getConfig", Map.of())
                            .at("/unit/agency")
                            .stringValue())
                    .isEqualTo("990002");
            assertThat(certificate(again, 2)).isEqualTo(certificate);
        }
    }

    @Test
    void nobody_uses_the_key_of_another() throws IOException {
        try (var sandbox = new SandboxServer(home)) {
            var told = sandbox.post("/sandbox/agencies", SECOND);
            assertThat(bureau(sandbox, "990002", SandboxServer.AGENCY_KEY, "getConfig", Map.of())
                            .path("code")
                            .stringValue())
                    .isEqualTo("4012");
            assertThat(bureau(sandbox, "990003", key(told), "getConfig", Map.of())
                            .path("code")
                            .stringValue())
                    .isEqualTo("4010");
            byte[] message = "示例".getBytes(StandardCharsets.UTF_8);
            String pin = told.path("pin").stringValue();
            assertThat(sign(sandbox, 2, SandboxServer.PIN, message)
                            .path("respValue")
                            .asInt())
                    .isEqualTo(0x04000006);
            assertThat(sign(sandbox, 1, pin, message).path("respValue").asInt()).isEqualTo(0x04000006);
            assertThat(sign(sandbox, 3, pin, message).path("respValue").asInt()).isEqualTo(0x04000005);
            var signed = sign(sandbox, 2, pin, message);
            assertThat(Sm2.verify(
                            Sm2.certificate(Base64.getDecoder().decode(certificate(sandbox, 2))),
                            message,
                            Base64.getDecoder().decode(signed.path("signature").stringValue())))
                    .isTrue();
        }
    }

    @Test
    void a_form_is_known_to_its_own_hospital_only() throws IOException {
        try (var sandbox = new SandboxServer(home)) {
            var told = sandbox.post("/sandbox/agencies", SECOND);
            var form = Map.of("formNo", "F1", "kind", "UNIT", "fields", Map.of("name", "示例医院二院"));
            bureau(sandbox, "990002", key(told), "submitForm", form);
            assertThat(bureau(sandbox, "990001", SandboxServer.AGENCY_KEY, "queryForm", form)
                            .path("state")
                            .stringValue())
                    .isEqualTo("NONE");
            sandbox.post("/sandbox/bureau/forms/F1/approve", Map.of());
            assertThat(bureau(sandbox, "990002", key(told), "getConfig", Map.of())
                            .at("/unit/name")
                            .stringValue())
                    .isEqualTo("示例医院二院");
            assertThat(bureau(sandbox, "990001", SandboxServer.AGENCY_KEY, "getConfig", Map.of())
                            .at("/unit/name")
                            .stringValue())
                    .isEqualTo("示例医院");
        }
    }

    @Test
    void what_can_not_be_registered_is_refused() throws IOException {
        try (var sandbox = new SandboxServer(home)) {
            for (var wrong : new String[][] {
                {"99", "12990000000000002X", "示例医院二"}, {"990002", "129", "示例医院二"}, {"990002", "12990000000000002X", ""}
            }) {
                var answer = sandbox.post(
                        "/sandbox/agencies", Map.of("agency", wrong[0], "creditCode", wrong[1], "name", wrong[2]));
                assertThat(answer.path("code").stringValue()).isEqualTo("4000");
            }
            assertThat(sandbox.get("/sandbox/agencies")).hasSize(1);
        }
    }

    private static String key(JsonNode told) {
        return told.path("agencyKey").stringValue();
    }

    private static String certificate(SandboxServer sandbox, int slot) throws IOException {
        return sandbox.post("/SignServerJson/ExportCert", Map.of("request", Map.of("keyIndex", slot)))
                .at("/respond/cert")
                .stringValue();
    }

    private static JsonNode sign(SandboxServer sandbox, int slot, String pin, byte[] message) throws IOException {
        return sandbox.post(
                        "/SignServerJson/SignData",
                        Map.of(
                                "request",
                                Map.of(
                                        "signMethod",
                                        0x00020201,
                                        "keyIndex",
                                        slot,
                                        "keyValue",
                                        pin,
                                        "inData",
                                        Base64.getEncoder().encodeToString(message))))
                .path("respond");
    }

    private static JsonNode bureau(SandboxServer sandbox, String agency, String key, String method, Object message)
            throws IOException {
        byte[] body = SandboxServer.JSON.writeValueAsBytes(message);
        String path = "/bureau/" + method;
        String at = Long.toString(sandbox.now().toEpochMilli());
        byte[] mac = Sm2.hmacSm3(
                key.getBytes(StandardCharsets.UTF_8),
                (at + "\n" + path + "\n" + Sm2.sm3Hex(body)).getBytes(StandardCharsets.UTF_8));
        return SandboxServer.JSON.readTree(sandbox.send(
                        "POST",
                        path,
                        body,
                        "X-Agency",
                        agency,
                        "X-Timestamp",
                        at,
                        "X-Signature",
                        HexFormat.of().formatHex(mac))
                .body());
    }
}
