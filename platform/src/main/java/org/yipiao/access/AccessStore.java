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

    private final JdbcClient jdbc;

    AccessStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Account> account(String username) {
        return jdbc.sql("""
                select id, unit_id, username, display_name, password_hash, status, must_change, valid_until, password_at
                  from access.account
                 where username = :username
                """)
                .param("username", username)
                .query(AccessStore::account)
                .optional();
    }

    Optional<Account> account(long id) {
        return jdbc.sql("""
                select id, unit_id, username, display_name, password_hash, status, must_change, valid_until, password_at
                  from access.account
                 where id = :id
                """).param("id", id).query(AccessStore::account).optional();
    }

    /** A permission that this version does not know is left out: nobody may do it here. */
    Set<Permission> permissions(long account) {
        var permissions = EnumSet.noneOf(Permission.class);
        jdbc.sql("""
                select distinct p.permission
                  from access.account_role r
                  join access.role_permission p on p.role_code = r.role_code
                 where r.account_id = :account
                """).param("account", account).query(String.class).list().stream()
                .filter(PERMISSION_NAMES::contains)
                .map(Permission::valueOf)
                .forEach(permissions::add);
        return Set.copyOf(permissions);
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
        id.ifPresent(account -> roles.forEach(role -> grant(account, role)));
        return id.isPresent();
    }

    private void grant(long account, String role) {
        jdbc.sql("""
                insert into access.account_role (account_id, role_code)
                values (:account, :role)
                on conflict do nothing
                """).param("account", account).param("role", role).update();
    }

    /** Moves the accounts that were made before the unit was known. */
    int moveAccounts(UnitId from, UnitId to) {
        return jdbc.sql("""
                        update access.account
                           set unit_id = :to
                         where unit_id = :from
                        """).param("to", to.value()).param("from", from.value()).update();
    }

    /** The old hash is named, so that of two changes at once the second finds nothing. Returns false then. */
    boolean changePassword(long id, String oldHash, String newHash, boolean mustChange, Instant now) {
        return jdbc.sql("""
                update access.account
                   set password_hash = :newHash, must_change = :mustChange, password_at = :now
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
                instant(row, "valid_until"),
                row.getObject("password_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
