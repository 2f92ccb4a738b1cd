package org.yipiao.kit;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/** 跨年 From one year to the next: stock laid out beforehand, midnight with and without network, old stock called back. */
final class YearTurn {
    private final YearPlan plan;
    private final YearBooks books;
    private final YearOffice office;
    private final YearDay day;
    private final YearWindows windows;
    private final YearCalendar calendar;
    private final YearRoad road;
    private final SplittableRandom random;

    YearTurn(
            YearPlan plan,
            YearBooks books,
            YearOffice office,
            YearDay day,
            YearWindows windows,
            YearCalendar calendar,
            YearRoad road,
            SplittableRandom random) {
        this.plan = plan;
        this.books = books;
        this.office = office;
        this.day = day;
        this.windows = windows;
        this.calendar = calendar;
        this.road = road;
        this.random = random;
    }

    /** 预下发 Next year's numbers at every point, locked until its first midnight. */
    void nextYearsStock() throws Exception {
        int next = plan.year + 1;
        office.opens();
        office.finance().post("/api/console/basics/bureau/sync", Map.of());
        office.quarter(next, "DONE");
        office.distribute(next);
        office.paper();
        office.yearPaper(YearPlan.paperOf(next), next, "00000001", "00000200");
        var printing = plan.points.getFirst();
        office.give(YearPlan.paperOf(next), printing.code(), 50);
        office.give(YearPlan.paperOf(plan.year), printing.code(), 50);
        int locked = 0;
        for (JsonNode code : office.codes()) {
            boolean future = code.path("year").asInt(0) == next;
            if (future != code.path("locked").asBoolean()) {
                books.fault("预下发锁定标记不对：" + code);
            }
            locked += future ? 1 : 0;
        }
        if (locked != 3) {
            books.fault("应有 3 个次年代码，实为 " + locked);
        }
        var bill = books.pickOutpatient(printing.code(), random);
        if (bill != null) {
            day.wrongYear(YearPlan.paperOf(next), "00000001", bill, random);
            books.stands(bill);
        }
    }

    void newYear() throws Exception {
        int next = plan.year + 1;
        var eve = LocalDate.of(plan.year, 12, 31);
        var day1 = LocalDate.of(next, 1, 1);
        // The last minutes: the windows lose the network before midnight and go on after it.
        calendar.at(eve, LocalTime.of(23, 40));
        calendar.attempt("跨年断网", () -> {
            windows.ready(next);
            windows.pull();
            windows.offline(10, plan.year);
        });
        calendar.at(eve, LocalTime.of(23, 55));
        day.issueEverywhere(plan.year, random);
        calendar.at(day1, LocalTime.MIDNIGHT);
        books.month(YearMonth.of(next, 1));
        day.issueEverywhere(next, random);
        calendar.attempt("元旦离线", () -> {
            windows.offline(10, next);
            calendar.at(day1, LocalTime.of(0, 20));
            windows.plug();
            windows.ready(next);
        });
        calendar.at(day1, LocalTime.of(9, 0));
        day.issueEverywhere(next, random);
        calendar.at(day1.plusDays(1), LocalTime.of(9, 0));
        // The agents give back what is left of the old year; then nothing of it is at any point.
        calendar.attempt("退回旧年度离线号段", () -> windows.gaveBack(plan.year));
        calendar.attempt("旧年度票据不能再用", () -> {
            office.opens();
            office.refusedDocument(
                    "FIELD_INVALID",
                    "DISTRIBUTION",
                    Map.of(
                            "code",
                            plan.code(false, plan.year),
                            "count",
                            10,
                            "toPoint",
                            plan.points.getFirst().code()));
            var bill = books.pickOutpatient(plan.points.getFirst().code(), random);
            if (bill != null) {
                day.wrongYear(YearPlan.paperOf(plan.year), "00000001", bill, random);
                books.stands(bill);
            }
        });
        calendar.attempt("年结", () -> office.closeYear(plan.year));
        calendar.attempt("销毁", () -> office.destroy(YearPlan.paperOf(plan.year), "00000001", "00000200"));
        // Bills of the old year go on living in the new one.
        day.reverse(Math.max(10, plan.points.size() / 2), random);
        day.others(200, random);
        calendar.at(day1.plusDays(2), LocalTime.of(9, 0));
        road.drain(0);
        calendar.attempt("年末核销与审验", () -> {
            office.opens();
            office.usage(eve);
            office.review(plan.year);
        });
        calendar.at(day1.plusDays(3), LocalTime.of(9, 0));
        road.drain(0);
        calendar.attempt("次年核销", () -> {
            office.opens();
            office.usage(day1.plusDays(2));
        });
    }
}
