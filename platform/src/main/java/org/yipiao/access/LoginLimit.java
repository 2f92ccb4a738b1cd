package org.yipiao.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;

/** 登录限速 Sign-in tries per address and minute, counted in this instance: each try costs a slow hash. */
@Component
class LoginLimit {

    static final int ADDRESSES_MAX = 10_000;

    private final Cache<String, AtomicInteger> tries;

    private final int triesPerMinute;

    /** @param triesPerMinute a whole hospital may come from one address at the change of shifts */
    LoginLimit(InstantSource clock, @Value("${yipiao.login.tries-per-minute:60}") int triesPerMinute) {
        this.triesPerMinute = triesPerMinute;
        this.tries = Caffeine.newBuilder()
                .maximumSize(ADDRESSES_MAX)
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** @throws Refused 429 when the address has used up its minute */
    void count(String address) {
        if (tries.get(address, unseen -> new AtomicInteger()).incrementAndGet() > triesPerMinute) {
            throw new Refused(429, "TOO_MANY_LOGINS", "该地址登录过于频繁，请一分钟后再试");
        }
    }
}
