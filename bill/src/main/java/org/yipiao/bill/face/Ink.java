package org.yipiao.bill.face;

/** 图元 One thing drawn on a page. All lengths in millimetres from the upper left corner, y downwards. */
public sealed interface Ink {
    /** 颜色 */
    enum Tint {
        /** Frame, title and labels: measured on a real bill. */
        BROWN(150, 110, 70),
        BLACK(0, 0, 0),
        /** Marks such as 已冲红. */
        RED(214, 36, 36);

        private final int red;
        private final int green;
        private final int blue;

        Tint(int red, int green, int blue) {
            this.red = red;
            this.green = green;
            this.blue = blue;
        }

        public int red() {
            return red;
        }

        public int green() {
            return green;
        }

        public int blue() {
            return blue;
        }
    }

    /** 对齐 What {@link Words#x} tells: the left end, the middle or the right end of the text. */
    enum Align {
        LEFT(0),
        MIDDLE(0.5),
        RIGHT(1);

        private final double share;

        Align(double share) {
            this.share = share;
        }

        /** The share of the width that stands left of x. */
        public double share() {
            return share;
        }
    }

    /**
     * 文字 One line of text, already cleaned and fitted.
     *
     * @param y baseline
     * @param size 字号, the height of a Chinese character
     * @param room width that the text may not leave; its own width fits already with full-width and half-width
     *     advances, which the standard fonts have
     */
    record Words(String text, double x, double y, double size, double room, Typeface face, Tint tint, Align align)
            implements Ink {
        public double width() {
            return Advance.of(text) * size;
        }

        public double left() {
            return x - width() * align.share();
        }
    }

    /** 线 @param thickness of the stroke */
    record Line(double x1, double y1, double x2, double y2, double thickness, Tint tint) implements Ink {}

    /** 框 An unfilled rectangle. @param thickness of the stroke */
    record Box(double x, double y, double width, double height, double thickness, Tint tint) implements Ink {}

    /** 图 A PNG stretched to the given size. @param crisp drawn with hard edges, as a QR code needs */
    record Picture(double x, double y, double width, double height, boolean crisp, byte[] png) implements Ink {}
}
