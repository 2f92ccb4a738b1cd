package org.yipiao.bill.face;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** 字段 A part of a line of text: ordinary characters for a font of the reader, or one rare character with its outline. */
public final class Piece {
    /** The letters of the five drawing commands. */
    public enum Letters {
        SVG("MLQCZ"),
        /** 图形轮廓 of GB/T 33190: quadratic Q, cubic B, close C. */
        OFD("MLQBC");

        private final String letters;

        Letters(String letters) {
            this.letters = letters;
        }
    }

    private static final int COORDINATES_MAX = 6;

    private final String text;
    private final double left;
    private final Optional<Path2D> outline;

    private Piece(String text, double left, Optional<Path2D> outline) {
        this.text = text;
        this.left = left;
        this.outline = outline;
    }

    static List<Piece> of(Ink.Words words) {
        String text = words.text();
        double left = words.left();
        if (text.chars().noneMatch(Piece::perhapsRare)) {
            return List.of(new Piece(text, left, Optional.empty()));
        }
        var pieces = new ArrayList<Piece>();
        int start = 0;
        double x = left;
        double startX = left;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int next = i + Character.charCount(character);
            double nextX = x + Advance.of(character) * words.size();
            Optional<Path2D> outline = Glyphs.rare(character);
            // Readers disagree on how many advances a pair of surrogates takes, so it never stands among others.
            if (outline.isPresent() || next > i + 1) {
                if (start < i) {
                    pieces.add(new Piece(text.substring(start, i), startX, Optional.empty()));
                }
                double pieceX = x;
                var placed = outline.map(path -> placed(path, pieceX, words));
                pieces.add(new Piece(text.substring(i, next), x, placed));
                start = next;
                startX = nextX;
            }
            i = next;
            x = nextX;
        }
        if (start < text.length()) {
            pieces.add(new Piece(text.substring(start), startX, Optional.empty()));
        }
        return pieces;
    }

    private static boolean perhapsRare(int c) {
        return (c >= 0x3400 && c < 0x4dc0) || (c > 0x9fa5 && c < 0xa000) || (c >= 0xd800 && c < 0xe000);
    }

    private static Path2D placed(Path2D outline, double left, Ink.Words words) {
        var onPage = new AffineTransform(words.size(), 0, 0, -words.size(), left, words.y());
        return new Path2D.Double(outline, onPage);
    }

    public String text() {
        return text;
    }

    public double left() {
        return left;
    }

    /** True when the piece is one character to be drawn by {@link #path}. */
    public boolean rare() {
        return outline.isPresent();
    }

    /** Appends the outline in millimetres from the given corner of the page. */
    public void path(StringBuilder out, double originX, double originY, Letters letters) {
        if (outline.isEmpty()) {
            return;
        }
        var coordinates = new double[COORDINATES_MAX];
        String separator = "";
        for (var steps = outline.get().getPathIterator(null); !steps.isDone(); steps.next()) {
            int step = steps.currentSegment(coordinates);
            out.append(separator).append(letters.letters.charAt(step));
            for (int i = 0; i < count(step); i++) {
                out.append(' ');
                Markup.number(out, coordinates[i] - (i % 2 == 0 ? originX : originY));
            }
            separator = " ";
        }
    }

    private static int count(int step) {
        return switch (step) {
            case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
            case PathIterator.SEG_QUADTO -> 4;
            case PathIterator.SEG_CUBICTO -> 6;
            default -> 0;
        };
    }
}
