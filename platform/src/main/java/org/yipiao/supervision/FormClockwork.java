package org.yipiao.supervision;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yipiao.database.Turns;

/** 表单跟踪 Asks after open forms, so that an approval is home within a minute. */
@Component
class FormClockwork implements SmartLifecycle {
    static final Duration ASK_EVERY = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(FormClockwork.class);

    private final BureauSettings settings;
    private final FormBook forms;
    private final Turns turns;
    private @Nullable ScheduledExecutorService thread;

    FormClockwork(BureauSettings settings, FormBook forms, Turns turns) {
        this.settings = settings;
        this.forms = forms;
        this.turns = turns;
    }

    private void turn() {
        try {
            turns.alone("supervision.forms", forms::followAll);
        } catch (RuntimeException e) {
            log.warn("单位表单跟踪失败，稍后自动重试：{}", e.getMessage());
        }
    }

    @Override
    public synchronized void start() {
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("bureau-forms").daemon().factory());
        if (settings.problems().isEmpty()) {
            var unused = thread.scheduleWithFixedDelay(
                    this::turn, ASK_EVERY.toMillis(), ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
