package org.yipiao.kit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** 计划 The hospital of the simulated year: its points, and how many bills each writes on which day. */
final class YearPlan {
    static final String OUTPATIENT = "990601";
    static final String INPATIENT = "990602";
    /** The bureau's own paper form, of no year. */
    static final String PAPER = "99610101";

    private static final int WEIGHT_INPATIENT = 3;
    private static final int SUNDAY_SHARE = 5;
    private static final int DAY_SHARE = 10;

    final int year;
    final List<Point> points;
    private final long bills;
    private final int weight;
    private final int days;

    /** @param inpatient writes inpatient bills too @param paper has sheets to print on @param window has a window agent */
    record Point(String code, String name, boolean inpatient, boolean paper, boolean window, int weight) {}

    YearPlan(int year, int count, long bills) {
        this.year = year;
        this.bills = bills;
        var made = new ArrayList<Point>();
        for (int i = 1; i <= count; i++) {
            boolean inpatient = i % 8 == 0;
            boolean window = i <= 2;
            String code = String.format(java.util.Locale.ROOT, "%04d", 5000 + i);
            made.add(new Point(
                    code,
                    (inpatient ? "住院结算窗 " : "门诊收费窗 ") + i,
                    inpatient,
                    i % 4 == 1,
                    window,
                    inpatient ? WEIGHT_INPATIENT : 1 + i % 5));
        }
        points = List.copyOf(made);
        weight = points.stream().mapToInt(Point::weight).sum();
        int sum = 0;
        for (var day = LocalDate.of(year, 1, 1); day.getYear() == year; day = day.plusDays(1)) {
            sum += share(day);
        }
        days = sum;
    }

    private static int share(LocalDate day) {
        return day.getDayOfWeek() == java.time.DayOfWeek.SUNDAY ? SUNDAY_SHARE : DAY_SHARE;
    }

    /** Bills of a day; the year's days add up to what was asked for. */
    long on(LocalDate day) {
        long before = 0;
        for (var past = day.withDayOfYear(1); past.isBefore(day); past = past.plusDays(1)) {
            before += share(past);
        }
        return bills * (before + share(day)) / days - bills * before / days;
    }

    Point some(SplittableRandom random) {
        int at = random.nextInt(weight);
        for (Point point : points) {
            at -= point.weight();
            if (at < 0) {
                return point;
            }
        }
        return points.getLast();
    }

    /** Numbers of one kind that a point needs for a month, with something to spare. */
    long need(Point point, boolean inpatient) {
        if (inpatient && !point.inpatient()) {
            return 0;
        }
        double mean = (double) bills * point.weight() / weight / 12;
        double kind = point.inpatient() ? 0.6 * mean : mean;
        // Four standard deviations, reversals, and for a window agent its blocks.
        return Math.round(kind * 1.08 + 4 * Math.sqrt(kind) + 20) + (point.window() && !inpatient ? 1_200 : 0);
    }

    long needOfAll(boolean inpatient) {
        return points.stream().mapToLong(point -> need(point, inpatient)).sum();
    }

    String code(boolean inpatient, int of) {
        return (inpatient ? INPATIENT : OUTPATIENT) + String.valueOf(of).substring(2);
    }

    /** A printed form of its own for each year. */
    static String paperOf(int year) {
        return "997101" + String.valueOf(year).substring(2);
    }
}
