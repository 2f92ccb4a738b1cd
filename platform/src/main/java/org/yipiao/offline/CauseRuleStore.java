package org.yipiao.offline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.bill.offline.Cause;
import org.yipiao.shared.UnitId;

/** SQL of the rules; the newest of a cause counts. */
@Repository
class CauseRuleStore {
    private final JdbcClient jdbc;

    CauseRuleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<Cause, CauseRules.CauseRule> rules(UnitId unit) {
        var rules = new EnumMap<Cause, CauseRules.CauseRule>(Cause.class);
        jdbc.sql("""
                select distinct on (cause) cause, window_hours, report_hours, by_whom
                  from offline.cause_rule
                 where unit_id = :unit
                 order by cause, at desc
                """)
                .param("unit", unit.value())
                .query(CauseRuleStore::rule)
                .list()
                .forEach(rule -> rules.put(rule.cause(), rule));
        return rules;
    }

    private static CauseRules.CauseRule rule(ResultSet row, int i) throws SQLException {
        return new CauseRules.CauseRule(
                Cause.valueOf(row.getString("cause")),
                row.getInt("window_hours"),
                row.getInt("report_hours"),
                row.getString("by_whom"));
    }

    void add(UnitId unit, CauseRules.CauseRule rule, Instant at) {
        jdbc.sql("""
                insert into offline.cause_rule (unit_id, cause, window_hours, report_hours, by_whom, at)
                values (:unit, :cause, :window, :report, :by, :at)
                """)
                .param("unit", unit.value())
                .param("cause", rule.cause().name())
                .param("window", rule.windowHours())
                .param("report", rule.reportHours())
                .param("by", rule.by())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }
}
