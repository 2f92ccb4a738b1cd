package org.yipiao.issuing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.yipiao.shared.BillId;

/**
 * 开票通道 All settlements of one unit, point and kind. Whoever arrives while a transaction runs is written with the next
 * one, together with all others who wait; nobody waits for company when the lane is idle. One writer per lane, so the
 * lock on the point's numbers is never fought over inside one instance.
 */
final class IssueLane {
    static final int BATCH_MAX = 200;
    static final int QUEUE_MAX = 2_000;
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    /** Over these the outcome of a commit may be unknown, or another try succeeds. */
    private static final int TRIES_MAX = 3;

    private static final String UNKNOWN = "数据库暂不可用，本次开票结果未确认。请稍后用同一业务流水号重试，不会重复开票。";
    private static final Logger log = LoggerFactory.getLogger(IssueLane.class);

    private final String name;
    private final IssueBatch batches;
    private final LongSupplier ids;
    private final IssueMeters meters;
    private final Executor writers;
    private final ArrayBlockingQueue<Order> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicBoolean draining = new AtomicBoolean();

    private record Order(Draft draft, CompletableFuture<IssueResult> answer) {}

    /** @param writers gives each busy lane a thread of its own that the requests' threads can not hold up */
    IssueLane(String name, IssueBatch batches, LongSupplier ids, IssueMeters meters, Executor writers) {
        this.name = name;
        this.batches = batches;
        this.ids = ids;
        this.meters = meters;
        this.writers = writers;
    }

    /** Returns when the bill is durable or refused. */
    IssueResult issue(Draft draft) {
        var order = new Order(draft, new CompletableFuture<>());
        if (!queue.offer(order)) {
            return Refusals.busy("开票点 " + draft.point() + " 排队已满（" + QUEUE_MAX + "），请稍后用同一业务流水号重试。");
        }
        if (draining.compareAndSet(false, true)) {
            writers.execute(this::drain);
        }
        try {
            return order.answer().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Not yet begun: it is taken out and will never be billed by this request.
            boolean untouched = queue.remove(order);
            return Refusals.busy(untouched ? "系统繁忙，本次未开票，请稍后重试。" : UNKNOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Refusals.busy(UNKNOWN);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        }
    }

    private void drain() {
        var orders = new ArrayList<Order>(BATCH_MAX);
        do {
            while (queue.drainTo(orders, BATCH_MAX) > 0) {
                try {
                    write(List.copyOf(orders));
                } catch (RuntimeException | Error e) {
                    orders.forEach(order -> order.answer().completeExceptionally(e));
                    log.error("开票通道 {} 出错", name, e);
                }
                orders.clear();
            }
            draining.set(false);
            // Someone may have arrived between the last look and the flag; then one of us goes on.
        } while (!queue.isEmpty() && draining.compareAndSet(false, true));
    }

    private void write(List<Order> orders) {
        var byId = new LinkedHashMap<BillId, Order>();
        try {
            orders.forEach(order -> byId.put(new BillId(ids.getAsLong()), order));
        } catch (RuntimeException e) {
            if (!worthAnotherTry(e)) {
                throw e;
            }
            log.error("开票通道 {}：数据库不可用", name, e);
            orders.forEach(order -> order.answer().complete(Refusals.busy("数据库暂不可用，本次未开票，请稍后重试。")));
            return;
        }
        try {
            answer(byId, batches.write(drafts(byId)));
            meters.written(orders.size());
        } catch (RuntimeException e) {
            if (!(e instanceof IssueBatch.FewerLeft)) {
                log.warn("开票通道 {} 一批 {} 张未成，逐张重写：{}", name, orders.size(), e.toString());
            }
            oneByOne(byId, e);
        }
    }

    /** One bad row must hurt only itself; and each settlement whose commit is unknown is looked up by its key. */
    private void oneByOne(Map<BillId, Order> byId, RuntimeException batchFault) {
        boolean away = false;
        for (var entry : byId.entrySet()) {
            var alone = Map.of(entry.getKey(), entry.getValue());
            if (away) {
                entry.getValue().answer().complete(Refusals.busy(UNKNOWN));
                continue;
            }
            away = !writeAlone(alone, entry.getValue(), byId.size() == 1 ? batchFault : null);
        }
    }

    /** @return false when the database is away */
    private boolean writeAlone(Map<BillId, Order> alone, Order order, @Nullable RuntimeException first) {
        RuntimeException fault = first;
        for (int i = first == null ? 0 : 1; i < TRIES_MAX; i++) {
            if (fault != null && !worthAnotherTry(fault)) {
                break;
            }
            try {
                answer(alone, batches.write(drafts(alone)));
                meters.written(1);
                return true;
            } catch (RuntimeException e) {
                fault = e;
            }
        }
        if (fault != null && worthAnotherTry(fault)) {
            log.error("开票通道 {}：数据库不可用", name, fault);
            order.answer().complete(Refusals.busy(UNKNOWN));
            return false;
        }
        log.error("开票通道 {}：业务流水号 {} 未能开票", name, order.draft().busNo(), fault);
        order.answer()
                .completeExceptionally(fault != null ? fault : new IllegalStateException("no answer and no fault"));
        return true;
    }

    /**
     * Lost connections, deadlocks and the like; a broken rule of the database stays broken. A failed commit or roll-back
     * (TransactionSystemException) leaves open what became of the transaction, so its settlements are looked up again.
     */
    static boolean worthAnotherTry(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransientDataAccessException || cause instanceof TransactionException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                // 08 connection, 40 rolled back by the server, 53 resources, 55 locked, 57 shut down; none: the
                // driver's own.
                String state = sql.getSQLState();
                return state == null || List.of("08", "40", "53", "55", "57").contains(state.substring(0, 2));
            }
        }
        return false;
    }

    private static Map<BillId, Draft> drafts(Map<BillId, Order> orders) {
        var drafts = new LinkedHashMap<BillId, Draft>();
        orders.forEach((id, order) -> drafts.put(id, order.draft()));
        return drafts;
    }

    private static void answer(Map<BillId, Order> orders, Map<BillId, IssueResult> results) {
        orders.forEach((id, order) -> {
            var result = results.get(id);
            if (result == null) {
                throw new IllegalStateException("no answer for " + id);
            }
            order.answer().complete(result);
        });
    }
}
