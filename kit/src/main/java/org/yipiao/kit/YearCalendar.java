package org.yipiao.kit;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** 日历 Moves the simulated time from one appointment to the next, and keeps the year going when an appointment goes wrong. */
final class YearCalendar {
    private final SimulatedClock clock;
    private final YearBooks books;

    YearCalendar(SimulatedClock clock, YearBooks books) {
        this.clock = clock;
        this.books = books;
    }

    static LocalDate today(InstantSource clock) {
        return LocalDate.ofInstant(clock.instant(), YearDay.ZONE);
    }

    /** Never backwards: what took longer than planned only starts later. */
    void at(LocalDate date, LocalTime time) {
        var moment = LocalDateTime.of(date, time).atZone(YearDay.ZONE).toInstant();
        if (moment.isAfter(clock.instant())) {
            clock.advanceTo(moment);
        }
    }

    interface Step {
        void run() throws Exception;
    }

    /** A step that fails is a fault of the year; the year goes on, so that one fault does not hide the next. */
    void attempt(String what, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            books.fault(today(clock) + " " + what + "：" + failed);
        }
    }
}
