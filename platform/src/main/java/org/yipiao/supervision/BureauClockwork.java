package org.yipiao.supervision;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** 财政定时任务 Synchronises at start without holding it up, soon again while that fails, and regularly once it worked. */
@Component
class BureauClockwork {
    private static final Logger log = LoggerFactory.getLogger(BureauClockwork.class);

    /** While the first configuration is missing nothing can be issued, so it is asked for often. */
    static final Duration UNTIL_FIRST = Duration.ofSeconds(2);

    private final BureauSettings settings;
    private final BureauSync sync;
    private final BureauConfig config;
    private final TotalsComparison totals;
    private final SupervisionStore store;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bureau-sync").factory());

    BureauClockwork(
            BureauSettings settings,
            BureauSync sync,
            BureauConfig config,
            TotalsComparison totals,
            SupervisionStore store,
            InstantSource clock) {
        this.settings = settings;
        this.sync = sync;
        this.config = config;
        this.totals = totals;
        this.store = store;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (settings.problems().isEmpty()) {
            thread.execute(this::turn);
        } else {
            log.warn("财政票据系统未配置完整，暂不能领号和监制：{}", String.join("；", settings.problems()));
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    private void turn() {
        try {
            sync.run();
            totals.compare();
            store.prune(settings.unit(), clock.instant().minus(Duration.ofDays(settings.messageDays())));
        } catch (RuntimeException e) {
            log.warn("财政基础数据同步失败，稍后自动重试：{}", e.getMessage());
        } finally {
            next();
        }
    }

    private void next() {
        if (!thread.isShutdown()) {
            // A turn catches everything, so nobody waits for this future.
            ScheduledFuture<?> unused = thread.schedule(this::turn, pause().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration pause() {
        try {
            return config.find(settings.unit()).isPresent() ? settings.syncEvery() : UNTIL_FIRST;
        } catch (RuntimeException databaseAway) {
            return UNTIL_FIRST;
        }
    }
}
