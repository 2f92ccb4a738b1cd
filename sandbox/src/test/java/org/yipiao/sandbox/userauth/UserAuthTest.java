package org.yipiao.sandbox.userauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.sandbox.SandboxServer;
import tools.jackson.databind.JsonNode;

class UserAuthTest {
    private static final String TEXT = "LOGIN|YIPIAO|0011|1";

    @TempDir
    Path home;

    @Test
    void a_signature_of_the_key_bridge_passes_until_its_certificate_is_revoked_or_over() throws IOException {
        try (var sandbox = new SandboxServer(home.resolve("sandbox"), "--sandbox.ukey-pin=246810")) {
            assertThat(bridge(sandbox, "SOF_GetUserList")).contains("cashier||cashier");
            String certificate = bridge(sandbox, "SOF_ExportUserCert", "cashier");
            assertThat(bridge(sandbox, "SOF_SignData", "cashier", "000000", encoded(TEXT.getBytes(UTF_8))))
                    .as("wrong PIN")
                    .isEmpty();
            String signature = bridge(sandbox, "SOF_SignData", "cashier", "246810", encoded(TEXT.getBytes(UTF_8)));
            var right = verify(sandbox, certificate, TEXT, signature);
            assertThat(right.path("code").asString()).isEqualTo("0");
            assertThat(right.path("subject").asString()).contains("cashier");
            assertThat(verify(sandbox, certificate, TEXT + "x", signature)
                            .path("code")
                            .asString())
                    .isEqualTo("4010");

            String serial = right.path("serial").asString();
            sandbox.post("/sandbox/userauth/revocation", Map.of("serial", serial));
            assertThat(verify(sandbox, certificate, TEXT, signature)
                            .path("message")
                            .asString())
                    .isEqualTo("证书已吊销");
            sandbox.post("/sandbox/userauth/revocation", Map.of("serial", serial, "revoked", false));
            assertThat(verify(sandbox, certificate, TEXT, signature)
                            .path("code")
                            .asString())
                    .isEqualTo("0");

            var stranger = CertificateAuthority.openOrCreate(
                            home.resolve("other.p12"), "test".toCharArray(), "别家根", Instant.EPOCH)
                    .key(home.resolve("stranger.p12"), "test".toCharArray(), "cashier", sandbox.now());
            assertThat(verify(
                                    sandbox,
                                    encoded(stranger.certificate()),
                                    TEXT,
                                    encoded(stranger.sign(TEXT.getBytes(UTF_8))))
                            .path("message")
                            .asString())
                    .contains("证书链无效");

            sandbox.move(Duration.ofDays(6 * 365));
            assertThat(verify(sandbox, certificate, TEXT, signature)
                            .path("message")
                            .asString())
                    .isEqualTo("证书已过期");
        }
    }

    private static String bridge(SandboxServer sandbox, String function, String... param) throws IOException {
        return sandbox.post("/xtxapp", Map.of("xtx_func_name", function, "call_cmd_id", "i_1", "param", List.of(param)))
                .path("retVal")
                .asString();
    }

    private static JsonNode verify(SandboxServer sandbox, String certificate, String text, String signature)
            throws IOException {
        return sandbox.post(
                "/userauth/verifyCertAndUser",
                Map.of(
                        "cert",
                        certificate,
                        "inData",
                        encoded(text.getBytes(UTF_8)),
                        "signValue",
                        signature,
                        "algType",
                        "SM2-256"));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
