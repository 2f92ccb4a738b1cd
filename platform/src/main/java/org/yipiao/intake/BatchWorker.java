package org.yipiao.intake;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Callers;
import org.yipiao.shared.Rounds;

/**
 * 批量开具执行 Bills the rows of batches, many at a time, so that a lane commits them together. A row whose worker died is
 * billed again after its lease and gets the same bill.
 */
@Component
class BatchWorker implements SmartLifecycle {
    private static final int CLAIMED_MAX = 64;
    private static final int ERR_MSG_MAX = 800;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /** Rows claimed are billed before this instance ends; longer than the lane takes to answer them. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(BatchWorker.class);

    private final BatchStore store;
    private final IssueCounter counter;
    private final Callers callers;
    private final InstantSource clock;
    private final AtomicBoolean rung = new AtomicBoolean();
    private volatile boolean leaving;
    private final Rounds worker = new Rounds("intake-batches", this::work, Duration.ZERO, LOOK_EVERY);

    BatchWorker(BatchStore store, IssueCounter counter, Callers callers, InstantSource clock) {
        this.store = store;
        this.counter = counter;
        this.callers = callers;
        this.clock = clock;
    }

    /** A batch has come: looked for now, not at the next round. */
    void ring() {
        if (rung.compareAndSet(false, true) && !worker.between(this::rung)) {
            rung.set(false);
        }
    }

    private void rung() {
        rung.set(false);
        work();
    }

    /** Until no row waits, or this instance ends. */
    void work() {
        try {
            var rows = store.claim(CLAIMED_MAX, clock.instant(), LEASE);
            while (!rows.isEmpty()) {
                bill(rows);
                rows = leaving ? List.of() : store.claim(CLAIMED_MAX, clock.instant(), LEASE);
            }
        } catch (RuntimeException e) {
            log.warn("批量开具暂停，稍后自动继续", e);
        }
    }

    private void bill(List<BatchStore.Waiting> rows) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(rows.stream()
                    .<Callable<Void>>map(row -> () -> {
                        bill(row);
                        return null;
                    })
                    .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Unexpected trouble leaves the row waiting: its lease ends, and it is tried again. */
    private void bill(BatchStore.Waiting row) {
        try {
            var caller = callers.find(row.caller())
                    .orElseThrow(() -> Refusal.method("应用帐号(appid)=" + row.caller() + "：已不存在；请联系信息科"));
            var bill = counter.issue(row.method(), Json.object(row.content(), "开票数据"), caller);
            store.done(row, bill.id(), "");
        } catch (Refusal refusal) {
            String text = refusal.text();
            store.done(row, null, text.length() <= ERR_MSG_MAX ? text : text.substring(0, ERR_MSG_MAX));
        } catch (RuntimeException e) {
            log.error("批次 {} 第 {} 行开票失败，稍后自动重试", row.batch(), row.seq() + 1, e);
        }
    }

    @Override
    public void start() {
        leaving = false;
        worker.start();
    }

    @Override
    public void stop() {
        leaving = true;
        if (!worker.stop(STOP_WITHIN)) {
            log.warn("批量开具有未办完的行，租约到期后由其他实例接着办");
        }
    }

    @Override
    public boolean isRunning() {
        return worker.running();
    }
}
