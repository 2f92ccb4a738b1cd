package org.yipiao.numbering;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** Reads the journal once from the last report on; a number that was used and then voided counts as void. */
@Component
class UsageLedger implements UsedNumbers {
    private final ProofStore journal;
    private final BalanceStore balances;
    private final CodeStore codes;

    UsageLedger(ProofStore journal, BalanceStore balances, CodeStore codes) {
        this.journal = journal;
        this.balances = balances;
        this.codes = codes;
    }

    @Override
    public long cut(UnitId unit, Instant before) {
        return balances.lastBefore(unit, before);
    }

    @Override
    public List<Used> between(UnitId unit, long after, long cut) {
        var ended = new LedgerState();
        journal.journal(unit, after, cut, moved -> {
            switch (moved.to().account()) {
                // Where it was used does not matter to the bureau.
                case ISSUED, VOIDED, BURNT ->
                    ended.set(moved.span(), new Holding(moved.to().account(), null, null));
                default -> {}
            }
        });
        var used = new ArrayList<Used>();
        for (String code : ended.codes()) {
            var known = codes.find(unit, code).orElseThrow();
            for (LedgerState.Piece piece : ended.pieces(code)) {
                used.add(new Used(
                        code,
                        known.paper(),
                        known.name(),
                        piece.holding().account(),
                        piece.first(),
                        piece.last(),
                        known.digits(piece.first()),
                        known.digits(piece.last())));
            }
        }
        return used;
    }

    @Override
    public List<Left> left(UnitId unit, long cut) {
        var left = new LinkedHashMap<String, Long>();
        for (BalanceStore.Cell cell : balances.upTo(unit, cut)) {
            switch (cell.holding().account()) {
                case UNIT, POINT, CASHIER, OFFLINE, RESERVED, OUTGOING ->
                    left.merge(cell.code(), cell.count(), Long::sum);
                default -> {}
            }
        }
        var rows = new ArrayList<Left>();
        for (LedgerCode code : codes.all(unit)) {
            Long count = left.get(code.code());
            if (count != null) {
                rows.add(new Left(code.code(), code.paper(), count));
            }
        }
        return rows;
    }
}
