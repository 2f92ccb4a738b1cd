package org.yipiao.issuing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 新票 Writes bills that have just got their numbers, puts them on the road and counts them: all in the caller's transaction. */
@Component
class NewBills {
    private final BillStore store;
    private final BillYears years;
    private final Road road;
    private final Tallies tallies;

    NewBills(BillStore store, BillYears years, Road road, Tallies tallies) {
        this.store = store;
        this.years = years;
        this.road = road;
        this.tallies = tallies;
    }

    void write(UnitId unit, List<BillStore.Row> rows, Instant now) {
        rows.forEach(row -> years.require(row.code().year()));
        store.add(rows, now);
        road.enter(unit, rows.stream().map(BillStore.Row::id).toList());
        tallies.add(unit, tallied(rows));
    }

    private static Collection<Tallies.Tally> tallied(List<BillStore.Row> rows) {
        Map<Tallies.Group, Tallies.Tally> tallied = new LinkedHashMap<>();
        for (BillStore.Row row : rows) {
            var draft = row.draft();
            var group = new Tallies.Group(
                    row.issuedAt().truncatedTo(ChronoUnit.MINUTES),
                    draft.point(),
                    draft.kind(),
                    draft.busType(),
                    draft.content().handlingPerson());
            long fen = draft.content().total().fen();
            tallied.merge(
                    group,
                    draft.reverses() == null
                            ? new Tallies.Tally(group, 1, fen, 0, 0)
                            : new Tallies.Tally(group, 0, 0, 1, fen),
                    Tallies.Tally::plus);
        }
        return tallied.values();
    }
}
