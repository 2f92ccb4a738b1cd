package org.yipiao.bill;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * 金额 An amount of money in fen 分. Negative on a red bill 红票.
 *
 * @param fen hundredths of a yuan; sums that leave the range of a long throw {@link ArithmeticException}
 */
public record Money(long fen) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    /** Largest magnitude of any amount in the field's norms: 14 digits, two of them decimals. */
    public static final long FEN_MAX = 99_999_999_999_999L;

    public static Money ofFen(long fen) {
        return fen == 0 ? ZERO : new Money(fen);
    }

    /**
     * The amount of a decimal number of yuan, which must have no more than two significant decimals.
     *
     * @throws ArithmeticException when a third decimal is not zero or the amount is outside ±{@link #FEN_MAX}
     */
    public static Money ofYuan(BigDecimal yuan) {
        return rounded(yuan.setScale(2, RoundingMode.UNNECESSARY));
    }

    /** As {@link #ofYuan(BigDecimal)} from a plain decimal text such as {@code 12.05}. */
    public static Money ofYuan(String yuan) {
        return ofYuan(new BigDecimal(yuan));
    }

    /** The one place where an amount of money is rounded: to whole fen, half up. */
    public static Money rounded(BigDecimal yuan) {
        if (yuan.precision() - yuan.scale() > 13) {
            throw new ArithmeticException("amount has more than 12 digits before the point: " + yuan);
        }
        long fen = yuan.setScale(2, RoundingMode.HALF_UP).unscaledValue().longValueExact();
        if (fen > FEN_MAX || fen < -FEN_MAX) {
            throw new ArithmeticException("amount has more than 12 digits before the point: " + yuan);
        }
        return ofFen(fen);
    }

    public Money plus(Money other) {
        return ofFen(Math.addExact(fen, other.fen));
    }

    public Money minus(Money other) {
        return ofFen(Math.subtractExact(fen, other.fen));
    }

    public Money negated() {
        return ofFen(Math.negateExact(fen));
    }

    public boolean isNegative() {
        return fen < 0;
    }

    public boolean isZero() {
        return fen == 0;
    }

    public BigDecimal yuan() {
        return BigDecimal.valueOf(fen, 2);
    }

    /** Yuan with exactly two decimals and no grouping, as in the bill XML and the QR text: {@code 12.05}. */
    public String plain() {
        return yuan().toPlainString();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(fen, other.fen);
    }

    @Override
    public String toString() {
        return plain();
    }
}
