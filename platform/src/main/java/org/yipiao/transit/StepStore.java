package org.yipiao.transit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of what happened on the road. */
@Component
class StepStore {
    private final JdbcClient jdbc;

    StepStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param fault empty text when done */
    record Entry(BillId bill, boolean done, String fault, String detail) {}

    /** Equal failures in a row become one step that counts them. */
    void write(UnitId unit, StageName stage, String party, List<Entry> entries, Instant now, Duration took) {
        var failures = entries.stream().filter(entry -> !entry.done()).toList();
        var counted = failures.isEmpty() ? List.<BillId>of() : countUp(unit, stage, failures, now);
        var known = new HashSet<>(counted);
        var fresh =
                entries.stream().filter(entry -> !known.contains(entry.bill())).toList();
        if (!fresh.isEmpty()) {
            add(unit, stage, party, fresh, now, took);
        }
    }

    private List<BillId> countUp(UnitId unit, StageName stage, List<Entry> failures, Instant now) {
        return jdbc.sql("""
                update transit.step s
                   set times = s.times + 1,
                       last_at = :now
                  from unnest(:ids, :faults, :details) as f (bill_id, fault, detail)
                 where s.unit_id = :unit
                   and s.bill_id = f.bill_id
                   and s.seq = (
                     select max(l.seq)
                       from transit.step l
                      where l.bill_id = f.bill_id
                        and l.unit_id = :unit
                   )
                   and s.stage = :stage
                   and not s.done
                   and s.fault = f.fault
                   and s.detail = f.detail
                returning s.bill_id
                """)
                .param("unit", unit.value())
                .param("stage", stage.name())
                .param("now", RoadStore.at(now))
                .param("ids", RoadStore.ids(failures.stream().map(Entry::bill).toList()))
                .param(
                        "faults",
                        RoadStore.texts(failures.stream().map(Entry::fault).toList()))
                .param(
                        "details",
                        RoadStore.texts(failures.stream().map(Entry::detail).toList()))
                .query((row, i) -> new BillId(row.getLong(1)))
                .list();
    }

    private void add(UnitId unit, StageName stage, String party, List<Entry> entries, Instant now, Duration took) {
        jdbc.sql("""
                insert into transit.step
                  (unit_id, bill_id, seq, stage, party, done, fault, detail, first_at, last_at, took_ms)
                select :unit, e.bill_id,
                       coalesce((
                         select max(l.seq)
                           from transit.step l
                          where l.bill_id = e.bill_id
                            and l.unit_id = :unit
                       ), 0) + 1,
                       :stage, :party, e.done, nullif(e.fault, ''), e.detail, :now, :now, :took
                  from unnest(:ids, :dones, :faults, :details) as e (bill_id, done, fault, detail)
                """)
                .param("unit", unit.value())
                .param("stage", stage.name())
                .param("party", party)
                .param("now", RoadStore.at(now))
                .param("took", took.toMillis())
                .param("ids", RoadStore.ids(entries.stream().map(Entry::bill).toList()))
                .param("dones", entries.stream().map(Entry::done).toArray(Boolean[]::new))
                .param(
                        "faults",
                        RoadStore.texts(entries.stream().map(Entry::fault).toList()))
                .param(
                        "details",
                        RoadStore.texts(entries.stream().map(Entry::detail).toList()))
                .update();
    }

    List<InTransit.Step> steps(UnitId unit, BillId bill) {
        return jdbc.sql("""
                select stage, party, done, fault, detail, times, first_at, last_at, took_ms
                  from transit.step
                 where bill_id = :bill
                   and unit_id = :unit
                 order by seq
                """)
                .param("bill", bill.value())
                .param("unit", unit.value())
                .query((row, i) -> new InTransit.Step(
                        StageName.valueOf(row.getString("stage")),
                        row.getString("party"),
                        row.getBoolean("done"),
                        RoadStore.fault(row),
                        row.getString("detail"),
                        row.getInt("times"),
                        RoadStore.instant(row, "first_at"),
                        RoadStore.instant(row, "last_at"),
                        Duration.ofMillis(row.getLong("took_ms"))))
                .list();
    }
}
