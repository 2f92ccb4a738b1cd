package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of the report of jumps: the numbers of a code in ascending order, from the lowest used one to the highest. */
@Component
class JumpStore {
    /**
     * Used pieces, the pieces between them, and what no range holds. A piece tells the last movement that brought it where it
     * is; a used one when its first and last number were taken.
     */
    private static final String PIECES = """
            with piece as (
              select account, point, cashier, first_no, last_no, true as used
                from numbering.range
               where unit_id = :unit and bill_code = :code and account = 'ISSUED'
              union all
              select 'ISSUED', point, cashier, first_no, next_no - 1, true
                from numbering.range
               where unit_id = :unit and bill_code = :code and account <> 'ISSUED' and next_no > first_no
              union all
              select account, point, cashier, next_no, last_no, false
                from numbering.range
               where unit_id = :unit and bill_code = :code and account <> 'ISSUED' and next_no <= last_no
            ), edge as (
              select min(first_no) as low, max(last_no) as high
                from piece
               where used
            ), inside as (
              select p.account, p.point, p.cashier, p.first_no, p.last_no, p.used,
                     lag(p.last_no) over (order by p.first_no) as before_no
                from piece p, edge e
               where p.last_no >= e.low
                 and p.first_no <= e.high
            ), told as (
              select account, point, cashier, first_no, last_no, used
                from inside
              union all
              select 'BUREAU', null, null, before_no + 1, first_no - 1, false
                from inside
               where before_no + 1 < first_no
            )
            """;

    private final JdbcClient jdbc;

    JumpStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param jumped numbers between the lowest and the highest used one that are not used */
    record Sum(long first, long last, long used, long jumped, long pieces, long jumps) {}

    /**
     * @param from when the first number was taken, or since when the piece stands there; null where the unit never had it
     * @param until when the last number was taken; null for a piece that is not used
     */
    record Piece(
            Account account,
            @Nullable String point,
            @Nullable String cashier,
            long first,
            long last,
            boolean used,
            @Nullable Instant from,
            @Nullable Instant until,
            String by,
            String document,
            String reason) {}

    Sum sum(UnitId unit, String code) {
        return jdbc.sql(PIECES + """
                select coalesce(min(first_no), 0) as first_no, coalesce(max(last_no), 0) as last_no,
                       coalesce(sum(last_no - first_no + 1) filter (where used), 0) as used,
                       coalesce(sum(last_no - first_no + 1) filter (where not used), 0) as jumped,
                       count(*) as pieces, count(*) filter (where not used) as jumps
                  from told
                """)
                .param("unit", unit.value())
                .param("code", code)
                .query((row, i) -> new Sum(
                        row.getLong("first_no"),
                        row.getLong("last_no"),
                        row.getLong("used"),
                        row.getLong("jumped"),
                        row.getLong("pieces"),
                        row.getLong("jumps")))
                .single();
    }

    /** @param onlyJumps leaves out what is used */
    List<Piece> pieces(UnitId unit, String code, boolean onlyJumps, int pageNo, int pageSize) {
        return jdbc.sql(PIECES + """
                , page as (
                  select account, point, cashier, first_no, last_no, used
                    from told
                   where not (used and :onlyJumps)
                   order by first_no
                   limit :size
                  offset :skip
                )
                select p.account, p.point, p.cashier, p.first_no, p.last_no, p.used,
                       coalesce(taken.at, moved.at) as from_at, taken_last.at as until_at,
                       coalesce(moved.by_whom, '') as by_whom, coalesce(moved.document, '') as document,
                       coalesce(moved.reason, '') as reason
                  from page p
                  left join lateral (
                    select m.at
                      from numbering.movement m
                     where p.used and m.unit_id = :unit and m.bill_code = :code and m.to_account = 'ISSUED' and m.last_no >= p.first_no
                     order by m.last_no
                     limit 1) taken on true
                  left join lateral (
                    select m.at
                      from numbering.movement m
                     where p.used and m.unit_id = :unit and m.bill_code = :code and m.to_account = 'ISSUED' and m.last_no >= p.last_no
                     order by m.last_no
                     limit 1) taken_last on true
                  left join lateral (
                    select m.at, m.by_whom, m.document, m.reason
                      from numbering.movement m
                     where not p.used and m.to_account <> 'ISSUED' and m.bill_code = :code and m.unit_id = :unit
                       and int8range(m.first_no, m.last_no, '[]') @> p.last_no
                     order by m.id desc
                     limit 1) moved on true
                 order by p.first_no
                """)
                .param("unit", unit.value())
                .param("code", code)
                .param("onlyJumps", onlyJumps)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(JumpStore::piece)
                .list();
    }

    private static Piece piece(ResultSet row, int i) throws SQLException {
        return new Piece(
                Account.valueOf(row.getString("account")),
                row.getString("point"),
                row.getString("cashier"),
                row.getLong("first_no"),
                row.getLong("last_no"),
                row.getBoolean("used"),
                instant(row, "from_at"),
                instant(row, "until_at"),
                row.getString("by_whom"),
                row.getString("document"),
                row.getString("reason"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
