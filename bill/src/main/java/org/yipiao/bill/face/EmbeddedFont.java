package org.yipiao.bill.face;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * 嵌入字体 A TrueType file with just the characters of one document, for readers on machines without 宋体 and 楷体. Put together
 * from the shipped fonts' glyphs as they are: those of {@code song}, {@code kai} and {@code names} have the same em and no
 * composites. Some 250 packed bytes for each character; see docs/decisions/0007.
 */
public final class EmbeddedFont {
    private static final List<Glyphs.Shipped> KAI =
            List.of(Glyphs.Shipped.KAI, Glyphs.Shipped.SONG, Glyphs.Shipped.NAMES);
    private static final List<Glyphs.Shipped> SONG = List.of(Glyphs.Shipped.SONG, Glyphs.Shipped.NAMES);

    /** Beyond the basic plane a reader's own font is not looked for either: such texts are drawn as outlines. */
    private static final int BASIC_PLANE_END = 0x10000;

    /** The bills of a hospital use some two thousand different characters. */
    private static final int GLYPHS_KEPT_MAX = 6_000;

    /** Offsets count in pairs of bytes up to here. */
    private static final int SHORT_OFFSETS_END = 2 * 0xffff;

    private static final int TRUE_TYPE = 0x00010000;
    private static final int TABLE_ENTRY = 16;
    private static final int HEADER = 12;
    private static final int CHECKSUM_MAGIC = 0xb1b0afba;
    private static final int HEAD_ADJUSTMENT_AT = 8;
    private static final int HEAD_OFFSETS_AT = 50;
    private static final int HHEA_METRICS_AT = 34;
    private static final int MAXP_GLYPHS_AT = 4;
    private static final int ROUND = 4;

    private static final ConcurrentMap<Key, Optional<FontFile.Glyph>> KEPT = new ConcurrentHashMap<>();

    private record Key(Typeface face, int character) {}

    /** What the same face's files share. */
    private record Frame(byte[] head, byte[] hhea, byte[] maxp, byte[] os2, byte[] post, byte[] name) {
        static Frame of(Glyphs.Shipped font) {
            FontFile file = Glyphs.file(font);
            return new Frame(
                    file.table("head"),
                    file.table("hhea"),
                    file.table("maxp"),
                    file.table("OS/2"),
                    file.table("post"),
                    names(font == Glyphs.Shipped.KAI ? "Yipiao Kai" : "Yipiao Song"));
        }
    }

    private static final class Frames {
        static final Frame KAI = Frame.of(Glyphs.Shipped.KAI);
        static final Frame SONG = Frame.of(Glyphs.Shipped.SONG);
    }

    private EmbeddedFont() {}

    /** Can an embedded font draw every character of the text? */
    public static boolean covers(Typeface face, String text) {
        return text.chars().allMatch(c -> c <= ' ' || glyph(face, c).isPresent());
    }

    private static Optional<FontFile.Glyph> glyph(Typeface face, int character) {
        if (character >= BASIC_PLANE_END || Character.isSurrogate((char) character)) {
            return Optional.empty();
        }
        Key key = new Key(face, character);
        Optional<FontFile.Glyph> known = KEPT.get(key);
        if (known == null) {
            known = (face == Typeface.KAI ? KAI : SONG)
                    .stream()
                            .map(Glyphs::file)
                            .filter(file -> file.has(character))
                            .findFirst()
                            .map(file -> file.glyph(character));
            if (KEPT.size() >= GLYPHS_KEPT_MAX) {
                KEPT.clear();
            }
            KEPT.put(key, known);
        }
        return known;
    }

    /** The same file for the same characters. Characters that {@link #covers} denies are left out. */
    public static byte[] of(Typeface face, Collection<String> texts) {
        SortedMap<Integer, FontFile.Glyph> glyphs = new TreeMap<>();
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                int character = text.charAt(i);
                if (!glyphs.containsKey(character)) {
                    glyph(face, character).ifPresent(glyph -> glyphs.put(character, glyph));
                }
            }
        }
        return file(face == Typeface.KAI ? Frames.KAI : Frames.SONG, glyphs);
    }

    private static byte[] file(Frame frame, SortedMap<Integer, FontFile.Glyph> glyphs) {
        int count = glyphs.size() + 1; // The first is the glyph of no character, left empty.
        int size = 0;
        for (FontFile.Glyph glyph : glyphs.values()) {
            size += even(glyph.glyf().length);
        }
        boolean shortOffsets = size <= SHORT_OFFSETS_END;
        byte[] glyf = new byte[size];
        ByteBuffer loca = ByteBuffer.wrap(new byte[(count + 1) * (shortOffsets ? 2 : 4)]);
        byte[] hmtx = new byte[count * 4];
        ByteBuffer metrics = ByteBuffer.wrap(hmtx).putInt(0);
        offset(loca, 0, shortOffsets);
        int at = 0;
        for (FontFile.Glyph glyph : glyphs.values()) {
            offset(loca, at, shortOffsets);
            System.arraycopy(glyph.glyf(), 0, glyf, at, glyph.glyf().length);
            at += even(glyph.glyf().length);
            metrics.putShort((short) glyph.advance()).putShort((short) glyph.leftSideBearing());
        }
        offset(loca, at, shortOffsets);

        byte[] head = frame.head().clone();
        ByteBuffer.wrap(head).putInt(HEAD_ADJUSTMENT_AT, 0).putShort(HEAD_OFFSETS_AT, (short) (shortOffsets ? 0 : 1));
        byte[] hhea = frame.hhea().clone();
        ByteBuffer.wrap(hhea).putShort(HHEA_METRICS_AT, (short) count);
        byte[] maxp = frame.maxp().clone();
        ByteBuffer.wrap(maxp).putShort(MAXP_GLYPHS_AT, (short) count);

        Map<String, byte[]> tables = new TreeMap<>();
        tables.put("OS/2", frame.os2());
        tables.put("cmap", cmap(new ArrayList<>(glyphs.keySet())));
        tables.put("glyf", glyf);
        tables.put("head", head);
        tables.put("hhea", hhea);
        tables.put("hmtx", hmtx);
        tables.put("loca", bytes(loca));
        tables.put("maxp", maxp);
        tables.put("name", frame.name());
        tables.put("post", frame.post());
        return assembled(tables);
    }

    private static byte[] bytes(ByteBuffer whole) {
        byte[] bytes = new byte[whole.capacity()];
        whole.get(0, bytes);
        return bytes;
    }

    private static int even(int length) {
        return (length + 1) & ~1;
    }

    private static void offset(ByteBuffer loca, int at, boolean shortOffsets) {
        if (shortOffsets) {
            loca.putShort((short) (at / 2));
        } else {
            loca.putInt(at);
        }
    }

    /** Format 4: one segment for each run of characters, whose glyphs follow each other in the same order. */
    private static byte[] cmap(List<Integer> characters) {
        List<int[]> segments = new ArrayList<>();
        for (int i = 0; i < characters.size(); i++) {
            int character = characters.get(i);
            if (!segments.isEmpty() && segments.getLast()[1] == character - 1) {
                segments.getLast()[1] = character;
            } else {
                segments.add(new int[] {character, character, i + 1 - character});
            }
        }
        segments.add(new int[] {0xffff, 0xffff, 1});
        int count = segments.size();
        int length = 16 + 8 * count;
        byte[] table = new byte[12 + length];
        ByteBuffer out = ByteBuffer.wrap(table);
        out.putShort((short) 0).putShort((short) 1); // version, one subtable
        out.putShort((short) 3).putShort((short) 1).putInt(12); // Windows, Unicode
        int power = Integer.highestOneBit(count);
        out.putShort((short) 4).putShort((short) length).putShort((short) 0).putShort((short) (2 * count));
        out.putShort((short) (2 * power)).putShort((short) Integer.numberOfTrailingZeros(power));
        out.putShort((short) (2 * (count - power)));
        segments.forEach(segment -> out.putShort((short) segment[1]));
        out.putShort((short) 0);
        segments.forEach(segment -> out.putShort((short) segment[0]));
        segments.forEach(segment -> out.putShort((short) segment[2]));
        return table; // the offsets into a list of glyphs stay zero
    }

    /** The names and the notices that the licence of the original asks for. */
    private static byte[] names(String family) {
        Map<Integer, String> texts = new TreeMap<>(Map.of(
                0,
                "(c) Copyright 1994-1999, Arphic Technology Co., Ltd.",
                1,
                family,
                2,
                "Regular",
                3,
                family + " subset",
                4,
                family,
                6,
                family.replace(" ", ""),
                10,
                "Subset for one document, made by Yipiao from its shipped fonts, 2026; outlines unchanged.",
                13,
                "Arphic Public License"));
        int length = texts.values().stream().mapToInt(text -> 2 * text.length()).sum();
        byte[] table = new byte[6 + 12 * texts.size() + length];
        ByteBuffer out = ByteBuffer.wrap(table);
        out.putShort((short) 0).putShort((short) texts.size()).putShort((short) (6 + 12 * texts.size()));
        int at = 0;
        for (Map.Entry<Integer, String> text : texts.entrySet()) {
            int bytes = 2 * text.getValue().length();
            out.putShort((short) 3).putShort((short) 1).putShort((short) 0x409);
            out.putShort(text.getKey().shortValue()).putShort((short) bytes).putShort((short) at);
            at += bytes;
        }
        texts.values().forEach(text -> out.put(text.getBytes(StandardCharsets.UTF_16BE)));
        return table;
    }

    private static byte[] assembled(Map<String, byte[]> tables) {
        int count = tables.size();
        int length = HEADER + TABLE_ENTRY * count;
        for (byte[] table : tables.values()) {
            length += rounded(table.length);
        }
        byte[] file = new byte[length];
        ByteBuffer out = ByteBuffer.wrap(file);
        int power = Integer.highestOneBit(count);
        out.putInt(TRUE_TYPE).putShort((short) count).putShort((short) (TABLE_ENTRY * power));
        out.putShort((short) Integer.numberOfTrailingZeros(power)).putShort((short) (TABLE_ENTRY * (count - power)));
        int at = HEADER + TABLE_ENTRY * count;
        int headAt = 0;
        for (Map.Entry<String, byte[]> table : tables.entrySet()) {
            byte[] bytes = table.getValue();
            System.arraycopy(bytes, 0, file, at, bytes.length);
            out.put(table.getKey().getBytes(StandardCharsets.US_ASCII));
            out.putInt(sum(out, at, rounded(bytes.length))).putInt(at).putInt(bytes.length);
            if (table.getKey().equals("head")) {
                headAt = at;
            }
            at += rounded(bytes.length);
        }
        out.putInt(headAt + HEAD_ADJUSTMENT_AT, CHECKSUM_MAGIC - sum(out, 0, length));
        return file;
    }

    private static int rounded(int length) {
        return (length + ROUND - 1) / ROUND * ROUND;
    }

    private static int sum(ByteBuffer file, int from, int length) {
        int sum = 0;
        for (int at = from; at < from + length; at += ROUND) {
            sum += file.getInt(at);
        }
        return sum;
    }
}
