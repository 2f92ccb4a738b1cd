package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of paper codes and of what stands of them where. */
@Component
class PaperStore {
    private static final String COLUMNS = "paper_code, name, use_kind, width, year, stopped";

    private final JdbcClient jdbc;

    PaperStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The width of a known code stays: its numbers are printed already. @return false when it would change */
    boolean register(UnitId unit, PaperCode code, Instant at) {
        return jdbc.sql("""
                insert into numbering.paper_code (unit_id, paper_code, name, use_kind, width, year, stopped, created_at)
                values (:unit, :code, :name, :kind, :width, :year, :stopped, :at)
                on conflict (unit_id, paper_code) do update
                   set name = excluded.name,
                       use_kind = excluded.use_kind,
                       year = excluded.year,
                       stopped = excluded.stopped
                 where numbering.paper_code.width = excluded.width
                """)
                        .param("unit", unit.value())
                        .param("code", code.code())
                        .param("name", code.name())
                        .param("kind", code.kind().name())
                        .param("width", code.width())
                        .param("year", code.year(), Types.INTEGER)
                        .param("stopped", code.stopped())
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** True when the bureau uses this code for electronic bills of any unit. */
    boolean electronic(String code) {
        return jdbc.sql("""
                select exists (
                  select 1
                    from numbering.code
                   where bill_code = :code
                )
                """).param("code", code).query(Boolean.class).single();
    }

    Optional<PaperCode> code(UnitId unit, String code) {
        return jdbc.sql("select " + COLUMNS + """

                  from numbering.paper_code
                 where unit_id = :unit
                   and paper_code = :code
                """)
                .param("unit", unit.value())
                .param("code", code)
                .query(PaperStore::code)
                .optional();
    }

    List<PaperCode> codes(UnitId unit) {
        return jdbc.sql("select " + COLUMNS + """

                  from numbering.paper_code
                 where unit_id = :unit
                 order by use_kind, paper_code
                """)
                .param("unit", unit.value())
                .query(PaperStore::code)
                .list();
    }

    private static PaperCode code(ResultSet row, int i) throws SQLException {
        return new PaperCode(
                row.getString("paper_code"),
                row.getString("name"),
                PaperKind.valueOf(row.getString("use_kind")),
                row.getInt("width"),
                row.getObject("year", Integer.class),
                row.getBoolean("stopped"));
    }

    List<PaperStock.PaperCount> counts(UnitId unit) {
        return jdbc.sql("""
                select p.paper_code, p.name, p.use_kind, p.width, p.year, p.stopped, r.point, r.cashier,
                       r.account in ('RETURNED', 'DESTROYED') as gone,
                       coalesce(sum(r.size) filter (where r.account in ('UNIT', 'POINT', 'CASHIER')), 0) as blank,
                       coalesce(sum(r.size) filter (where r.account = 'RESERVED'), 0) as reserved,
                       coalesce(sum(r.size) filter (where r.account = 'ISSUED'), 0) as used,
                       coalesce(sum(r.size) filter (where r.account = 'VOIDED'), 0) as voided,
                       coalesce(sum(r.size) filter (where r.account = 'RETURNED'), 0) as returned,
                       coalesce(sum(r.size) filter (where r.account = 'DESTROYED'), 0) as destroyed,
                       min(r.first_no) filter (where r.account in ('UNIT', 'POINT', 'CASHIER')) as next
                  from numbering.paper_code p
                  join (select unit_id, bill_code, account, point, cashier, first_no, last_no - first_no + 1 as size
                          from numbering.range) r
                    on r.unit_id = p.unit_id and r.bill_code = p.paper_code
                 where p.unit_id = :unit
                 group by p.paper_code, p.name, p.use_kind, p.width, p.year, p.stopped, r.point, r.cashier, gone
                 order by p.paper_code, gone, r.point nulls first, r.cashier nulls first
                """)
                .param("unit", unit.value())
                .query((row, i) -> {
                    var code = code(row, i);
                    Long next = row.getObject("next", Long.class);
                    return new PaperStock.PaperCount(
                            code,
                            row.getBoolean("gone") ? null : new Place(row.getString("point"), row.getString("cashier")),
                            row.getLong("blank"),
                            row.getLong("reserved"),
                            row.getLong("used"),
                            row.getLong("voided"),
                            row.getLong("returned"),
                            row.getLong("destroyed"),
                            next == null ? "" : code.digits(next));
                })
                .list();
    }

    /** 最近一次变动 The last movement of a number that ended in this account. */
    Optional<LastMove> last(UnitId unit, String code, long number, Account account) {
        return jdbc.sql("""
                select from_account, from_point, from_cashier, document
                  from numbering.movement
                 where unit_id = :unit
                   and bill_code = :code
                   and first_no <= :number
                   and last_no >= :number
                   and to_account = :account
                   and (to_account = 'ISSUED' and last_no >= :number
                        or to_account <> 'ISSUED' and int8range(first_no, last_no, '[]') @> cast(:number as bigint))
                 order by id desc
                 limit 1
                """)
                .param("unit", unit.value())
                .param("code", code)
                .param("number", number)
                .param("account", account.name())
                .query((row, i) -> new LastMove(
                        new Holding(
                                Account.valueOf(row.getString("from_account")),
                                row.getString("from_point"),
                                row.getString("from_cashier")),
                        row.getString("document")))
                .optional();
    }

    record LastMove(Holding from, String document) {}
}
