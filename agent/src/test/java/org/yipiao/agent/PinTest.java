package org.yipiao.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.SoftKey;

/** 固定单位证书: a renewed certificate of the same authority is taken over, anything else needs a person. */
class PinTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofDays(90));

    @TempDir
    private Path folder;

    private CertificateAuthority authority;
    private Instant now = LATER.plus(Duration.ofDays(1));
    private SoftKey first;

    @BeforeEach
    void pinned() throws IOException {
        authority = authority("ca", "示例发证机构");
        first = key(authority, "first", "示例医院", START);
        pin().require(first.certificate(), List.of());
    }

    private CertificateAuthority authority(String file, String name) {
        return CertificateAuthority.openOrCreate(folder.resolve(file), "x".toCharArray(), name, START);
    }

    private SoftKey key(CertificateAuthority by, String file, String holder, Instant from) {
        return by.key(folder.resolve(file), "x".toCharArray(), holder, from);
    }

    private Pin pin() {
        return new Pin(folder, "", () -> now);
    }

    private void refused(SoftKey other, CertificateAuthority... told) {
        var issuers =
                List.of(told).stream().map(CertificateAuthority::certificate).toList();
        assertThatThrownBy(() -> pin().require(other.certificate(), issuers))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("未收下")
                .hasMessageContaining("unit-certificate=");
        assertThat(folder.resolve("unit.cer")).hasBinaryContent(first.certificate());
    }

    @Test
    void a_renewed_certificate_of_the_same_authority_is_taken_over_without_a_person() throws IOException {
        var renewed = key(authority, "renewed", "示例医院", LATER);
        var other = authority("other-ca", "另一发证机构");
        pin().require(renewed.certificate(), List.of(other.certificate(), authority.certificate()));
        assertThat(Files.readAllBytes(folder.resolve("unit.cer"))).isEqualTo(renewed.certificate());
        assertThatThrownBy(() -> pin().require(first.certificate(), List.of(authority.certificate())))
                .as("the earlier certificate does not come back")
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_certificate_for_another_holder_of_the_same_authority_is_refused() {
        refused(key(authority, "neighbour", "他院", LATER), authority);
    }

    @Test
    void a_certificate_of_another_authority_is_refused_even_under_the_same_names() {
        var forged = authority("forged-ca", "示例发证机构");
        refused(key(forged, "forged", "示例医院", LATER), forged, authority);
    }

    @Test
    void without_the_authoritys_certificate_and_after_its_end_or_before_its_begin_nothing_is_taken_over() {
        var renewed = key(authority, "renewed", "示例医院", LATER);
        refused(renewed);
        now = LATER.minus(Duration.ofDays(1));
        refused(renewed, authority);
        now = LATER.plus(Duration.ofDays(6 * 365));
        refused(renewed, authority);
    }

    @Test
    void the_holder_of_a_certificate_is_no_authority() {
        var renewed = key(authority, "renewed", "示例医院", LATER);
        assertThatThrownBy(() -> pin().require(renewed.certificate(), List.of(first.certificate(), new byte[] {1})))
                .isInstanceOf(IOException.class);
    }
}
