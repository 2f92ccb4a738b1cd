package org.yipiao.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of the self-check. */
@Repository
class SelfCheckStore {
    private final JdbcClient jdbc;

    SelfCheckStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param guarded 已有第二因素 by TOTP or certificate */
    record Administrators(int all, int guarded) {}

    Administrators administrators(UnitId unit, Instant now) {
        return jdbc.sql("""
                select count(*) as people,
                       count(*) filter (where exists (select 1 from access.second_factor f where f.account_id = a.id)
                                           or exists (select 1
                                                        from access.certificate c
                                                       where c.account_id = a.id
                                                         and c.not_after > :now)) as guarded
                  from access.account a
                 where a.unit_id = :unit
                   and a.status = 'ACTIVE'
                   and a.office <> 'BUSINESS'
                """)
                .param("unit", unit.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, i) -> new Administrators(row.getInt("people"), row.getInt("guarded")))
                .single();
    }

    /** Active accounts, older than this, that nobody signed in to since. */
    int idleSince(UnitId unit, Instant since) {
        return jdbc.sql("""
                select count(*)
                  from access.account a
                 where a.unit_id = :unit
                   and a.status = 'ACTIVE'
                   and a.created_at < :since
                   and not exists (select 1
                                     from access.sign_in s
                                    where s.account_id = a.id
                                      and s.result = 'OK'
                                      and s.at >= :since)
                """)
                .param("unit", unit.value())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    /** @param from null while there is none */
    record Audited(long entries, @Nullable Instant from) {}

    Audited audited(UnitId unit) {
        return jdbc.sql("""
                select count(*) as entries, min(at) as first_at
                  from access.audit_log
                 where unit_id = :unit
                """)
                .param("unit", unit.value())
                .query((row, i) -> {
                    OffsetDateTime at = row.getObject("first_at", OffsetDateTime.class);
                    return new Audited(row.getLong("entries"), at == null ? null : at.toInstant());
                })
                .single();
    }
}
