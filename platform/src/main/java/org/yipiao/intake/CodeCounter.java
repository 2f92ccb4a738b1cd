package org.yipiao.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Rounds;
import org.yipiao.shared.UnitId;

/** Counts in memory and writes every few seconds: the call itself never waits for it. A crash loses seconds of counts. */
@Component
class CodeCounter implements CodesSeen, SmartLifecycle {
    private static final Duration WRITE_EVERY = Duration.ofSeconds(3);
    /** Codes waiting to be written; a system that invents a code for each call is not counted beyond this. */
    private static final int WAITING_MAX = 20_000;

    private static final Logger log = LoggerFactory.getLogger(CodeCounter.class);

    private final ParkedStore store;
    private final CallCodes codes;
    private final Callers callers;
    private final Units units;
    private final InstantSource clock;
    private final Map<ParkedStore.SeenKey, ParkedStore.Seen> waiting = new ConcurrentHashMap<>();
    private final Rounds writing = new Rounds("intake-codes", this::turn, WRITE_EVERY, WRITE_EVERY);

    CodeCounter(ParkedStore store, CallCodes codes, Callers callers, Units units, InstantSource clock) {
        this.store = store;
        this.codes = codes;
        this.callers = callers;
        this.units = units;
        this.clock = clock;
    }

    void note(Caller caller, Set<CallCodes.Code> called) {
        if (called.isEmpty() || !units.all().contains(caller.unit()) || waiting.size() >= WAITING_MAX) {
            return;
        }
        Instant now = clock.instant();
        LocalDate day = LocalDate.ofInstant(now, units.current(caller.unit()).zone());
        for (var code : called) {
            var key = new ParkedStore.SeenKey(caller.unit(), caller.appid(), code.kind(), code.code(), day);
            waiting.merge(key, new ParkedStore.Seen(code.name(), 1, now), ParkedStore.Seen::plus);
        }
    }

    synchronized void write() {
        var taken = new ArrayList<Map.Entry<ParkedStore.SeenKey, ParkedStore.Seen>>();
        for (var key : List.copyOf(waiting.keySet())) {
            var seen = waiting.remove(key);
            if (seen != null) {
                taken.add(Map.entry(key, seen));
            }
        }
        if (taken.isEmpty()) {
            return;
        }
        // In one order everywhere, so that two instances do not wait for each other's rows.
        taken.sort(Comparator.comparing(entry -> entry.getKey().toString()));
        store.add(taken);
    }

    private void turn() {
        try {
            write();
            store.closeBilled(clock.instant());
        } catch (RuntimeException e) {
            log.warn("Codes seen were not written: {}", e.getMessage());
        }
    }

    @Override
    public List<Use> since(UnitId unit, LocalDate day) {
        write();
        return store.seen(unit, day).stream()
                .map(row -> {
                    boolean mapped = callers.find(row.caller())
                            .map(caller -> codes.mapped(caller, row.kind(), row.hisCode()))
                            .orElse(false);
                    return new Use(
                            row.caller(),
                            row.kind(),
                            row.hisCode(),
                            row.name(),
                            row.calls(),
                            row.lastAt(),
                            mapped,
                            !row.kind().passes());
                })
                .sorted(Comparator.comparing(Use::mapped)
                        .thenComparing(Use::needed, Comparator.reverseOrder())
                        .thenComparing(Use::calls, Comparator.reverseOrder()))
                .toList();
    }

    @Override
    public long calls(UnitId unit, String caller, Kind kind, String hisCode, LocalDate day) {
        return store.calls(unit, caller, kind, hisCode, day);
    }

    @Override
    public void start() {
        writing.start();
    }

    @Override
    public void stop() {
        if (writing.running()) {
            writing.stop();
            turn();
        }
    }

    @Override
    public boolean isRunning() {
        return writing.running();
    }
}
