package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of moving any part of a range to another account. The hot path of taking has its own in {@link NumberStore}. */
@Component
class RangeStore {
    /** Ranges of one account looked at in one go. */
    private static final int RANGES_MAX = 1_000;

    private static final int AUDITED_MAX = 20_000;

    private static final String COLUMNS =
            "id, bill_code, account, point, cashier, first_no, next_no, last_no, expires_on";

    private final JdbcClient jdbc;

    RangeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A range as it stands; from {@code next} on its numbers are free.
     *
     * @param expires 有效期 the last day on which they may be used; null: no term
     */
    record Row(
            long id,
            Span span,
            long next,
            Holding holding,
            @Nullable LocalDate expires) {
        boolean usableOn(LocalDate day) {
            return expires == null || !expires.isBefore(day);
        }
    }

    /** The range a number stands in. */
    Optional<Row> find(UnitId unit, String code, long number) {
        return at(unit, code, number, "");
    }

    /** The same under lock. Empty may also mean that the number moved while we waited: look again. */
    Optional<Row> lock(UnitId unit, String code, long number) {
        return at(unit, code, number, "for update");
    }

    private Optional<Row> at(UnitId unit, String code, long number, String lock) {
        return jdbc.sql("select " + COLUMNS + """

                  from numbering.range
                 where unit_id = :unit
                   and bill_code = :code
                   and span @> ('1' || :code)::numeric * 10000000000 + :number
                """ + lock)
                .param("unit", unit.value())
                .param("code", code)
                .param("number", number)
                .query(RangeStore::row)
                .optional();
    }

    /** A range of any unit that holds one of these numbers; the lowest. */
    Optional<Row> overlapping(Span span) {
        return jdbc.sql("select " + COLUMNS + """

                  from numbering.range
                 where span && numrange(('1' || :code)::numeric * 10000000000 + :first,
                                        ('1' || :code)::numeric * 10000000000 + :last, '[]')
                 order by first_no
                 limit 1
                """)
                .param("code", span.code())
                .param("first", span.first())
                .param("last", span.last())
                .query(RangeStore::row)
                .optional();
    }

    /** Free ranges of an account, lowest number first. */
    List<Row> free(UnitId unit, String code, Holding holding) {
        return jdbc.sql("select " + COLUMNS + """

                  from numbering.range
                 where unit_id = :unit
                   and bill_code = :code
                   and account = :account
                   and point is not distinct from cast(:point as text)
                   and cashier is not distinct from cast(:cashier as text)
                   and open
                 order by first_no
                 limit :max
                """)
                .param("unit", unit.value())
                .param("code", code)
                .param("account", holding.account().name())
                .param("point", holding.point(), Types.VARCHAR)
                .param("cashier", holding.cashier(), Types.VARCHAR)
                .param("max", RANGES_MAX)
                .query(RangeStore::row)
                .list();
    }

    record Held(UnitId unit, Row row) {}

    /** Electronic ranges of all units from which points and cashiers may issue. */
    List<Held> openAtPlaces() {
        return jdbc.sql("""
                select r.unit_id, r.id, r.bill_code, r.account, r.point, r.cashier, r.first_no, r.next_no, r.last_no,
                       r.expires_on
                  from numbering.range r
                  join numbering.code c on c.unit_id = r.unit_id and c.bill_code = r.bill_code
                 where r.open
                   and r.account in ('POINT', 'CASHIER')
                   and (r.expires_on is null or r.expires_on >= current_date)
                 order by r.unit_id, r.bill_code, r.first_no
                 limit :max
                """)
                .param("max", AUDITED_MAX)
                .query((row, i) -> new Held(new UnitId(row.getString("unit_id")), row(row, i)))
                .list();
    }

    /** Unused ranges of all points and cashiers. */
    List<Row> atPoints(UnitId unit, String code) {
        return unused(unit, code, List.of("POINT", "CASHIER"));
    }

    /** Unused ranges of the unit, its points and cashiers. */
    List<Row> unused(UnitId unit, String code) {
        return unused(unit, code, List.of("UNIT", "POINT", "CASHIER"));
    }

    /** However many pieces there are: what is left out here would stay behind at the end of a year. */
    private List<Row> unused(UnitId unit, String code, List<String> accounts) {
        return jdbc.sql("select " + COLUMNS + """

                  from numbering.range
                 where unit_id = :unit
                   and bill_code = :code
                   and account in (:accounts)
                   and open
                 order by first_no
                """)
                .param("unit", unit.value())
                .param("code", code)
                .param("accounts", accounts)
                .query(RangeStore::row)
                .list();
    }

    /** Every range that holds one of these numbers, ascending. */
    List<Row> covering(UnitId unit, Span span) {
        return jdbc.sql("select " + COLUMNS + """

                  from numbering.range
                 where unit_id = :unit
                   and span && numrange(('1' || :code)::numeric * 10000000000 + :first,
                                        ('1' || :code)::numeric * 10000000000 + :last, '[]')
                 order by first_no
                """)
                .param("unit", unit.value())
                .param("code", span.code())
                .param("first", span.first())
                .param("last", span.last())
                .query(RangeStore::row)
                .list();
    }

    private static Row row(ResultSet row, int i) throws SQLException {
        return new Row(
                row.getLong("id"),
                new Span(row.getString("bill_code"), row.getLong("first_no"), row.getLong("last_no")),
                row.getLong("next_no"),
                new Holding(
                        Account.valueOf(row.getString("account")), row.getString("point"), row.getString("cashier")),
                row.getObject("expires_on", LocalDate.class));
    }

    /** The range keeps {@code first} to {@code last}; the row is locked by the caller. */
    void cut(Row row, long first, long last) {
        mustBeOne(
                jdbc.sql("""
                        update numbering.range
                           set first_no = :first,
                               next_no = greatest(next_no, :first),
                               last_no = :last
                         where id = :id
                           and first_no = :oldFirst
                           and last_no = :oldLast
                        """)
                        .param("id", row.id())
                        .param("first", first)
                        .param("last", last)
                        .param("oldFirst", row.span().first())
                        .param("oldLast", row.span().last())
                        .update(),
                row);
    }

    /** The whole range goes over. */
    void hand(Row row, Holding to, @Nullable LocalDate expires) {
        mustBeOne(
                jdbc.sql("""
                        update numbering.range
                           set account = :account,
                               point = :point,
                               cashier = :cashier,
                               expires_on = :expires
                         where id = :id
                           and first_no = :oldFirst
                           and last_no = :oldLast
                           and next_no = first_no
                        """)
                        .param("id", row.id())
                        .param("account", to.account().name())
                        .param("point", to.point(), Types.VARCHAR)
                        .param("cashier", to.cashier(), Types.VARCHAR)
                        .param("expires", expires, Types.DATE)
                        .param("oldFirst", row.span().first())
                        .param("oldLast", row.span().last())
                        .update(),
                row);
    }

    /** A range that is used up to its end leaves the point for the account of what is issued. */
    void settle(Row row, Holding issued) {
        mustBeOne(
                jdbc.sql("""
                        update numbering.range
                           set account = :account,
                               next_no = first_no
                         where id = :id
                           and next_no = last_no + 1
                        """)
                        .param("id", row.id())
                        .param("account", issued.account().name())
                        .update(),
                row);
    }

    /** Joins numbers to the range of the same account that ends right before them. @return false when there is none */
    boolean extend(UnitId unit, Span span, Holding to, @Nullable LocalDate expires) {
        return jdbc.sql("""
                update numbering.range
                   set last_no = :last
                 where unit_id = :unit
                   and bill_code = :code
                   and span @> ('1' || :code)::numeric * 10000000000 + :before
                   and last_no = :before
                   and account = :account
                   and point is not distinct from cast(:point as text)
                   and cashier is not distinct from cast(:cashier as text)
                   and expires_on is not distinct from cast(:expires as date)
                """)
                        .param("unit", unit.value())
                        .param("expires", expires, Types.DATE)
                        .param("code", span.code())
                        .param("before", span.first() - 1)
                        .param("last", span.last())
                        .param("account", to.account().name())
                        .param("point", to.point(), Types.VARCHAR)
                        .param("cashier", to.cashier(), Types.VARCHAR)
                        .update()
                == 1;
    }

    void add(UnitId unit, Span span, Holding to, @Nullable LocalDate expires) {
        jdbc.sql("""
                insert into numbering.range
                  (unit_id, bill_code, account, point, cashier, first_no, next_no, last_no, expires_on)
                values (:unit, :code, :account, :point, :cashier, :first, :first, :last, :expires)
                """)
                .param("expires", expires, Types.DATE)
                .param("unit", unit.value())
                .param("code", span.code())
                .param("account", to.account().name())
                .param("point", to.point(), Types.VARCHAR)
                .param("cashier", to.cashier(), Types.VARCHAR)
                .param("first", span.first())
                .param("last", span.last())
                .update();
    }

    /** Double entry: who moved what from where to where, by which document and why. */
    void write(UnitId unit, Instant at, Span span, Holding from, Holding to, Moves.Why why) {
        jdbc.sql("""
                insert into numbering.movement
                  (unit_id, at, bill_code, first_no, last_no, from_account, from_point, from_cashier,
                   to_account, to_point, to_cashier, by_whom, document, reason)
                values
                  (:unit, :at, :code, :first, :last, :from, :fromPoint, :fromCashier,
                   :to, :toPoint, :toCashier, :by, :document, :reason)
                """)
                .param("unit", unit.value())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("code", span.code())
                .param("first", span.first())
                .param("last", span.last())
                .param("from", from.account().name())
                .param("fromPoint", from.point(), Types.VARCHAR)
                .param("fromCashier", from.cashier(), Types.VARCHAR)
                .param("to", to.account().name())
                .param("toPoint", to.point(), Types.VARCHAR)
                .param("toCashier", to.cashier(), Types.VARCHAR)
                .param("by", why.by())
                .param("document", why.document())
                .param("reason", why.reason())
                .update();
    }

    private static void mustBeOne(int rows, Row row) {
        if (rows != 1) {
            throw new IllegalStateException("range " + row.id() + " was changed under its lock");
        }
    }
}
