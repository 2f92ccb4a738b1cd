package org.yipiao.bill.face;

/** 标记文本 Numbers and texts as they stand in SVG and OFD pages. */
public final class Markup {
    private static final int THOUSANDTHS = 1_000;

    private Markup() {}

    /** Appends millimetres with at most three decimals and no zeros at the end. */
    public static void number(StringBuilder out, double value) {
        long thousandths = Math.round(value * THOUSANDTHS);
        if (thousandths < 0) {
            out.append('-');
            thousandths = -thousandths;
        }
        out.append(thousandths / THOUSANDTHS);
        int rest = (int) (thousandths % THOUSANDTHS);
        if (rest == 0) {
            return;
        }
        out.append('.').append((char) ('0' + rest / 100));
        if (rest % 100 != 0) {
            out.append((char) ('0' + rest / 10 % 10));
            if (rest % 10 != 0) {
                out.append((char) ('0' + rest % 10));
            }
        }
    }

    /** Appends text for element content or a double-quoted attribute. */
    public static void text(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
