package org.yipiao.statistics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.issuing.Tallies;
import org.yipiao.shared.UnitId;

/** 汇总 Takes the tallies of new bills and adds them up every few seconds; asks the sums. */
@Component
class RunningSums implements Statistics, Tallies {
    /** A rush of an hour is added up in some dozens of steps, none of which holds its locks for long. */
    static final int AT_ONCE = 5_000;

    private static final long EVERY_MS = 3_000;
    private static final Logger log = LoggerFactory.getLogger(RunningSums.class);

    private final StatisticsStore store;
    private volatile long waiting;

    RunningSums(StatisticsStore store, MeterRegistry meters) {
        this.store = store;
        Gauge.builder("yipiao.statistics.tallies", () -> waiting)
                .description("计数单待汇总 tallies of new bills not yet added to the sums")
                .register(meters);
    }

    @Override
    public void add(UnitId unit, Collection<Tally> tallies) {
        if (!tallies.isEmpty()) {
            store.add(unit, tallies);
        }
    }

    @Scheduled(fixedDelay = EVERY_MS, initialDelay = EVERY_MS)
    void addUp() {
        try {
            while (store.addUp(AT_ONCE) == AT_ONCE) {
                Thread.onSpinWait();
            }
            waiting = store.waiting();
        } catch (org.springframework.dao.DataAccessException e) {
            // Nothing is lost: reports read the tallies that wait together with the sums.
            log.warn("统计汇总失败，稍后自动重试：{}", e.getMessage());
        }
    }

    @Override
    public List<Line> report(DataScope scope, Filter filter, Step step, By by, int max) {
        return store.report(scope, filter, step, by, max + 1);
    }

    @Override
    public Sums total(DataScope scope, Filter filter) {
        return store.total(scope, filter);
    }

    @Override
    public List<Long> trend(DataScope scope, @Nullable String point, LocalDateTime from, int stepMinutes, int steps) {
        var found = store.trend(scope, point, from, stepMinutes, steps);
        return IntStream.range(0, steps)
                .mapToObj(step -> found.getOrDefault(step, 0L))
                .toList();
    }

    @Override
    public List<Difference> check(DataScope scope, LocalDate from, LocalDate until) {
        scope.requireWhole();
        return store.check(scope.unit(), from, until);
    }

    @Override
    public long rebuild(DataScope scope, LocalDate from, LocalDate until) {
        scope.requireWhole();
        long bills = store.rebuild(scope.unit(), from, until);
        log.warn("统计汇总已按票据重建：单位 {}，{} 至 {}，{} 张", scope.unit().value(), from, until, bills);
        return bills;
    }

    @Override
    public Optional<LocalDate> firstDay(DataScope scope) {
        return store.firstDay(scope.unit());
    }
}
