package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** All SQL of the number ledger. */
@Component
class NumberStore {
    /** A point with more open ranges than this works them off in turns. */
    private static final int OPEN_RANGES_MAX = 50;

    private static final int COUNTED_MOVEMENTS_MAX = 10_000;

    private final JdbcClient jdbc;

    NumberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A code that has numbers already stays. */
    void register(UnitId unit, BillCode code, BillKind kind, int year) {
        jdbc.sql("""
                insert into numbering.code (unit_id, bill_code, kind, year)
                values (:unit, :code, :kind, :year)
                on conflict (unit_id, kind, year) do update
                   set bill_code = excluded.bill_code
                 where numbering.code.bill_code <> excluded.bill_code
                   and not exists (
                     select 1
                       from numbering.range r
                      where r.unit_id = numbering.code.unit_id
                        and r.bill_code = numbering.code.bill_code
                   )
                """)
                .param("unit", unit.value())
                .param("code", code.digits())
                .param("kind", kind.name())
                .param("year", year)
                .update();
    }

    Optional<BillCode> code(UnitId unit, BillKind kind, int year) {
        return jdbc.sql("""
                select bill_code
                  from numbering.code
                 where unit_id = :unit
                   and kind = :kind
                   and year = :year
                """)
                .param("unit", unit.value())
                .param("kind", kind.name())
                .param("year", year)
                .query((row, i) -> new BillCode(row.getString(1)))
                .optional();
    }

    boolean hasRanges(UnitId unit, BillCode code) {
        return jdbc.sql("""
                select exists (
                  select 1
                    from numbering.range
                   where unit_id = :unit
                     and bill_code = :code
                )
                """)
                .param("unit", unit.value())
                .param("code", code.digits())
                .query(Boolean.class)
                .single();
    }

    /** Locks the point's open ranges in the order in which it got them; whoever comes second waits for the commit. */
    List<Draw.OpenRange> lockOpen(
            UnitId unit, BillCode code, Account account, @Nullable String point, LocalDate today) {
        return jdbc.sql("""
                select id, bill_code, first_no, next_no, last_no
                  from numbering.range
                 where unit_id = :unit
                   and bill_code = :code
                   and account = :account
                   and point is not distinct from cast(:point as text)
                   and open
                   and (expires_on is null or expires_on >= :today)
                 order by id
                 limit :max
                   for update
                """)
                .param("unit", unit.value())
                .param("code", code.digits())
                .param("account", account.name())
                .param("point", point)
                .param("today", today)
                .param("max", OPEN_RANGES_MAX)
                .query(NumberStore::openRange)
                .list();
    }

    private static Draw.OpenRange openRange(ResultSet row, int i) throws SQLException {
        return new Draw.OpenRange(
                row.getLong("id"),
                new BillCode(row.getString("bill_code")),
                row.getLong("first_no"),
                row.getLong("next_no"),
                row.getLong("last_no"));
    }

    /** The numbers of the run become issued. */
    void issue(Draw.Run run) {
        int rows = jdbc.sql("""
                update numbering.range
                   set next_no = :next
                 where id = :id
                   and next_no = :old
                """)
                .param("id", run.range().id())
                .param("next", run.last() + 1)
                .param("old", run.first())
                .update();
        mustBeOne(rows, run);
    }

    /** One entry of the journal. */
    record Entry(
            NumberSource.Segment segment,
            Account from,
            @Nullable String fromPoint,
            Account to,
            @Nullable String toPoint,
            String by,
            String document) {}

    void write(UnitId unit, Instant at, Entry entry) {
        jdbc.sql("""
                insert into numbering.movement
                  (unit_id, at, bill_code, first_no, last_no, from_account, from_point, to_account, to_point, by_whom, document)
                values
                  (:unit, :at, :code, :first, :last, :from, :fromPoint, :to, :toPoint, :by, :document)
                """)
                .param("unit", unit.value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("code", entry.segment().code().digits())
                .param("first", entry.segment().first())
                .param("last", entry.segment().last())
                .param("from", entry.from().name())
                .param("fromPoint", entry.fromPoint())
                .param("to", entry.to().name())
                .param("toPoint", entry.toPoint())
                .param("by", entry.by())
                .param("document", entry.document())
                .update();
    }

    List<NumberStock.Stock> stock(UnitId unit, Instant startOfDay) {
        return jdbc.sql("""
                with held as (
                  select bill_code, point,
                         sum(last_no - next_no + 1) as left_count,
                         (array_agg(next_no order by id) filter (where open))[1] as next_no
                    from numbering.range
                   where unit_id = :unit
                     and account in ('UNIT', 'POINT')
                   group by bill_code, point
                ), today as (
                  select bill_code, to_point as point, sum(last_no - first_no + 1) as issued
                    from numbering.movement
                   where unit_id = :unit
                     and to_account = 'ISSUED'
                     and at >= :startOfDay
                   group by bill_code, to_point
                )
                select c.kind, c.bill_code, h.point, h.left_count, h.next_no, coalesce(t.issued, 0) as issued
                  from numbering.code c
                  join held h on h.bill_code = c.bill_code
                  left join today t on t.bill_code = c.bill_code and t.point = h.point
                 where c.unit_id = :unit
                 order by h.point nulls first, c.kind, c.year desc
                """)
                .param("unit", unit.value())
                .param("startOfDay", startOfDay.atOffset(ZoneOffset.UTC))
                .query((row, i) -> new NumberStock.Stock(
                        row.getString("point"),
                        BillKind.valueOf(row.getString("kind")),
                        new BillCode(row.getString("bill_code")),
                        row.getLong("left_count"),
                        row.getLong("issued"),
                        row.getLong("next_no")))
                .list();
    }

    List<NumberSource.Segment> issued(UnitId unit) {
        return jdbc.sql("""
                select r.bill_code, r.first_no,
                       case when r.account in ('ISSUED', 'BURNT') then r.last_no else r.next_no - 1 end as last_no
                  from numbering.range r
                 where r.unit_id = :unit
                   and (r.next_no > r.first_no or r.account in ('ISSUED', 'BURNT'))
                   and exists (select 1 from numbering.code c where c.unit_id = r.unit_id and c.bill_code = r.bill_code)
                 order by r.bill_code, r.first_no
                """)
                .param("unit", unit.value())
                .query((row, i) -> new NumberSource.Segment(
                        new BillCode(row.getString("bill_code")), row.getLong("first_no"), row.getLong("last_no")))
                .list();
    }

    List<NumberStock.Movement> movements(UnitId unit, @Nullable List<String> points, int pageNo, int pageSize) {
        return jdbc.sql("""
                select m.at, m.bill_code, m.first_no, m.last_no, m.from_account, m.from_point, m.from_cashier,
                       m.to_account, m.to_point, m.to_cashier, m.by_whom, m.document, m.reason,
                       coalesce(p.width, 10) as width
                  from numbering.movement m
                  left join numbering.paper_code p on p.unit_id = m.unit_id and p.paper_code = m.bill_code
                 where m.unit_id = :unit
                   and (cast(:points as text[]) is null
                        or m.from_point = any(cast(:points as text[])) or m.to_point = any(cast(:points as text[])))
                 order by m.at desc, m.id desc
                 limit :size
                offset :skip
                """)
                .param("unit", unit.value())
                .param("points", points == null ? null : points.toArray(String[]::new), Types.ARRAY)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(NumberStore::movement)
                .list();
    }

    static NumberStock.Movement movement(ResultSet row, int i) throws SQLException {
        long first = row.getLong("first_no");
        long last = row.getLong("last_no");
        int width = row.getInt("width");
        return new NumberStock.Movement(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("bill_code"),
                PaperCode.digits(width, first),
                PaperCode.digits(width, last),
                last - first + 1,
                Account.valueOf(row.getString("from_account")).label(),
                row.getString("from_point"),
                row.getString("from_cashier"),
                Account.valueOf(row.getString("to_account")).label(),
                row.getString("to_point"),
                row.getString("to_cashier"),
                row.getString("by_whom"),
                row.getString("document"),
                row.getString("reason"));
    }

    /** Counts no further than anyone pages. */
    long movementCount(UnitId unit, @Nullable List<String> points) {
        return jdbc.sql("""
                select count(*)
                  from (select 1
                          from numbering.movement
                         where unit_id = :unit
                           and (cast(:points as text[]) is null
                                or from_point = any(cast(:points as text[])) or to_point = any(cast(:points as text[])))
                         limit :max) counted
                """)
                .param("unit", unit.value())
                .param("points", points == null ? null : points.toArray(String[]::new), Types.ARRAY)
                .param("max", COUNTED_MOVEMENTS_MAX)
                .query(Long.class)
                .single();
    }

    private static void mustBeOne(int rows, Draw.Run run) {
        if (rows != 1) {
            throw new IllegalStateException(
                    "range " + run.range().id() + " was changed under its lock at number " + run.first());
        }
    }
}
