package org.yipiao.issuing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillContent;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of partial refunds. */
@Component
class RefundStore {
    private static final String ROW = """
            select unit_id, blue_id, rest, rest_sm3, reason, by_whom, bus_at, asked_at, red_id, rest_id, refused
              from issuing.partial_refund
            """;

    private final JdbcClient jdbc;

    RefundStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(
            UnitId unit,
            BillId blue,
            BillContent rest,
            byte[] restSm3,
            String reason,
            String by,
            LocalDateTime busAt,
            Instant askedAt,
            Optional<BillId> red,
            Optional<BillId> restBill,
            String refused) {}

    /** A refused one may be asked anew, with other content too. */
    void add(
            UnitId unit,
            BillId blue,
            String rest,
            byte[] sm3,
            String reason,
            String by,
            LocalDateTime busAt,
            Instant at) {
        jdbc.sql("""
                insert into issuing.partial_refund as r (unit_id, blue_id, rest, rest_sm3, reason, by_whom, bus_at, asked_at)
                values (:unit, :blue, :rest::jsonb, :sm3, :reason, :by, :busAt, :at)
                on conflict (unit_id, blue_id) do update
                   set rest = excluded.rest,
                       rest_sm3 = excluded.rest_sm3,
                       reason = excluded.reason,
                       by_whom = excluded.by_whom,
                       bus_at = excluded.bus_at,
                       asked_at = excluded.asked_at,
                       refused = ''
                 where r.refused <> ''
                """)
                .param("unit", unit.value())
                .param("blue", blue.value())
                .param("rest", rest)
                .param("sm3", sm3)
                .param("reason", reason)
                .param("by", by)
                .param("busAt", busAt)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    Row row(UnitId unit, BillId blue) {
        return find(unit, blue).orElseThrow();
    }

    Optional<Row> find(UnitId unit, BillId blue) {
        return jdbc.sql(ROW + " where unit_id = :unit and blue_id = :blue")
                .param("unit", unit.value())
                .param("blue", blue.value())
                .query(RefundStore::row)
                .optional();
    }

    void reversed(Row refund, BillId red) {
        set(refund, "red_id = :red", red, null, "");
    }

    void finished(Row refund, BillId rest) {
        set(refund, "rest_id = :rest", null, rest, "");
    }

    void refused(Row refund, String why) {
        set(refund, "refused = :why", null, null, why);
    }

    private void set(Row refund, String change, @Nullable BillId red, @Nullable BillId rest, String why) {
        jdbc.sql("update issuing.partial_refund set " + change + """

                 where unit_id = :unit
                   and blue_id = :blue
                   and rest_id is null
                """)
                .param("unit", refund.unit().value())
                .param("blue", refund.blue().value())
                .param("red", red == null ? null : red.value(), Types.BIGINT)
                .param("rest", rest == null ? null : rest.value(), Types.BIGINT)
                .param("why", why)
                .update();
    }

    /** Asked before the time and not finished. */
    List<Row> open(@Nullable UnitId unit, Instant before, int max) {
        return jdbc.sql(ROW + """
                 where rest_id is null
                   and refused = ''
                   and asked_at < :before
                   and (cast(:unit as text) is null or unit_id = :unit)
                 order by asked_at
                 limit :max
                """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("unit", unit == null ? null : unit.value(), Types.VARCHAR)
                .param("max", max)
                .query(RefundStore::row)
                .list();
    }

    private static Row row(ResultSet row, int i) throws SQLException {
        return new Row(
                new UnitId(row.getString("unit_id")),
                new BillId(row.getLong("blue_id")),
                ContentJson.read(row.getString("rest")),
                row.getBytes("rest_sm3"),
                row.getString("reason"),
                row.getString("by_whom"),
                row.getObject("bus_at", LocalDateTime.class),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                id(row, "red_id"),
                id(row, "rest_id"),
                row.getString("refused"));
    }

    private static Optional<BillId> id(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(new BillId(value));
    }
}
