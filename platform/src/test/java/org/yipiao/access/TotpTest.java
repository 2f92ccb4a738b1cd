package org.yipiao.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

    /** RFC 6238 appendix B, its last six digits. */
    @Test
    void the_codes_are_those_of_the_standard() {
        assertThat(code(59)).isEqualTo("287082");
        assertThat(code(1_111_111_109)).isEqualTo("081804");
        assertThat(code(1_111_111_111)).isEqualTo("050471");
        assertThat(code(1_234_567_890)).isEqualTo("005924");
        assertThat(code(2_000_000_000)).isEqualTo("279037");
        assertThat(code(20_000_000_000L)).isEqualTo("353130");
    }

    private static String code(long second) {
        return Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second)));
    }

    @Test
    void a_code_counts_one_step_early_and_late_and_no_longer() {
        var now = Instant.ofEpochSecond(1_111_111_109);
        long step = Totp.step(now);
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step - 1), now)).hasValue(step - 1);
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step), now)).hasValue(step);
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step + 1), now)).hasValue(step + 1);
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step - 2), now)).isEmpty();
        assertThat(Totp.match(SECRET, Totp.code(SECRET, step + 2), now)).isEmpty();
    }
}
