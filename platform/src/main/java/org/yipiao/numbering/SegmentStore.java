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
import org.springframework.stereotype.Repository;
import org.yipiao.numbering.SegmentCertificate.Arrival;
import org.yipiao.shared.UnitId;

/** SQL of certificates of number segments. */
@Repository
class SegmentStore {
    /** Pieces of one place looked at in one go. */
    private static final int PIECES_MAX = 1_000;

    private static final String CERTIFICATE = """
            select c.unit_id, c.movement_id, c.bill_code, c.first_no, c.last_no, c.point, c.cashier, c.valid_until, c.at,
                   c.content, c.certificate, c.signature, c.mark, m.document, m.at as moved_at
              from numbering.segment_certificate c
              left join numbering.movement m on m.id = c.movement_id
            """;

    private static final String ARRIVAL = """
            select m.unit_id, m.id, m.bill_code, m.first_no, m.last_no, m.to_point, m.to_cashier, m.document, m.at,
                   r.expires_on
              from numbering.movement m
              join numbering.code k on k.unit_id = m.unit_id and k.bill_code = m.bill_code
              left join numbering.range r
                on r.unit_id = m.unit_id
               and r.bill_code = m.bill_code
               and r.span @> ('1' || m.bill_code)::numeric * 10000000000 + m.first_no
             where m.to_account in ('POINT', 'CASHIER')
            """;

    private final JdbcClient jdbc;

    SegmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From when on certificates are asked for. */
    record Epoch(long after, Instant at) {}

    Epoch epoch() {
        return jdbc.sql("select after_id, at from numbering.segment_epoch")
                .query((row, i) -> new Epoch(
                        row.getLong("after_id"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .single();
    }

    /** Arrivals of electronic numbers without a certificate, oldest first. */
    List<Arrival> uncertified(long afterId, int max) {
        return jdbc.sql(ARRIVAL + """
                   and m.id > :after
                   and not exists (
                     select 1
                       from numbering.segment_certificate c
                      where c.movement_id = m.id
                   )
                 order by m.id
                 limit :max
                """)
                .param("after", afterId)
                .param("max", max)
                .query(SegmentStore::arrival)
                .list();
    }

    /** The same of one place, of these numbers. */
    List<Arrival> uncertified(UnitId unit, Span span, Holding to) {
        return jdbc.sql(ARRIVAL + """
                   and m.unit_id = :unit
                   and m.bill_code = :code
                   and int8range(m.first_no, m.last_no, '[]') && int8range(:first, :last, '[]')
                   and m.to_account <> 'ISSUED'
                   and m.to_account = :account
                   and m.to_point = :point
                   and m.to_cashier is not distinct from cast(:cashier as text)
                   and not exists (
                     select 1
                       from numbering.segment_certificate c
                      where c.movement_id = m.id
                   )
                 order by m.id
                 limit :max
                """)
                .param("unit", unit.value())
                .param("code", span.code())
                .param("first", span.first())
                .param("last", span.last())
                .param("account", to.account().name())
                .param("point", to.point())
                .param("cashier", to.cashier(), Types.VARCHAR)
                .param("max", PIECES_MAX)
                .query(SegmentStore::arrival)
                .list();
    }

    /** @return false when another instance was faster */
    boolean add(SegmentCertificate made) {
        var arrival = made.arrival();
        return jdbc.sql("""
                insert into numbering.segment_certificate
                  (unit_id, movement_id, bill_code, first_no, last_no, point, cashier, valid_until, at, content, certificate,
                   signature, mark)
                values (:unit, :movement, :code, :first, :last, :point, :cashier, :until, :at, :content, :certificate,
                   :signature, :mark)
                on conflict do nothing
                """)
                        .param("unit", arrival.unit().value())
                        .param("movement", arrival.movement())
                        .param("code", arrival.span().code())
                        .param("first", arrival.span().first())
                        .param("last", arrival.span().last())
                        .param("point", arrival.point())
                        .param("cashier", arrival.cashier(), Types.VARCHAR)
                        .param("until", arrival.until(), Types.DATE)
                        .param("at", utc(made.at()))
                        .param("content", made.content())
                        .param("certificate", made.certificate())
                        .param("signature", made.signature())
                        .param("mark", made.mark())
                        .update()
                == 1;
    }

    /** Certificates of a place over any of these numbers, oldest first. */
    List<SegmentCertificate> covering(UnitId unit, Span span, Holding at) {
        return jdbc.sql(CERTIFICATE + """
                 where c.unit_id = :unit
                   and c.bill_code = :code
                   and c.point = :point
                   and c.cashier is not distinct from cast(:cashier as text)
                   and c.first_no <= :last
                   and c.last_no >= :first
                 order by c.movement_id
                 limit :max
                """)
                .param("unit", unit.value())
                .param("code", span.code())
                .param("point", at.point())
                .param("cashier", at.cashier(), Types.VARCHAR)
                .param("first", span.first())
                .param("last", span.last())
                .param("max", PIECES_MAX)
                .query(SegmentStore::certificate)
                .list();
    }

    /** What of these numbers left the place after that movement, other than by being issued. */
    List<Span> left(UnitId unit, Span span, Holding from, long after) {
        return jdbc.sql("""
                select bill_code, first_no, last_no
                  from numbering.movement
                 where to_account <> 'ISSUED'
                   and int8range(first_no, last_no, '[]') && int8range(:first, :last, '[]')
                   and unit_id = :unit
                   and bill_code = :code
                   and from_account = :account
                   and from_point = :point
                   and from_cashier is not distinct from cast(:cashier as text)
                   and id > :after
                """)
                .param("unit", unit.value())
                .param("code", span.code())
                .param("first", span.first())
                .param("last", span.last())
                .param("account", from.account().name())
                .param("point", from.point())
                .param("cashier", from.cashier(), Types.VARCHAR)
                .param("after", after)
                .query((row, i) -> new Span(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    Optional<SegmentCertificate> find(UnitId unit, long movement) {
        return jdbc.sql(CERTIFICATE + " where c.unit_id = :unit and c.movement_id = :movement")
                .param("unit", unit.value())
                .param("movement", movement)
                .query(SegmentStore::certificate)
                .optional();
    }

    /** Newest first. @param points only of these; null: all @param code empty: all */
    List<SegmentCertificate> list(
            UnitId unit, @Nullable List<String> points, String code, String point, int pageNo, int pageSize) {
        return jdbc.sql(CERTIFICATE + WHICH + " order by c.movement_id desc limit :size offset :skip")
                .param("unit", unit.value())
                .param("points", points == null ? null : points.toArray(String[]::new), Types.ARRAY)
                .param("code", code)
                .param("point", point)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(SegmentStore::certificate)
                .list();
    }

    long count(UnitId unit, @Nullable List<String> points, String code, String point) {
        return jdbc.sql("select count(*) from numbering.segment_certificate c" + WHICH)
                .param("unit", unit.value())
                .param("points", points == null ? null : points.toArray(String[]::new), Types.ARRAY)
                .param("code", code)
                .param("point", point)
                .query(Long.class)
                .single();
    }

    private static final String WHICH = """
             where c.unit_id = :unit
               and (cast(:points as text[]) is null or c.point = any(cast(:points as text[])))
               and (:code = '' or c.bill_code = :code)
               and (:point = '' or c.point = :point)
            """;

    /** Every certificate of a unit up to a movement, in order. */
    List<SegmentCertificate> all(UnitId unit, long until) {
        return jdbc.sql(CERTIFICATE + " where c.unit_id = :unit and c.movement_id <= :until order by c.movement_id")
                .param("unit", unit.value())
                .param("until", until)
                .query(SegmentStore::certificate)
                .list();
    }

    private static SegmentCertificate certificate(ResultSet row, int i) throws SQLException {
        var moved = row.getObject("moved_at", OffsetDateTime.class);
        var at = row.getObject("at", OffsetDateTime.class).toInstant();
        var arrival = new Arrival(
                new UnitId(row.getString("unit_id")),
                row.getLong("movement_id"),
                new Span(row.getString("bill_code"), row.getLong("first_no"), row.getLong("last_no")),
                row.getString("point"),
                row.getString("cashier"),
                row.getString("document") == null ? "" : row.getString("document"),
                moved == null ? at : moved.toInstant(),
                row.getObject("valid_until", LocalDate.class));
        return new SegmentCertificate(
                arrival,
                at,
                row.getString("content"),
                row.getBytes("certificate"),
                row.getBytes("signature"),
                row.getBytes("mark"));
    }

    private static Arrival arrival(ResultSet row, int i) throws SQLException {
        return new Arrival(
                new UnitId(row.getString("unit_id")),
                row.getLong("id"),
                new Span(row.getString("bill_code"), row.getLong("first_no"), row.getLong("last_no")),
                row.getString("to_point"),
                row.getString("to_cashier"),
                row.getString("document"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_on", LocalDate.class));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
