package org.yipiao.bill.face;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.OpenTypeFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/** 字体文件 The outlines of one font. Thread-safe: the parser underneath is not, so it is asked by one thread at a time. */
final class FontFile {
    /** A page has some hundred different characters; more are kept than a day of bills needs. */
    private static final int OUTLINES_MAX = 8_000;

    private final TrueTypeFont font;
    private final CmapLookup characters;
    private byte @Nullable [] glyf;
    private final ConcurrentHashMap<Integer, Path2D> outlines = new ConcurrentHashMap<>();

    FontFile(TrueTypeFont font) throws IOException {
        this.font = font;
        this.characters = font.getUnicodeCmapLookup();
    }

    /** One of the subsets in {@code fonts/}; its characters and licence are told there. */
    static FontFile shipped(String name) {
        try {
            return new FontFile(new TTFParser().parse(new RandomAccessReadBuffer(bytes(name))));
        } catch (IOException broken) {
            throw new UncheckedIOException("font " + name, broken);
        }
    }

    /** The plain bytes of a shipped font. */
    static byte[] bytes(String name) {
        try (InputStream packed = FontFile.class.getResourceAsStream("fonts/" + name + ".ttf.gz")) {
            if (packed == null) {
                throw new IllegalStateException("font " + name + " is not shipped");
            }
            return new GZIPInputStream(packed).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("font " + name, broken);
        }
    }

    /**
     * 字形数据 One glyph as a TrueType font holds it.
     *
     * @param glyf its entry in the {@code glyf} table, not to be changed
     */
    record Glyph(byte[] glyf, int advance, int leftSideBearing) {}

    /** The glyph of a character that this TrueType font {@link #has}. */
    Glyph glyph(int character) {
        synchronized (font) {
            try {
                int glyph = characters.getGlyphId(character);
                long[] offsets = font.getIndexToLocation().getOffsets();
                byte[] glyf = glyf();
                var metrics = font.getHorizontalMetrics();
                return new Glyph(
                        Arrays.copyOfRange(glyf, (int) offsets[glyph], (int) offsets[glyph + 1]),
                        metrics.getAdvanceWidth(glyph),
                        metrics.getLeftSideBearing(glyph));
            } catch (IOException broken) {
                throw new UncheckedIOException("glyph of " + character, broken);
            }
        }
    }

    private byte[] glyf() {
        byte[] known = glyf;
        if (known == null) {
            known = table("glyf");
            glyf = known;
        }
        return known;
    }

    /** A table of the font by its tag. */
    byte[] table(String tag) {
        synchronized (font) {
            try {
                var table = font.getTableMap().get(tag);
                if (table == null) {
                    throw new IllegalStateException("the font has no table " + tag);
                }
                return font.getTableBytes(table);
            } catch (IOException broken) {
                throw new UncheckedIOException("table " + tag, broken);
            }
        }
    }

    boolean has(int character) {
        synchronized (font) {
            return characters.getGlyphId(character) != 0;
        }
    }

    /** The outline in ems, y upwards from the baseline; empty for a blank. Not to be changed. */
    Optional<Path2D> outline(int character) {
        Path2D known = outlines.get(character);
        if (known == null) {
            known = read(character);
            if (known == null) {
                return Optional.empty();
            }
            if (outlines.size() >= OUTLINES_MAX) {
                outlines.clear();
            }
            outlines.put(character, known);
        }
        return Optional.of(known);
    }

    private @Nullable Path2D read(int character) {
        synchronized (font) {
            int glyph = characters.getGlyphId(character);
            if (glyph == 0) {
                return null;
            }
            try {
                double scale = 1.0 / font.getUnitsPerEm();
                return new Path2D.Double(raw(glyph), AffineTransform.getScaleInstance(scale, scale));
            } catch (IOException broken) {
                throw new UncheckedIOException("glyph " + glyph, broken);
            }
        }
    }

    private Path2D raw(int glyph) throws IOException {
        if (font instanceof OpenTypeFont postscript && postscript.isPostScript()) {
            var outlines = postscript.getCFF().getFont();
            int name = outlines.getCharset().isCIDFont() ? outlines.getCharset().getCIDForGID(glyph) : glyph;
            return outlines.getType2CharString(name).getPath();
        }
        var data = font.getGlyph().getGlyph(glyph);
        return data == null ? new Path2D.Double() : data.getPath();
    }

    /** The advance of the font itself in ems, which renderers correct to {@link Advance}. */
    double advance(int character) {
        synchronized (font) {
            try {
                return (double) font.getAdvanceWidth(characters.getGlyphId(character)) / font.getUnitsPerEm();
            } catch (IOException broken) {
                throw new UncheckedIOException("advance", broken);
            }
        }
    }
}
