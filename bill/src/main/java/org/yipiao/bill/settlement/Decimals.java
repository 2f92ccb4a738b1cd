package org.yipiao.bill.settlement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** 数值 Reads the number forms of the market protocol: 12, "12.5000", ".50", 1.0E7, -0.01, "" for nothing. */
public final class Decimals {
    private static final int LENGTH_MAX = 40;
    /** Java doubles of amounts stay far inside; anything outside could cost minutes of arithmetic. */
    private static final int SCALE_MAX = 30;
    /** 数量与单价最多保留的小数位 */
    static final int FINE_SCALE = 6;
    /** 数值上限: 12 digits before the point, also after rounding to fen. */
    static final int DIGITS_MAX = 12;

    private static final BigDecimal MAX = new BigDecimal("999999999999.99");

    private Decimals() {}

    /** @return empty when the text is no number; zero for empty text */
    public static Optional<BigDecimal> read(String text) {
        if (text.isEmpty()) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (text.length() > LENGTH_MAX || !text.chars().allMatch(Decimals::belongs)) {
            return Optional.empty();
        }
        try {
            var number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > SCALE_MAX ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean belongs(int c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }

    public static boolean tooLarge(BigDecimal number) {
        return number.abs().compareTo(MAX) > 0;
    }

    /** Quantities, unit prices and list amounts: at most {@link #FINE_SCALE} decimals, no trailing zeros, no exponent. */
    public static BigDecimal fine(BigDecimal number) {
        var rounded = number.setScale(FINE_SCALE, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }
}
