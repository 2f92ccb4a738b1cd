package org.yipiao.bill.face;

import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;

/**
 * 生僻字 A text with a character that readers and phones may lack, such as 䶮 in a name: drawn whole as outlines, so that it shows
 * everywhere, with the text itself unseen over it, to be found, copied and compared.
 */
public final class RareText {
    /** The letters of the five drawing commands: move, line, quadratic, cubic, close. */
    public enum Commands {
        SVG("MLQCZ"),
        /** 图形轮廓 of GB/T 33190. */
        OFD("MLQBC");

        private final String letters;

        Commands(String letters) {
            this.letters = letters;
        }
    }

    private static final int COORDINATES_MAX = 6;

    private RareText() {}

    /** True for Chinese characters outside the 20 902 of GBK and for everything outside the basic plane. */
    public static boolean in(Ink.Words words) {
        String text = words.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean rare = (c >= 0x3400 && c < 0x4dc0) || (c > 0x9fa5 && c < 0xa000) || Character.isSurrogate(c);
            if (rare) {
                return true;
            }
        }
        return false;
    }

    /** Appends the outlines in millimetres from the given corner of the page. */
    public static void path(StringBuilder out, Ink.Words words, double originX, double originY, Commands commands) {
        double x = words.left() - originX;
        double y = words.y() - originY;
        String text = words.text();
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            var place = new AffineTransform(words.size(), 0, 0, -words.size(), x, y);
            append(out, Glyphs.outline(words.face(), character).getPathIterator(place), commands);
            x += Advance.of(character) * words.size();
            i += Character.charCount(character);
        }
    }

    private static void append(StringBuilder out, PathIterator steps, Commands commands) {
        var coordinates = new double[COORDINATES_MAX];
        for (; !steps.isDone(); steps.next()) {
            int step = steps.currentSegment(coordinates);
            out.append(commands.letters.charAt(step));
            for (int i = 0; i < count(step); i++) {
                out.append(' ');
                Markup.number(out, coordinates[i]);
            }
            out.append(' ');
        }
    }

    private static int count(int step) {
        return switch (step) {
            case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> COORDINATES_MAX;
            default -> 0;
        };
    }
}
