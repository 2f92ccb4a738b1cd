package org.yipiao.supervision;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.Outcome.Fault;

/** SQL of asking the bureau again about usage reports and reviews. */
@Repository
class AskStore {
    private static final int STUCK_SHOWN = 100;

    private final JdbcClient jdbc;

    AskStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** 单据种类 */
    enum What {
        USAGE("核销单", "supervision.usage_report", "supervision.usage_step", "report_no"),
        REVIEW("审验", "supervision.review", "supervision.review_step", "review_no");

        private final String label;
        private final String table;
        private final String steps;
        private final String key;

        What(String label, String table, String steps, String key) {
            this.label = label;
            this.table = table;
            this.steps = steps;
            this.key = key;
        }

        String label() {
            return label;
        }
    }

    /** One document. */
    record Which(What what, UnitId unit, String no) {}

    /** @param nextAt null when nothing is planned */
    record Asked(
            String state,
            int attempts,
            boolean maybeTaken,
            String code,
            String message,
            @Nullable Fault fault,
            @Nullable Instant at,
            @Nullable Instant nextAt) {
        boolean stuck() {
            return state.equals("STUCK");
        }
    }

    Optional<Asked> find(Which one) {
        return jdbc.sql("""
                select state, attempts, maybe_taken, trouble_code, trouble, fault, trouble_at, next_ask_at
                  from %s
                 where unit_id = :unit
                   and %s = :no
                """.formatted(one.what().table, one.what().key))
                .param("unit", one.unit().value())
                .param("no", one.no())
                .query((row, i) -> {
                    String fault = row.getString("fault");
                    return new Asked(
                            row.getString("state"),
                            row.getInt("attempts"),
                            row.getBoolean("maybe_taken"),
                            row.getString("trouble_code"),
                            row.getString("trouble"),
                            fault.isEmpty() ? null : Fault.valueOf(fault),
                            instant(row.getObject("trouble_at", OffsetDateTime.class)),
                            instant(row.getObject("next_ask_at", OffsetDateTime.class)));
                })
                .optional();
    }

    /** Open documents whose time has come. */
    List<Which> due(What what, Instant now) {
        return jdbc.sql("""
                select unit_id, %s as no
                  from %s
                 where state in ('SUBMITTED', 'REVIEWING')
                   and (next_ask_at is null or next_ask_at <= :now)
                 order by created_at
                """.formatted(what.key, what.table))
                .param("now", utc(now))
                .query((row, i) -> new Which(what, new UnitId(row.getString("unit_id")), row.getString("no")))
                .list();
    }

    /** @param nextAt null: a person has to look @return false when another instance, or the bureau, was faster */
    boolean failed(Which one, int attemptsBefore, BureauTrouble trouble, Instant at, @Nullable Instant nextAt) {
        return jdbc.sql("""
                update %s
                   set state = case when cast(:next as timestamptz) is null then 'STUCK' else state end,
                       attempts = attempts + 1,
                       maybe_taken = maybe_taken or state = 'REVIEWING' or :maybe,
                       trouble_code = :code,
                       trouble = :message,
                       fault = :fault,
                       trouble_at = :at,
                       next_ask_at = :next
                 where unit_id = :unit
                   and %s = :no
                   and state in ('SUBMITTED', 'REVIEWING')
                   and attempts = :before
                """.formatted(one.what().table, one.what().key))
                        .param("unit", one.unit().value())
                        .param("no", one.no())
                        .param("before", attemptsBefore)
                        .param("maybe", trouble.maybeTaken())
                        .param("code", trouble.code())
                        .param("message", trouble.message())
                        .param("fault", trouble.fault().name())
                        .param("at", utc(at))
                        .param("next", nextAt == null ? null : utc(nextAt), Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                == 1;
    }

    /** The bureau answered that it is still looking at it. */
    void looking(Which one, Instant nextAt) {
        jdbc.sql("""
                update %s
                   set attempts = 0,
                       maybe_taken = true,
                       trouble_code = '',
                       trouble = '',
                       fault = '',
                       trouble_at = null,
                       next_ask_at = :next
                 where unit_id = :unit
                   and %s = :no
                   and state in ('SUBMITTED', 'REVIEWING')
                """.formatted(one.what().table, one.what().key))
                .param("unit", one.unit().value())
                .param("no", one.no())
                .param("next", utc(nextAt))
                .update();
    }

    /** @return false when it did not wait for a person */
    boolean again(Which one) {
        return jdbc.sql("""
                update %s
                   set state = 'SUBMITTED',
                       attempts = 0,
                       next_ask_at = null
                 where unit_id = :unit
                   and %s = :no
                   and state = 'STUCK'
                """.formatted(one.what().table, one.what().key))
                        .param("unit", one.unit().value())
                        .param("no", one.no())
                        .update()
                == 1;
    }

    boolean withdraw(Which one, Instant at) {
        return jdbc.sql("""
                update %s
                   set state = 'WITHDRAWN',
                       answered_at = :at
                 where unit_id = :unit
                   and %s = :no
                   and state = 'STUCK'
                """.formatted(one.what().table, one.what().key))
                        .param("unit", one.unit().value())
                        .param("no", one.no())
                        .param("at", utc(at))
                        .update()
                == 1;
    }

    void step(Which one, UsageStore.Step step) {
        jdbc.sql("""
                insert into %s (unit_id, %s, at, act, by_whom, note)
                values (:unit, :no, :at, :act, :by, :note)
                """.formatted(one.what().steps, one.what().key))
                .param("unit", one.unit().value())
                .param("no", one.no())
                .param("at", utc(step.at()))
                .param("act", step.act())
                .param("by", step.by())
                .param("note", step.note())
                .update();
    }

    List<UsageStore.Step> steps(Which one) {
        return jdbc.sql("""
                select at, act, by_whom, note
                  from %s
                 where unit_id = :unit
                   and %s = :no
                 order by id
                """.formatted(one.what().steps, one.what().key))
                .param("unit", one.unit().value())
                .param("no", one.no())
                .query((row, i) -> new UsageStore.Step(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("act"),
                        row.getString("by_whom"),
                        row.getString("note")))
                .list();
    }

    List<Which> stuck(What what) {
        return jdbc.sql("""
                select unit_id, %s as no
                  from %s
                 where state = 'STUCK'
                 order by created_at
                 limit :max
                """.formatted(what.key, what.table))
                .param("max", STUCK_SHOWN)
                .query((row, i) -> new Which(what, new UnitId(row.getString("unit_id")), row.getString("no")))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
