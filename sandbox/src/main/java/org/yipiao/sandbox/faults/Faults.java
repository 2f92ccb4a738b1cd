package org.yipiao.sandbox.faults;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** 故障 Every party's present fault and what came of it. */
@Component
public class Faults {
    /** Marks a request that the party must answer wrongly. */
    private static final String WRONG = Faults.class.getName() + ".wrong";

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Party, Desk> desks = new EnumMap<>(Party.class);

    Faults(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        for (Party party : Party.values()) {
            desks.put(party, new Desk());
        }
    }

    /** What becomes of one call. */
    public enum Fate {
        DONE,
        OUT,
        TOO_OFTEN,
        BUSY,
        WRONG,
        LOST
    }

    /**
     * 调用统计 Since the start.
     *
     * @param calls all calls
     * @param outages refused by an outage
     * @param tooOften refused by the rate limit
     * @param busy answered "busy"
     * @param wrong answered wrongly
     * @param lost done, answer lost
     * @param tookMs milliseconds spent on calls that were done
     */
    public record Count(long calls, long outages, long tooOften, long busy, long wrong, long lost, long tookMs) {}

    public Fault of(Party party) {
        return desk(party).fault;
    }

    public void set(Party party, Fault fault) {
        desk(party).fault = fault;
    }

    public boolean isOut(Party party) {
        return of(party).isOut(clock.instant());
    }

    /** True while anything is set to go wrong, an outage that has ended left aside. */
    public boolean hasFault(Party party) {
        Fault fault = of(party);
        return isOut(party)
                || fault.delayMs() > 0
                || fault.errorShare() > 0
                || fault.wrongShare() > 0
                || fault.lostShare() > 0
                || fault.ratePerSecond() > 0;
    }

    public Count count(Party party) {
        Desk desk = desk(party);
        return new Count(
                desk.calls.get(),
                desk.times(Fate.OUT).get(),
                desk.times(Fate.TOO_OFTEN).get(),
                desk.times(Fate.BUSY).get(),
                desk.times(Fate.WRONG).get(),
                desk.times(Fate.LOST).get(),
                desk.tookMs.get());
    }

    /** True when this call must be answered wrongly, well-formed as it may look. */
    public static boolean wrong(HttpServletRequest request) {
        return request.getAttribute(WRONG) != null;
    }

    static void askWrong(HttpServletRequest request) {
        request.setAttribute(WRONG, "asked");
    }

    public Fate decide(Party party) {
        Desk desk = desk(party);
        Fault fault = desk.fault;
        Instant now = clock.instant();
        Fate fate = fate(desk, fault, now);
        desk.calls.incrementAndGet();
        desk.times(fate).incrementAndGet();
        return fate;
    }

    public void took(Party party, long millis) {
        desk(party).tookMs.addAndGet(millis);
    }

    private Fate fate(Desk desk, Fault fault, Instant now) {
        if (fault.isOut(now)) {
            return Fate.OUT;
        }
        if (fault.ratePerSecond() > 0 && !desk.admits(fault.ratePerSecond(), now)) {
            return Fate.TOO_OFTEN;
        }
        double dice = random.nextDouble();
        if (dice < fault.errorShare()) {
            return Fate.BUSY;
        }
        if (dice < fault.errorShare() + fault.wrongShare()) {
            return Fate.WRONG;
        }
        if (dice < fault.errorShare() + fault.wrongShare() + fault.lostShare()) {
            return Fate.LOST;
        }
        return Fate.DONE;
    }

    private Desk desk(Party party) {
        Desk desk = desks.get(party);
        if (desk == null) {
            throw new IllegalStateException("no desk for " + party);
        }
        return desk;
    }

    private static final class Desk {
        volatile Fault fault = Fault.NONE;
        final AtomicLong calls = new AtomicLong();
        final AtomicLong tookMs = new AtomicLong();
        final Map<Fate, AtomicLong> fates = new EnumMap<>(Fate.class);
        private double tokens = 1;
        private Instant filledAt = Instant.EPOCH;

        synchronized AtomicLong times(Fate fate) {
            return fates.computeIfAbsent(fate, any -> new AtomicLong());
        }

        /** A bucket that holds one second's calls. */
        synchronized boolean admits(double ratePerSecond, Instant now) {
            double seconds = Math.max(0, (now.toEpochMilli() - filledAt.toEpochMilli()) / 1000.0);
            tokens = Math.min(Math.max(1, ratePerSecond), tokens + seconds * ratePerSecond);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
