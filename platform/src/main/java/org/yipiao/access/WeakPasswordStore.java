package org.yipiao.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of the search for weak passwords. */
@Repository
class WeakPasswordStore {
    private static final int ACCOUNTS_MAX = 10_000;

    private final JdbcClient jdbc;

    WeakPasswordStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Candidate(UnitId unit, long id, String username, String hash, Instant passwordAt) {
        @Override
        public String toString() {
            return "Candidate[" + username + "]";
        }
    }

    List<Candidate> unchecked(@Nullable UnitId unit, String edition) {
        return jdbc.sql("""
                select a.unit_id, a.id, a.username, a.password_hash, a.password_at
                  from access.account a
                 where a.status = 'ACTIVE'
                   and a.one_time_until is null
                   and (cast(:unit as text) is null or a.unit_id = :unit)
                   and not exists (select 1
                                     from access.weak_check c
                                    where c.account_id = a.id
                                      and c.password_at = a.password_at
                                      and c.edition = :edition)
                 order by a.id
                 limit :max
                """)
                .param("unit", unit == null ? null : unit.value())
                .param("edition", edition)
                .param("max", ACCOUNTS_MAX)
                .query((row, i) -> new Candidate(
                        new UnitId(row.getString("unit_id")),
                        row.getLong("id"),
                        row.getString("username"),
                        row.getString("password_hash"),
                        row.getObject("password_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Returns false when another instance has it. */
    boolean claim(Candidate account, String edition, Instant now) {
        return jdbc.sql("""
                insert into access.weak_check (unit_id, account_id, password_at, edition, checked_at)
                values (:unit, :account, :passwordAt, :edition, :now)
                on conflict do nothing
                """)
                        .param("unit", account.unit().value())
                        .param("account", account.id())
                        .param("passwordAt", account.passwordAt().atOffset(ZoneOffset.UTC))
                        .param("edition", edition)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void found(Candidate account, String edition) {
        jdbc.sql("""
                with marked as (
                  update access.weak_check
                     set weak = true
                   where account_id = :account
                     and password_at = :passwordAt
                     and edition = :edition
                )
                update access.account
                   set must_change = true
                 where id = :account
                   and password_at = :passwordAt
                """)
                .param("account", account.id())
                .param("passwordAt", account.passwordAt().atOffset(ZoneOffset.UTC))
                .param("edition", edition)
                .update();
    }

    /** @param changed 已修改 the password is another one by now */
    record Found(String username, String displayName, Instant checkedAt, boolean changed) {}

    List<Found> found(UnitId unit, int max) {
        return jdbc.sql("""
                select a.username, a.display_name, c.checked_at, a.password_at > c.password_at as changed
                  from access.weak_check c
                  join access.account a on a.id = c.account_id
                 where c.unit_id = :unit
                   and c.weak
                 order by c.checked_at desc
                 limit :max
                """)
                .param("unit", unit.value())
                .param("max", max)
                .query((row, i) -> new Found(
                        row.getString("username"),
                        row.getString("display_name"),
                        row.getObject("checked_at", OffsetDateTime.class).toInstant(),
                        row.getBoolean("changed")))
                .list();
    }

    WeakPasswords.Progress progress(UnitId unit, String edition) {
        return jdbc.sql("""
                select count(*) as accounts, count(c.account_id) as checked, max(c.checked_at) as checked_at
                  from access.account a
                  left join access.weak_check c
                    on c.account_id = a.id
                   and c.password_at = a.password_at
                   and c.edition = :edition
                 where a.unit_id = :unit
                   and a.status = 'ACTIVE'
                   and a.one_time_until is null
                """)
                .param("unit", unit.value())
                .param("edition", edition)
                .query((row, i) -> {
                    OffsetDateTime at = row.getObject("checked_at", OffsetDateTime.class);
                    return new WeakPasswords.Progress(
                            row.getLong("accounts"), row.getLong("checked"), at == null ? null : at.toInstant());
                })
                .single();
    }
}
