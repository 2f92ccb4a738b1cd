package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of the identity providers and of whom they know. */
@Repository
class IdentityStore {
    private static final String SECRET = "access.identity_provider";
    private static final String PROVIDER =
            "select unit_id, name, issuer, client_id, secret, claim, enabled, version from access.identity_provider";

    private final JdbcClient jdbc;
    private final Vault vault;

    IdentityStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    Optional<IdentityProvider> provider(UnitId unit) {
        return jdbc.sql(PROVIDER + " where unit_id = :unit")
                .param("unit", unit.value())
                .query(this::row)
                .optional();
    }

    /** @param max so many buttons at most */
    List<IdentityProvider> enabled(int max) {
        return jdbc.sql(PROVIDER + " where enabled order by unit_id limit :max")
                .param("max", max)
                .query(this::row)
                .list();
    }

    /** The old version is named, so that of two changes at once the second is told. Returns false then. */
    boolean save(IdentityProvider provider) {
        return jdbc.sql("""
                insert into access.identity_provider as p
                       (unit_id, name, issuer, client_id, secret, claim, enabled, version)
                values (:unit, :name, :issuer, :client, :secret, :claim, :enabled, 1)
                on conflict (unit_id) do update
                   set name = excluded.name,
                       issuer = excluded.issuer,
                       client_id = excluded.client_id,
                       secret = excluded.secret,
                       claim = excluded.claim,
                       enabled = excluded.enabled,
                       version = p.version + 1
                 where p.version = :before
                """)
                        .param("unit", provider.unit().value())
                        .param("name", provider.name())
                        .param("issuer", provider.issuer())
                        .param("client", provider.clientId())
                        .param("secret", vault.seal(SECRET, provider.secret().getBytes(UTF_8)))
                        .param("claim", provider.claim())
                        .param("enabled", provider.enabled())
                        .param("before", provider.version())
                        .update()
                == 1;
    }

    private IdentityProvider row(ResultSet row, int number) throws SQLException {
        return new IdentityProvider(
                new UnitId(row.getString("unit_id")),
                row.getString("name"),
                row.getString("issuer"),
                row.getString("client_id"),
                new String(vault.open(SECRET, row.getBytes("secret")), UTF_8),
                row.getString("claim"),
                row.getBoolean("enabled"),
                row.getInt("version"));
    }

    /** 关联 @param subject as the provider names the person */
    record Identity(long id, String issuer, String subject, String linkedBy, Instant linkedAt) {}

    Optional<Long> account(UnitId unit, String issuer, String subject) {
        return jdbc.sql("""
                select account_id
                  from access.identity
                 where unit_id = :unit
                   and issuer = :issuer
                   and subject = :subject
                """)
                .param("unit", unit.value())
                .param("issuer", issuer)
                .param("subject", subject)
                .query(Long.class)
                .optional();
    }

    /** Returns false when this person of the provider is linked already. */
    boolean link(UnitId unit, long account, String issuer, String subject, String by, Instant now) {
        return jdbc.sql("""
                insert into access.identity (unit_id, account_id, issuer, subject, linked_by, linked_at)
                values (:unit, :account, :issuer, :subject, :by, :now)
                on conflict (unit_id, issuer, subject) do nothing
                """)
                        .param("unit", unit.value())
                        .param("account", account)
                        .param("issuer", issuer)
                        .param("subject", subject)
                        .param("by", by)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    List<Identity> ofAccount(UnitId unit, long account) {
        return jdbc.sql("""
                select id, issuer, subject, linked_by, linked_at
                  from access.identity
                 where unit_id = :unit
                   and account_id = :account
                 order by id
                """)
                .param("unit", unit.value())
                .param("account", account)
                .query((row, i) -> new Identity(
                        row.getLong("id"),
                        row.getString("issuer"),
                        row.getString("subject"),
                        row.getString("linked_by"),
                        row.getObject("linked_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    boolean unlink(UnitId unit, long account, long id) {
        return jdbc.sql("delete from access.identity where unit_id = :unit and account_id = :account and id = :id")
                        .param("unit", unit.value())
                        .param("account", account)
                        .param("id", id)
                        .update()
                == 1;
    }
}
