package org.yipiao.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** 归档设置 {@code yipiao.blobs.dir}: where originals stand, {@code <home>/blobs} unless told otherwise. */
@Configuration(proxyBeanMethods = false)
class ArchiveSettings {
    @Bean
    DirectoryBlobs blobs(@Value("${yipiao.blobs.dir:}") String directory, @Value("${yipiao.home:}") String home) {
        return new DirectoryBlobs((directory.isBlank() ? home(home).resolve("blobs") : Path.of(directory))
                .toAbsolutePath()
                .normalize());
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
