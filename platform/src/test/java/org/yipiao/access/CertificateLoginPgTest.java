package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;

/** Signing in with a certificate, and every reason why not. */
class CertificateLoginPgTest extends SignInSite {
    private static final String CERTIFICATE = "/api/console/login/certificate";

    @TempDir
    static Path keys;

    @Test
    void a_bound_certificate_signs_in_with_a_signature_of_the_challenge_and_each_challenge_counts_once() {
        var key = key("cert1");
        var admin = administrator();
        accounts.add("990001", "cert1", "FINANCE");
        String bindings = "/api/console/users/" + accounts.id("cert1") + "/certificates";
        assertThat(admin.post(bindings, Map.of("certificate", "nonsense")).code())
                .isEqualTo("FIELD_INVALID");
        assertThat(admin.post(bindings, Map.of("certificate", encoded(key.certificate())))
                        .status())
                .isEqualTo(200);
        assertThat(admin.post(bindings, Map.of("certificate", encoded(key.certificate())))
                        .code())
                .isEqualTo("CERTIFICATE_TAKEN");
        accept(key);
        var browser = new Browser(port);
        String challenge = challenge(browser);
        assertThat(challenge).startsWith("LOGIN|YIPIAO|");
        var signed = signed(key, challenge);
        var in = browser.post(CERTIFICATE, signed);
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        assertThat(in.json().path("username").asString()).isEqualTo("cert1");
        assertThat(browser.post(CERTIFICATE, signed).code()).isEqualTo("CHALLENGE_OVER");
        assertThat(jdbc.sql("select method from access.sign_in where username = 'cert1' and result = 'OK'")
                        .query(String.class)
                        .single())
                .isEqualTo("CERTIFICATE");
    }

    @Test
    void a_certificate_is_refused_for_every_reason_there_is() {
        var key = key("cert2");
        var other = key("cert3");
        accounts.add("990001", "cert2", "FINANCE");
        administrator()
                .post(
                        "/api/console/users/" + accounts.id("cert2") + "/certificates",
                        Map.of("certificate", encoded(key.certificate())));
        var browser = new Browser(port);
        accept(other);
        assertThat(browser.post(CERTIFICATE, signed(other, challenge(browser))).text())
                .contains("证书未绑定用户");
        accept(key);
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser) + "x"))
                        .text())
                .contains("签名验证失败");
        var mixed = Map.of(
                "certificate",
                encoded(key.certificate()),
                "signature",
                signed(other, challenge(browser)).get("signature"));
        assertThat(browser.post(CERTIFICATE, mixed).text()).contains("签名验证失败");
        accept(other);
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser))).code())
                .as("the server speaks of another certificate")
                .isEqualTo("CERTIFICATE_REFUSED");
        USER_AUTHENTICATION_SAYS.set("{\"code\":\"4011\",\"message\":\"证书已吊销\"}");
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser))).text())
                .contains("证书已吊销");
        USER_AUTHENTICATION_SAYS.set("");
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser))).code())
                .isEqualTo("USER_AUTHENTICATION_DOWN");
        accept(key);
        var late = signed(key, challenge(browser));
        clock.forward(Duration.ofSeconds(121));
        assertThat(browser.post(CERTIFICATE, late).code()).isEqualTo("CHALLENGE_OVER");
        var elsewhere = new Browser(port);
        assertThat(elsewhere.post(CERTIFICATE, signed(key, challenge(browser))).code())
                .as("the challenge is this browser's")
                .isEqualTo("CHALLENGE_OVER");
    }

    private Browser administrator() {
        if (jdbc.sql("select count(*) from access.account where username = 'sys1'")
                        .query(Long.class)
                        .single()
                == 0) {
            accounts.add("990001", "sys1", "ADMIN");
        }
        var admin = new Browser(port);
        assertThat(admin.login("sys1", PASSWORD).status()).isEqualTo(200);
        return admin;
    }

    private SoftKey key(String name) {
        var now = clock.instant().minus(Duration.ofDays(1));
        char[] password = "test".toCharArray();
        return CertificateAuthority.openOrCreate(keys.resolve("root.p12"), password, "测试根", now)
                .key(keys.resolve(name + ".p12"), password, name, now);
    }

    private static void accept(SoftKey key) {
        String serial = Sm2.certificate(key.certificate()).getSerialNumber().toString(16);
        USER_AUTHENTICATION_SAYS.set("{\"code\":\"0\",\"serial\":\"" + serial + "\"}");
    }

    private static String challenge(Browser browser) {
        return browser.post(CERTIFICATE + "/challenge", Map.of())
                .json()
                .path("challenge")
                .asString();
    }

    private static Map<String, String> signed(SoftKey key, String challenge) {
        return Map.of(
                "certificate",
                encoded(key.certificate()),
                "signature",
                encoded(key.sign(challenge.getBytes(StandardCharsets.UTF_8))));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
