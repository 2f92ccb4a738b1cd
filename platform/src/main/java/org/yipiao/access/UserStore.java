package org.yipiao.access;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of the user administration; every statement is limited to one unit. */
@Repository
class UserStore {
    private static final String USER = """
            select a.id, a.unit_id, a.username, a.display_name, a.status, a.office, a.department, a.reach, a.operator_name,
                   a.phone, a.valid_from, a.valid_until, a.must_change, a.last_login_at, a.created_at,
                   t.locked_until,
                   array(select r.role_code from access.account_role r where r.account_id = a.id order by 1) as roles,
                   array(select p.code
                           from access.account_place p
                          where p.account_id = a.id
                            and p.kind = 'CAMPUS'
                          order by 1) as campuses,
                   array(select p.code
                           from access.account_place p
                          where p.account_id = a.id
                            and p.kind = 'POINT'
                          order by 1) as points
              from access.account a
              left join access.login_try t on t.name = a.username
            """;

    private final JdbcClient jdbc;

    UserStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 用户 As the administration sees an account. */
    record User(
            long id,
            UnitId unit,
            String username,
            String displayName,
            boolean active,
            Office office,
            String department,
            Rights rights,
            byte @Nullable [] phone,
            @Nullable Instant validFrom,
            @Nullable Instant validUntil,
            boolean mustChange,
            @Nullable Instant lastLoginAt,
            Instant createdAt,
            @Nullable Instant lockedUntil) {}

    /** 授权 What an account may do, and on which rows. */
    record Rights(List<String> roles, String reach, List<String> campuses, List<String> points, String operatorName) {}

    /** 基本信息 */
    record Facts(
            String displayName,
            String department,
            byte @Nullable [] phone,
            @Nullable Instant validFrom,
            @Nullable Instant validUntil) {}

    Optional<User> find(UnitId unit, long id) {
        return jdbc.sql(USER + " where a.unit_id = :unit and a.id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query(UserStore::user)
                .optional();
    }

    /** 筛选 Every part may be missing. */
    record Filter(
            String text,
            @Nullable Office office,
            @Nullable Boolean active,
            @Nullable String role) {}

    Page<User> list(UnitId unit, Filter filter, int pageNo, int pageSize) {
        var values = new HashMap<String, Object>(Map.of("unit", unit.value(), "text", filter.text()));
        var where = new StringBuilder("""
                 where a.unit_id = :unit
                   and (:text = '' or strpos(a.username, lower(:text)) > 0 or strpos(a.display_name, :text) > 0
                        or strpos(a.department, :text) > 0)
                """);
        if (filter.office() != null) {
            where.append(" and a.office = :office");
            values.put("office", filter.office().name());
        }
        if (filter.active() != null) {
            where.append(" and a.status = :status");
            values.put("status", filter.active() ? "ACTIVE" : "DISABLED");
        }
        if (filter.role() != null) {
            where.append(
                    " and exists (select 1 from access.account_role r where r.account_id = a.id and r.role_code = :role)");
            values.put("role", filter.role());
        }
        long total = jdbc.sql("select count(*) from access.account a" + where)
                .params(values)
                .query(Long.class)
                .single();
        var rows = jdbc.sql(USER + where + " order by a.status, a.username limit :size offset :skip")
                .params(values)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(UserStore::user)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    /** @return the key, or empty when the name is taken in this installation */
    Optional<Long> add(
            UnitId unit, String username, Facts facts, String passwordHash, Instant oneTimeUntil, Instant now) {
        return jdbc.sql("""
                insert into access.account
                       (unit_id, username, display_name, department, phone, valid_from, valid_until, password_hash,
                        must_change, one_time_until, password_at, created_at)
                values (:unit, :username, :name, :department, :phone, :from, :until, :hash, true, :once, :now, :now)
                on conflict (username) do nothing
                returning id
                """)
                .param("unit", unit.value())
                .param("username", username)
                .params(values(facts))
                .param("hash", passwordHash)
                .param("once", at(oneTimeUntil))
                .param("now", at(now))
                .query(Long.class)
                .optional();
    }

    void change(UnitId unit, long id, Facts facts) {
        jdbc.sql("""
                update access.account
                   set display_name = :name,
                       department = :department,
                       phone = :phone,
                       valid_from = :from,
                       valid_until = :until
                 where unit_id = :unit
                   and id = :id
                """)
                .param("unit", unit.value())
                .param("id", id)
                .params(values(facts))
                .update();
    }

    private static Map<String, @Nullable Object> values(Facts facts) {
        var values = new HashMap<String, @Nullable Object>();
        values.put("name", facts.displayName());
        values.put("department", facts.department());
        values.put("phone", facts.phone());
        values.put("from", facts.validFrom() == null ? null : at(facts.validFrom()));
        values.put("until", facts.validUntil() == null ? null : at(facts.validUntil()));
        return values;
    }

    /** 通知地址 Sealed. */
    record Addresses(byte @Nullable [] mail, byte @Nullable [] wechat) {}

    Optional<Addresses> addresses(UnitId unit, long id) {
        return jdbc.sql("select mail, wechat from access.account where unit_id = :unit and id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query((row, n) -> new Addresses(row.getBytes("mail"), row.getBytes("wechat")))
                .optional();
    }

    void setMail(long id, byte @Nullable [] mail) {
        jdbc.sql("update access.account set mail = :mail where id = :id")
                .param("mail", mail)
                .param("id", id)
                .update();
    }

    void setWechat(long id, byte @Nullable [] wechat) {
        jdbc.sql("update access.account set wechat = :wechat where id = :id")
                .param("wechat", wechat)
                .param("id", id)
                .update();
    }

    void setPhone(long id, byte @Nullable [] phone) {
        jdbc.sql("update access.account set phone = :phone where id = :id")
                .param("phone", phone)
                .param("id", id)
                .update();
    }

    /** Returns false when it already was so. */
    boolean setActive(UnitId unit, long id, boolean active) {
        return jdbc.sql("""
                update access.account
                   set status = :status
                 where unit_id = :unit
                   and id = :id
                   and status <> :status
                """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("status", active ? "ACTIVE" : "DISABLED")
                        .update()
                == 1;
    }

    void setReach(UnitId unit, long id, Rights rights) {
        jdbc.sql("""
                update access.account
                   set reach = :reach,
                       operator_name = :operator
                 where unit_id = :unit
                   and id = :id
                """)
                .param("unit", unit.value())
                .param("id", id)
                .param("reach", rights.reach())
                .param("operator", rights.operatorName())
                .update();
        jdbc.sql("delete from access.account_place where account_id = :id")
                .param("id", id)
                .update();
        places(unit, id, "CAMPUS", rights.campuses());
        places(unit, id, "POINT", rights.points());
    }

    private void places(UnitId unit, long id, String kind, List<String> codes) {
        jdbc.sql("""
                insert into access.account_place (unit_id, account_id, kind, code)
                select :unit, :id, :kind, code
                  from unnest(:codes) as code
                """)
                .param("unit", unit.value())
                .param("id", id)
                .param("kind", kind)
                .param("codes", codes.toArray(String[]::new))
                .update();
    }

    /** 重置口令 A one-time password; the old one is kept in the history. */
    void resetPassword(UnitId unit, long id, String hash, Instant oneTimeUntil, Instant now) {
        jdbc.sql("""
                with kept as (
                  insert into access.password_history (unit_id, account_id, password_hash, at)
                  select unit_id, id, password_hash, :now
                    from access.account
                   where unit_id = :unit and id = :id
                  on conflict do nothing
                )
                update access.account
                   set password_hash = :hash,
                       must_change = true,
                       one_time_until = :once,
                       password_at = :now
                 where unit_id = :unit
                   and id = :id
                """)
                .param("unit", unit.value())
                .param("id", id)
                .param("hash", hash)
                .param("once", at(oneTimeUntil))
                .param("now", at(now))
                .update();
    }

    /** Active accounts. @param permission only those that may do this, by role or lent to them; null is everybody */
    List<People.Person> people(UnitId unit, @Nullable Permission permission, Instant now) {
        return jdbc.sql("""
                select a.id, a.username, a.display_name
                  from access.account a
                 where a.unit_id = :unit
                   and a.status = 'ACTIVE'
                   and (cast(:permission as text) is null
                        or exists (select 1
                                     from access.account_role r
                                     join access.role_permission p on p.role_code = r.role_code
                                    where r.account_id = a.id
                                      and p.permission = :permission)
                        or exists (select 1
                                     from access.lent l
                                    where l.to_account = a.id
                                      and l.permission = :permission
                                      and l.valid_from <= :now
                                      and l.valid_until > :now))
                 order by a.id
                """)
                .param("unit", unit.value())
                .param("permission", permission == null ? null : permission.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, i) ->
                        new People.Person(row.getLong("id"), row.getString("username"), row.getString("display_name")))
                .list();
    }

    /** Offices with nobody in them are left out. */
    Map<Office, Integer> activeByOffice(UnitId unit) {
        var counts = new EnumMap<Office, Integer>(Office.class);
        jdbc.sql("""
                select office, count(*) as people
                  from access.account
                 where unit_id = :unit
                   and status = 'ACTIVE'
                 group by office
                """).param("unit", unit.value()).query(row -> {
            counts.put(Office.valueOf(row.getString("office")), row.getInt("people"));
        });
        return counts;
    }

    /** How many of the unit's accounts hold a role of this office and may sign in. */
    long activeIn(UnitId unit, Office office) {
        return jdbc.sql("""
                select count(*)
                  from access.account
                 where unit_id = :unit
                   and office = :office
                   and status = 'ACTIVE'
                   and exists (select 1 from access.account_role r where r.account_id = id)
                """)
                .param("unit", unit.value())
                .param("office", office.name())
                .query(Long.class)
                .single();
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(
                row.getLong("id"),
                new UnitId(row.getString("unit_id")),
                row.getString("username"),
                row.getString("display_name"),
                "ACTIVE".equals(row.getString("status")),
                Office.valueOf(row.getString("office")),
                row.getString("department"),
                new Rights(
                        texts(row.getArray("roles")),
                        row.getString("reach"),
                        texts(row.getArray("campuses")),
                        texts(row.getArray("points")),
                        row.getString("operator_name")),
                row.getBytes("phone"),
                instant(row, "valid_from"),
                instant(row, "valid_until"),
                row.getBoolean("must_change"),
                instant(row, "last_login_at"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "locked_until"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
