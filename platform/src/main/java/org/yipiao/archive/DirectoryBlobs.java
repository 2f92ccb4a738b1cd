package org.yipiao.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * 目录存储 Blobs as files {@code ab/cd/<sm3>} of one directory, which several instances may share. A file is written under
 * another name, forced to disk and renamed, so that its name never shows half a file; then the directories are forced,
 * each once per batch.
 */
final class DirectoryBlobs implements BlobStore, AutoCloseable {
    /** Files forced at once: forces that run together share the disk's commit. */
    private static final int FORCES_AT_ONCE = 8;

    /** Larger than any file of ours; what is larger was not written by us. */
    static final long BYTES_MAX = 64L * 1024 * 1024;

    private final Path root;
    private final Path drafts;
    private final ExecutorService forces = Executors.newFixedThreadPool(
            FORCES_AT_ONCE, Thread.ofPlatform().daemon().name("blobs-", 0).factory());

    DirectoryBlobs(Path root) {
        this.root = root;
        this.drafts = root.resolve("drafts");
        try {
            Files.createDirectories(drafts);
        } catch (IOException e) {
            throw new UncheckedIOException("文件存储目录 " + root + " 不可用：请检查归属和权限，或用 yipiao.blobs.dir 指定别的目录", e);
        }
    }

    @Override
    public void close() {
        forces.shutdown();
    }

    @Override
    public void put(Collection<Blob> blobs) {
        try {
            List<Future<List<Path>>> written = new ArrayList<>();
            for (Blob blob : blobs) {
                written.add(forces.submit(() -> write(blob)));
            }
            Set<Path> directories = new LinkedHashSet<>();
            for (Future<List<Path>> changed : written) {
                directories.addAll(changed.get());
            }
            List<Future<?>> forced = new ArrayList<>();
            for (Path directory : directories) {
                forced.add(forces.submit(() -> force(directory)));
            }
            for (Future<?> one : forced) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("文件存储写入失败：" + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("平台正在停止，文件未写完", e);
        }
    }

    /** @return the directories whose entries changed, or may have been changed by another writer a moment ago */
    private List<Path> write(Blob blob) {
        Path file = file(blob.sm3());
        Path leaf = parent(file);
        try {
            if (Files.exists(file) && Files.size(file) == blob.bytes().length) {
                return List.of(leaf);
            }
            Path draft = drafts.resolve(UUID.randomUUID() + ".draft");
            try (FileChannel channel =
                    FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(blob.bytes());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            }
            boolean known = Files.exists(leaf);
            Files.createDirectories(leaf);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return known ? List.of(leaf) : List.of(leaf, parent(leaf), root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<byte[]> get(String sm3) {
        Path file = file(sm3);
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IllegalStateException("stored file is larger than any of ours: " + sm3);
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String sm3) {
        if (!sm3.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not an SM3: " + sm3);
        }
        return root.resolve(sm3.substring(0, 2)).resolve(sm3.substring(2, 4)).resolve(sm3);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException("no parent: " + path);
        }
        return parent;
    }

    /** Room left on the disk. */
    long freeBytes() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
