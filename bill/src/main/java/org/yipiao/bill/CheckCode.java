package org.yipiao.bill;

/**
 * 校验码 Six random characters that prove that the asker has seen the bill. Opaque and compared case-sensitively. Four
 * alphabets are in use; ours is lower-case hexadecimal. Never logged, so {@link #toString()} hides it.
 */
public record CheckCode(String text) {
    public CheckCode {
        if (!valid(text)) {
            throw new IllegalArgumentException("check code must be 6 letters or digits");
        }
    }

    private static boolean valid(String text) {
        return text.length() == 6
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    }

    @Override
    public String toString() {
        return "******";
    }
}
