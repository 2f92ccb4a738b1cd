package org.yipiao.transit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** 叫醒 Tells a stage's worker in this instance that there is something to do. Many rings while it works are one. */
@Component
class Signals {
    private final Map<StageName, Semaphore> bells = new EnumMap<>(StageName.class);

    Signals() {
        for (StageName stage : StageName.values()) {
            bells.put(stage, new Semaphore(0));
        }
    }

    void ring(StageName stage) {
        var bell = bell(stage);
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    void await(StageName stage, Duration atMost) throws InterruptedException {
        if (bell(stage).tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            bell(stage).drainPermits();
        }
    }

    private Semaphore bell(StageName stage) {
        var bell = bells.get(stage);
        if (bell == null) {
            throw new IllegalStateException("no bell for " + stage);
        }
        return bell;
    }
}
