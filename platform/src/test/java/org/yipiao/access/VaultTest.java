package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final byte[] KEY = HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2));
    private final Vault vault = new MasterKeyVault(KEY, new SecureRandom());

    @Test
    void what_was_sealed_comes_back() {
        byte[] plain = "13800000000 测试甲 䶮".getBytes(UTF_8);
        assertThat(vault.open("issuing.contact", vault.seal("issuing.contact", plain)))
                .isEqualTo(plain);
        assertThat(vault.open("issuing.contact", vault.seal("issuing.contact", new byte[0])))
                .isEmpty();
    }

    @Test
    void the_same_text_never_looks_the_same_twice() {
        byte[] plain = "13800000000".getBytes(UTF_8);
        assertThat(vault.seal("issuing.contact", plain)).isNotEqualTo(vault.seal("issuing.contact", plain));
    }

    @Test
    void another_context_another_key_or_a_changed_byte_opens_nothing() {
        byte[] sealed = vault.seal("issuing.contact", "13800000000".getBytes(UTF_8));
        assertThatThrownBy(() -> vault.open("intake.message", sealed)).isInstanceOf(IllegalStateException.class);
        byte[] otherKey = KEY.clone();
        otherKey[31] ^= 1;
        assertThatThrownBy(() -> new MasterKeyVault(otherKey, new SecureRandom()).open("issuing.contact", sealed))
                .isInstanceOf(IllegalStateException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open("issuing.contact", changed)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> vault.open("issuing.contact", new byte[3])).isInstanceOf(IllegalStateException.class);
    }

    /** Links on paper depend on it: a change of the derivation would kill every link already printed. */
    @Test
    void the_derivation_is_pinned() {
        byte[] mac = vault.mac("delivery.link", "1".getBytes(UTF_8));
        assertThat(mac).hasSize(32);
        assertThat(HexFormat.of().formatHex(mac))
                .isEqualTo("20c7fdb57c05a9e4ac6b9c67aad4c3c6b83f129346d5d2416747699321c68c9d");
        assertThat(vault.mac("delivery.other", "1".getBytes(UTF_8))).isNotEqualTo(mac);
    }

    @Test
    void the_first_start_makes_a_key_that_only_its_owner_reads(@TempDir Path home) throws Exception {
        Path file = home.resolve("keys/master.key");
        byte[] made = MasterKey.readOrMake(file, new SecureRandom());
        assertThat(made).hasSize(32);
        assertThat(MasterKey.readOrMake(file, new SecureRandom())).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var folder = Files.list(home.resolve("keys"))) {
            assertThat(folder).containsExactly(file);
        }
    }

    @Test
    void a_key_others_can_read_or_of_wrong_length_is_refused_with_what_to_do(@TempDir Path home) throws Exception {
        Path file = home.resolve("master.key");
        MasterKey.readOrMake(file, new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> MasterKey.readOrMake(file, new SecureRandom())).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.write(file, new byte[5]);
        assertThatThrownBy(() -> MasterKey.readOrMake(file, new SecureRandom())).hasMessageContaining("从备份恢复");
    }
}
