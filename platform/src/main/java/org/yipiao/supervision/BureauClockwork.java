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
import org.yipiao.access.Adjustments;
import org.yipiao.access.Parameter;
import org.yipiao.shared.UnitId;

/** 财政定时任务 Synchronises each unit at start without holding it up, soon again while that fails, and regularly once it worked. */
@Component
class BureauClockwork {
    private static final Logger log = LoggerFactory.getLogger(BureauClockwork.class);

    /** While the first configuration is missing nothing can be issued, so it is asked for often. */
    static final Duration UNTIL_FIRST = Duration.ofSeconds(2);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final BureauSettings settings;
    private final BureauAccounts accounts;
    private final BureauSync sync;
    private final BureauConfig config;
    private final TotalsComparison totals;
    private final SupervisionStore store;
    private final Adjustments adjustments;
    private final InstantSource clock;
    private final PerUnit turns = new PerUnit("bureau-sync");
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bureau-look").factory());

    BureauClockwork(
            BureauSettings settings,
            BureauAccounts accounts,
            BureauSync sync,
            BureauConfig config,
            TotalsComparison totals,
            SupervisionStore store,
            Adjustments adjustments,
            InstantSource clock) {
        this.settings = settings;
        this.accounts = accounts;
        this.sync = sync;
        this.config = config;
        this.totals = totals;
        this.store = store;
        this.adjustments = adjustments;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        // A look catches everything, so nobody waits for this future.
        ScheduledFuture<?> unused =
                looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        looking.shutdownNow();
    }

    private void look() {
        try {
            turns.turn(
                    accounts.units().stream()
                            .filter(unit -> accounts.of(unit).usable())
                            .toList(),
                    this::turn);
        } catch (RuntimeException e) {
            log.warn("暂时读不到各单位的财政接入参数，稍后自动重试：{}", e.getMessage());
        }
    }

    /** @return how long to pause */
    private Duration turn(UnitId unit) {
        try {
            sync.run(unit);
            totals.compare(unit);
            store.prune(
                    unit,
                    clock.instant()
                            .minus(Duration.ofDays(
                                    adjustments.of(Parameter.BUREAU_MESSAGE_DAYS, settings.messageDays()))));
        } catch (RuntimeException e) {
            log.warn("单位 {} 的财政基础数据同步失败，稍后自动重试：{}", unit, e.getMessage());
        }
        return pause(unit);
    }

    private Duration pause(UnitId unit) {
        try {
            return config.find(unit).isPresent()
                    ? adjustments.of(Parameter.BUREAU_SYNC_EVERY, settings.syncEvery())
                    : UNTIL_FIRST;
        } catch (RuntimeException databaseAway) {
            return UNTIL_FIRST;
        }
    }

    /** The unit's access has changed. */
    void hurry(UnitId unit) {
        turns.hurry(unit);
    }
}
