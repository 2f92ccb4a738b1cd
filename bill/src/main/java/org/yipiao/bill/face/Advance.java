package org.yipiao.bill.face;

/**
 * 字宽 Advance widths in ems, as in the standard Chinese fonts: a Chinese character or mark takes one em, ASCII takes half.
 * Every renderer places characters by these, so that all show the same page whatever font they find.
 */
public final class Advance {
    private static final double FULL = 1;
    private static final double HALF = 0.5;

    /** Latin-1 signs that Chinese fonts draw as wide as a Chinese character. */
    private static final String WIDE_LATIN = "¤§¨°±·×÷";

    private static final int ASCII_END = 0x80;
    private static final int LATIN_END = 0x250;
    private static final int HAN_START = 0x3400;
    private static final int HAN_END = 0xa000;

    private Advance() {}

    /** @param character a Unicode code point */
    public static double of(int character) {
        if (character < ASCII_END) {
            return HALF;
        }
        if (character >= HAN_START && character < HAN_END) {
            return FULL;
        }
        if (character < LATIN_END) {
            return WIDE_LATIN.indexOf(character) >= 0 ? FULL : HALF;
        }
        if (Character.getType(character) == Character.NON_SPACING_MARK) {
            return 0;
        }
        boolean halfwidthForm = character >= 0xff61 && character <= 0xffdc;
        return halfwidthForm ? HALF : FULL;
    }

    public static double of(String text) {
        double sum = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            sum += of(text.codePointAt(i));
        }
        return sum;
    }
}
