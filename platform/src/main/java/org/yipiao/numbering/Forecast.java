package org.yipiao.numbering;

/** 用量预测 How long numbers last, and how many to ask for. */
final class Forecast {
    /** A request covers this many times the days at which it is made, so that it is not made every day. */
    static final int COVER = 3;

    /** Requests are made in whole hundreds. */
    static final long UNIT = 100;

    private Forecast() {}

    /** @param perDay numbers used a day @return whole days the stock lasts; Long.MAX_VALUE when nothing is used */
    static long days(long left, long perDay) {
        return perDay <= 0 ? Long.MAX_VALUE : left / perDay;
    }

    /** Used in some days, per day, rounded up: a forecast errs on the safe side. */
    static long perDay(long used, int days) {
        return Math.ceilDiv(used, Math.max(1, days));
    }

    /** How many to ask for so that the stock lasts {@link #COVER} times {@code days}; 0 while it lasts longer than {@code days}. */
    static long request(long left, long perDay, int days, long max) {
        if (days <= 0 || days(left, perDay) >= days) {
            return 0;
        }
        long wanted = Math.multiplyExact(perDay, (long) days * COVER) - left;
        return Math.min(max, Math.ceilDiv(wanted, UNIT) * UNIT);
    }
}
