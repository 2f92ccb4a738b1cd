package org.yipiao.console;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.NationalCodes;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.statistics.Statistics;

/**
 * 报表条件 Every part may be missing; without days it is the running month up to today.
 *
 * @param from 起始日期 of issue, inclusive
 * @param until 截止日期 of issue, inclusive; a report by day spans 366 days at most, by month or year 50 years
 * @param point 开票点编码, at most 20 characters
 * @param busType 业务标识 01 to 12
 */
record ReportFilter(
        @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
        LocalDate from,

        @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
        LocalDate until,

        Statistics.@Nullable Step step,
        Statistics.@Nullable By by,
        @Nullable String point,
        @Nullable BillKind kind,
        @Nullable String busType) {
    private static final int DAYS_MAX = 366;
    private static final int YEARS_MAX = 50;

    Statistics.Step steps() {
        return step == null ? Statistics.Step.DAY : step;
    }

    Statistics.By group() {
        return by == null ? Statistics.By.NONE : by;
    }

    /** @throws Refused naming every part that breaks a rule */
    Statistics.Filter filter(LocalDate today) {
        var first = from == null ? today.withDayOfMonth(1) : from;
        var last = until == null ? today : until;
        var errors = new ArrayList<FieldError>();
        if (first.isAfter(last)) {
            errors.add(new FieldError("until", "截止日期", last.toString(), "不早于起始日期", "请调整日期范围"));
        } else if (steps() == Statistics.Step.DAY && ChronoUnit.DAYS.between(first, last) >= DAYS_MAX) {
            errors.add(new FieldError("until", "截止日期", last.toString(), "日报一次不超过 " + DAYS_MAX + " 天", "请缩短日期范围，或改看月报"));
        } else if (ChronoUnit.YEARS.between(first, last) >= YEARS_MAX) {
            errors.add(new FieldError("until", "截止日期", last.toString(), "一次不超过 " + YEARS_MAX + " 年", "请缩短日期范围"));
        }
        if (point != null && point.length() > BillFilter.POINT_MAX) {
            errors.add(new FieldError(
                    "point",
                    "开票点",
                    point.substring(0, BillFilter.POINT_MAX) + "…",
                    "不超过 " + BillFilter.POINT_MAX + " 个字符",
                    "请从列表中选择开票点"));
        }
        if (busType != null && !busType.isEmpty() && !NationalCodes.BUS_TYPES.containsKey(busType)) {
            errors.add(new FieldError(
                    "busType",
                    "业务类型",
                    busType.length() > 20 ? busType.substring(0, 20) : busType,
                    "01 至 12",
                    "请从列表中选择业务类型"));
        }
        BillFilter.refuse(errors);
        return new Statistics.Filter(first, last, emptyToNull(point), kind, emptyToNull(busType));
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.replace("\0", "");
    }
}
