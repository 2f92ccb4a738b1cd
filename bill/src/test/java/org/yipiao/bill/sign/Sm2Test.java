package org.yipiao.bill.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Sm2Test {
    private final X509Certificate certificate = Sm2.certificate(TestKeys.UNIT.certificate());
    private final byte[] message = "示例".getBytes(UTF_8);

    @Test
    void sm3_of_the_standard_examples() {
        // GB/T 32905-2016, appendix A.
        assertThat(Sm2.sm3Hex("abc".getBytes(UTF_8)))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(Sm2.sm3Hex("abcd".repeat(16).getBytes(UTF_8)))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void hmac_sm3_is_the_construction_over_sm3() {
        byte[] key = "key".getBytes(UTF_8);
        byte[] inner = new byte[64 + message.length];
        byte[] outer = new byte[64 + 32];
        for (int i = 0; i < 64; i++) {
            byte k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
        System.arraycopy(message, 0, inner, 64, message.length);
        System.arraycopy(Sm2.sm3(inner), 0, outer, 64, 32);
        assertThat(Sm2.hmacSm3(key, message)).isEqualTo(Sm2.sm3(outer));
    }

    @Test
    void a_remembered_signature_stays_right_and_everything_beside_it_stays_wrong() {
        byte[] signature = TestKeys.UNIT.sign(message);
        assertThat(Sm2.verifyAndRemember(certificate, message, signature)).isTrue();
        assertThat(Sm2.verify(certificate, message.clone(), signature.clone())).isTrue();
        byte[] changed = signature.clone();
        changed[changed.length - 1] ^= 1;
        assertThat(Sm2.verify(certificate, message, changed)).isFalse();
        assertThat(Sm2.verifyAndRemember(certificate, message, changed)).isFalse();
        assertThat(Sm2.verify(certificate, message, changed))
                .as("wrong ones are not remembered")
                .isFalse();
        byte[] other = message.clone();
        other[0] ^= 1;
        assertThat(Sm2.verify(certificate, other, signature)).isFalse();
        assertThat(Sm2.verify(Sm2.certificate(TestKeys.BUREAU.certificate()), message, signature))
                .isFalse();
    }

    @Test
    void a_signature_verifies_and_any_changed_byte_does_not() {
        byte[] signature = TestKeys.UNIT.sign(message);
        assertThat(Sm2.verify(certificate, message, signature)).isTrue();
        for (int i = 0; i < signature.length; i++) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(Sm2.verify(certificate, message, changed))
                    .as("byte %d", i)
                    .isFalse();
        }
        byte[] other = message.clone();
        other[0] ^= 1;
        assertThat(Sm2.verify(certificate, other, signature)).isFalse();
        assertThat(Sm2.verify(Sm2.certificate(TestKeys.BUREAU.certificate()), message, signature))
                .isFalse();
    }

    @Test
    void rubbish_is_no_signature() {
        assertThat(Sm2.verify(certificate, message, new byte[0])).isFalse();
        assertThat(Sm2.verify(certificate, message, new byte[64])).isFalse();
        assertThat(Sm2.verify(certificate, message, Arrays.copyOf(TestKeys.UNIT.sign(message), 200)))
                .isFalse();
    }

    @Test
    void a_key_of_another_curve_is_refused() throws Exception {
        assertThatThrownBy(() -> {
                    var generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(256);
                    new SoftKey(generator.generateKeyPair().getPrivate(), certificate);
                })
                .isInstanceOf(IllegalArgumentException.class);
        try (InputStream in = Sm2Test.class.getResourceAsStream("p256.crt")) {
            X509Certificate p256 =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertThat(Sm2.verify(p256, message, TestKeys.UNIT.sign(message))).isFalse();
        }
    }

    @Test
    void one_key_signs_in_many_threads() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var done = threads.invokeAll(IntStream.range(0, 200)
                    .<java.util.concurrent.Callable<Boolean>>mapToObj(i -> () -> {
                        byte[] own =
                                HexFormat.of().formatHex(new byte[] {(byte) i}).getBytes(UTF_8);
                        return Sm2.verify(certificate, own, TestKeys.UNIT.sign(own));
                    })
                    .toList());
            for (var each : done) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    @Test
    void bytes_that_are_no_certificate_are_refused() {
        byte[] der = TestKeys.UNIT.certificate();
        assertThatThrownBy(() -> Sm2.certificate(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sm2.certificate("-----BEGIN".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sm2.certificate(Arrays.copyOf(der, der.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sm2.certificate(Arrays.copyOf(der, der.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_certificate_changed_by_the_caller_does_not_change_the_kept_one() {
        byte[] der = TestKeys.BUREAU.certificate();
        X509Certificate first = Sm2.certificate(der);
        der[der.length - 1] ^= 1;
        assertThat(Sm2.certificate(TestKeys.BUREAU.certificate())).isEqualTo(first);
    }
}
