package org.yipiao.issuing;

import java.time.LocalDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of the policies' effects; each list has a partial index of its own. */
@Component
class EffectStore implements PolicyEffects {
    private static final String HELD_BACK = """
            not exists (select 1
                          from issuing.circulation c
                         where c.unit_id = b.unit_id
                           and c.bill_id = b.bill_id)
            """;

    private final JdbcClient jdbc;
    private final BillQueries bills;

    EffectStore(JdbcClient jdbc, BillQueries bills) {
        this.jdbc = jdbc;
        this.bills = bills;
    }

    private record Found(long id, long roundingFen, String why, boolean circulates) {}

    @Override
    public Page<Row> list(
            UnitId unit, Effect effect, LocalDateTime from, LocalDateTime until, int pageNo, int pageSize) {
        int no = Page.no(pageNo);
        int size = Page.size(pageSize);
        String where =
                " where b.unit_id = :unit and b.issued_at >= :from and b.issued_at < :until and " + condition(effect);
        long total = jdbc.sql("select count(*) from issuing.bill b" + where)
                .param("unit", unit.value())
                .param("from", from)
                .param("until", until)
                .query(Long.class)
                .single();
        var rows = jdbc.sql("""
                select b.bill_id, coalesce((b.his ->> 'roundingFen')::bigint, 0) as rounding, b.arrears_reason,
                       b.circulates or not (
                """ + HELD_BACK + """
                       ) as circulates
                  from issuing.bill b
                """ + where + """
                 order by b.issued_at desc, b.bill_id desc
                 limit :size offset :skip
                """)
                .param("unit", unit.value())
                .param("from", from)
                .param("until", until)
                .param("size", size)
                .param("skip", (long) (no - 1) * size)
                .query((row, n) -> new Found(
                        row.getLong("bill_id"),
                        row.getLong("rounding"),
                        row.getString("arrears_reason"),
                        row.getBoolean("circulates")))
                .list();
        return new Page<>(
                rows.stream()
                        .map(one -> new Row(
                                bills.byId(unit, new BillId(one.id())).orElseThrow(),
                                one.roundingFen(),
                                one.why(),
                                one.circulates()))
                        .toList(),
                total,
                no,
                size);
    }

    private static String condition(Effect effect) {
        return switch (effect) {
            case ROUNDED -> "b.his ->> 'roundingFen' is not null";
            case ZERO -> "b.total_fen = 0";
            case HELD -> "not b.circulates";
        };
    }

    @Override
    public Counts counts(UnitId unit, LocalDateTime from, LocalDateTime until) {
        return jdbc.sql("""
                with span as (
                  select b.unit_id, b.bill_id, b.total_fen, b.circulates, (b.his ->> 'roundingFen')::bigint as rounding
                    from issuing.bill b
                   where b.unit_id = :unit
                     and b.issued_at >= :from
                     and b.issued_at < :until
                     and (b.total_fen = 0 or not b.circulates or b.his ->> 'roundingFen' is not null)
                )
                select count(*) filter (where b.rounding is not null) as rounded,
                       coalesce(sum(b.rounding), 0) as rounding_fen,
                       count(*) filter (where b.total_fen = 0) as zero,
                       count(*) filter (where not b.circulates) as held,
                       count(*) filter (where not b.circulates and
                """ + HELD_BACK + """
                       ) as waiting
                  from span b
                """)
                .param("unit", unit.value())
                .param("from", from)
                .param("until", until)
                .query((row, n) -> new Counts(
                        row.getLong("rounded"),
                        row.getLong("rounding_fen"),
                        row.getLong("zero"),
                        row.getLong("held"),
                        row.getLong("waiting")))
                .single();
    }
}
