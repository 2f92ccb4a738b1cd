package org.yipiao.issuing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 批量开票台 Issues waiting bills many at a time, so that a lane commits them together; a bill tried twice is the same bill. */
@Component
class HandBatchDesk implements HandBatches {
    private static final int CLAIMED_MAX = 64;
    private static final int WHY_MAX = 500;
    private static final long LOOK_MS = 1_000;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final String CALLER = "console";
    private static final Logger log = LoggerFactory.getLogger(HandBatchDesk.class);

    private final HandBatchStore store;
    private final Issuing issuing;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    HandBatchDesk(HandBatchStore store, Issuing issuing, InstantSource clock, PlatformTransactionManager transactions) {
        this.store = store;
        this.issuing = issuing;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Batch begin(UnitId unit, String point, String fileName, byte[] file, Maker by, List<Entry> entries) {
        if (entries.isEmpty() || entries.size() > BILLS_MAX) {
            throw new IllegalArgumentException("1 to " + BILLS_MAX + " bills");
        }
        var id = UUID.randomUUID();
        byte[] fileSm3 = sm3(point, file);
        transaction.executeWithoutResult(status -> {
            if (store.add(id, unit, fileName, fileSm3, by, clock.instant())) {
                store.add(id, unit, entries);
            } else {
                store.retry(unit, fileSm3);
            }
        });
        return store.ofFile(unit, fileSm3).orElseThrow();
    }

    /** Until no bill waits. */
    @Scheduled(fixedDelay = LOOK_MS, initialDelay = LOOK_MS)
    void work() {
        var rows = store.claim(CLAIMED_MAX, clock.instant(), LEASE);
        while (!rows.isEmpty()) {
            issue(rows);
            rows = store.claim(CLAIMED_MAX, clock.instant(), LEASE);
        }
    }

    private void issue(List<HandBatchStore.Waiting> rows) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(rows.stream()
                    .<Callable<Void>>map(row -> () -> {
                        issue(row);
                        return null;
                    })
                    .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where trying again helps the row waits for its lease to end; so does one that met unexpected trouble. */
    private void issue(HandBatchStore.Waiting row) {
        try {
            switch (issuing.issue(row.charge(CALLER))) {
                case IssueResult.Accepted(var bill, var first) ->
                    store.done(row, first ? State.ISSUED : State.EARLIER, bill.id(), "");
                case IssueResult.Refused refused
                when refused.why() == IssueRefusal.BUSY ->
                    log.info("批量开票 {} 第 {} 张稍后自动重试：{}", row.batch(), row.seq() + 1, refused.detail());
                case IssueResult.Refused refused -> {
                    String why = refused.detail().isBlank() ? refused.why().label() : refused.detail();
                    store.done(row, State.REFUSED, null, why.length() <= WHY_MAX ? why : why.substring(0, WHY_MAX));
                }
            }
        } catch (RuntimeException e) {
            log.error("批量开票 {} 第 {} 张失败，稍后自动重试", row.batch(), row.seq() + 1, e);
        }
    }

    @Override
    public Optional<Batch> find(UnitId unit, @Nullable Long account, UUID id) {
        return store.find(unit, account, id);
    }

    @Override
    public Optional<Batch> ofFile(UnitId unit, String point, byte[] file) {
        return store.ofFile(unit, sm3(point, file));
    }

    private static byte[] sm3(String point, byte[] file) {
        byte[] head = (point + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + file.length);
        System.arraycopy(file, 0, all, head.length, file.length);
        return ContentJson.sm3(all);
    }

    @Override
    public Page<Batch> list(UnitId unit, @Nullable Long account, int pageNo, int pageSize) {
        return store.list(unit, account, Page.no(pageNo), Page.size(pageSize));
    }

    @Override
    public List<Outcome> outcomes(UnitId unit, UUID id) {
        return store.outcomes(unit, id);
    }
}
