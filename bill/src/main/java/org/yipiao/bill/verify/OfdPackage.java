package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.yipiao.bill.verify.CheckList.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.verify.KnownParts.PackagePart;
import org.yipiao.bill.xml.Element;

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

    private final Map<String, PackagePart> files;

    private OfdPackage(Map<String, PackagePart> files) {
        this.files = files;
    }

    /** One line of the central directory. */
    private record Entry(
            String name,
            int nameAt,
            int nameLength,
            int flags,
            int method,
            int crc,
            int packed,
            int size,
            int offset) {}

    /** The bytes an entry covers, its header included; {@code slack} more may follow as its data descriptor. */
    private record Span(int start, int end, boolean slack) {}

    /** @throws IllegalArgumentException with a Chinese reason when the bytes are no such package or break a limit */
    static OfdPackage read(byte[] zip) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int end = endRecord(bytes);
            List<Entry> entries = directory(bytes, end);
            Map<String, PackagePart> files = new LinkedHashMap<>();
            List<Span> spans = new ArrayList<>();
            Unpacker unpacker = new Unpacker();
            try {
                for (Entry entry : entries) {
                    Span span = span(bytes, entry);
                    spans.add(span);
                    if (!entry.name().endsWith("/")) {
                        PackagePart part =
                                unpacker.part(entry, Arrays.copyOfRange(zip, span.end() - entry.packed(), span.end()));
                        if (files.put(entry.name(), part) != null) {
                            throw new IllegalArgumentException("压缩包内文件重名：" + entry.name());
                        }
                    }
                }
            } finally {
                unpacker.end();
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
                    at + CENTRAL_BYTES,
                    nameLength,
                    bytes.getShort(at + 8) & 0xffff,
                    bytes.getShort(at + 10) & 0xffff,
                    bytes.getInt(at + 16),
                    bytes.getInt(at + 20),
                    bytes.getInt(at + 24),
                    bytes.getInt(at + 42));
            if (entry.packed() < 0 || entry.size() < 0 || entry.offset() < 0) {
                throw new IllegalArgumentException("包内文件过大：" + entry.name());
            }
            if (entry.size() >= RATIO_COUNTS_FROM && entry.size() / RATIO_MAX > entry.packed()) {
                throw new IllegalArgumentException("压缩比异常：" + entry.name());
            }
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
        boolean plain = !name.isEmpty() && !name.startsWith("/");
        int segment = 0;
        for (int i = 0; plain && i <= name.length(); i++) {
            char c = i < name.length() ? name.charAt(i) : '/';
            if (c == '/') {
                plain = !isStep(name, segment, i);
                segment = i + 1;
            } else {
                plain = c >= ' ' && c != '\\' && c != ':' && c != 0xfffd;
            }
        }
        require(plain, "包内文件名不正确");
        return name;
    }

    /** "." or "..", which would lead elsewhere. */
    private static boolean isStep(String name, int from, int to) {
        return (to - from == 1 || to - from == 2) && name.charAt(from) == '.' && name.charAt(to - 1) == '.';
    }

    /** The local header has to repeat the directory. */
    private static Span span(ByteBuffer bytes, Entry entry) {
        int at = entry.offset();
        if (bytes.getInt(at) != LOCAL) {
            throw new IllegalArgumentException("包内文件头不正确：" + entry.name());
        }
        int flags = bytes.getShort(at + 6) & 0xffff;
        boolean follow = (flags & SIZES_FOLLOW) != 0;
        boolean same = flags == entry.flags()
                && (flags & ENCRYPTED) == 0
                && (bytes.getShort(at + 8) & 0xffff) == entry.method()
                && sameName(bytes, at, entry)
                && (follow
                        || (bytes.getInt(at + 14) == entry.crc()
                                && bytes.getInt(at + 18) == entry.packed()
                                && bytes.getInt(at + 22) == entry.size()));
        if (!same) {
            throw new IllegalArgumentException("包内文件头与目录不一致：" + entry.name());
        }
        int start = at + LOCAL_BYTES + (bytes.getShort(at + 26) & 0xffff) + (bytes.getShort(at + 28) & 0xffff);
        require(start <= bytes.limit() - entry.packed(), "压缩包不完整");
        return new Span(at, start + entry.packed(), follow);
    }

    private static boolean sameName(ByteBuffer bytes, int local, Entry entry) {
        int from = local + LOCAL_BYTES;
        return (bytes.getShort(local + 26) & 0xffff) == entry.nameLength()
                && from + entry.nameLength() <= bytes.limit()
                && bytes.slice(from, entry.nameLength()).equals(bytes.slice(entry.nameAt(), entry.nameLength()));
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

    /** Unpacks the files of one package one after the other. */
    private static final class Unpacker {
        private @Nullable Inflater inflater;

        PackagePart part(Entry entry, byte[] packed) {
            KnownParts.Key key = new KnownParts.Key(entry.method(), entry.crc(), entry.size(), packed);
            PackagePart known = KnownParts.of(key);
            if (known != null) {
                return known;
            }
            byte[] content = switch (entry.method()) {
                case STORED -> packed;
                case DEFLATED -> inflated(packed, entry);
                default -> throw new IllegalArgumentException("不支持的压缩方法：" + entry.name());
            };
            CRC32 crc = new CRC32();
            crc.update(content);
            if (content.length != entry.size() || (int) crc.getValue() != entry.crc()) {
                throw damaged(entry, null);
            }
            PackagePart part = new PackagePart(content);
            KnownParts.met(key, part);
            return part;
        }

        private byte[] inflated(byte[] packed, Entry entry) {
            Inflater unpacker = inflater;
            if (unpacker == null) {
                unpacker = new Inflater(true);
                inflater = unpacker;
            } else {
                unpacker.reset();
            }
            try {
                unpacker.setInput(packed);
                byte[] content = new byte[entry.size()];
                int done = 0;
                while (done < content.length) {
                    int more = unpacker.inflate(content, done, content.length - done);
                    if (more <= 0) {
                        throw damaged(entry, null);
                    }
                    done += more;
                }
                // One more byte would mean that the directory lied about the size.
                if (unpacker.inflate(new byte[1]) != 0 || !unpacker.finished() || unpacker.getRemaining() != 0) {
                    throw damaged(entry, null);
                }
                return content;
            } catch (DataFormatException e) {
                throw damaged(entry, e);
            }
        }

        private static IllegalArgumentException damaged(Entry entry, @Nullable Exception cause) {
            return new IllegalArgumentException("包内文件已损坏：" + entry.name(), cause);
        }

        void end() {
            if (inflater != null) {
                inflater.end();
            }
        }
    }

    /** Every file by its path, copied: other packages may share the originals. */
    Map<String, byte[]> files() {
        Map<String, byte[]> plain = LinkedHashMap.newLinkedHashMap(files.size());
        files.forEach((path, part) -> plain.put(path, part.content().clone()));
        return plain;
    }

    Set<String> paths() {
        return files.keySet();
    }

    /** Plain bytes, not to be changed. @throws IllegalArgumentException when there is no such file */
    byte[] file(String path) {
        return part(path).content();
    }

    /** @throws IllegalArgumentException when there is no such file */
    PackagePart part(String path) {
        PackagePart part = files.get(path);
        if (part == null) {
            throw new IllegalArgumentException("包内缺少文件 " + path);
        }
        return part;
    }

    /** @throws IllegalArgumentException when there is no such file or it is no XML that {@code BoundedXml} reads */
    Element xml(String path) {
        return part(path).xml();
    }

    /** SM3 of a file, base64 as a CheckValue says it. */
    String digest(String path) {
        return part(path).digest();
    }

    /**
     * The path in the package that a location in another file names: from the root with a slash in front, otherwise from that
     * file's folder.
     */
    static String resolve(String from, String location) {
        String text = location.strip();
        if (isWhole(text)) {
            return text.substring(1);
        }
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

    /** From the root, with no segment that is empty or a step. */
    private static boolean isWhole(String text) {
        return text.length() > 1
                && text.charAt(0) == '/'
                && text.charAt(text.length() - 1) != '/'
                && !text.contains("//")
                && !text.contains("/.");
    }
}
