package org.yipiao.transit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 一批 Does the work of one claimed batch outside any transaction, then writes what became of it in one. */
@Component
class StageRun {
    /** Longest text kept of what a party said. */
    private static final int DETAIL_MAX = 500;

    private static final Duration DOWN_PAUSE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(StageRun.class);

    private final RoadStore store;
    private final StepStore steps;
    private final Signals signals;
    private final Ladder ladder;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final TransactionTemplate transaction;

    @Autowired
    StageRun(
            RoadStore store,
            StepStore steps,
            Signals signals,
            InstantSource clock,
            MeterRegistry meters,
            PlatformTransactionManager transactions) {
        this(store, steps, signals, new Ladder(new java.security.SecureRandom()), clock, meters, transactions);
    }

    StageRun(
            RoadStore store,
            StepStore steps,
            Signals signals,
            Ladder ladder,
            InstantSource clock,
            MeterRegistry meters,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.steps = steps;
        this.signals = signals;
        this.ladder = ladder;
        this.clock = clock;
        this.meters = meters;
        this.transaction = new TransactionTemplate(transactions);
    }

    void run(Stage stage, UnitId unit, List<RoadStore.Claim> claims) {
        var bills = claims.stream().map(RoadStore.Claim::bill).toList();
        long start = System.nanoTime();
        Map<BillId, Outcome> outcomes;
        try {
            outcomes = work(stage, unit, bills);
        } catch (PartyCalls.PartyDown down) {
            // Nobody was asked, so no attempt is counted: the bills wait where they are.
            store.release(stage.name(), unit, bills, clock.instant().plus(DOWN_PAUSE));
            return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        transaction.executeWithoutResult(status -> write(stage, unit, claims, outcomes, took));
        stage.name().next().ifPresent(signals::ring);
        record(stage, outcomes, took);
    }

    private Map<BillId, Outcome> work(Stage stage, UnitId unit, List<BillId> bills) {
        var outcomes = new HashMap<BillId, Outcome>();
        try {
            stage.work(unit, bills).forEach(outcome -> outcomes.put(outcome.bill(), outcome));
            bills.forEach(bill ->
                    outcomes.computeIfAbsent(bill, id -> new Outcome.Waits(id, Outcome.Fault.OUR_FAULT, "环节没有给出结果")));
        } catch (PartyCalls.PartyDown down) {
            throw down;
        } catch (CallFailed failed) {
            bills.forEach(bill -> outcomes.put(bill, new Outcome.Waits(bill, failed.fault(), failed.detail())));
        } catch (RuntimeException e) {
            log.error("环节{}的一批 {} 张出错，首张 {}", stage.name().label(), bills.size(), bills.getFirst(), e);
            // The message may hold personal data, the log's readers may see it, the screen's may not.
            String detail = "程序出错：" + e.getClass().getSimpleName();
            bills.forEach(bill -> outcomes.put(bill, new Outcome.Waits(bill, Outcome.Fault.OUR_FAULT, detail)));
        }
        outcomes.keySet().retainAll(bills);
        return outcomes;
    }

    private void write(
            Stage stage, UnitId unit, List<RoadStore.Claim> claims, Map<BillId, Outcome> outcomes, Duration took) {
        Instant now = clock.instant();
        var done = new ArrayList<BillId>();
        var failures = new ArrayList<RoadStore.Failure>();
        for (RoadStore.Claim claim : claims) {
            switch (outcomes.get(claim.bill())) {
                case Outcome.Done(var bill, var note) -> done.add(bill);
                case Outcome.Waits(var bill, var fault, var detail) ->
                    failures.add(new RoadStore.Failure(
                            bill, fault, shortened(detail), false, now.plus(ladder.after(claim.attempts() + 1))));
                case Outcome.Stuck(var bill, var fault, var detail) ->
                    failures.add(new RoadStore.Failure(bill, fault, shortened(detail), true, now));
                case null -> throw new IllegalStateException("no outcome for " + claim.bill());
            }
        }
        var entries = new ArrayList<StepStore.Entry>();
        if (!done.isEmpty()) {
            var next = stage.name().next();
            var moved = next.isPresent()
                    ? store.moveOn(stage.name(), next.get(), unit, done, now)
                    : store.leave(stage.name(), unit, done);
            moved.forEach(bill -> entries.add(new StepStore.Entry(bill, true, "", note(outcomes.get(bill)))));
        }
        if (!failures.isEmpty()) {
            var moved = store.failed(stage.name(), unit, failures);
            failures.stream()
                    .filter(failure -> moved.contains(failure.bill()))
                    .forEach(failure -> entries.add(new StepStore.Entry(
                            failure.bill(), false, failure.fault().name(), failure.detail())));
        }
        if (!entries.isEmpty()) {
            steps.write(unit, stage.name(), stage.party(), entries, now, took);
        }
    }

    private static String note(@org.jspecify.annotations.Nullable Outcome outcome) {
        return outcome instanceof Outcome.Done(var bill, var note) ? shortened(note) : "";
    }

    private void record(Stage stage, Map<BillId, Outcome> outcomes, Duration took) {
        long done = outcomes.values().stream()
                .filter(o -> o instanceof Outcome.Done)
                .count();
        Timer.builder("yipiao.transit.batch")
                .description("duration of one batch of a stage")
                .tag("stage", stage.name().name())
                .publishPercentiles(0.5, 0.95)
                .register(meters)
                .record(took);
        meters.counter("yipiao.transit.bills", "stage", stage.name().name(), "outcome", "DONE")
                .increment((double) done);
        meters.counter("yipiao.transit.bills", "stage", stage.name().name(), "outcome", "FAILED")
                .increment(outcomes.size() - (double) done);
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= DETAIL_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, DETAIL_MAX)) + "…";
    }
}
