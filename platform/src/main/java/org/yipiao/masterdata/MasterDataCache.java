package org.yipiao.masterdata;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.shared.Rounds;

/**
 * Keeps the snapshot fresh: a change made by this instance is seen at once, one made by another instance after at most
 * {@link #LOOK_EVERY}. While the database is away the last snapshot stays in use.
 */
@Component
class MasterDataCache implements SmartLifecycle {
    static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(MasterDataCache.class);

    private final MasterDataStore store;
    private final TransactionTemplate transactions;
    private volatile @Nullable MasterData snapshot;
    private final Rounds looking = new Rounds("masterdata-look", this::look, LOOK_EVERY, LOOK_EVERY);

    MasterDataCache(MasterDataStore store, TransactionTemplate transactions) {
        this.store = store;
        this.transactions = transactions;
    }

    MasterData now() {
        MasterData present = snapshot;
        return present != null ? present : refresh();
    }

    /** Runs a change in the caller's transaction or its own. */
    void change(Runnable write) {
        boolean joined = TransactionSynchronizationManager.isActualTransactionActive();
        transactions.executeWithoutResult(status -> {
            store.changed();
            write.run();
        });
        if (joined && TransactionSynchronizationManager.isSynchronizationActive()) {
            // It may still roll back, so what it wrote is read when it is there to stay.
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    look();
                }
            });
        } else if (!joined) {
            refresh();
        }
    }

    synchronized MasterData refresh() {
        MasterData present = snapshot;
        if (present == null || store.version() != present.version()) {
            present = store.load();
            snapshot = present;
        }
        return present;
    }

    private void look() {
        try {
            refresh();
        } catch (RuntimeException e) {
            log.warn("Master data could not be refreshed, the last state stays in use", e);
        }
    }

    @Override
    public void start() {
        looking.start();
    }

    @Override
    public void stop() {
        looking.stop();
    }

    @Override
    public boolean isRunning() {
        return looking.running();
    }
}
