package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of balances and of the history of one number. */
@Component
class BalanceStore {
    private final JdbcClient jdbc;

    BalanceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 余额 How many numbers of a code stand in one account. @param next the lowest; -1 when not told */
    record Cell(String code, Holding holding, long count, long next) {}

    /** As it is now, from the ranges. */
    List<Cell> now(UnitId unit) {
        return jdbc.sql("""
                select bill_code, account, point, cashier, sum(size) as count, min(next) as next
                  from (select bill_code, account, point, cashier, last_no - next_no + 1 as size, next_no as next
                          from numbering.range
                         where unit_id = :unit
                           and open
                         union all
                        select bill_code, 'ISSUED', point, cashier, next_no - first_no, first_no
                          from numbering.range
                         where unit_id = :unit
                           and next_no > first_no) parts
                 group by bill_code, account, point, cashier
                """)
                .param("unit", unit.value())
                .query(BalanceStore::cell)
                .list();
    }

    /** As it was at a moment, replayed from the journal. */
    List<Cell> asOf(UnitId unit, Instant at) {
        return jdbc.sql("""
                select bill_code, account, point, cashier, sum(size) as count, -1 as next
                  from (select bill_code, to_account as account, to_point as point, to_cashier as cashier,
                               last_no - first_no + 1 as size
                          from numbering.movement
                         where unit_id = :unit
                           and at <= :at
                         union all
                        select bill_code, from_account, from_point, from_cashier, first_no - last_no - 1
                          from numbering.movement
                         where unit_id = :unit
                           and at <= :at) sides
                 where account <> 'BUREAU'
                 group by bill_code, account, point, cashier
                having sum(size) <> 0
                """)
                .param("unit", unit.value())
                .param("at", DocumentStore.utc(at))
                .query(BalanceStore::cell)
                .list();
    }

    /** As it was after a movement, replayed from the journal. */
    List<Cell> upTo(UnitId unit, long cut) {
        return jdbc.sql("""
                select bill_code, account, point, cashier, sum(size) as count, -1 as next
                  from (select bill_code, to_account as account, to_point as point, to_cashier as cashier,
                               last_no - first_no + 1 as size
                          from numbering.movement
                         where unit_id = :unit
                           and id <= :cut
                         union all
                        select bill_code, from_account, from_point, from_cashier, first_no - last_no - 1
                          from numbering.movement
                         where unit_id = :unit
                           and id <= :cut) sides
                 where account <> 'BUREAU'
                 group by bill_code, account, point, cashier
                having sum(size) <> 0
                """)
                .param("unit", unit.value())
                .param("cut", cut)
                .query(BalanceStore::cell)
                .list();
    }

    long lastBefore(UnitId unit, Instant before) {
        return jdbc.sql("""
                select coalesce(max(id), 0)
                  from numbering.movement
                 where unit_id = :unit
                   and at < :before
                """)
                .param("unit", unit.value())
                .param("before", DocumentStore.utc(before))
                .query(Long.class)
                .single();
    }

    private static Cell cell(ResultSet row, int i) throws SQLException {
        return new Cell(
                row.getString("bill_code"),
                new Holding(
                        Account.valueOf(row.getString("account")), row.getString("point"), row.getString("cashier")),
                row.getLong("count"),
                row.getLong("next"));
    }

    /** Every movement of one number, the first one first. Each half has an index that finds its few rows. */
    List<NumberStock.Movement> history(UnitId unit, String code, long number) {
        return jdbc.sql("""
                select m.at, m.bill_code, m.first_no, m.last_no, m.from_account, m.from_point, m.from_cashier,
                       m.to_account, m.to_point, m.to_cashier, m.by_whom, m.document, m.reason,
                       coalesce(p.width, 10) as width
                  from (select issued.id, issued.unit_id, issued.at, issued.bill_code, issued.first_no, issued.last_no,
                               issued.from_account, issued.from_point, issued.from_cashier, issued.to_account, issued.to_point,
                               issued.to_cashier, issued.by_whom, issued.document, issued.reason
                          from (
                          select id, unit_id, at, bill_code, first_no, last_no, from_account, from_point, from_cashier,
                                 to_account, to_point, to_cashier, by_whom, document, reason
                            from numbering.movement
                           where bill_code = :code
                             and to_account = 'ISSUED'
                             and last_no >= :number
                           order by last_no
                           limit 1) issued
                         where first_no <= :number
                         union all
                        select id, unit_id, at, bill_code, first_no, last_no, from_account, from_point, from_cashier,
                               to_account, to_point, to_cashier, by_whom, document, reason
                          from numbering.movement
                         where bill_code = :code
                           and to_account <> 'ISSUED'
                           and int8range(first_no, last_no, '[]') @> cast(:number as bigint)) m
                  left join numbering.paper_code p on p.unit_id = m.unit_id and p.paper_code = m.bill_code
                 where m.unit_id = :unit
                 order by m.id
                """)
                .param("unit", unit.value())
                .param("code", code)
                .param("number", number)
                .query(NumberStore::movement)
                .list();
    }
}
