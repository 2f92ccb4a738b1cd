package org.yipiao.transit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.IssueLoad;

/**
 * 让路 A window waits for its answer, the road does not: while more settlements are under way than the machine has hands
 * for, each of the road's workers rests after a batch for a multiple of the time the batch took. It never stops entirely.
 */
@Component
class GiveWay {
    /** Settlements under way per processor from which on the road rests. */
    private static final int BUSY_PER_PROCESSOR = 4;

    private static final int RESTS_PER_WORK = 4;
    static final Duration REST_MAX = Duration.ofSeconds(2);

    private final IssueLoad load;
    private final int busy;

    GiveWay(IssueLoad load) {
        this.load = load;
        this.busy = BUSY_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    }

    /** @return how long to rest after a batch that took so long; zero while issuing has little to do */
    Duration rest(Duration took) {
        if (load.underway() < busy) {
            return Duration.ZERO;
        }
        Duration rest = took.multipliedBy(RESTS_PER_WORK);
        return rest.compareTo(REST_MAX) < 0 ? rest : REST_MAX;
    }

    /** Rests in the calling thread, and ends the rest when the rush is over. */
    void afterBatch(Duration took) {
        long until = System.nanoTime() + rest(took).toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, Duration.ofMillis(50).toNanos()));
            if (load.underway() < busy || Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}
