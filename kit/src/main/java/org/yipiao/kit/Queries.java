package org.yipiao.kit;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** 查询测量 Times what people ask at the console, over HTTP with a session, as the pages ask it. */
final class Queries {
    private static final int TIMES = 25;
    private static final int WARM = 5;

    private final ConsoleUser user;
    private final SplittableRandom random = new SplittableRandom(1);

    Queries(JsonNode status) throws IOException {
        JsonNode first = status.get("users").get(0);
        user = new ConsoleUser(
                        status.get("platform").asString(),
                        first.get("username").asString(),
                        first.get("password").asString())
                .login();
    }

    /** @param size part of the keys, such as 10m */
    void measure(Report report, String size, int year) throws IOException {
        var lists = new ArrayList<Double>();
        list(report, "list.year", size, lists, i -> days(year + "-01-01", (year + 1) + "-01-01"));
        list(report, "list.month", size, lists, i -> {
            int month = 1 + random.nextInt(11);
            return days(day(year, month, 1), day(year, month + 1, 1));
        });
        list(report, "list.day_kind", size, lists, i -> {
            int day = 1 + random.nextInt(27);
            return days(day(year, 6, day), day(year, 6, day + 1)) + "&kind=OUTPATIENT";
        });
        list(
                report,
                "list.year_point",
                size,
                lists,
                i -> days(year + "-01-01", (year + 1) + "-01-01") + "&point=P" + "%02d".formatted(random.nextInt(40)));
        list(
                report,
                "list.payer",
                size,
                lists,
                i -> days(year + "-01-01", (year + 1) + "-01-01") + "&text="
                        + URLEncoder.encode("患者%05d".formatted(random.nextInt(100_000)), StandardCharsets.UTF_8));
        list(
                report,
                "list.number",
                size,
                lists,
                i -> days(year + "-01-01", (year + 1) + "-01-01") + "&text="
                        + "%010d".formatted(1 + random.nextInt(900_000)));
        list(report, "list.state_day", size, lists, i -> {
            int day = 1 + random.nextInt(27);
            return days(day(year, 3, day), day(year, 3, day + 1)) + "&state=ISSUED";
        });
        double[] sorted =
                lists.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        report.put("list.p50_ms_" + size, sorted[sorted.length / 2]);
        report.put("list.p95_ms_" + size, sorted[sorted.length * 95 / 100]);
        put(
                report,
                "totals.year",
                size,
                times(i -> "/api/console/bills/totals?" + days(year + "-01-01", (year + 1) + "-01-01")));
        String whole = "/api/console/statistics/report?from=" + year + "-01-01&until=" + year + "-12-31";
        double[] yearly = times(i -> whole + "&step=MONTH&by=POINT");
        report.put("year_report.ms_" + size, yearly[yearly.length * 95 / 100]);
        put(report, "year_report.by_operator", size, times(i -> whole + "&step=YEAR&by=OPERATOR"));
        put(report, "month_report", size, times(i -> {
            String month = year + "-" + "%02d".formatted(1 + random.nextInt(12));
            return "/api/console/statistics/report?from=" + month + "-01&until=" + month + "-28&step=DAY&by=POINT";
        }));
        put(
                report,
                "trend.minutes",
                size,
                times(i -> "/api/console/statistics/trend?day=" + day(year, 5, 1 + random.nextInt(28))));
        put(
                report,
                "trend.quarter",
                size,
                times(i -> "/api/console/statistics/trend?grain=DAY&day=" + day(year, 9, 1 + random.nextInt(28))));
    }

    private void list(Report report, String key, String size, List<Double> all, IntFunction<String> query)
            throws IOException {
        double[] times = times(i -> "/api/console/bills?pageNo=1&pageSize=20&" + query.apply(i));
        Arrays.stream(times).forEach(all::add);
        put(report, key, size, times);
    }

    private static void put(Report report, String key, String size, double[] sorted) {
        report.put(key + ".p95_ms_" + size, sorted[sorted.length * 95 / 100]);
    }

    private double[] times(IntFunction<String> path) throws IOException {
        var times = new double[TIMES];
        for (int i = -WARM; i < TIMES; i++) {
            String asked = path.apply(i);
            long from = System.nanoTime();
            user.get(asked);
            if (i >= 0) {
                times[i] = (System.nanoTime() - from) / 1e6;
            }
        }
        Arrays.sort(times);
        return times;
    }

    private static String days(String from, String beyond) {
        return "from=" + from + "T00:00:00&until=" + beyond + "T00:00:00";
    }

    private static String day(int year, int month, int day) {
        return "%d-%02d-%02d".formatted(year, month, day);
    }
}
