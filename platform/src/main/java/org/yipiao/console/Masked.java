package org.yipiao.console;

/** 脱敏 How personal data is shown on lists. */
final class Masked {
    private static final int STARS_MAX = 3;

    private Masked() {}

    /** The first character of a name, then stars: 张*; characters outside the basic plane count as one. */
    static String name(String name) {
        int length = name.codePointCount(0, name.length());
        if (length == 0) {
            return "";
        }
        return name.substring(0, name.offsetByCodePoints(0, 1)) + "*".repeat(Math.clamp(length - 1, 1, STARS_MAX));
    }

    /** A number of a card or account: the last four characters stay, when it is long enough. */
    static String number(String number) {
        int length = number.length();
        return length <= 6 ? "*".repeat(length) : "*".repeat(length - 4) + number.substring(length - 4);
    }
}
