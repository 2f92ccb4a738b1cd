package org.yipiao.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;
import org.yipiao.shared.Remembered;
import org.yipiao.shared.UnitId;

/** 安全策略 The policy of each unit; it is asked at every request, so each instance remembers it for some seconds. */
@Component
class Policies implements Remembered {
    static final Duration REMEMBERED = Duration.ofSeconds(3);

    private static final int UNITS_MAX = 1_000;

    private final PolicyStore store;
    private final Cache<UnitId, SecurityPolicy> known;

    Policies(PolicyStore store, InstantSource clock) {
        this.store = store;
        this.known = Caffeine.newBuilder()
                .maximumSize(UNITS_MAX)
                .expireAfterWrite(REMEMBERED)
                .recordStats()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    SecurityPolicy of(UnitId unit) {
        return known.get(unit, asked -> store.find(asked).orElse(SecurityPolicy.DEFAULT));
    }

    @Override
    public List<Kept> remembered() {
        return List.of(Kept.of("access.policies", "安全策略", "3 秒", known));
    }

    /** @param policy with the version that was shown to the person who changed it */
    void save(UnitId unit, SecurityPolicy policy) {
        if (!store.save(unit, policy)) {
            throw new Refused(409, "CHANGED_MEANWHILE", "安全策略刚刚已被他人修改，请刷新后重新修改");
        }
        known.invalidate(unit);
    }
}
