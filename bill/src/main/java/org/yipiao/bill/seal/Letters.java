package org.yipiao.bill.seal;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * 字形 Outlines of letters from the fonts that come with the product. The font system of the JDK is left alone: it fails on
 * servers without fontconfig, and a seal has to look the same wherever it is drawn.
 */
final class Letters {
    private static final String FONTS = "/org/yipiao/bill/face/fonts/";

    /** 宋体 as seals have it, then what has more letters. */
    private static final List<String> FILES = List.of("song.ttf.gz", "rest.ttf.gz", "names.ttf.gz");

    /** A Chinese letter fills a square from -0.12 to 0.88 em; its middle stands here over the baseline. */
    private static final double MIDDLE = 0.38;

    /**
     * Read for one seal and then forgotten: seals are drawn once in years, and the fonts take megabytes. The second and third
     * only when a letter asks for them.
     */
    private final List<TrueTypeFont> fonts = new ArrayList<>(List.of(font(FILES.getFirst())));

    private static TrueTypeFont font(String file) {
        try (InputStream packed = Letters.class.getResourceAsStream(FONTS + file)) {
            if (packed == null) {
                throw new IllegalStateException("font " + file + " is not shipped");
            }
            return new TTFParser().parse(new RandomAccessReadBuffer(new GZIPInputStream(packed)));
        } catch (IOException e) {
            throw new UncheckedIOException("font " + file, e);
        }
    }

    /** The letter's outline, one unit high and wide, its square centred on the origin, y downward; null when no font has it. */
    @Nullable
    Path2D outline(int letter) {
        try {
            for (int i = 0; i < FILES.size(); i++) {
                if (i == fonts.size()) {
                    fonts.add(font(FILES.get(i)));
                }
                TrueTypeFont font = fonts.get(i);
                int glyph = font.getUnicodeCmapLookup().getGlyphId(letter);
                GlyphData data = glyph == 0 ? null : font.getGlyph().getGlyph(glyph);
                if (data != null) {
                    double em = font.getUnitsPerEm();
                    AffineTransform toUnit = AffineTransform.getScaleInstance(1 / em, -1 / em);
                    toUnit.translate(-font.getAdvanceWidth(glyph) / 2.0, -MIDDLE * em);
                    return new Path2D.Double(data.getPath(), toUnit);
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("letter U+%04X".formatted(letter), e);
        }
    }
}
