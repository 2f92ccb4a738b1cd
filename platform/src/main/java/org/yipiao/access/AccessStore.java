package org.yipiao.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** All SQL about accounts, roles and sign-in tries. */
@Repository
class AccessStore {
    private static final Set<String> PERMISSION_NAMES =
            Arrays.stream(Permission.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private static final String ACCOUNT = """
            select id, unit_id, username, display_name, password_hash, status, must_change, valid_from, valid_until,
                   password_at, office, reach, operator_name, one_time_until
              from access.account
            """;

    private final JdbcClient jdbc;

    AccessStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Account> account(String username) {
        return jdbc.sql(ACCOUNT + """
                 where username = :username
                """)
                .param("username", username)
                .query(AccessStore::account)
                .optional();
    }

    Optional<Account> account(long id) {
        return jdbc.sql(ACCOUNT + " where id = :id")
                .param("id", id)
                .query(AccessStore::account)
                .optional();
    }

    /** The account that signed in so, unless that sign-in has been ended. */
    Optional<Account> signedIn(UUID signIn) {
        return jdbc.sql(ACCOUNT + """
                 where id = (
                   select account_id
                     from access.sign_in
                    where id = :signIn
                      and ended_at is null
                 )
                """)
                .param("signIn", signIn)
                .query(AccessStore::account)
                .optional();
    }

    /** A permission that this version does not know is left out: nobody may do it here. */
    Set<Permission> permissions(long account) {
        var permissions = EnumSet.noneOf(Permission.class);
        jdbc.sql("""
                select distinct p.permission
                  from access.account_role r
                  join access.role_permission p on p.role_code = r.role_code
                 where r.account_id = :account
                   and (r.office = 'DEMO'
                        or not exists (select 1 from access.duty d where d.permission = p.permission)
                        or exists (select 1
                                     from access.duty d
                                    where d.permission = p.permission
                                      and d.office = r.office))
                """).param("account", account).query((row, i) -> row.getString(1)).list().stream()
                .filter(PERMISSION_NAMES::contains)
                .map(Permission::valueOf)
                .forEach(permissions::add);
        return Set.copyOf(permissions);
    }

    /** With what is lent to the account at this moment. */
    Set<Permission> permissions(long account, Instant now) {
        var lent = jdbc.sql("""
                select permission
                  from access.lent
                 where to_account = :account
                   and valid_from <= :now
                   and valid_until > :now
                """)
                .param("account", account)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, i) -> row.getString(1))
                .list();
        var own = permissions(account);
        if (lent.isEmpty()) {
            return own;
        }
        var permissions = EnumSet.noneOf(Permission.class);
        permissions.addAll(own);
        lent.stream()
                .filter(PERMISSION_NAMES::contains)
                .map(Permission::valueOf)
                .forEach(permissions::add);
        return Set.copyOf(permissions);
    }

    /**
     * Writes which offices may hold what; what the program no longer limits is no longer limited. A permission that this
     * version does not know is left alone: during an upgrade it is one of the newer instances beside it.
     */
    void saveDuties(List<Permission> permissions) {
        for (Permission permission : permissions) {
            jdbc.sql("""
                    with gone as (
                      delete from access.duty
                       where permission = :permission
                         and not office = any(:offices)
                    )
                    insert into access.duty (permission, office)
                    select :permission, unnest(:offices)
                    on conflict do nothing
                    """)
                    .param("permission", permission.name())
                    .param("offices", permission.only().stream().map(Enum::name).toArray(String[]::new))
                    .update();
        }
    }

    /** 演示全权 A role with everything, made in the demonstration only. */
    void makeDemoRole(String code, List<Permission> permissions) {
        jdbc.sql("""
                insert into access.role (code, name, office, note)
                values (:code, '演示全权', 'DEMO', '仅供演示，生产环境不会建立')
                on conflict (code) do nothing
                """).param("code", code).update();
        for (Permission permission : permissions) {
            jdbc.sql("""
                    insert into access.role_permission (role_code, permission)
                    values (:code, :permission)
                    on conflict do nothing
                    """)
                    .param("code", code)
                    .param("permission", permission.name())
                    .update();
        }
    }

    /** Takes the demonstration's rights from everybody. @return how many accounts had them */
    int endDemo() {
        return jdbc.sql("delete from access.account_role where office = 'DEMO'").update();
    }

    boolean anyAccount() {
        return jdbc.sql("select exists (select 1 from access.account)")
                .query(Boolean.class)
                .single();
    }

    /** Returns false when the name is taken. */
    boolean add(
            UnitId unit,
            String username,
            String displayName,
            String passwordHash,
            boolean mustChange,
            List<String> roles,
            Instant now) {
        Optional<Long> id = jdbc.sql("""
                insert into access.account
                       (unit_id, username, display_name, password_hash, must_change, password_at, created_at)
                values (:unit, :username, :name, :hash, :mustChange, :now, :now)
                on conflict (username) do nothing
                returning id
                """)
                .param("unit", unit.value())
                .param("username", username)
                .param("name", displayName)
                .param("hash", passwordHash)
                .param("mustChange", mustChange)
                .param("now", at(now))
                .query(Long.class)
                .optional();
        id.ifPresent(account -> setRoles(account, roles));
        return id.isPresent();
    }

    /**
     * Gives an account these roles and no others; they must be of one office, which becomes the account's.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException when they are of two offices
     */
    void setRoles(long account, List<String> roles) {
        jdbc.sql("delete from access.account_role where account_id = :account")
                .param("account", account)
                .update();
        if (roles.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update access.account
                   set office = (select min(office) from access.role where code = any(:roles))
                 where id = :account
                """)
                .param("account", account)
                .param("roles", roles.toArray(String[]::new))
                .update();
        jdbc.sql("""
                insert into access.account_role (account_id, role_code, office)
                select :account, code, office
                  from access.role
                 where code = any(:roles)
                """)
                .param("account", account)
                .param("roles", roles.toArray(String[]::new))
                .update();
    }

    List<String> roles(long account) {
        return jdbc.sql("select role_code from access.account_role where account_id = :account order by role_code")
                .param("account", account)
                .query((row, i) -> row.getString(1))
                .list();
    }

    /** 授权地点 Codes of the campuses or points that an account is limited to. */
    Set<String> places(long account, String kind) {
        return Set.copyOf(jdbc.sql("select code from access.account_place where account_id = :account and kind = :kind")
                .param("account", account)
                .param("kind", kind)
                .query((row, i) -> row.getString(1))
                .list());
    }

    /** Moves the accounts that were made before the unit was known. */
    int moveAccounts(UnitId from, UnitId to) {
        return jdbc.sql("""
                        update access.account
                           set unit_id = :to
                         where unit_id = :from
                        """).param("to", to.value()).param("from", from.value()).update();
    }

    /** Uses up a one-time password. Returns false when it was used before or its time is over. */
    boolean useOnce(long account, Instant now) {
        return jdbc.sql("""
                update access.account
                   set one_time_until = :now
                 where id = :account
                   and one_time_until > :now
                """).param("account", account).param("now", at(now)).update() == 1;
    }

    /** The old hash is named, so that of two changes at once the second finds nothing. Returns false then. */
    boolean changePassword(long id, String oldHash, String newHash, boolean mustChange, Instant now) {
        return jdbc.sql("""
                with kept as (
                  insert into access.password_history (unit_id, account_id, password_hash, at)
                  select unit_id, id, password_hash, :now
                    from access.account
                   where id = :id and password_hash = :oldHash
                  on conflict do nothing
                )
                update access.account
                   set password_hash = :newHash, must_change = :mustChange, password_at = :now, one_time_until = null
                 where id = :id and password_hash = :oldHash
                """)
                        .param("newHash", newHash)
                        .param("mustChange", mustChange)
                        .param("now", at(now))
                        .param("id", id)
                        .param("oldHash", oldHash)
                        .update()
                == 1;
    }

    /** The newest first, without the present one. */
    List<String> formerHashes(long account, int count) {
        return jdbc.sql("""
                select password_hash
                  from access.password_history
                 where account_id = :account
                 order by at desc
                 limit :count
                """)
                .param("account", account)
                .param("count", count)
                .query((row, i) -> row.getString(1))
                .list();
    }

    /** @param lockedUntil null when this try may go on */
    record Try(int tries, @Nullable Instant lockedUntil) {}

    /**
     * Counts a try before its password is looked at, so that parallel guesses can not outrun the lock. The count starts
     * anew when the last try is older than the lock time or a lock has run out.
     */
    Try countTry(String name, int triesMax, Duration lock, Instant now) {
        return jdbc.sql("""
                insert into access.login_try as t (name, tries, last_at)
                values (:name, 1, :now)
                on conflict (name) do update
                   set tries = case when coalesce(t.locked_until, t.last_at + make_interval(secs => :lock)) <= :now
                                    then 1 else t.tries + 1 end,
                       locked_until = case when t.locked_until > :now then t.locked_until
                                           when t.locked_until is null and t.tries >= :max
                                                and t.last_at + make_interval(secs => :lock) > :now
                                           then :now + make_interval(secs => :lock) end,
                       last_at = :now
                returning tries, locked_until
                """)
                .param("name", name)
                .param("now", at(now))
                .param("lock", (double) lock.toSeconds())
                .param("max", triesMax)
                .query((row, n) -> new Try(row.getInt("tries"), instant(row, "locked_until")))
                .single();
    }

    void lockNow(String name, Instant until) {
        jdbc.sql("update access.login_try set locked_until = :until where name = :name")
                .param("until", at(until))
                .param("name", name)
                .update();
    }

    void forgetTries(String name) {
        jdbc.sql("delete from access.login_try where name = :name")
                .param("name", name)
                .update();
    }

    void forgetTriesBefore(Instant before) {
        jdbc.sql("delete from access.login_try where last_at < :before and coalesce(locked_until, last_at) < :before")
                .param("before", at(before))
                .update();
    }

    /** The mark of the key that this database knows; kept from the first start on. */
    byte[] masterKeyMark(byte[] mine) {
        jdbc.sql("insert into access.master_key_mark (mark) values (:mark) on conflict do nothing")
                .param("mark", mine)
                .update();
        return jdbc.sql("select mark from access.master_key_mark")
                .query(byte[].class)
                .single();
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getLong("id"),
                new UnitId(row.getString("unit_id")),
                row.getString("username"),
                row.getString("display_name"),
                row.getString("password_hash"),
                "ACTIVE".equals(row.getString("status")),
                row.getBoolean("must_change"),
                instant(row, "valid_from"),
                instant(row, "valid_until"),
                row.getObject("password_at", OffsetDateTime.class).toInstant(),
                Office.valueOf(row.getString("office")),
                row.getString("reach"),
                row.getString("operator_name"),
                instant(row, "one_time_until"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
