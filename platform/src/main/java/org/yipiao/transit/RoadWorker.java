package org.yipiao.transit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 道路 Starts a worker for every stage there is; bills of a stage that is not there wait. */
@Component
class RoadWorker implements SmartLifecycle {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
    private static final long RENEW_MS = 15_000;
    private static final long COUNT_MS = 5_000;
    private static final Logger log = LoggerFactory.getLogger(RoadWorker.class);

    private final ObjectProvider<Stage> stages;
    private final RoadStore store;
    private final StageRun run;
    private final Signals signals;
    private final PartyGuard guard;
    private final GiveWay giveWay;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final boolean enabled;
    private final List<StageWorker> workers = new ArrayList<>();
    private volatile Map<StageName, RoadStore.Count> counts = new EnumMap<>(StageName.class);
    private volatile boolean running;

    RoadWorker(
            ObjectProvider<Stage> stages,
            RoadStore store,
            StageRun run,
            Signals signals,
            PartyGuard guard,
            GiveWay giveWay,
            InstantSource clock,
            MeterRegistry meters,
            @Value("${yipiao.transit.enabled:true}") boolean enabled) {
        this.stages = stages;
        this.store = store;
        this.run = run;
        this.signals = signals;
        this.guard = guard;
        this.giveWay = giveWay;
        this.clock = clock;
        this.meters = meters;
        this.enabled = enabled;
    }

    @Override
    public synchronized void start() {
        running = true;
        for (StageName name : StageName.values()) {
            gauges(name);
        }
        if (!enabled) {
            log.info("本实例不处理在途环节");
            return;
        }
        guard.onRecovered(this::recovered);
        stages.orderedStream()
                .map(stage -> new StageWorker(stage, store, run, signals, guard, giveWay, clock))
                .forEach(workers::add);
        workers.forEach(StageWorker::start);
    }

    /** What waited for the party is due at once, in its old order. */
    private void recovered(String party, @Nullable UnitId unit) {
        stages.stream().filter(stage -> stage.party().equals(party)).forEach(stage -> {
            try {
                int woken = store.wake(stage.name(), unit, clock.instant());
                log.info("{}已恢复，{}立即处理等待的 {} 张票据", party, stage.name().label(), woken);
            } catch (RuntimeException e) {
                log.warn("{}已恢复，但未能提前唤醒，票据按阶梯重试", party, e);
            }
            signals.ring(stage.name());
        });
    }

    @Override
    public synchronized void stop() {
        running = false;
        workers.parallelStream()
                .filter(worker -> !worker.stop(STOP_WITHIN))
                .forEach(worker ->
                        log.warn("环节{}有未结束的批次，租约到期后由其他实例接着做", worker.name().label()));
        workers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Scheduled(fixedDelay = RENEW_MS, initialDelay = RENEW_MS)
    void renew() {
        List.copyOf(workers).forEach(StageWorker::renew);
    }

    @Scheduled(fixedDelay = COUNT_MS)
    void count() {
        var fresh = new EnumMap<StageName, RoadStore.Count>(StageName.class);
        store.counts(null).forEach(count -> fresh.put(count.stage(), count));
        counts = fresh;
    }

    private void gauges(StageName stage) {
        Gauge.builder("yipiao.transit.waiting", () -> {
                    var count = counts.get(stage);
                    return count == null ? 0 : count.waiting();
                })
                .description("bills waiting for a stage")
                .tag("stage", stage.name())
                .register(meters);
        Gauge.builder("yipiao.transit.oldest.seconds", () -> {
                    var count = counts.get(stage);
                    return count == null
                            ? 0
                            : Duration.between(count.oldest(), clock.instant()).toSeconds();
                })
                .description("age of the bill that has waited longest for a stage")
                .tag("stage", stage.name())
                .register(meters);
    }
}
