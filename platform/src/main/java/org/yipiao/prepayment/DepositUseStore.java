package org.yipiao.prepayment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of what settlements take from deposits. */
@Component
class DepositUseStore {
    private final JdbcClient jdbc;

    DepositUseStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 占用 One settlement's take from one voucher. */
    record Usage(
            long id,
            long voucher,
            String caller,
            String busNo,
            Money amount,
            String state,
            Optional<BillId> bill,
            Instant at,
            @Nullable Instant settledAt,
            @Nullable Instant releasedAt) {}

    private static final String USAGE = """
            select usage_id, voucher_id, caller, bus_no, amount_fen, state, bill_id, at, settled_at, released_at
              from prepayment.usage
            """;

    List<Usage> of(UnitId unit, String caller, String busNo) {
        return jdbc.sql(USAGE + """
                 where unit_id = :unit
                   and caller = :caller
                   and bus_no = :busNo
                   and state <> 'RELEASED'
                """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("busNo", busNo)
                .query(DepositUseStore::usage)
                .list();
    }

    List<Usage> of(UnitId unit, List<Long> vouchers) {
        return jdbc.sql(USAGE + " where unit_id = :unit and voucher_id = any(:ids) order by usage_id")
                .param("unit", unit.value())
                .param("ids", vouchers.toArray(Long[]::new))
                .query(DepositUseStore::usage)
                .list();
    }

    void use(UnitId unit, long voucher, String caller, String busNo, Money amount, Instant at) {
        jdbc.sql("""
                insert into prepayment.usage (unit_id, voucher_id, caller, bus_no, amount_fen, state, at)
                values (:unit, :voucher, :caller, :busNo, :fen, 'RESERVED', :at)
                """)
                .param("unit", unit.value())
                .param("voucher", voucher)
                .param("caller", caller)
                .param("busNo", busNo)
                .param("fen", amount.fen())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    void settle(UnitId unit, String caller, String busNo, BillId bill, Instant at) {
        jdbc.sql("""
                update prepayment.usage
                   set state = 'SETTLED',
                       bill_id = :bill,
                       settled_at = :at
                 where unit_id = :unit
                   and caller = :caller
                   and bus_no = :busNo
                   and state = 'RESERVED'
                """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("busNo", busNo)
                .param("bill", bill.value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    void release(UnitId unit, String caller, String busNo, Instant at) {
        jdbc.sql("""
                update prepayment.usage
                   set state = 'RELEASED',
                       released_at = :at
                 where unit_id = :unit
                   and caller = :caller
                   and bus_no = :busNo
                   and state = 'RESERVED'
                """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("busNo", busNo)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    void releaseBill(UnitId unit, BillId bill, Instant at) {
        jdbc.sql("""
                update prepayment.usage
                   set state = 'RELEASED',
                       released_at = :at
                 where unit_id = :unit
                   and bill_id = :bill
                   and state = 'SETTLED'
                """)
                .param("unit", unit.value())
                .param("bill", bill.value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** A settlement whose bill was never told, since before the time. */
    record Stale(UnitId unit, String caller, String busNo, Money amount, Instant at) {}

    List<Stale> reservedSince(Instant before) {
        return jdbc.sql("""
                select unit_id, caller, bus_no, sum(amount_fen) as fen, min(at) as at
                  from prepayment.usage
                 where state = 'RESERVED'
                   and at < :before
                 group by unit_id, caller, bus_no
                 order by min(at)
                 limit 100
                """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query((row, i) -> new Stale(
                        new UnitId(row.getString("unit_id")),
                        row.getString("caller"),
                        row.getString("bus_no"),
                        Money.ofFen(row.getLong("fen")),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static Usage usage(ResultSet row, int i) throws SQLException {
        long bill = row.getLong("bill_id");
        var known = row.wasNull() ? Optional.<BillId>empty() : Optional.of(new BillId(bill));
        return new Usage(
                row.getLong("usage_id"),
                row.getLong("voucher_id"),
                row.getString("caller"),
                row.getString("bus_no"),
                Money.ofFen(row.getLong("amount_fen")),
                row.getString("state"),
                known,
                row.getObject("at", OffsetDateTime.class).toInstant(),
                instant(row, "settled_at"),
                instant(row, "released_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
