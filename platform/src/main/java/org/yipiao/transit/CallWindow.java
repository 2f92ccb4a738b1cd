package org.yipiao.transit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** 近五分钟 Calls to one party over the last five minutes, in buckets of ten seconds and of duration. */
final class CallWindow {
    private static final int BUCKETS = 30;
    private static final long BUCKET_SECONDS = 10;
    /** Durations 1 ms, 1.5 ms, 2.25 ms …: 30 of them reach beyond two minutes. */
    private static final int DURATIONS = 30;

    private static final double STEP = 1.5;

    private final Bucket[] buckets = new Bucket[BUCKETS];
    private @Nullable String lastError;

    private static final class Bucket {
        private final long number;
        private long calls;
        private long failures;
        private long sumMs;
        private final long[] durations = new long[DURATIONS];

        Bucket(long number) {
            this.number = number;
        }
    }

    record Summary(
            long calls,
            long failures,
            long meanMs,
            long p95Ms,
            @Nullable String lastError) {}

    synchronized void add(Instant at, long tookMs, @Nullable String error) {
        long number = at.getEpochSecond() / BUCKET_SECONDS;
        int place = (int) (number % BUCKETS);
        var bucket = buckets[place];
        if (bucket == null || bucket.number != number) {
            bucket = new Bucket(number);
            buckets[place] = bucket;
        }
        bucket.calls++;
        bucket.sumMs += tookMs;
        bucket.durations[durationOf(tookMs)]++;
        if (error != null) {
            bucket.failures++;
            lastError = error;
        }
    }

    synchronized Summary summary(Instant now) {
        long newest = now.getEpochSecond() / BUCKET_SECONDS;
        var sum = new Bucket(newest);
        for (var bucket : buckets) {
            if (bucket != null && bucket.number > newest - BUCKETS && bucket.number <= newest) {
                sum.calls += bucket.calls;
                sum.failures += bucket.failures;
                sum.sumMs += bucket.sumMs;
                for (int i = 0; i < DURATIONS; i++) {
                    sum.durations[i] += bucket.durations[i];
                }
            }
        }
        return sum.calls == 0
                ? new Summary(0, 0, 0, 0, null)
                : new Summary(
                        sum.calls, sum.failures, sum.sumMs / sum.calls, p95(sum), sum.failures == 0 ? null : lastError);
    }

    private static long p95(Bucket sum) {
        long wanted = (sum.calls * 95 + 99) / 100;
        long seen = 0;
        for (int i = 0; i < DURATIONS; i++) {
            seen += sum.durations[i];
            if (seen >= wanted) {
                return (long) Math.pow(STEP, i);
            }
        }
        return (long) Math.pow(STEP, DURATIONS);
    }

    private static int durationOf(long ms) {
        return ms <= 1
                ? 0
                : (int) Math.min(DURATIONS - 1L, Math.round(Math.ceil(Math.log((double) ms) / Math.log(STEP))));
    }
}
