package org.yipiao.bill.face;

import org.yipiao.bill.Money;

/**
 * 大写金额 An amount of money in the capital numerals that can not be altered by a stroke: 壹拾贰元零伍分. We print 元, and 整
 * after 元 or 角; 零 stands between 元 and 分 when there is no 角, and before 角 when the digit of 元 is zero.
 */
public final class CapitalAmount {
    private static final String DIGITS = "零壹贰叁肆伍陆柒捌玖";
    private static final String[] PLACES = {"", "拾", "佰", "仟"};
    private static final String[] GROUPS = {"", "万", "亿"};
    private static final int GROUP = 10_000;

    private CapitalAmount() {}

    /**
     * @param money at most {@link Money#FEN_MAX} in magnitude; negative amounts start with 负
     * @throws IllegalArgumentException when the amount is larger
     */
    public static String of(Money money) {
        long fen = money.fen();
        if (fen > Money.FEN_MAX || fen < -Money.FEN_MAX) {
            throw new IllegalArgumentException("金额超出14位: " + money);
        }
        String sign = fen < 0 ? "负" : "";
        long magnitude = Math.abs(fen);
        return sign + yuan(magnitude / 100) + small(magnitude / 100, (int) (magnitude % 100));
    }

    private static String yuan(long yuan) {
        if (yuan == 0) {
            return "";
        }
        var text = new StringBuilder();
        boolean zeroDue = false;
        for (int group = GROUPS.length - 1; group >= 0; group--) {
            int value = (int) (yuan / power(group) % GROUP);
            if (value == 0) {
                zeroDue |= !text.isEmpty();
                continue;
            }
            if (!text.isEmpty() && (zeroDue || value < GROUP / 10)) {
                text.append('零');
            }
            text.append(group(value)).append(GROUPS[group]);
            zeroDue = false;
        }
        return text.append('元').toString();
    }

    private static long power(int group) {
        return switch (group) {
            case 0 -> 1;
            case 1 -> GROUP;
            default -> (long) GROUP * GROUP;
        };
    }

    /** Four digits; the zeros inside collapse to one, those at either end are left out. */
    private static String group(int value) {
        var text = new StringBuilder();
        boolean zeroDue = false;
        int divisor = GROUP / 10;
        for (int place = PLACES.length - 1; place >= 0; place--, divisor /= 10) {
            int digit = value / divisor % 10;
            if (digit == 0) {
                zeroDue |= !text.isEmpty();
                continue;
            }
            if (zeroDue) {
                text.append('零');
                zeroDue = false;
            }
            text.append(DIGITS.charAt(digit)).append(PLACES[place]);
        }
        return text.toString();
    }

    private static String small(long yuan, int fen) {
        int jiao = fen / 10;
        int rest = fen % 10;
        if (fen == 0) {
            return yuan == 0 ? "零元整" : "整";
        }
        var text = new StringBuilder();
        boolean zeroBefore = jiao == 0 ? yuan > 0 : yuan > 0 && yuan % 10 == 0;
        if (zeroBefore) {
            text.append('零');
        }
        if (jiao > 0) {
            text.append(DIGITS.charAt(jiao)).append('角');
        }
        if (rest > 0) {
            return text.append(DIGITS.charAt(rest)).append('分').toString();
        }
        return text.append('整').toString();
    }
}
