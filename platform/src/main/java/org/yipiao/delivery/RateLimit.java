package org.yipiao.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/**
 * 限流 A token bucket per key, such as an address. Memory is bounded: past {@link #KEYS_MAX} keys the least used are
 * forgotten. Each instance counts by itself.
 */
final class RateLimit {
    static final long KEYS_MAX = 100_000;

    private final IntSupplier tokensMax;
    private final Duration refill;
    private final InstantSource clock;
    private final Cache<String, Bucket> buckets;

    /** @param tokensMax calls at once @param refill the time in which an empty bucket fills again */
    RateLimit(int tokensMax, Duration refill, InstantSource clock) {
        this(() -> tokensMax, refill, clock);
    }

    /** @param tokensMax asked at each call, because it may be changed meanwhile */
    RateLimit(IntSupplier tokensMax, Duration refill, InstantSource clock) {
        this.tokensMax = tokensMax;
        this.refill = refill;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .expireAfterAccess(refill.multipliedBy(2))
                .build();
    }

    /** @return false when this key has used up its calls for now */
    boolean admits(String key) {
        int max = tokensMax.getAsInt();
        return buckets.get(key, k -> new Bucket(max, clock.instant())).take(max, refill, clock.instant());
    }

    private static final class Bucket {
        private double tokens;
        private Instant filledAt;

        Bucket(double tokens, Instant at) {
            this.tokens = tokens;
            this.filledAt = at;
        }

        synchronized boolean take(int max, Duration refill, Instant now) {
            double passed = Math.max(0, Duration.between(filledAt, now).toNanos()) / (double) refill.toNanos();
            tokens = Math.min(max, tokens + passed * max);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
