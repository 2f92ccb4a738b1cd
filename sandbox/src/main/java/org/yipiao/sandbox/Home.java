package org.yipiao.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.stereotype.Component;

/** 数据目录 The sandbox's own directory; only its owner may look into it. */
@Component
public class Home {
    private final Path directory;

    Home(SandboxProperties properties) {
        this.directory = ownedDirectory(properties.home());
    }

    /** The path of a file directly under the directory. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** A directory under this one, made when absent. */
    public Path directory(String name) {
        return ownedDirectory(directory.resolve(name));
    }

    /** Replaces a small file in one step, readable by its owner only. */
    static void write(Path file, byte[] bytes) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh);
            ownerOnly(fresh);
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the rights of group and others away, where the file system knows them. */
    public static void ownerOnly(Path path) {
        try {
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                boolean directory = Files.isDirectory(path);
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(directory ? "rwx------" : "rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot protect " + path, e);
        }
    }

    private static Path ownedDirectory(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + path, e);
        }
        ownerOnly(path);
        return path;
    }
}
