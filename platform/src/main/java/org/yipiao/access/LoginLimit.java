package org.yipiao.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;

/** 登录限速 Sign-in tries per address and minute, counted over all instances: each try costs a slow hash. */
@Component
class LoginLimit {
    static final Duration MINUTE = Duration.ofMinutes(1);

    private final LoginRateStore store;
    private final Adjustments parameters;
    private final InstantSource clock;
    private final int triesPerMinute;

    /** @param triesPerMinute unless set while running; a whole hospital may come from one address at the change of shifts */
    LoginLimit(
            LoginRateStore store,
            Adjustments parameters,
            InstantSource clock,
            @Value("${yipiao.login.tries-per-minute:60}") int triesPerMinute) {
        this.store = store;
        this.parameters = parameters;
        this.clock = clock;
        this.triesPerMinute = triesPerMinute;
    }

    /** @throws Refused 429 when the address has used up its minute */
    void count(String address) {
        Instant now = clock.instant();
        store.forgetBefore(now.minus(MINUTE));
        long max = parameters.of(Parameter.LOGIN_TRIES_PER_MINUTE, triesPerMinute);
        if (store.count(address, now) > max) {
            throw new Refused(429, "TOO_MANY_LOGINS", "该地址登录过于频繁，请一分钟后再试");
        }
    }
}
