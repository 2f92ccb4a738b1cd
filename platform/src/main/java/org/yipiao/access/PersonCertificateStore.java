package org.yipiao.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;

/** SQL of the certificates bound to accounts. */
@Repository
class PersonCertificateStore {
    private static final String BOUND = """
            select c.unit_id, c.id, c.account_id, a.username, c.serial, c.subject, c.not_after, c.bound_at
              from access.certificate c
              join access.account a on a.id = c.account_id
            """;

    private final JdbcClient jdbc;

    PersonCertificateStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Bound(
            UnitId unit,
            long id,
            long account,
            String username,
            String serial,
            String subject,
            Instant notAfter,
            Instant boundAt) {}

    Optional<Long> account(String issuer, String serial) {
        return jdbc.sql("select account_id from access.certificate where issuer = :issuer and serial = :serial")
                .param("issuer", issuer)
                .param("serial", serial)
                .query(Long.class)
                .optional();
    }

    /** Returns false when the certificate is somebody's already. */
    boolean bind(UnitId unit, long account, PersonCertificate certificate, String by, Instant now) {
        return jdbc.sql("""
                insert into access.certificate
                       (unit_id, account_id, issuer, serial, subject, not_after, bound_by, bound_at)
                values (:unit, :account, :issuer, :serial, :subject, :notAfter, :by, :now)
                on conflict (issuer, serial) do nothing
                """)
                        .param("unit", unit.value())
                        .param("account", account)
                        .param("issuer", certificate.issuer())
                        .param("serial", certificate.serial())
                        .param("subject", certificate.subject())
                        .param("notAfter", certificate.notAfter().atOffset(ZoneOffset.UTC))
                        .param("by", by)
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    List<Bound> ofAccount(UnitId unit, long account) {
        return jdbc.sql(BOUND + " where c.unit_id = :unit and c.account_id = :account order by c.id")
                .param("unit", unit.value())
                .param("account", account)
                .query(PersonCertificateStore::row)
                .list();
    }

    /** 即将到期 */
    List<Bound> endingBefore(Instant moment) {
        return jdbc.sql(BOUND + " where c.not_after < :moment and a.status = 'ACTIVE' order by c.not_after limit 200")
                .param("moment", moment.atOffset(ZoneOffset.UTC))
                .query(PersonCertificateStore::row)
                .list();
    }

    boolean remove(UnitId unit, long account, long id) {
        return jdbc.sql("delete from access.certificate where unit_id = :unit and account_id = :account and id = :id")
                        .param("unit", unit.value())
                        .param("account", account)
                        .param("id", id)
                        .update()
                == 1;
    }

    private static Bound row(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Bound(
                new UnitId(row.getString("unit_id")),
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("username"),
                row.getString("serial"),
                row.getString("subject"),
                row.getObject("not_after", OffsetDateTime.class).toInstant(),
                row.getObject("bound_at", OffsetDateTime.class).toInstant());
    }
}
