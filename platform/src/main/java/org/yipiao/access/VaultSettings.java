package org.yipiao.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** 密钥库设置 {@code yipiao.vault.key-file}: where the master key stands; several instances are given the same file. */
@Configuration(proxyBeanMethods = false)
class VaultSettings {
    @Bean
    Vault vault(@Value("${yipiao.vault.key-file:}") String keyFile, @Value("${yipiao.home:}") String home) {
        var random = new SecureRandom();
        Path file = keyFile.isBlank() ? home(home).resolve("keys").resolve("master.key") : Path.of(keyFile);
        return new MasterKeyVault(MasterKey.readOrMake(file.toAbsolutePath().normalize(), random), random);
    }

    private static Path home(String configured) {
        if (!configured.isBlank()) {
            return Path.of(configured);
        }
        return "root".equals(System.getProperty("user.name")) && Files.isDirectory(Path.of("/var/lib"))
                ? Path.of("/var/lib/yipiao")
                : Path.of(System.getProperty("user.home"), ".yipiao");
    }
}
