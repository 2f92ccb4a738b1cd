package org.yipiao.numbering;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** SQL of stock warnings. */
@Component
class AlertStore {
    private static final int LISTED_MAX = 200;

    private final JdbcClient jdbc;

    AlertStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 预警规则 @param subject empty: all kinds @param point empty: all points */
    record Rule(String subject, String point, long minCount, int minDays, int requestDays) {}

    /** 预警 @param point empty: the unit as a whole @param perDay 近期日均用量 */
    record Alert(
            String subject,
            String name,
            String point,
            long left,
            long perDay,
            Instant openedAt,
            @Nullable Instant closedAt) {}

    /** 用量 of one code at one point. */
    record UsedAt(String code, String point, long count) {}

    /** What was issued or used since a moment; looks at the journal by time. */
    List<UsedAt> used(UnitId unit, Instant since) {
        return jdbc.sql("""
                select bill_code, coalesce(to_point, '') as point, sum(last_no - first_no + 1) as used
                  from numbering.movement
                 where unit_id = :unit
                   and at >= :since
                   and to_account = 'ISSUED'
                 group by bill_code, to_point
                """)
                .param("unit", unit.value())
                .param("since", DocumentStore.utc(since))
                .query((row, i) -> new UsedAt(row.getString("bill_code"), row.getString("point"), row.getLong("used")))
                .list();
    }

    List<Rule> rules(UnitId unit) {
        return jdbc.sql("""
                select subject, point, min_count, min_days, request_days
                  from numbering.alert_rule
                 where unit_id = :unit
                 order by subject, point
                """)
                .param("unit", unit.value())
                .query((row, i) -> new Rule(
                        row.getString("subject"),
                        row.getString("point"),
                        row.getLong("min_count"),
                        row.getInt("min_days"),
                        row.getInt("request_days")))
                .list();
    }

    void keep(UnitId unit, Rule rule, String by, Instant at) {
        jdbc.sql("""
                insert into numbering.alert_rule
                  (unit_id, subject, point, min_count, min_days, request_days, kept_by, kept_at)
                values (:unit, :subject, :point, :count, :days, :request, :by, :at)
                on conflict (unit_id, subject, point) do update
                   set min_count = excluded.min_count,
                       min_days = excluded.min_days,
                       request_days = excluded.request_days,
                       kept_by = excluded.kept_by,
                       kept_at = excluded.kept_at
                """)
                .param("unit", unit.value())
                .param("subject", rule.subject())
                .param("point", rule.point())
                .param("count", rule.minCount())
                .param("days", rule.minDays())
                .param("request", rule.requestDays())
                .param("by", by)
                .param("at", DocumentStore.utc(at))
                .update();
    }

    /** @return false when it is open already: nobody is told twice */
    boolean open(UnitId unit, Alert alert) {
        return jdbc.sql("""
                insert into numbering.stock_alert (unit_id, subject, name, point, left_count, per_day, opened_at)
                values (:unit, :subject, :name, :point, :left, :perDay, :at)
                on conflict do nothing
                """)
                        .param("unit", unit.value())
                        .param("subject", alert.subject())
                        .param("name", alert.name())
                        .param("point", alert.point())
                        .param("left", alert.left())
                        .param("perDay", alert.perDay())
                        .param("at", DocumentStore.utc(alert.openedAt()))
                        .update()
                == 1;
    }

    /** @return false when it was not open */
    boolean close(UnitId unit, String subject, String point, long left, Instant at) {
        return jdbc.sql("""
                update numbering.stock_alert
                   set closed_at = :at,
                       closed_left = :left
                 where unit_id = :unit
                   and subject = :subject
                   and point = :point
                   and closed_at is null
                """)
                        .param("unit", unit.value())
                        .param("subject", subject)
                        .param("point", point)
                        .param("left", left)
                        .param("at", DocumentStore.utc(at))
                        .update()
                == 1;
    }

    /** The open ones first, then the newest. */
    List<Alert> list(UnitId unit, boolean onlyOpen) {
        return jdbc.sql("""
                select subject, name, point, left_count, per_day, opened_at, closed_at
                  from numbering.stock_alert
                 where unit_id = :unit
                   and (not :onlyOpen or closed_at is null)
                 order by closed_at is not null, opened_at desc
                 limit :max
                """)
                .param("unit", unit.value())
                .param("onlyOpen", onlyOpen, Types.BOOLEAN)
                .param("max", LISTED_MAX)
                .query((row, i) -> {
                    OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
                    return new Alert(
                            row.getString("subject"),
                            row.getString("name"),
                            row.getString("point"),
                            row.getLong("left_count"),
                            row.getLong("per_day"),
                            DocumentStore.at(row, "opened_at"),
                            closed == null ? null : closed.toInstant());
                })
                .list();
    }
}
