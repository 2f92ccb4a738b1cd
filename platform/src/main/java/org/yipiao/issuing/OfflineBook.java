package org.yipiao.issuing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.yipiao.access.Vault;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 离线补录 The same rows in the same transaction as a batch writes them, with what the window gave the bill itself. */
@Component
class OfflineBook implements OfflineEntry {
    private final BillStore store;
    private final OfflineStore marks;
    private final IssueBatch batches;
    private final IdBlocks ids;
    private final Units units;
    private final Vault vault;
    private final NewBills newBills;
    private final InstantSource clock;

    OfflineBook(
            BillStore store,
            OfflineStore marks,
            IssueBatch batches,
            Units units,
            Vault vault,
            NewBills newBills,
            InstantSource clock) {
        this.store = store;
        this.marks = marks;
        this.batches = batches;
        this.ids = new IdBlocks(store::nextIdBlock);
        this.units = units;
        this.vault = vault;
        this.newBills = newBills;
        this.clock = clock;
    }

    @Override
    public IssueResult enter(Charge charge, Printed printed) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an offline bill is entered in the transaction that moves its number");
        }
        // A window issues nothing of zero by itself.
        var faults = ChargeRules.faults(charge, Zero.REFUSE);
        if (!faults.isEmpty()) {
            return Refusals.invalid(faults);
        }
        UnitId unit = charge.unit();
        var draft = Draft.blue(charge, units.version(unit, printed.unitVersion()), vault);
        var id = new BillId(ids.getAsLong());
        if (!store.claimKeys(unit, draft.kind(), Map.of(id, draft)).contains(id)) {
            var earlier = store.earlier(unit, draft.kind(), List.of(draft.key()));
            return batches.repeated(id, draft, earlier.getFirst());
        }
        Instant now = clock.instant();
        var row =
                new BillStore.Row(id, draft, printed.code(), printed.number(), printed.checkCode(), printed.issuedAt());
        newBills.write(unit, List.of(row), now);
        marks.add(unit, id, printed.agent(), now);
        return new IssueResult.Accepted(row.bill(), true);
    }

    @Override
    public Map<BillId, Mark> marks(UnitId unit, List<BillId> bills) {
        return bills.isEmpty() ? Map.of() : new HashMap<>(marks.of(unit, bills));
    }
}
