package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of 号段有效期. */
@Component
class TermStore {
    private static final int LISTED_MAX = 500;

    private final JdbcClient jdbc;

    TermStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param months 0: no term */
    record Rule(String subject, int months) {}

    /** Free numbers of one range that has a term. */
    record Expiring(Span span, Holding holding, LocalDate expiresOn) {}

    List<Rule> rules(UnitId unit) {
        return jdbc.sql("""
                select distinct on (subject) subject, months
                  from numbering.term
                 where unit_id = :unit
                 order by subject, at desc
                """)
                .param("unit", unit.value())
                .query((row, i) -> new Rule(row.getString("subject"), row.getInt("months")))
                .list();
    }

    void keep(UnitId unit, Rule rule, String by, Instant at) {
        jdbc.sql("""
                insert into numbering.term (unit_id, subject, months, by_whom, at)
                values (:unit, :subject, :months, :by, :at)
                on conflict do nothing
                """)
                .param("unit", unit.value())
                .param("subject", rule.subject())
                .param("months", rule.months())
                .param("by", by)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Free numbers whose last day is {@code until} or earlier, the earliest first. */
    List<Expiring> expiring(UnitId unit, LocalDate until) {
        return jdbc.sql("""
                select bill_code, account, point, cashier, next_no, last_no, expires_on
                  from numbering.range
                 where unit_id = :unit
                   and expires_on <= :until
                   and account in ('UNIT', 'POINT', 'CASHIER')
                   and open
                 order by expires_on, bill_code, next_no
                 limit :max
                """)
                .param("unit", unit.value())
                .param("until", until)
                .param("max", LISTED_MAX)
                .query(TermStore::expiring)
                .list();
    }

    private static Expiring expiring(ResultSet row, int i) throws SQLException {
        return new Expiring(
                new Span(row.getString("bill_code"), row.getLong("next_no"), row.getLong("last_no")),
                new Holding(
                        Account.valueOf(row.getString("account")), row.getString("point"), row.getString("cashier")),
                Objects.requireNonNull(row.getObject("expires_on", LocalDate.class)));
    }

    /** @return false when it was told before */
    boolean told(UnitId unit, String code, LocalDate expiresOn, String stage, Instant at) {
        return jdbc.sql("""
                insert into numbering.term_told (unit_id, bill_code, expires_on, stage, at)
                values (:unit, :code, :expires, :stage, :at)
                on conflict do nothing
                """)
                        .param("unit", unit.value())
                        .param("code", code)
                        .param("expires", expiresOn)
                        .param("stage", stage)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }
}
