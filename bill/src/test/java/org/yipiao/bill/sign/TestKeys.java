package org.yipiao.bill.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** One authority and its keys, made once per test run. */
public final class TestKeys {
    public static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant NOW = Instant.parse("2026-11-21T01:08:07Z");
    private static final char[] PASSWORD = "test-only".toCharArray();
    private static final Path DIRECTORY = directory();

    public static final CertificateAuthority AUTHORITY =
            CertificateAuthority.openOrCreate(DIRECTORY.resolve("root.p12"), PASSWORD, "示例根", MADE);
    public static final SoftKey UNIT = key("示例医院");
    public static final SoftKey BUREAU = key("示例省财政厅");
    public static final SoftKey MAKER = key("示例制章者");

    /** Its five years ended before {@link #NOW}. */
    public static final SoftKey EXPIRED =
            AUTHORITY.key(DIRECTORY.resolve("expired.p12"), PASSWORD, "过期医院", Instant.parse("2020-01-01T00:00:00Z"));

    public static final CertificateAuthority STRANGER =
            CertificateAuthority.openOrCreate(DIRECTORY.resolve("stranger.p12"), PASSWORD, "陌生根", MADE);
    public static final SoftKey STRANGERS_KEY =
            STRANGER.key(DIRECTORY.resolve("strangers-key.p12"), PASSWORD, "示例医院", MADE);

    private TestKeys() {}

    private static SoftKey key(String name) {
        return AUTHORITY.key(DIRECTORY.resolve(name + ".p12"), PASSWORD, name, MADE);
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("yipiao-keys");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
