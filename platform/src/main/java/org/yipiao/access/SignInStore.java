package org.yipiao.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of the sign-ins: the log of tries, and who is in. */
@Repository
class SignInStore {
    /** Being seen is written down once in this time per session, not at every request. */
    static final Duration SEEN_EVERY = Duration.ofSeconds(20);

    private static final String NO_UNIT = "-";
    private static final String ROW = """
            select id, account_id, username, display_name, method, result, address, device, agent, at, session_id, seen_at,
                   ended_at, ended_why
              from access.sign_in
            """;

    private final JdbcClient jdbc;

    SignInStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 登录方式 */
    enum Method {
        PASSWORD("口令"),
        CERTIFICATE("数字证书"),
        OIDC("单点登录"),
        CAS("CAS 单点登录"),
        LDAP("域账户");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** 从哪里 @param device random mark that the browser keeps @param agent what the browser calls itself */
    record From(String address, String device, String agent) {}

    record Row(
            UUID id,
            @Nullable Long account,
            String username,
            String displayName,
            Method method,
            String result,
            From from,
            Instant at,
            @Nullable String sessionId,
            @Nullable Instant seenAt,
            @Nullable Instant endedAt,
            @Nullable String endedWhy) {}

    /** @return the sign-in's key */
    UUID succeeded(Account account, Method method, From from, String sessionId, Instant now) {
        UUID id = UUID.randomUUID();
        add(id, account, account.username(), method, "OK", from, sessionId, now);
        jdbc.sql("update access.account set last_login_at = :now where id = :id")
                .param("now", at(now))
                .param("id", account.id())
                .update();
        return id;
    }

    /** @param account null when the name is nobody's */
    void failed(@Nullable Account account, String username, Method method, String why, From from, Instant now) {
        add(UUID.randomUUID(), account, username, method, why, from, null, now);
    }

    private void add(
            UUID id,
            @Nullable Account account,
            String username,
            Method method,
            String result,
            From from,
            @Nullable String sessionId,
            Instant now) {
        jdbc.sql("""
                insert into access.sign_in
                       (unit_id, id, account_id, username, display_name, method, result, address, device, agent, at,
                        session_id, seen_at)
                values (:unit, :id, :account, :username, :name, :method, :result, :address, :device, :agent, :now,
                        :session, case when cast(:session as text) is null then null else cast(:now as timestamptz) end)
                """)
                .param("unit", account == null ? NO_UNIT : account.unit().value())
                .param("id", id)
                .param("account", account == null ? null : account.id())
                .param("username", username)
                .param("name", account == null ? "" : account.displayName())
                .param("method", method.name())
                .param("result", result)
                .param("address", from.address())
                .param("device", from.device())
                .param("agent", from.agent())
                .param("now", at(now))
                .param("session", sessionId)
                .update();
    }

    void seen(UUID id, Instant now) {
        jdbc.sql("""
                update access.sign_in
                   set seen_at = :now
                 where id = :id
                   and seen_at < :before
                """)
                .param("id", id)
                .param("now", at(now))
                .param("before", at(now.minus(SEEN_EVERY)))
                .update();
    }

    /** @return the framework's session numbers of the sign-ins that were ended by this */
    List<String> end(UnitId unit, List<UUID> ids, String why, Instant now) {
        return jdbc.sql("""
                update access.sign_in
                   set ended_at = :now,
                       ended_why = :why
                 where unit_id = :unit
                   and id = any(:ids)
                   and session_id is not null
                   and ended_at is null
                returning session_id
                """)
                .param("unit", unit.value())
                .param("ids", ids.toArray(UUID[]::new))
                .param("why", why)
                .param("now", at(now))
                .query((row, i) -> row.getString(1))
                .list();
    }

    /** @param except the sign-in that goes on, or null */
    List<String> endAll(long account, @Nullable UUID except, String why, Instant now) {
        return jdbc.sql("""
                update access.sign_in
                   set ended_at = :now,
                       ended_why = :why
                 where account_id = :account
                   and session_id is not null
                   and ended_at is null
                   and (cast(:except as uuid) is null or id <> :except)
                returning session_id
                """)
                .param("account", account)
                .param("except", except)
                .param("why", why)
                .param("now", at(now))
                .query((row, i) -> row.getString(1))
                .list();
    }

    Optional<Row> find(UnitId unit, UUID id) {
        return jdbc.sql(ROW + " where unit_id = :unit and id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query(SignInStore::row)
                .optional();
    }

    /** 在线用户 Who is in and was seen since. */
    Page<Row> online(UnitId unit, Instant since, String text, int pageNo, int pageSize) {
        var values = new HashMap<String, Object>(Map.of("unit", unit.value(), "since", at(since), "text", text));
        return page("""
                 where unit_id = :unit
                   and session_id is not null
                   and ended_at is null
                   and seen_at >= :since
                   and (:text = '' or strpos(username, :text) > 0 or strpos(display_name, :text) > 0)
                """, "seen_at desc", values, pageNo, pageSize);
    }

    /** 登录筛选 @param ok null both */
    record Filter(
            @Nullable Instant from,
            @Nullable Instant until,
            String text,
            @Nullable Boolean ok) {}

    /** @param alone tries under unknown names are shown too: there is one unit only */
    Page<Row> log(UnitId unit, boolean alone, Filter filter, int pageNo, int pageSize) {
        var values = new HashMap<String, Object>(
                Map.of("unit", unit.value(), "other", alone ? NO_UNIT : unit.value(), "text", filter.text()));
        var where = new StringBuilder("""
                 where unit_id in (:unit, :other)
                   and (:text = '' or strpos(username, :text) > 0 or strpos(display_name, :text) > 0
                        or strpos(address, :text) > 0)
                """);
        if (filter.from() != null) {
            where.append(" and at >= :from");
            values.put("from", at(filter.from()));
        }
        if (filter.until() != null) {
            where.append(" and at < :until");
            values.put("until", at(filter.until()));
        }
        if (filter.ok() != null) {
            where.append(filter.ok() ? " and result = 'OK'" : " and result <> 'OK'");
        }
        return page(where.toString(), "at desc", values, pageNo, pageSize);
    }

    /** 登录设备 The newest sign-in of each of a person's devices. */
    List<Row> devices(long account, int max) {
        return jdbc.sql("""
                select id, account_id, username, display_name, method, result, address, device, agent, at, session_id,
                       seen_at, ended_at, ended_why
                  from (
                    select s.id, s.account_id, s.username, s.display_name, s.method, s.result, s.address, s.device,
                           s.agent, s.at, s.session_id, s.seen_at, s.ended_at, s.ended_why,
                           row_number() over (partition by device order by at desc) as nth
                      from access.sign_in s
                     where account_id = :account
                       and result = 'OK'
                  ) newest
                 where nth = 1
                 order by at desc
                 limit :max
                """)
                .param("account", account)
                .param("max", max)
                .query(SignInStore::row)
                .list();
    }

    boolean anyDevice(long account) {
        return jdbc.sql("select exists (select 1 from access.sign_in where account_id = :account and result = 'OK')")
                .param("account", account)
                .query(Boolean.class)
                .single();
    }

    boolean knownDevice(long account, String device) {
        return jdbc.sql("""
                select exists (select 1
                                 from access.sign_in
                                where account_id = :account
                                  and device = :device
                                  and result = 'OK')
                """)
                .param("account", account)
                .param("device", device)
                .query(Boolean.class)
                .single();
    }

    boolean aloneInHere() {
        return jdbc.sql("select count(distinct unit_id) <= 1 from access.account")
                .query(Boolean.class)
                .single();
    }

    private Page<Row> page(String where, String order, Map<String, Object> values, int pageNo, int pageSize) {
        long total = jdbc.sql("select count(*) from access.sign_in" + where)
                .params(values)
                .query(Long.class)
                .single();
        var rows = jdbc.sql(ROW + where + " order by " + order + ", id limit :size offset :skip")
                .params(values)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(SignInStore::row)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("account_id", Long.class),
                row.getString("username"),
                row.getString("display_name"),
                Method.valueOf(row.getString("method")),
                row.getString("result"),
                new From(row.getString("address"), row.getString("device"), row.getString("agent")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("session_id"),
                instant(row, "seen_at"),
                instant(row, "ended_at"),
                row.getString("ended_why"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
