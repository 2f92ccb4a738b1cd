package org.yipiao.masterdata;

import java.nio.charset.Charset;
import java.util.Locale;

/**
 * 拼音首字母 Initials of a Chinese name, for look-up at the keyboard. The 3 755 common characters of GB 2312 stand in the order
 * of their pinyin, so the code says the initial; of rarer characters nothing is written.
 */
final class Pinyin {
    private static final Charset GBK = Charset.forName("GBK");
    private static final String INITIALS = "abcdefghjklmnopqrstwxyz";
    /** First code of each initial. */
    private static final int[] FROM = {
        0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6,
        0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1
    };
    /** Behind the last common character. */
    private static final int END = 0xD7FA;

    private static final int LENGTH_MAX = 50;

    private Pinyin() {}

    /** Lower-case letters and digits only, at most 50. */
    static String initials(String text) {
        var initials = new StringBuilder();
        for (int i = 0; i < text.length() && initials.length() < LENGTH_MAX; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (Character.isLetterOrDigit(c)) {
                    initials.append(c);
                }
            } else {
                char initial = initial(c);
                if (initial != 0) {
                    initials.append(initial);
                }
            }
        }
        return initials.toString().toLowerCase(Locale.ROOT);
    }

    private static char initial(char c) {
        byte[] bytes = String.valueOf(c).getBytes(GBK);
        if (bytes.length != 2) {
            return 0;
        }
        int code = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        if (code >= END || (bytes[1] & 0xFF) < 0xA1) {
            return 0;
        }
        for (int i = FROM.length - 1; i >= 0; i--) {
            if (code >= FROM[i]) {
                return INITIALS.charAt(i);
            }
        }
        return 0;
    }
}
