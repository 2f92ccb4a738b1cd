package org.yipiao.shared;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** 轮询 One daemon thread that goes the same round again and again, from the start of an instance to its end. A round has to catch its own trouble: one that throws is the last. */
public final class Rounds {
    private final String name;
    private final Runnable round;
    private final Duration first;
    private final Duration pause;
    private @Nullable ScheduledExecutorService thread;

    /**
     * @param name of the thread
     * @param first how long after the start
     * @param pause from the end of a round to the beginning of the next
     */
    public Rounds(String name, Runnable round, Duration first, Duration pause) {
        this.name = name;
        this.round = round;
        this.first = first;
        this.pause = pause;
    }

    public synchronized void start() {
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        var unused = thread.scheduleWithFixedDelay(round, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    public synchronized boolean running() {
        return thread != null;
    }

    /** Does something else between two rounds; nothing when there are none. @return whether it will be done */
    public synchronized boolean between(Runnable other) {
        if (thread == null) {
            return false;
        }
        thread.execute(other);
        return true;
    }

    /** Interrupts the round that is on. */
    public void stop() {
        var present = taken();
        if (present != null) {
            present.shutdownNow();
        }
    }

    /** Lets the round that is on come to its end. @return false when it did not within that time */
    public boolean stop(Duration within) {
        var present = taken();
        if (present == null) {
            return true;
        }
        present.shutdown();
        try {
            return present.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized @Nullable ScheduledExecutorService taken() {
        var present = thread;
        thread = null;
        return present;
    }
}
