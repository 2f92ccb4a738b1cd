package org.yipiao.notices;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.notices.StaffMessages.Way;

/** 转发指标 How many notices wait on each way and for how long, and what became of the others. */
@Component
class ForwardingMeters {
    private static final long LOOK_EVERY_MS = 15_000;

    private final MeterRegistry registry;
    private final ForwardingStore store;
    private final InstantSource clock;
    private volatile Map<Way, ForwardingStore.Queue> queues = Map.of();

    ForwardingMeters(MeterRegistry registry, ForwardingStore store, InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.clock = clock;
        for (Way way : Way.values()) {
            Gauge.builder("yipiao.notices.forward.waiting", () -> queue(way).waiting())
                    .description("notices on their way to colleagues")
                    .tag("way", way.name())
                    .register(registry);
            Gauge.builder(
                            "yipiao.notices.forward.oldest",
                            () -> age(queue(way).oldest()).toSeconds())
                    .description("age of the oldest of them")
                    .baseUnit("seconds")
                    .tag("way", way.name())
                    .register(registry);
        }
    }

    @Scheduled(initialDelay = LOOK_EVERY_MS, fixedDelay = LOOK_EVERY_MS)
    void look() {
        queues = store.queues();
    }

    /** @param result SENT, FAILED (will be tried again) or GIVEN_UP */
    void done(Way way, String result) {
        registry.counter("yipiao.notices.forward", "way", way.name(), "result", result)
                .increment();
    }

    private ForwardingStore.Queue queue(Way way) {
        return queues.getOrDefault(way, new ForwardingStore.Queue(0, clock.instant()));
    }

    private Duration age(Instant since) {
        return Duration.between(since, clock.instant());
    }
}
