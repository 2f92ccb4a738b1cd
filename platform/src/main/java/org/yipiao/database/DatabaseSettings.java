package org.yipiao.database;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * 数据库设置 {@code yipiao.database.*}.
 *
 * @param url JDBC address of a PostgreSQL 15 or newer; empty starts the embedded one
 * @param username 用户名 of that database, ignored by the embedded one
 * @param password 口令 of that database, ignored by the embedded one
 * @param poolSize connections of this instance, 2 to 200
 * @param port of the embedded server; 0 takes a free one and keeps it
 * @param keepRunning true leaves the embedded server running when this process ends
 */
@ConfigurationProperties("yipiao.database")
record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("yipiao") String username,
        @DefaultValue("") String password,
        @DefaultValue("20") int poolSize,
        @DefaultValue("0") int port,
        @DefaultValue("false") boolean keepRunning) {
    /** 数据目录 The directory everything of this installation lives in, unless told otherwise. */
    static Path home(@Nullable String configured) {
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured).toAbsolutePath().normalize();
        }
        return SystemAccount.isRoot() && Files.isDirectory(Path.of("/var/lib"))
                ? Path.of("/var/lib/yipiao")
                : Path.of(System.getProperty("user.home"), ".yipiao").toAbsolutePath();
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", username=" + username + ", poolSize=" + poolSize + "]";
    }
}
