package org.yipiao.console;

import java.nio.charset.Charset;
import java.util.Locale;

/**
 * 拼音首字母 First letters of the pinyin, for looking items up by typing. GB2312 keeps its 3 755 common characters in the order
 * of their pinyin, so the letter follows from the code; rarer characters give nothing.
 */
final class PinyinInitials {
    private static final Charset GBK = Charset.forName("GBK");
    private static final String LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ";
    /** The first code of each letter. */
    private static final int[] FIRST = {
        0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6,
        0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1
    };

    private static final int LAST = 0xD7F9;

    private PinyinInitials() {}

    /** 检查费 gives JCF; letters and digits stand for themselves. */
    static String of(String text) {
        var initials = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (character < 0x80) {
                if (Character.isLetterOrDigit(character)) {
                    initials.appendCodePoint(character);
                }
            } else {
                initials.append(letter(new String(Character.toChars(character))));
            }
        });
        return initials.toString().toUpperCase(Locale.ROOT);
    }

    private static String letter(String character) {
        byte[] bytes = character.getBytes(GBK);
        if (bytes.length != 2) {
            return "";
        }
        int code = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        if (code < FIRST[0] || code > LAST) {
            return "";
        }
        int at = FIRST.length - 1;
        while (code < FIRST[at]) {
            at--;
        }
        return LETTERS.substring(at, at + 1);
    }
}
