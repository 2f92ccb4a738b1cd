package org.yipiao.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** All SQL of the audit log. */
@Repository
class AuditStore {
    private final JdbcClient jdbc;

    AuditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 链尾 @param seal keyed seal over number and hash */
    record Head(long seq, byte[] hash, byte[] seal) {}

    /** 一条 @param entry the text that was hashed */
    record Row(
            String unit,
            long seq,
            Instant at,
            String username,
            String act,
            String entry,
            byte[] previousHash,
            byte[] hash) {}

    /** Makes the head of an empty chain unless there is one. */
    void begin(Head empty) {
        jdbc.sql("insert into access.audit_head (seq, hash, seal) values (:seq, :hash, :seal) on conflict do nothing")
                .param("seq", empty.seq())
                .param("hash", empty.hash())
                .param("seal", empty.seal())
                .update();
    }

    /** Locks the end of the chain until the transaction ends: entries are written one after the other. */
    Optional<Head> lockHead() {
        return jdbc.sql("""
                select seq, hash, seal
                  from access.audit_head
                   for update
                """).query(AuditStore::headRow).optional();
    }

    Optional<Head> head() {
        return jdbc.sql("select seq, hash, seal from access.audit_head")
                .query(AuditStore::headRow)
                .optional();
    }

    void append(Row row, Head head) {
        jdbc.sql("""
                insert into access.audit_log (unit_id, seq, at, username, act, entry, previous_hash, hash)
                values (:unit, :seq, :at, :username, :act, :entry, :previous, :hash)
                """)
                .param("unit", row.unit())
                .param("seq", row.seq())
                .param("at", row.at().atOffset(ZoneOffset.UTC))
                .param("username", row.username())
                .param("act", row.act())
                .param("entry", row.entry())
                .param("previous", row.previousHash())
                .param("hash", row.hash())
                .update();
        jdbc.sql("""
                update access.audit_head
                   set seq = :seq, hash = :hash, seal = :seal
                 where seq = :before
                """)
                .param("seq", head.seq())
                .param("hash", head.hash())
                .param("seal", head.seal())
                .param("before", head.seq() - 1)
                .update();
    }

    List<Row> after(long seq, int limit) {
        return jdbc.sql("""
                select unit_id, seq, at, username, act, entry, previous_hash, hash
                  from access.audit_log
                 where seq > :seq
                 order by seq
                 limit :limit
                """)
                .param("seq", seq)
                .param("limit", limit)
                .query(AuditStore::entryRow)
                .list();
    }

    /** 筛选 @param text found anywhere in the entry, empty finds all */
    record Filter(@Nullable Instant from, @Nullable Instant until, String username, String act, String text) {}

    /** The newest first. @param alone entries of people who were not signed in belong to the only unit there is */
    Page<Row> list(UnitId unit, boolean alone, Filter filter, int pageNo, int pageSize) {
        var values = new HashMap<String, Object>(Map.of("unit", unit.value(), "other", alone ? "-" : unit.value()));
        var where = new StringBuilder(" where unit_id in (:unit, :other)");
        if (filter.from() != null) {
            where.append(" and at >= :from");
            values.put("from", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.until() != null) {
            where.append(" and at < :until");
            values.put("until", filter.until().atOffset(ZoneOffset.UTC));
        }
        if (!filter.username().isEmpty()) {
            where.append(" and username = :username");
            values.put("username", filter.username());
        }
        if (!filter.act().isEmpty()) {
            where.append(" and act = :act");
            values.put("act", filter.act());
        }
        if (!filter.text().isEmpty()) {
            where.append(" and strpos(entry, :text) > 0");
            values.put("text", filter.text());
        }
        long total = jdbc.sql("select count(*) from access.audit_log" + where)
                .params(values)
                .query(Long.class)
                .single();
        var rows = jdbc.sql("""
                select unit_id, seq, at, username, act, entry, previous_hash, hash
                  from access.audit_log
                """ + where + " order by seq desc limit :size offset :skip")
                .params(values)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(AuditStore::entryRow)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    List<String> acts(UnitId unit) {
        return jdbc.sql("""
                select act
                  from (select act from access.audit_log where unit_id in (:unit, '-') order by seq desc limit 20000) recent
                 group by act
                 order by count(*) desc
                 limit 100
                """)
                .param("unit", unit.value())
                .query((row, i) -> row.getString(1))
                .list();
    }

    private static Head headRow(ResultSet row, int number) throws SQLException {
        return new Head(row.getLong("seq"), row.getBytes("hash"), row.getBytes("seal"));
    }

    private static Row entryRow(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("unit_id"),
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("username"),
                row.getString("act"),
                row.getString("entry"),
                row.getBytes("previous_hash"),
                row.getBytes("hash"));
    }
}
