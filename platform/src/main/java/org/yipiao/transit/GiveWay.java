package org.yipiao.transit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.IssueLoad;

/**
 * 让路 A window waits for its answer, the road does not: while more settlements are under way than the machine has hands
 * for, all stages together work one batch at a time and rest after it. It never stops entirely; and when a rush lasts, it
 * is the day's load and no rush: then the road keeps its one place without resting, so that bills are not late by hours.
 */
@Component
class GiveWay {
    /** Settlements under way per processor from which on the road gives way. */
    private static final int BUSY_PER_PROCESSOR = 4;

    private static final int RESTS_PER_WORK = 4;
    static final Duration REST_MAX = Duration.ofSeconds(2);
    /** 高峰上限 After this the road no longer rests. */
    static final Duration RUSH_MAX = Duration.ofSeconds(30);

    /** A batch that hangs on a party does not hold up the other stages for longer. */
    static final Duration TURN_WAIT_MAX = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final IssueLoad load;
    private final LongSupplier nanos;
    private final int busy;
    private final Semaphore one = new Semaphore(1, true);
    private long rushSince;
    private boolean rush;

    @Autowired
    GiveWay(IssueLoad load) {
        this(load, System::nanoTime);
    }

    GiveWay(IssueLoad load, LongSupplier nanos) {
        this.load = load;
        this.nanos = nanos;
        this.busy = BUSY_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    }

    /** The right to work one batch. Must be ended. */
    final class Turn {
        private final boolean only;

        private Turn(boolean only) {
            this.only = only;
        }

        /** The batch is done: rests in the calling thread, and lets the next one go. */
        void end(Duration took) {
            if (!only) {
                return;
            }
            try {
                long until = nanos.getAsLong() + rest(took).toNanos();
                for (long left = until - nanos.getAsLong(); left > 0; left = until - nanos.getAsLong()) {
                    LockSupport.parkNanos(Math.min(left, LOOK_EVERY.toNanos()));
                    if (!isRush() || Thread.currentThread().isInterrupted()) {
                        return;
                    }
                }
            } finally {
                one.release();
            }
        }
    }

    /** Waits in a rush until no other batch is in work, but not for ever. */
    Turn turn() throws InterruptedException {
        long until = nanos.getAsLong() + TURN_WAIT_MAX.toNanos();
        while (isRush() && nanos.getAsLong() < until) {
            if (one.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Turn(true);
            }
        }
        return new Turn(false);
    }

    /** @return how long to rest after a batch that took so long; zero when there is no rush, or one for too long */
    synchronized Duration rest(Duration took) {
        if (!isRush() || nanos.getAsLong() - rushSince > RUSH_MAX.toNanos()) {
            return Duration.ZERO;
        }
        Duration rest = took.multipliedBy(RESTS_PER_WORK);
        return rest.compareTo(REST_MAX) < 0 ? rest : REST_MAX;
    }

    private synchronized boolean isRush() {
        boolean now = load.underway() >= busy;
        if (now && !rush) {
            rushSince = nanos.getAsLong();
        }
        rush = now;
        return now;
    }
}
