package org.yipiao.bill.settlement;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 时间格式 Times of the market protocol: 17 digits yyyyMMddHHmmssSSS, of which one client drops leading zeros of the
 * milliseconds; dates yyyyMMdd or yyyy-MM-dd, sometimes with a time behind.
 */
public final class HisTime {
    public static final DateTimeFormatter DIGITS_17 = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    public static final DateTimeFormatter DASHED = DateTimeFormatter.ofPattern("yyyy-MM-dd");

    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})([-/.]?)(\\d{2})\\2(\\d{2})(?:[ T]?(\\d{2}):?(\\d{2}):?(\\d{2})(\\.?)(\\d{1,3})?)?");
    private static final int YEAR_MIN = 2000;
    private static final int YEAR_MAX = 2099;
    private static final int LENGTH_MAX = 30;

    private HisTime() {}

    /** @return empty when the text is no time between 2000 and 2099 */
    public static Optional<LocalDateTime> time(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            var day = LocalDate.of(number(form.group(1)), number(form.group(3)), number(form.group(4)));
            if (day.getYear() < YEAR_MIN || day.getYear() > YEAR_MAX) {
                return Optional.empty();
            }
            if (form.group(5) == null) {
                return Optional.of(day.atStartOfDay());
            }
            var time = day.atTime(number(form.group(5)), number(form.group(6)), number(form.group(7)));
            return Optional.of(time.plusNanos(millis(form.group(8), form.group(9)) * 1_000_000L));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** After a point the digits are decimals; without one they are milliseconds whose leading zeros may be gone. */
    private static int millis(String point, @Nullable String digits) {
        if (digits == null) {
            return 0;
        }
        return number(point.isEmpty() ? digits : digits + "0".repeat(3 - digits.length()));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
