package org.yipiao.bill;

/** ASCII digits; {@link Character#isDigit} would also accept those of other scripts. */
final class Digits {
    private Digits() {}

    static boolean only(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
