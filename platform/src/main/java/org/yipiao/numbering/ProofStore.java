package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of the ledger's certificates. */
@Component
class ProofStore {
    /** Rows read from the journal at a time. */
    static final int BATCH = 5_000;

    private static final String COLUMNS = """
            select unit_id, seq, day, at, cut_id, content, content_sm3, previous_sm3, numbers, certificate, signature, by_whom
              from numbering.proof
            """;

    private final JdbcClient jdbc;

    ProofStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 流水 as it is replayed. */
    record Moved(long id, Span span, Holding from, Holding to) {}

    /**
     * Stands still for a moment: who is writing finishes first, who comes now waits for our commit. So every movement up to
     * the highest one is there, and the ranges read next are exactly theirs. Once a day, for milliseconds.
     *
     * @return the highest movement
     */
    long standStill() {
        jdbc.sql("set local lock_timeout = '1s'").update();
        jdbc.sql("lock table numbering.movement in share mode").update();
        return jdbc.sql("select coalesce(max(id), 0) from numbering.movement")
                .query(Long.class)
                .single();
    }

    /** The ranges of a unit; the issued part of a range in use counts as issued. */
    LedgerState ranges(UnitId unit) {
        var state = new LedgerState();
        jdbc.sql("""
                select bill_code, account, point, cashier, first_no, next_no, last_no
                  from numbering.range
                 where unit_id = :unit
                 order by bill_code, first_no
                """).param("unit", unit.value()).query(row -> {
            var holding = new Holding(
                    Account.valueOf(row.getString("account")), row.getString("point"), row.getString("cashier"));
            String code = row.getString("bill_code");
            long first = row.getLong("first_no");
            long next = row.getLong("next_no");
            long last = row.getLong("last_no");
            if (next > first) {
                state.put(new Span(code, first, next - 1), holding.as(Account.ISSUED));
            }
            if (next <= last) {
                state.put(new Span(code, next, last), holding);
            }
        });
        return state;
    }

    /** Movements after one and up to another, in their order. */
    void journal(UnitId unit, long after, long until, Consumer<Moved> each) {
        long from = after;
        while (true) {
            var batch = jdbc.sql("""
                    select id, bill_code, first_no, last_no, from_account, from_point, from_cashier,
                           to_account, to_point, to_cashier
                      from numbering.movement
                     where id > :from
                       and id <= :until
                       and unit_id = :unit
                     order by id
                     limit :batch
                    """)
                    .param("unit", unit.value())
                    .param("from", from)
                    .param("until", until)
                    .param("batch", BATCH)
                    .query((row, i) -> new Moved(
                            row.getLong("id"),
                            new Span(row.getString("bill_code"), row.getLong("first_no"), row.getLong("last_no")),
                            holding(row, "from"),
                            holding(row, "to")))
                    .list();
            batch.forEach(each);
            if (batch.size() < BATCH) {
                return;
            }
            from = batch.getLast().id();
        }
    }

    /** The last movement written before a moment; 0 when there is none. */
    long lastBefore(UnitId unit, Instant moment) {
        return jdbc.sql("""
                select id
                  from numbering.movement
                 where unit_id = :unit
                   and at < :moment
                 order by at desc, id desc
                 limit 1
                """)
                .param("unit", unit.value())
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private static Holding holding(ResultSet row, String side) throws SQLException {
        return new Holding(
                Account.valueOf(row.getString(side + "_account")),
                row.getString(side + "_point"),
                row.getString(side + "_cashier"));
    }

    Optional<Proof> last(UnitId unit) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit order by seq desc limit 1")
                .param("unit", unit.value())
                .query(ProofStore::proof)
                .optional();
    }

    Optional<Proof> find(UnitId unit, int seq) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit and seq = :seq")
                .param("unit", unit.value())
                .param("seq", seq)
                .query(ProofStore::proof)
                .optional();
    }

    List<Proof> list(UnitId unit, int pageNo, int pageSize) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit order by seq desc limit :size offset :skip")
                .param("unit", unit.value())
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(ProofStore::proof)
                .list();
    }

    /** From the first one on, one by one. */
    void each(UnitId unit, Consumer<Proof> each) {
        for (int seq = 1; ; seq++) {
            var proof = find(unit, seq);
            if (proof.isEmpty()) {
                return;
            }
            each.accept(proof.get());
        }
    }

    long count(UnitId unit) {
        return jdbc.sql("select count(*) from numbering.proof where unit_id = :unit")
                .param("unit", unit.value())
                .query(Long.class)
                .single();
    }

    /** @return false when another instance was faster */
    boolean add(Proof proof) {
        return jdbc.sql("""
                insert into numbering.proof
                  (unit_id, seq, day, at, cut_id, content, content_sm3, previous_sm3, numbers, certificate, signature, by_whom)
                values
                  (:unit, :seq, :day, :at, :cut, :content, :sm3, :previous, :numbers, :certificate, :signature, :by)
                on conflict do nothing
                """)
                        .param("unit", proof.unit().value())
                        .param("seq", proof.seq())
                        .param("day", proof.day())
                        .param("at", DocumentStore.utc(proof.at()))
                        .param("cut", proof.cut())
                        .param("content", proof.content())
                        .param("sm3", proof.sm3())
                        .param("previous", proof.previousSm3())
                        .param("numbers", proof.numbers())
                        .param("certificate", proof.certificate())
                        .param("signature", proof.signature())
                        .param("by", proof.by())
                        .update()
                == 1;
    }

    private static Proof proof(ResultSet row, int i) throws SQLException {
        return new Proof(
                new UnitId(row.getString("unit_id")),
                row.getInt("seq"),
                Objects.requireNonNull(row.getObject("day", LocalDate.class)),
                DocumentStore.at(row, "at"),
                row.getLong("cut_id"),
                row.getString("content"),
                row.getString("content_sm3"),
                row.getString("previous_sm3"),
                row.getLong("numbers"),
                row.getBytes("certificate"),
                row.getBytes("signature"),
                row.getString("by_whom"));
    }
}
