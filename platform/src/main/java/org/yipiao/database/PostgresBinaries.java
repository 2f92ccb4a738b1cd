package org.yipiao.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** 数据库程序 Unpacks the PostgreSQL programs of the class path, once per version. */
final class PostgresBinaries {
    /** Of the programs on the class path. Tests put another major there and say so ({@code ./yipiao test --database 15}). */
    static final String VERSION = System.getProperty("postgres.binaries.version", "18.6.0");

    static final int MAJOR = Integer.parseInt(VERSION.substring(0, VERSION.indexOf('.')));
    /** From here on the server has a locale of its own and asks the operating system for none. */
    private static final int OWN_LOCALE = 17;

    private PostgresBinaries() {}

    /** @return the directory that holds {@code bin/postgres}. The caller holds the lock of {@code home}. */
    static Path unpackedIn(Path home) throws IOException {
        Path ready = home.resolve("pgsql-" + VERSION);
        if (Files.isExecutable(ready.resolve("bin/postgres"))) {
            return ready;
        }
        String resource = resource();
        Path part = home.resolve("pgsql-" + VERSION + ".part");
        deleteTree(part);
        Files.createDirectories(part);
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + resource)) {
            if (packed == null) {
                throw new DatabaseUnusable(
                        "安装包内没有适合本机的内置数据库（" + resource + "）。请用 yipiao.database.url 指定已有的 PostgreSQL（15 或更新）。");
            }
            unpack(packed, part);
        }
        // Only a complete tree ever has the final name, so a start that was killed half-way is repeated.
        Files.move(part, ready, StandardCopyOption.ATOMIC_MOVE);
        return ready;
    }

    /** Names sort by code point and letters are known as Unicode has them, whatever the machine is set to. */
    static List<String> localeOfCluster() {
        return MAJOR >= OWN_LOCALE
                ? List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
                : List.of("--locale-provider=libc", "--locale=C.UTF-8");
    }

    private static String resource() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
            default -> "postgres-linux-" + arch + ".txz";
        };
    }

    private static void unpack(InputStream packed, Path into) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("entry outside its archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    boolean runs = (entry.getMode() & 0111) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException thrown) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
