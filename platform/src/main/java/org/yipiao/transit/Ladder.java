package org.yipiao.transit;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * 重试阶梯 How long a bill waits before its next attempt. The last rung is one minute, so that draining begins within a
 * minute of a recovery even when nobody notices it sooner.
 */
final class Ladder {
    private static final List<Duration> RUNGS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    /** Up to a fifth less, so that bills which failed together do not all come back in the same moment. */
    private static final double JITTER = 0.2;

    private final RandomGenerator random;

    Ladder(RandomGenerator random) {
        this.random = random;
    }

    /** @param attempts failed so far, from 1 */
    Duration after(int attempts) {
        Duration rung = RUNGS.get(Math.clamp(attempts - 1L, 0, RUNGS.size() - 1));
        return rung.minusMillis((long) (rung.toMillis() * JITTER * random.nextDouble()));
    }
}
