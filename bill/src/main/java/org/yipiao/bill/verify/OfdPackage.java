package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.yipiao.bill.verify.CheckList.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.yipiao.bill.sign.Sm2;

/**
 * OFD包 The files of a package, read from memory within limits. Stricter than ZIP readers: the directory and the local headers
 * have to tell the same, and nothing may stand between the files, so that no two readers see two different packages.
 */
final class OfdPackage {
    static final int ENTRIES_MAX = 200;
    static final long TOTAL_MAX = 60L * 1024 * 1024;

    /** A list of 5 000 like lines packs to a fiftieth; a bomb to a thousandth. */
    private static final int RATIO_MAX = 200;

    private static final int RATIO_COUNTS_FROM = 1024 * 1024;

    private static final int END = 0x06054b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    private static final int SIZES_FOLLOW = 8;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final Map<String, byte[]> files;

    private final Map<String, String> digests = new HashMap<>();

    private OfdPackage(Map<String, byte[]> files) {
        this.files = files;
    }

    /** One line of the central directory. */
    private record Entry(String name, int flags, int method, int crc, int packed, int size, int offset) {}

    /** The bytes an entry covers, its header included; {@code slack} more may follow as its data descriptor. */
    private record Span(int start, int end, boolean slack) {}

    /** @throws IllegalArgumentException with a Chinese reason when the bytes are no such package or break a limit */
    static OfdPackage read(byte[] zip) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int end = endRecord(bytes);
            List<Entry> entries = directory(bytes, end);
            Map<String, byte[]> files = new LinkedHashMap<>();
            List<Span> spans = new ArrayList<>();
            for (Entry entry : entries) {
                spans.add(span(bytes, entry));
                if (!entry.name().endsWith("/")) {
                    byte[] content = content(bytes, entry, spans.getLast().end());
                    require(files.put(entry.name(), content) == null, "压缩包内文件重名：" + entry.name());
                }
            }
            gapless(spans, bytes.getInt(end + 16));
            return new OfdPackage(files);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("压缩包不完整", e);
        }
    }

    private static int endRecord(ByteBuffer bytes) {
        int last = bytes.limit() - END_BYTES;
        for (int at = last; at >= Math.max(0, last - 0xffff); at--) {
            if (bytes.getInt(at) == END && (bytes.getShort(at + 20) & 0xffff) == last - at) {
                return at;
            }
        }
        throw new IllegalArgumentException("压缩包不完整，找不到目录");
    }

    private static List<Entry> directory(ByteBuffer bytes, int end) {
        int count = bytes.getShort(end + 10) & 0xffff;
        require(bytes.getInt(end + 4) == 0 && count == (bytes.getShort(end + 8) & 0xffff), "不支持分卷压缩包");
        require(count <= ENTRIES_MAX, "包内文件超过 " + ENTRIES_MAX + " 个");
        int at = bytes.getInt(end + 16);
        require(at >= 0 && at <= end && bytes.getInt(end + 12) == end - at, "压缩包目录位置不正确");
        List<Entry> entries = new ArrayList<>(count);
        long total = 0;
        for (int i = 0; i < count; i++) {
            require(bytes.getInt(at) == CENTRAL, "压缩包目录不正确");
            int nameLength = bytes.getShort(at + 28) & 0xffff;
            Entry entry = new Entry(
                    name(bytes, at + CENTRAL_BYTES, nameLength),
                    bytes.getShort(at + 8) & 0xffff,
                    bytes.getShort(at + 10) & 0xffff,
                    bytes.getInt(at + 16),
                    bytes.getInt(at + 20),
                    bytes.getInt(at + 24),
                    bytes.getInt(at + 42));
            require(entry.packed() >= 0 && entry.size() >= 0 && entry.offset() >= 0, "包内文件过大：" + entry.name());
            require(
                    entry.size() < RATIO_COUNTS_FROM || entry.size() / RATIO_MAX <= entry.packed(),
                    "压缩比异常：" + entry.name());
            total += entry.size();
            require(total <= TOTAL_MAX, "解压后超过 " + TOTAL_MAX / 1024 / 1024 + " MB");
            entries.add(entry);
            at += CENTRAL_BYTES + nameLength + (bytes.getShort(at + 30) & 0xffff) + (bytes.getShort(at + 32) & 0xffff);
        }
        require(at == end, "压缩包目录后有多余内容");
        return entries;
    }

    private static String name(ByteBuffer bytes, int at, int length) {
        byte[] raw = new byte[length];
        bytes.get(at, raw);
        String name = new String(raw, UTF_8);
        boolean plain = !name.isEmpty()
                && !name.startsWith("/")
                && name.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0xfffd);
        require(
                plain && Arrays.stream(name.split("/", -1)).noneMatch(part -> part.equals("..") || part.equals(".")),
                "包内文件名不正确");
        return name;
    }

    /** The local header has to repeat the directory. */
    private static Span span(ByteBuffer bytes, Entry entry) {
        int at = entry.offset();
        require(bytes.getInt(at) == LOCAL, "包内文件头不正确：" + entry.name());
        int flags = bytes.getShort(at + 6) & 0xffff;
        require(
                flags == entry.flags()
                        && (flags & ENCRYPTED) == 0
                        && (bytes.getShort(at + 8) & 0xffff) == entry.method()
                        && name(bytes, at + LOCAL_BYTES, bytes.getShort(at + 26) & 0xffff)
                                .equals(entry.name()),
                "包内文件头与目录不一致：" + entry.name());
        boolean follow = (flags & SIZES_FOLLOW) != 0;
        require(
                follow
                        || (bytes.getInt(at + 14) == entry.crc()
                                && bytes.getInt(at + 18) == entry.packed()
                                && bytes.getInt(at + 22) == entry.size()),
                "包内文件头与目录不一致：" + entry.name());
        int start = at + LOCAL_BYTES + (bytes.getShort(at + 26) & 0xffff) + (bytes.getShort(at + 28) & 0xffff);
        require(start <= bytes.limit() - entry.packed(), "压缩包不完整");
        return new Span(at, start + entry.packed(), follow);
    }

    private static void gapless(List<Span> spans, int directory) {
        List<Span> ordered =
                spans.stream().sorted(Comparator.comparingInt(Span::start)).toList();
        int expected = 0;
        boolean slack = false;
        for (Span span : ordered) {
            gap(span.start() - expected, slack);
            expected = span.end();
            slack = span.slack();
        }
        gap(directory - expected, slack);
    }

    /** A data descriptor has 12 or 16 bytes. */
    private static void gap(int gap, boolean slack) {
        require(gap == 0 || (slack && (gap == 12 || gap == 16)), "压缩包内有隐藏内容");
    }

    private static byte[] content(ByteBuffer bytes, Entry entry, int end) {
        byte[] packed = new byte[entry.packed()];
        bytes.get(end - entry.packed(), packed);
        byte[] content = switch (entry.method()) {
            case STORED -> packed;
            case DEFLATED -> inflated(packed, entry);
            default -> throw new IllegalArgumentException("不支持的压缩方法：" + entry.name());
        };
        CRC32 crc = new CRC32();
        crc.update(content);
        require(content.length == entry.size() && (int) crc.getValue() == entry.crc(), "包内文件已损坏：" + entry.name());
        return content;
    }

    private static byte[] inflated(byte[] packed, Entry entry) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] content = new byte[entry.size()];
            int done = 0;
            while (done < content.length) {
                int more = inflater.inflate(content, done, content.length - done);
                require(more > 0, "包内文件已损坏：" + entry.name());
                done += more;
            }
            // One more byte would mean that the directory lied about the size.
            require(
                    inflater.inflate(new byte[1]) == 0 && inflater.finished() && inflater.getRemaining() == 0,
                    "包内文件已损坏：" + entry.name());
            return content;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("包内文件已损坏：" + entry.name(), e);
        } finally {
            inflater.end();
        }
    }

    Set<String> paths() {
        return files.keySet();
    }

    /** @throws IllegalArgumentException when there is no such file */
    byte[] file(String path) {
        byte[] file = files.get(path);
        if (file == null) {
            throw new IllegalArgumentException("包内缺少文件 " + path);
        }
        return file;
    }

    /** SM3 of a file, base64 as a CheckValue says it; both seals ask for it. */
    String digest(String path) {
        String known = digests.get(path);
        if (known == null) {
            known = Base64.getEncoder().encodeToString(Sm2.sm3(file(path)));
            digests.put(path, known);
        }
        return known;
    }

    /**
     * The path in the package that a location in another file names: from the root with a slash in front, otherwise from that
     * file's folder.
     */
    static String resolve(String from, String location) {
        String text = location.strip();
        Deque<String> parts = new ArrayDeque<>();
        if (!text.startsWith("/")) {
            parts.addAll(List.of(from.split("/", -1)));
            parts.removeLast();
        }
        for (String part : text.split("/", -1)) {
            switch (part) {
                case "", "." -> {
                    // Stays in the same folder.
                }
                case ".." -> {
                    require(!parts.isEmpty(), "路径指向包外：" + location);
                    parts.removeLast();
                }
                default -> parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
