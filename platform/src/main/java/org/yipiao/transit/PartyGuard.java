package org.yipiao.transit;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/**
 * 对外调用守卫 One breaker, one budget and one window of the last five minutes per party, and per unit where units have their
 * own access to the party. Only failures that say that the party
 * is away or overloaded open the breaker: a refusal is an answer.
 */
@Component
class PartyGuard implements PartyCalls {
    /** A probe goes this long after the breaker opened, so a recovery is noticed within five seconds. */
    static final Duration PROBE_EVERY = Duration.ofSeconds(3);

    private static final int CALLS_LOOKED_AT = 10;
    private static final int CALLS_MIN = 3;
    private static final float FAILURE_PERCENT = 60;
    private static final Duration BUDGET_WAIT = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(PartyGuard.class);

    private final Map<Key, Party> parties = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, @Nullable UnitId>> recovered = new CopyOnWriteArrayList<>();
    private final int callsMax;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /** @param unit null for a party that the whole installation has one account at */
    private record Key(String party, @Nullable UnitId unit) {}

    private record Party(CircuitBreaker breaker, Semaphore budget, CallWindow window) {}

    PartyGuard(@Value("${yipiao.transit.calls-max:16}") int callsMax, InstantSource clock, MeterRegistry meters) {
        this.callsMax = callsMax;
        this.clock = clock;
        this.meters = meters;
    }

    /** UP calls go through; PROBING one may go; DOWN none may. */
    enum Gate {
        UP,
        PROBING,
        DOWN
    }

    Gate gate(String party) {
        return gate(of(new Key(party, null)));
    }

    private static Gate gate(Party party) {
        return switch (party.breaker().getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> Gate.UP;
            case HALF_OPEN -> Gate.PROBING;
            case OPEN, FORCED_OPEN -> Gate.DOWN;
        };
    }

    /** The units for which the party is not simply up; empty on a good day. */
    Map<UnitId, Gate> troubled(String party) {
        var troubled = new TreeMap<UnitId, Gate>(Comparator.comparing(UnitId::value));
        parties.forEach((key, known) -> {
            UnitId unit = key.unit();
            if (unit != null && key.party().equals(party) && gate(known) != Gate.UP) {
                troubled.put(unit, gate(known));
            }
        });
        return troubled;
    }

    /** Told the name of a party whose breaker closed, and for whom when it was one unit's. */
    void onRecovered(BiConsumer<String, @Nullable UnitId> listener) {
        recovered.add(listener);
    }

    /** The parties that the unit has anything to do with. */
    List<String> names(UnitId unit) {
        return parties.keySet().stream()
                .filter(key -> key.unit() == null || key.unit().equals(unit))
                .map(Key::party)
                .distinct()
                .sorted()
                .toList();
    }

    InTransit.PartyHealth health(String name) {
        return health(name, of(new Key(name, null)));
    }

    /** How the party does for the unit: its own breaker where it has one. */
    InTransit.PartyHealth health(String name, UnitId unit) {
        var own = parties.get(new Key(name, unit));
        return own == null ? health(name) : health(name, own);
    }

    private InTransit.PartyHealth health(String name, Party party) {
        var summary = party.window().summary(clock.instant());
        String state;
        if (gate(party) != Gate.UP) {
            state = "DOWN";
        } else if (summary.calls() == 0) {
            state = "IDLE";
        } else {
            state = summary.failures() > 0 ? "DEGRADED" : "UP";
        }
        return new InTransit.PartyHealth(
                name,
                state,
                summary.calls(),
                summary.failures(),
                summary.meanMs(),
                summary.p95Ms(),
                summary.lastError());
    }

    @Override
    public <T> T call(String name, Callable<T> call) throws Exception {
        return call(name, of(new Key(name, null)), call);
    }

    @Override
    public <T> T call(String name, UnitId unit, Callable<T> call) throws Exception {
        return call(name, of(new Key(name, unit)), call);
    }

    private <T> T call(String name, Party party, Callable<T> call) throws Exception {
        if (!party.budget().tryAcquire(BUDGET_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            count(name, "BUDGET", Duration.ZERO);
            throw new CallFailed(Outcome.Fault.BUSY, name + "的并发调用已达上限 " + callsMax + "，稍后自动重试");
        }
        try {
            party.breaker().acquirePermission();
        } catch (CallNotPermittedException e) {
            party.budget().release();
            count(name, "BREAKER_OPEN", Duration.ZERO);
            throw new PartyDown(name);
        }
        long start = System.nanoTime();
        try {
            T answer = call.call();
            ended(name, party, start, null);
            return answer;
        } catch (Exception | Error e) {
            ended(name, party, start, e);
            throw e;
        } finally {
            party.budget().release();
        }
    }

    private void ended(String name, Party party, long start, @Nullable Throwable trouble) {
        long nanos = System.nanoTime() - start;
        Outcome.Fault fault =
                trouble == null ? null : CallFailed.of(name, trouble).fault();
        boolean away =
                fault == Outcome.Fault.UNREACHABLE || fault == Outcome.Fault.TIMEOUT || fault == Outcome.Fault.BUSY;
        // The window first: whoever is told of the recovery may look at it.
        party.window()
                .add(
                        clock.instant(),
                        TimeUnit.NANOSECONDS.toMillis(nanos),
                        trouble == null ? null : CallFailed.of(name, trouble).detail());
        if (away && trouble != null) {
            party.breaker().onError(nanos, TimeUnit.NANOSECONDS, trouble);
        } else {
            party.breaker().onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
        count(name, fault == null ? "OK" : fault.name(), Duration.ofNanos(nanos));
    }

    private void count(String party, String outcome, Duration took) {
        Timer.builder("yipiao.party.calls")
                .description("calls to outside parties")
                .tag("party", party)
                .tag("outcome", outcome)
                .publishPercentiles(0.95)
                .register(meters)
                .record(took);
    }

    private Party of(Key key) {
        return parties.computeIfAbsent(key, this::make);
    }

    private Party make(Key key) {
        String name = key.party();
        String whose = key.unit() == null ? "" : "（单位 " + key.unit() + "）";
        var breaker = CircuitBreaker.of(
                name + whose,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(CALLS_LOOKED_AT)
                        .minimumNumberOfCalls(CALLS_MIN)
                        .failureRateThreshold(FAILURE_PERCENT)
                        .waitDurationInOpenState(PROBE_EVERY)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition()) {
                case CLOSED_TO_OPEN -> log.warn("{}{}不可用，暂停调用，每 {} 秒试探一次", name, whose, PROBE_EVERY.toSeconds());
                case HALF_OPEN_TO_CLOSED -> {
                    log.info("{}{}已恢复", name, whose);
                    Thread.ofVirtual()
                            .name("recovered")
                            .start(() -> recovered.forEach(told -> told.accept(name, key.unit())));
                }
                default -> log.debug("{}{} {}", name, whose, event.getStateTransition());
            }
        });
        return new Party(breaker, new Semaphore(callsMax), new CallWindow());
    }
}
