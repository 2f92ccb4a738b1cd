package org.yipiao.bill.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final char[] PASSWORD = "test-only".toCharArray();

    @TempDir
    Path directory;

    @Test
    void the_same_file_opens_as_the_same_authority_and_key() throws Exception {
        var authority = open();
        SoftKey key = authority.key(directory.resolve("unit.p12"), PASSWORD, "示例医院", NOW);
        var again = open();
        assertThat(again.certificate()).isEqualTo(authority.certificate());
        SoftKey same = again.key(directory.resolve("unit.p12"), PASSWORD, "示例医院", NOW.plusSeconds(3600));
        assertThat(same.certificate()).isEqualTo(key.certificate());
        byte[] message = {1, 2, 3};
        assertThat(Sm2.verify(Sm2.certificate(key.certificate()), message, same.sign(message)))
                .isTrue();
    }

    @Test
    void only_the_owner_may_read_the_files() throws Exception {
        open().key(directory.resolve("unit.p12"), PASSWORD, "示例医院", NOW);
        for (String file : new String[] {"root.p12", "unit.p12"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void root_and_leaf_say_what_they_may_do_and_how_long() throws Exception {
        var authority = open();
        X509Certificate root = Sm2.certificate(authority.certificate());
        X509Certificate leaf = Sm2.certificate(authority
                .key(directory.resolve("unit.p12"), PASSWORD, "示例医院", NOW)
                .certificate());
        assertThat(root.getSigAlgOID()).isEqualTo(Sm2.SIGNATURE_OID);
        assertThat(root.getBasicConstraints()).isGreaterThanOrEqualTo(0);
        assertThat(root.getKeyUsage()[5]).as("keyCertSign").isTrue();
        assertThat(root.getNotAfter().toInstant()).isEqualTo(Instant.parse("2046-11-21T00:00:00Z"));
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()[0]).as("digitalSignature").isTrue();
        assertThat(leaf.getKeyUsage()[5]).as("keyCertSign").isFalse();
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(Instant.parse("2031-11-21T00:00:00Z"));
        assertThat(leaf.getSubjectX500Principal().getName()).contains("示例医院");
        assertThat(Sm2.issued(root, leaf)).isTrue();
        assertThat(Sm2.issued(leaf, root)).isFalse();
        assertThat(Sm2.issued(Sm2.certificate(TestKeys.AUTHORITY.certificate()), leaf))
                .isFalse();
    }

    @Test
    void a_wrong_password_or_another_authority_is_refused() throws Exception {
        var authority = open();
        authority.key(directory.resolve("unit.p12"), PASSWORD, "示例医院", NOW);
        assertThatThrownBy(() -> CertificateAuthority.openOrCreate(
                        directory.resolve("root.p12"), "wrong".toCharArray(), "示例根", NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TestKeys.AUTHORITY.key(directory.resolve("unit.p12"), PASSWORD, "示例医院", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("不是本机构签发");
    }

    private CertificateAuthority open() {
        return CertificateAuthority.openOrCreate(directory.resolve("root.p12"), PASSWORD, "示例根", NOW);
    }
}
