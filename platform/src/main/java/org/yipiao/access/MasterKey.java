package org.yipiao.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/** 主密钥文件 The one secret of an installation: 32 random bytes in a file that only its owner can read. */
final class MasterKey {
    static final int BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private MasterKey() {}

    /** Reads the key; makes it when the file does not exist yet. Two instances that start at once agree on one key. */
    static byte[] readOrMake(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                make(file, random);
            }
            return read(file);
        } catch (IOException e) {
            throw new IllegalStateException("主密钥文件 " + file + " 读不出或写不下：" + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        refuseLooseRights(file);
        byte[] key = Files.readAllBytes(file);
        if (key.length != BYTES) {
            throw new IllegalStateException(
                    "主密钥文件 " + file + " 应为 " + BYTES + " 字节，实为 " + key.length + " 字节：请从备份恢复，不要新建");
        }
        return key;
    }

    private static void refuseLooseRights(Path file) throws IOException {
        var rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (rights == null) {
            return;
        }
        var others = EnumSet.noneOf(PosixFilePermission.class);
        others.addAll(rights.readAttributes().permissions());
        others.removeAll(Set.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        if (!others.isEmpty()) {
            throw new IllegalStateException("主密钥文件 " + file + " 可被他人访问：请执行 chmod 600 " + file + " 后再启动");
        }
    }

    /** Written beside its place, forced to disk, then linked: the name never shows a half-written key. */
    private static void make(Path file, SecureRandom random) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder");
        }
        Files.createDirectories(folder);
        boolean posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
        Path draft = posix
                ? Files.createTempFile(folder, "master", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : Files.createTempFile(folder, "master", ".new");
        try {
            byte[] key = new byte[BYTES];
            random.nextBytes(key);
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(key);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.createLink(file, draft);
            if (posix) {
                try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                    directory.force(true);
                }
            }
        } catch (FileAlreadyExistsException e) {
            // Another instance was faster: its key is the key.
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
