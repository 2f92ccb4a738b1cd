package org.yipiao.access;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of the security policies. */
@Repository
class PolicyStore {
    private final JdbcClient jdbc;

    PolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<SecurityPolicy> find(UnitId unit) {
        return jdbc.sql("""
                select length_min, history, expiry_days, idle_minutes, one_session, version
                  from access.policy
                 where unit_id = :unit
                """)
                .param("unit", unit.value())
                .query((row, i) -> new SecurityPolicy(
                        row.getInt("length_min"),
                        row.getInt("history"),
                        row.getInt("expiry_days"),
                        row.getInt("idle_minutes"),
                        row.getBoolean("one_session"),
                        row.getInt("version")))
                .optional();
    }

    /** The old version is named, so that of two changes at once the second is told. Returns false then. */
    boolean save(UnitId unit, SecurityPolicy policy) {
        return jdbc.sql("""
                insert into access.policy as p
                       (unit_id, length_min, history, expiry_days, idle_minutes, one_session, version)
                values (:unit, :lengthMin, :history, :expiryDays, :idleMinutes, :oneSession, 1)
                on conflict (unit_id) do update
                   set length_min = excluded.length_min,
                       history = excluded.history,
                       expiry_days = excluded.expiry_days,
                       idle_minutes = excluded.idle_minutes,
                       one_session = excluded.one_session,
                       version = p.version + 1
                 where p.version = :before
                """)
                        .param("unit", unit.value())
                        .param("lengthMin", policy.lengthMin())
                        .param("history", policy.history())
                        .param("expiryDays", policy.expiryDays())
                        .param("idleMinutes", policy.idleMinutes())
                        .param("oneSession", policy.oneSession())
                        .param("before", policy.version())
                        .update()
                == 1;
    }
}
