package org.yipiao.bill.seal;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.fontbox.ttf.OpenTypeFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * 字形 Outlines of letters, read from a font file. The font system of the JDK is left alone: it fails on servers without
 * fontconfig.
 */
final class Letters {
    /** The font that comes with the product; when it is missing, one of the machine's. */
    private static final String OWN = "/org/yipiao/bill/face/seal.ttf";

    private static final List<String> OF_THE_MACHINE = List.of(
            "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
            "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
            "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc");

    private final TrueTypeFont font;

    private Letters(TrueTypeFont font) {
        this.font = font;
    }

    /** Loaded at the first seal drawn. */
    private static final class Loaded {
        static final Letters ONE = load();
    }

    static Letters loaded() {
        return Loaded.ONE;
    }

    private static Letters load() {
        try (InputStream own = Letters.class.getResourceAsStream(OWN)) {
            if (own != null) {
                return new Letters(new TTFParser().parse(new RandomAccessReadBuffer(own)));
            }
            for (String path : OF_THE_MACHINE) {
                File file = new File(path);
                if (file.canRead()) {
                    return new Letters(first(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("没有可用的中文字体，请安装 fonts-noto-cjk");
    }

    private static TrueTypeFont first(File collection) throws IOException {
        TrueTypeFont[] first = new TrueTypeFont[1];
        // Stays open: the outlines are read when they are asked for.
        new TrueTypeCollection(collection).processAllFonts(font -> {
            if (first[0] == null
                    || font.getName().toLowerCase(java.util.Locale.ROOT).contains("cjksc")) {
                first[0] = font;
            }
        });
        return first[0];
    }

    /** The letter's outline, one unit high and wide, its box centred on the origin, y downward. */
    @Nullable
    Path2D outline(int codePoint) {
        try {
            int glyph = font.getUnicodeCmapLookup().getGlyphId(codePoint);
            if (glyph == 0) {
                return null;
            }
            Path2D path = font instanceof OpenTypeFont open && open.isPostScript()
                    ? open.getCFF().getFont().getType2CharString(glyph).getPath()
                    : font.getGlyph().getGlyph(glyph).getPath();
            double em = font.getUnitsPerEm();
            // A Chinese letter fills a square from -0.12 to 0.88 em.
            AffineTransform toUnit = new AffineTransform();
            toUnit.scale(1 / em, -1 / em);
            toUnit.translate(-font.getAdvanceWidth(glyph) / 2.0, -0.38 * em);
            Path2D unit = new Path2D.Double(path);
            unit.transform(toUnit);
            return unit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
