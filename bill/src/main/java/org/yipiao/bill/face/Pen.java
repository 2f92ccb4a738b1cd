package org.yipiao.bill.face;

import java.util.ArrayList;
import java.util.List;

/** 笔 Collects what is drawn on one page; every text goes through {@link Wording} on its way. */
final class Pen {
    /** From the middle of a Chinese character down to its baseline, in ems. */
    private static final double MIDDLE_TO_BASELINE = 0.36;

    /** From one line of a cell to the next, in ems. */
    private static final double TWO_LINE_STEP = 1.04;

    private final List<Ink> inks = new ArrayList<>();

    List<Ink> inks() {
        return List.copyOf(inks);
    }

    void add(Ink ink) {
        inks.add(ink);
    }

    void rule(double x1, double y1, double x2, double y2, double thickness) {
        inks.add(new Ink.Line(x1, y1, x2, y2, thickness, Ink.Tint.BROWN));
    }

    /** 栏目名 A fixed word of ours. @return where a value may follow */
    double label(String text, double x, double y, double size, Ink.Align align) {
        return words(text, x, y, size, Geometry.PAGE_WIDTH, Typeface.KAI, Ink.Tint.BROWN, align);
    }

    /** 值 A value that begins at x. */
    void value(String text, double x, double y, double size, double room) {
        words(text, x, y, size, room, Typeface.SONG, Ink.Tint.BLACK, Ink.Align.LEFT);
    }

    /** A value in a column of a table, with the padding of a cell. */
    void cell(String text, Geometry.Column column, double y, double size) {
        double padding = Geometry.CELL_PADDING;
        double x = switch (column.align()) {
            case LEFT -> column.left() + padding;
            case MIDDLE -> column.middle();
            case RIGHT -> column.right() - padding;
        };
        double room = column.right() - column.left() - 2 * padding;
        words(text, x, y, size, room, Typeface.SONG, Ink.Tint.BLACK, column.align());
    }

    /** A text that would become smaller than {@code small} in one line is set in two of that size. */
    void twoLineCell(String raw, Geometry.Column column, double y, double size, double small) {
        String text = Wording.clean(raw);
        double room = column.right() - column.left() - 2 * Geometry.CELL_PADDING;
        if (Advance.of(text) * small <= room) {
            cell(text, column, y, size);
            return;
        }
        double step = small * TWO_LINE_STEP;
        double first = y - step / 2;
        for (String line : Wording.wrap(text, small, room, 2)) {
            cell(line, column, first, small);
            first += step;
        }
    }

    /** @return the right end of the text */
    double words(
            String raw, double x, double y, double size, double room, Typeface face, Ink.Tint tint, Ink.Align align) {
        String text = Wording.clean(raw);
        if (text.isEmpty()) {
            return x;
        }
        double fitting = Wording.size(text, size, room);
        var words = new Ink.Words(
                Wording.cut(text, fitting, room),
                x,
                y + fitting * MIDDLE_TO_BASELINE,
                fitting,
                room,
                face,
                tint,
                align);
        inks.add(words);
        return words.left() + words.width();
    }
}
