package org.yipiao.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.yipiao.bill.sign.Sm2;

/**
 * 离线日志 An append-only file, one line per act: digest, kind, text. Each digest covers the one before. A line counts once it
 * is forced to the disk, and nothing is told to anyone before. A line that a crash tore off was never told, so it is cut off;
 * any other damage is refused.
 */
final class Journal implements AutoCloseable {
    private static final String START = "0".repeat(64);
    private static final int LINE_BYTES_MAX = 32 << 20;
    private static final int READ_BYTES = 1 << 16;

    private final FileChannel file;
    private final FileLock lock;
    private String last = START;
    private long end;
    private boolean broken;

    /** Takes in what is there. */
    interface Line {
        void read(long offset, String kind, String text) throws IOException;
    }

    /** @throws IOException in Chinese, when it is damaged or in use by another agent */
    Journal(Path path, Line line) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock = locked(path);
            replay(line);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private FileLock locked(Path path) throws IOException {
        try {
            FileLock taken = file.tryLock();
            if (taken != null) {
                return taken;
            }
        } catch (OverlappingFileLockException e) {
            // Answered below.
        }
        throw new IOException("离线日志 " + path + " 正被另一个代理使用，请先退出它");
    }

    private void replay(Line line) throws IOException {
        long size = file.size();
        long at = 0;
        while (at < size) {
            byte[] bytes = lineAt(at, size);
            if (bytes == null) {
                // Torn by a crash before anybody was told.
                file.truncate(at);
                file.force(true);
                break;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            int first = text.indexOf(' ');
            int second = first < 0 ? -1 : text.indexOf(' ', first + 1);
            if (second < 0
                    || !text.substring(0, first)
                            .equals(digest(last, text.substring(first + 1, second), text.substring(second + 1)))) {
                throw new IOException("离线日志在第 " + at + " 字节处被改动或损坏，本机不能离线开票；请保留该文件并联系信息科");
            }
            line.read(at, text.substring(first + 1, second), text.substring(second + 1));
            last = text.substring(0, first);
            at += bytes.length + 1L;
        }
        end = Math.min(at, file.size());
    }

    /** Without its line break; null when there is none before the end. */
    private byte @org.jspecify.annotations.Nullable [] lineAt(long from, long size) throws IOException {
        var whole = new java.io.ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(READ_BYTES);
        for (long at = from; at < size; ) {
            buffer.clear();
            int read = file.read(buffer, at);
            if (read < 0) {
                return null;
            }
            for (int i = 0; i < read; i++) {
                if (buffer.get(i) == '\n') {
                    whole.write(buffer.array(), 0, i);
                    return whole.toByteArray();
                }
            }
            whole.write(buffer.array(), 0, read);
            if (whole.size() > LINE_BYTES_MAX) {
                throw new IOException("离线日志中有过长的行，本机不能离线开票");
            }
            at += read;
        }
        return null;
    }

    private static String digest(String before, String kind, String text) {
        return Sm2.sm3Hex((before + " " + kind + " " + text).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns when the line is on the disk.
     *
     * @param text without line breaks
     * @return where it stands
     * @throws IOException in Chinese; then it was not written, or the journal takes no more until the agent is started again
     */
    synchronized long append(String kind, String text) throws IOException {
        if (broken) {
            throw new IOException("离线日志不能写入，请检查磁盘空间后重新启动窗口代理");
        }
        String digest = digest(last, kind, text);
        byte[] bytes = (digest + " " + kind + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
        long at = end;
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer, at + buffer.position());
            }
            file.force(true);
        } catch (IOException e) {
            undo(at);
            throw new IOException("离线日志不能写入：" + e.getMessage() + "；请检查磁盘空间", e);
        }
        last = digest;
        end = at + bytes.length;
        return at;
    }

    /** @param text without line breaks */
    record Entry(String kind, String text) {}

    /** 轮换 Writes another journal whole, ready to take the place of one that has grown long. */
    static void write(Path file, Iterable<Entry> entries) throws IOException {
        try (var out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            String last = START;
            for (Entry entry : entries) {
                last = digest(last, entry.kind(), entry.text());
                var buffer = ByteBuffer.wrap(
                        (last + " " + entry.kind() + " " + entry.text() + "\n").getBytes(StandardCharsets.UTF_8));
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            out.force(true);
        }
    }

    private void undo(long at) {
        try {
            file.truncate(at);
            file.force(true);
        } catch (IOException e) {
            broken = true;
        }
    }

    /** The text of the line that stands there. */
    synchronized String text(long offset) throws IOException {
        byte[] bytes = lineAt(offset, end);
        if (bytes == null) {
            throw new IOException("离线日志第 " + offset + " 字节处没有内容");
        }
        String line = new String(bytes, StandardCharsets.UTF_8);
        return line.substring(line.indexOf(' ', line.indexOf(' ') + 1) + 1);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        file.close();
    }
}
