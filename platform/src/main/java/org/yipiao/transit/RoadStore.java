package org.yipiao.transit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of the road: entering, claiming, moving on, waiting. */
@Component
class RoadStore {
    private final JdbcClient jdbc;

    RoadStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void enter(UnitId unit, List<BillId> bills, StageName first, Instant now) {
        jdbc.sql("""
                insert into transit.waiting (unit_id, bill_id, stage, next_try, since)
                select :unit, id, :stage, :now, :now
                  from unnest(:ids) as id
                on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("stage", first.name())
                .param("now", at(now))
                .param("ids", ids(bills))
                .update();
    }

    /** 领取 A bill this worker has until its lease ends. */
    record Claim(UnitId unit, BillId bill, int attempts, Outcome.@Nullable Fault fault) {}

    /**
     * Claims the oldest that are due; rows another worker is just claiming are passed over. The commit does not wait for
     * the disk: a claim lost in a power cut is only claimed again.
     *
     * @param evenIfNotDue for a probe of a party that was down: time on the ladder does not count
     */
    List<Claim> claim(StageName stage, int max, Instant now, Duration lease, boolean evenIfNotDue) {
        return claim("", List.of(), stage, max, now, lease, evenIfNotDue);
    }

    /** As above, passing over the units for which the stage's party is away: theirs would only be given back. */
    List<Claim> claimWithout(
            Collection<UnitId> units, StageName stage, int max, Instant now, Duration lease, boolean evenIfNotDue) {
        return claim("and unit_id <> all(:units)", units, stage, max, now, lease, evenIfNotDue);
    }

    /** As above, of one unit only: the probe of a party that was away for it. */
    List<Claim> claimOf(UnitId unit, StageName stage, int max, Instant now, Duration lease) {
        return claim("and unit_id = any(:units)", List.of(unit), stage, max, now, lease, true);
    }

    /** The clause is one of the two above: on a good day the statement is always the same. */
    private List<Claim> claim(
            String whose,
            Collection<UnitId> units,
            StageName stage,
            int max,
            Instant now,
            Duration lease,
            boolean evenIfNotDue) {
        var claim = jdbc.sql("""
                update transit.waiting w
                   set lease_until = :until
                  from (
                    select bill_id, unit_id
                      from transit.waiting
                     where stage = :stage
                       and not stuck
                       and next_try <= :due
                       and (lease_until is null or lease_until < :now)
                       %s
                     order by next_try
                     limit :max
                       for update skip locked
                  ) due
                 where w.bill_id = due.bill_id
                   and w.unit_id = due.unit_id
                   and set_config('synchronous_commit', 'off', true) = 'off'
                returning w.unit_id, w.bill_id, w.attempts, w.fault
                """.formatted(whose))
                .param("stage", stage.name())
                .param("now", at(now))
                .param("due", at(evenIfNotDue ? now.plus(Duration.ofDays(1)) : now))
                .param("until", at(now.plus(lease)))
                .param("max", max);
        if (!units.isEmpty()) {
            claim = claim.param("units", units.stream().map(UnitId::value).toArray(String[]::new));
        }
        return claim.query((row, i) -> new Claim(
                        new UnitId(row.getString("unit_id")),
                        new BillId(row.getLong("bill_id")),
                        row.getInt("attempts"),
                        fault(row)))
                .list();
    }

    /** Keeps the lease of work that takes longer. */
    void renew(StageName stage, UnitId unit, List<BillId> bills, Instant until) {
        jdbc.sql("""
                update transit.waiting
                   set lease_until = :until
                 where unit_id = :unit
                   and bill_id = any(:ids)
                   and stage = :stage
                   and lease_until is not null
                """)
                .param("unit", unit.value())
                .param("stage", stage.name())
                .param("ids", ids(bills))
                .param("until", at(until))
                .update();
    }

    /** Gives claimed bills back as they were, without counting an attempt. */
    void release(StageName stage, UnitId unit, List<BillId> bills, Instant nextTry) {
        jdbc.sql("""
                update transit.waiting
                   set lease_until = null,
                       next_try = :next
                 where unit_id = :unit
                   and bill_id = any(:ids)
                   and stage = :stage
                """)
                .param("unit", unit.value())
                .param("stage", stage.name())
                .param("ids", ids(bills))
                .param("next", at(nextTry))
                .update();
    }

    /** @return the bills that moved; one that another worker moved before is not among them */
    Set<BillId> moveOn(StageName stage, StageName next, UnitId unit, List<BillId> bills, Instant now) {
        return new HashSet<>(jdbc.sql("""
                update transit.waiting w
                   set stage = :next,
                       attempts = 0,
                       next_try = :now,
                       lease_until = null,
                       stuck = false,
                       fault = null,
                       detail = '',
                       since = :now
                  from (
                    select bill_id
                      from transit.waiting
                     where unit_id = :unit
                       and bill_id = any(:ids)
                       and stage = :stage
                     order by bill_id
                       for update
                  ) locked
                 where w.bill_id = locked.bill_id
                   and w.unit_id = :unit
                   and w.stage = :stage
                returning w.bill_id
                """)
                .param("unit", unit.value())
                .param("stage", stage.name())
                .param("next", next.name())
                .param("ids", ids(bills))
                .param("now", at(now))
                .query((row, i) -> new BillId(row.getLong(1)))
                .list());
    }

    /** The bill has arrived. */
    Set<BillId> leave(StageName stage, UnitId unit, List<BillId> bills) {
        return new HashSet<>(jdbc.sql("""
                delete from transit.waiting
                 where unit_id = :unit
                   and bill_id = any(:ids)
                   and stage = :stage
                returning bill_id
                """)
                .param("unit", unit.value())
                .param("stage", stage.name())
                .param("ids", ids(bills))
                .query((row, i) -> new BillId(row.getLong(1)))
                .list());
    }

    /** One failed attempt. @param nextTry ignored when stuck */
    record Failure(BillId bill, Outcome.Fault fault, String detail, boolean stuck, Instant nextTry) {}

    Set<BillId> failed(StageName stage, UnitId unit, List<Failure> failures) {
        return new HashSet<>(jdbc.sql("""
                update transit.waiting w
                   set attempts = w.attempts + 1,
                       next_try = f.next_try,
                       lease_until = null,
                       stuck = f.stuck,
                       fault = f.fault,
                       detail = f.detail
                  from unnest(:ids, :faults, :details, :stucks, :nexts::timestamptz[])
                         as f (bill_id, fault, detail, stuck, next_try)
                 where w.bill_id = f.bill_id
                   and w.unit_id = :unit
                   and w.stage = :stage
                returning w.bill_id
                """)
                .param("unit", unit.value())
                .param("stage", stage.name())
                .param("ids", ids(failures.stream().map(Failure::bill).toList()))
                .param(
                        "faults",
                        texts(failures.stream().map(f -> f.fault().name()).toList()))
                .param("details", texts(failures.stream().map(Failure::detail).toList()))
                .param("stucks", failures.stream().map(Failure::stuck).toArray(Boolean[]::new))
                .param(
                        "nexts",
                        texts(failures.stream().map(f -> f.nextTry().toString()).toList()))
                .query((row, i) -> new BillId(row.getLong(1)))
                .list());
    }

    /** 唤醒 Everything waiting for a party that is back, in its old order: next_try becomes since. */
    int wake(StageName stage, @Nullable UnitId unit, Instant now) {
        return jdbc.sql("""
                update transit.waiting
                   set next_try = since
                 where stage = :stage
                   and not stuck
                   and next_try > :now
                   and (cast(:unit as text) is null or unit_id = :unit)
                """)
                .param("stage", stage.name())
                .param("unit", unit == null ? null : unit.value())
                .param("now", at(now))
                .update();
    }

    int retryNow(UnitId unit, @Nullable StageName stage, List<BillId> bills, Instant now) {
        return jdbc.sql("""
                update transit.waiting
                   set next_try = :now,
                       stuck = false
                 where unit_id = :unit
                   and (cast(:stage as text) is null or stage = :stage)
                   and (:all or bill_id = any(:ids))
                   and (stuck or next_try > :now)
                """)
                .param("unit", unit.value())
                .param("stage", stage == null ? null : stage.name())
                .param("all", bills.isEmpty())
                .param("ids", ids(bills))
                .param("now", at(now))
                .update();
    }

    record Count(StageName stage, long waiting, long stuck, Instant oldest) {}

    /** @param unit null counts all units */
    List<Count> counts(@Nullable UnitId unit) {
        return jdbc.sql("""
                select stage, count(*) as waiting, count(*) filter (where stuck) as stuck, min(since) as oldest
                  from transit.waiting
                 where cast(:unit as text) is null or unit_id = :unit
                 group by stage
                """)
                .param("unit", unit == null ? null : unit.value())
                .query((row, i) -> new Count(
                        StageName.valueOf(row.getString("stage")),
                        row.getLong("waiting"),
                        row.getLong("stuck"),
                        instant(row, "oldest")))
                .list();
    }

    /** 各单位在途 For the inspection: each hospital is told of its own only. */
    Map<UnitId, List<Count>> countsByUnit() {
        var counts = new HashMap<UnitId, List<Count>>();
        jdbc.sql("""
                select unit_id, stage, count(*) as waiting, count(*) filter (where stuck) as stuck, min(since) as oldest
                  from transit.waiting
                 group by unit_id, stage
                """).query(row -> {
            counts.computeIfAbsent(new UnitId(row.getString("unit_id")), unit -> new ArrayList<>())
                    .add(new Count(
                            StageName.valueOf(row.getString("stage")),
                            row.getLong("waiting"),
                            row.getLong("stuck"),
                            instant(row, "oldest")));
        });
        return counts;
    }

    List<InTransit.Waiting> waiting(
            UnitId unit, @Nullable StageName stage, boolean stuckOnly, int pageNo, int pageSize) {
        return jdbc.sql("""
                select bill_id, stage, attempts, stuck, fault, detail, since, next_try
                  from transit.waiting
                 where unit_id = :unit
                   and (cast(:stage as text) is null or stage = :stage)
                   and (stuck or not :stuckOnly)
                 order by since, bill_id
                 limit :size
                offset :skip
                """)
                .param("unit", unit.value())
                .param("stage", stage == null ? null : stage.name())
                .param("stuckOnly", stuckOnly)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(RoadStore::waitingRow)
                .list();
    }

    static InTransit.Waiting waitingRow(ResultSet row, int number) throws SQLException {
        return new InTransit.Waiting(
                new BillId(row.getLong("bill_id")),
                StageName.valueOf(row.getString("stage")),
                row.getInt("attempts"),
                row.getBoolean("stuck"),
                fault(row),
                row.getString("detail"),
                instant(row, "since"),
                instant(row, "next_try"));
    }

    static Outcome.@Nullable Fault fault(ResultSet row) throws SQLException {
        String fault = row.getString("fault");
        return fault == null ? null : Outcome.Fault.valueOf(fault);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Long[] ids(Collection<BillId> bills) {
        return bills.stream().map(BillId::value).toArray(Long[]::new);
    }

    /** PostgreSQL texts have no character 0; answers of others may. */
    static String[] texts(Collection<String> texts) {
        return texts.stream().map(text -> text.replace("\0", "")).toArray(String[]::new);
    }
}
