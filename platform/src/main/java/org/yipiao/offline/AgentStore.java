package org.yipiao.offline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.offline.OfflineBill;
import org.yipiao.shared.UnitId;

/** SQL of window agents. */
@Component
class AgentStore {
    private static final String COLUMNS = """
            select unit_id, agent_code, name, point, state, enrol_sm3, enrol_until, certificate, last_seq, last_sm3, seen_at,
                   waiting, oldest_at, oldest_cause, said, revoked_at, revoked_by, revoke_reason
              from offline.agent
            """;

    private final JdbcClient jdbc;

    AgentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when the code is taken */
    boolean add(
            UnitId unit,
            String code,
            String name,
            String point,
            String enrolSm3,
            Instant until,
            String by,
            Instant at) {
        return jdbc.sql("""
                insert into offline.agent
                  (unit_id, agent_code, name, point, state, enrol_sm3, enrol_until, created_by, created_at, last_sm3)
                values (:unit, :code, :name, :point, 'WAITING', :sm3, :until, :by, :at, :nothing)
                on conflict do nothing
                """)
                        .param("unit", unit.value())
                        .param("code", code)
                        .param("name", name)
                        .param("point", point)
                        .param("sm3", enrolSm3)
                        .param("until", utc(until))
                        .param("by", by)
                        .param("at", utc(at))
                        .param("nothing", OfflineBill.NOTHING_BEFORE)
                        .update()
                == 1;
    }

    Optional<WindowAgent> find(String code) {
        return jdbc.sql(COLUMNS + " where agent_code = :code")
                .param("code", code)
                .query(AgentStore::agent)
                .optional();
    }

    Optional<WindowAgent> find(UnitId unit, String code) {
        return find(code).filter(agent -> agent.unit().equals(unit));
    }

    /** Whatever an agent does to its numbers happens one after the other. */
    WindowAgent lock(String code) {
        return jdbc.sql(COLUMNS + " where agent_code = :code for update")
                .param("code", code)
                .query(AgentStore::agent)
                .single();
    }

    List<WindowAgent> all(UnitId unit) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit order by state, agent_code")
                .param("unit", unit.value())
                .query(AgentStore::agent)
                .list();
    }

    long count(UnitId unit) {
        return jdbc.sql("select count(*) from offline.agent where unit_id = :unit")
                .param("unit", unit.value())
                .query(Long.class)
                .single();
    }

    /** @return false when somebody was faster */
    boolean enrol(String code, byte[] certificate, Instant at) {
        return jdbc.sql("""
                update offline.agent
                   set state = 'ACTIVE',
                       certificate = :certificate,
                       enrolled_at = :at
                 where agent_code = :code
                   and state = 'WAITING'
                """)
                        .param("code", code)
                        .param("certificate", certificate)
                        .param("at", utc(at))
                        .update()
                == 1;
    }

    void seen(String code, Instant at, long waiting, @Nullable Instant oldest, String cause, String said) {
        jdbc.sql("""
                update offline.agent
                   set seen_at = :at,
                       waiting = :waiting,
                       oldest_at = :oldest,
                       oldest_cause = :cause,
                       said = :said
                 where agent_code = :code
                """)
                .param("code", code)
                .param("at", utc(at))
                .param("waiting", waiting)
                .param("oldest", oldest == null ? null : utc(oldest), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("cause", cause)
                .param("said", said)
                .update();
    }

    void chained(String code, long seq, String sm3) {
        jdbc.sql("""
                update offline.agent
                   set last_seq = :seq,
                       last_sm3 = :sm3
                 where agent_code = :code
                """).param("code", code).param("seq", seq).param("sm3", sm3).update();
    }

    void revoke(String code, String by, String reason, Instant at) {
        jdbc.sql("""
                update offline.agent
                   set state = 'REVOKED',
                       revoked_by = :by,
                       revoke_reason = :reason,
                       revoked_at = :at
                 where agent_code = :code
                   and state <> 'REVOKED'
                """)
                .param("code", code)
                .param("by", by)
                .param("reason", reason)
                .param("at", utc(at))
                .update();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant present(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static WindowAgent agent(ResultSet row, int i) throws SQLException {
        return new WindowAgent(
                new UnitId(row.getString("unit_id")),
                row.getString("agent_code"),
                row.getString("name"),
                row.getString("point"),
                WindowAgent.State.valueOf(row.getString("state")),
                row.getString("enrol_sm3"),
                present(row, "enrol_until"),
                row.getBytes("certificate"),
                row.getLong("last_seq"),
                row.getString("last_sm3"),
                instant(row, "seen_at"),
                row.getLong("waiting"),
                instant(row, "oldest_at"),
                row.getString("oldest_cause"),
                row.getString("said"),
                instant(row, "revoked_at"),
                row.getString("revoked_by"),
                row.getString("revoke_reason"));
    }
}
