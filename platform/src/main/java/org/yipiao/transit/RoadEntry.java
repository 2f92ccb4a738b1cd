package org.yipiao.transit;

import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.yipiao.issuing.Road;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 在途入口 */
@Component
class RoadEntry implements Road {
    private final RoadStore store;
    private final Signals signals;
    private final InstantSource clock;

    RoadEntry(RoadStore store, Signals signals, InstantSource clock) {
        this.store = store;
        this.signals = signals;
        this.clock = clock;
    }

    @Override
    public void enter(UnitId unit, List<BillId> bills) {
        store.enter(unit, bills, StageName.FIRST, clock.instant());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                signals.ring(StageName.FIRST);
            }
        });
    }
}
