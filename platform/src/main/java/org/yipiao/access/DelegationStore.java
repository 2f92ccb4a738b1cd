package org.yipiao.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of delegations. */
@Repository
class DelegationStore {
    private static final int ROWS_MAX = 100;

    private final JdbcClient jdbc;

    DelegationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param endedAt 收回时间, null while it stands */
    record Row(
            long id,
            long from,
            String fromName,
            long to,
            String toName,
            Permission permission,
            Instant validFrom,
            Instant validUntil,
            String reason,
            @Nullable Instant endedAt) {}

    record Lender(long id, String displayName) {}

    /** Who has lent this to the account at this moment, the longest standing loan first. */
    List<Lender> lenders(UnitId unit, long account, Permission permission, Instant now) {
        return jdbc.sql("""
                select f.id, f.display_name
                  from access.lent l
                  join access.account f on f.id = l.from_account
                 where l.unit_id = :unit
                   and l.to_account = :account
                   and l.permission = :permission
                   and l.valid_from <= :now
                   and l.valid_until > :now
                 order by l.valid_from, f.id
                """)
                .param("unit", unit.value())
                .param("account", account)
                .param("permission", permission.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, i) -> new Lender(row.getLong("id"), row.getString("display_name")))
                .list();
    }

    /** Given by this person or to this person, newest first. */
    List<Row> of(UnitId unit, long account) {
        return jdbc.sql("""
                select d.id, d.from_account, f.display_name as from_name, d.to_account, t.display_name as to_name,
                       d.permission, d.valid_from, d.valid_until, d.reason, d.ended_at
                  from access.delegation d
                  join access.account f on f.id = d.from_account
                  join access.account t on t.id = d.to_account
                 where d.unit_id = :unit
                   and (d.from_account = :account or d.to_account = :account)
                 order by d.id desc
                 limit :max
                """)
                .param("unit", unit.value())
                .param("account", account)
                .param("max", ROWS_MAX)
                .query((row, i) -> {
                    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
                    return new Row(
                            row.getLong("id"),
                            row.getLong("from_account"),
                            row.getString("from_name"),
                            row.getLong("to_account"),
                            row.getString("to_name"),
                            Permission.valueOf(row.getString("permission")),
                            row.getObject("valid_from", OffsetDateTime.class).toInstant(),
                            row.getObject("valid_until", OffsetDateTime.class).toInstant(),
                            row.getString("reason"),
                            ended == null ? null : ended.toInstant());
                })
                .list();
    }

    void add(
            UnitId unit,
            long from,
            long to,
            Permission permission,
            Instant since,
            Instant until,
            String reason,
            Instant now) {
        jdbc.sql("""
                insert into access.delegation
                       (unit_id, from_account, to_account, permission, valid_from, valid_until, reason, made_at)
                values (:unit, :from, :to, :permission, :since, :until, :reason, :now)
                """)
                .param("unit", unit.value())
                .param("from", from)
                .param("to", to)
                .param("permission", permission.name())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("reason", reason)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** @return false when there is no such one of the lender's, or it was ended already */
    boolean end(UnitId unit, long lender, long id, Instant now) {
        return jdbc.sql("""
                update access.delegation
                   set ended_at = :now
                 where unit_id = :unit
                   and from_account = :lender
                   and id = :id
                   and ended_at is null
                """)
                        .param("unit", unit.value())
                        .param("lender", lender)
                        .param("id", id)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    record Candidate(long id, String displayName, String username) {}

    /** Everybody of the same office but the lender. */
    List<Candidate> candidates(CurrentUser lender) {
        return jdbc.sql("""
                select id, display_name, username
                  from access.account
                 where unit_id = :unit
                   and office = :office
                   and status = 'ACTIVE'
                   and id <> :lender
                 order by username
                 limit :max
                """)
                .param("unit", lender.unit().value())
                .param("office", lender.office().name())
                .param("lender", lender.id())
                .param("max", ROWS_MAX * 5)
                .query((row, i) ->
                        new Candidate(row.getLong("id"), row.getString("display_name"), row.getString("username")))
                .list();
    }
}
