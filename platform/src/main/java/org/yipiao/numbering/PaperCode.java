package org.yipiao.numbering;

import org.jspecify.annotations.Nullable;

/**
 * 纸质票据代码 One kind of paper the unit has.
 *
 * @param code 1 to 20 digits as printed; leading zeros count
 * @param name 票据名称, 1 to 60 characters
 * @param width digits of its numbers as printed, 1 to 10
 * @param year the year in which it may be used; null: until it is gone
 * @param stopped 停用: nothing more is taken from it
 */
public record PaperCode(
        String code,
        String name,
        PaperKind kind,
        int width,
        @Nullable Integer year,
        boolean stopped) {
    public static final int NAME_MAX = 60;
    public static final int WIDTH_MAX = 10;

    /** 号码 as printed. */
    String digits(long number) {
        return digits(width, number);
    }

    static String digits(int width, long number) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }

    /** @param digits as printed @return null when it is no number of this code */
    @Nullable
    Long value(String digits) {
        boolean fits = digits.length() == width && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Long.valueOf(digits) : null;
    }

    PaperNumber number(long number) {
        return new PaperNumber(code, digits(number));
    }
}
