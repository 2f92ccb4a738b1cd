package org.yipiao.supervision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of usage reports and reviews. */
@Repository
class UsageStore {
    private static final int LISTED_MAX = 200;

    private static final String REPORT = """
            select unit_id, report_no, until, after_id, cut_id, state, content, numbers, bills, total_fen, answer, by_whom,
                   created_at, answered_at
              from supervision.usage_report
            """;

    private static final String REVIEW = """
            select unit_id, review_no, year, state, content, result, opinion, next_date, by_whom, created_at, answered_at
              from supervision.review
            """;

    private final JdbcClient jdbc;

    UsageStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum State {
        SUBMITTED("已提交"),
        REVIEWING("财政审核中"),
        STUCK("需处理"),
        WITHDRAWN("已撤回"),
        ACCEPTED("已核销"),
        REFUSED("已退回");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** 核销单 @param until last day it covers @param content the declared lines as JSON */
    record Report(
            UnitId unit,
            String no,
            LocalDate until,
            long after,
            long cut,
            State state,
            String content,
            long numbers,
            long bills,
            long totalFen,
            String answer,
            String by,
            Instant at,
            @Nullable Instant answeredAt) {}

    record Step(Instant at, String act, String by, String note) {}

    /** 审验 @param result 1 良好, 2 合格, 3 问题, 4 整改通过; null while it is not decided */
    record Review(
            UnitId unit,
            String no,
            int year,
            String state,
            String content,
            @Nullable Integer result,
            String opinion,
            @Nullable LocalDate nextDate,
            String by,
            Instant at,
            @Nullable Instant answeredAt) {}

    /** @return false when another one is open, or this part was declared already */
    boolean add(Report report) {
        return jdbc.sql("""
                insert into supervision.usage_report
                  (unit_id, report_no, until, after_id, cut_id, state, content, numbers, bills, total_fen, by_whom, created_at)
                values (:unit, :no, :until, :after, :cut, :state, :content, :numbers, :bills, :fen, :by, :at)
                on conflict do nothing
                """)
                        .param("unit", report.unit().value())
                        .param("no", report.no())
                        .param("until", report.until())
                        .param("after", report.after())
                        .param("cut", report.cut())
                        .param("state", report.state().name())
                        .param("content", report.content())
                        .param("numbers", report.numbers())
                        .param("bills", report.bills())
                        .param("fen", report.totalFen())
                        .param("by", report.by())
                        .param("at", utc(report.at()))
                        .update()
                == 1;
    }

    boolean answer(Report report, State to, String answer, Instant at) {
        return jdbc.sql("""
                update supervision.usage_report
                   set state = :to,
                       answer = :answer,
                       answered_at = :answered
                 where unit_id = :unit
                   and report_no = :no
                   and state = :from
                """)
                        .param("unit", report.unit().value())
                        .param("no", report.no())
                        .param("from", report.state().name())
                        .param("to", to.name())
                        .param("answer", answer)
                        .param("answered", to == State.REVIEWING ? null : utc(at), Types.TIMESTAMP_WITH_TIMEZONE)
                        .update()
                == 1;
    }

    Optional<Report> find(UnitId unit, String no) {
        return jdbc.sql(REPORT + " where unit_id = :unit and report_no = :no")
                .param("unit", unit.value())
                .param("no", no)
                .query(UsageStore::report)
                .optional();
    }

    /** Where the next report begins: the end of the last one that was neither refused nor taken back. */
    long declaredUntil(UnitId unit) {
        return jdbc.sql("""
                select coalesce(max(cut_id), 0)
                  from supervision.usage_report
                 where unit_id = :unit
                   and state not in ('REFUSED', 'WITHDRAWN')
                """).param("unit", unit.value()).query(Long.class).single();
    }

    List<Report> reports(UnitId unit) {
        return jdbc.sql(REPORT + " where unit_id = :unit order by created_at desc, report_no desc limit :max")
                .param("unit", unit.value())
                .param("max", LISTED_MAX)
                .query(UsageStore::report)
                .list();
    }

    /** @param state null: all */
    Page<Report> reports(UnitId unit, @Nullable State state, int pageNo, int pageSize) {
        String which = " where unit_id = :unit and (cast(:state as text) is null or state = cast(:state as text))";
        String wanted = state == null ? null : state.name();
        return new Page<>(
                jdbc.sql(REPORT + which + " order by created_at desc, report_no desc limit :size offset :skip")
                        .param("unit", unit.value())
                        .param("state", wanted, Types.VARCHAR)
                        .param("size", pageSize)
                        .param("skip", (long) (pageNo - 1) * pageSize)
                        .query(UsageStore::report)
                        .list(),
                jdbc.sql("select count(*) from supervision.usage_report" + which)
                        .param("unit", unit.value())
                        .param("state", wanted, Types.VARCHAR)
                        .query(Long.class)
                        .single(),
                pageNo,
                pageSize);
    }

    boolean add(Review review) {
        return jdbc.sql("""
                insert into supervision.review (unit_id, review_no, year, state, content, by_whom, created_at)
                values (:unit, :no, :year, 'SUBMITTED', :content, :by, :at)
                on conflict do nothing
                """)
                        .param("unit", review.unit().value())
                        .param("no", review.no())
                        .param("year", review.year())
                        .param("content", review.content())
                        .param("by", review.by())
                        .param("at", utc(review.at()))
                        .update()
                == 1;
    }

    /** @return false when it was known */
    boolean reviewing(Review review) {
        return jdbc.sql(
                                "update supervision.review set state = 'REVIEWING' where unit_id = :unit and review_no = :no and state = 'SUBMITTED'")
                        .param("unit", review.unit().value())
                        .param("no", review.no())
                        .update()
                == 1;
    }

    /** @return false when it was reviewed, or taken back, before */
    boolean reviewed(Review review, int result, String opinion, LocalDate next, Instant at) {
        return jdbc.sql("""
                update supervision.review
                   set state = 'REVIEWED',
                       result = :result,
                       opinion = :opinion,
                       next_date = :next,
                       answered_at = :at
                 where unit_id = :unit
                   and review_no = :no
                   and state not in ('REVIEWED', 'WITHDRAWN')
                """)
                        .param("unit", review.unit().value())
                        .param("no", review.no())
                        .param("result", result)
                        .param("opinion", opinion)
                        .param("next", next)
                        .param("at", utc(at))
                        .update()
                == 1;
    }

    List<Review> reviews(UnitId unit) {
        return jdbc.sql(REVIEW + " where unit_id = :unit order by created_at desc limit :max")
                .param("unit", unit.value())
                .param("max", LISTED_MAX)
                .query(UsageStore::review)
                .list();
    }

    /** @param state null: all */
    Page<Review> reviews(UnitId unit, @Nullable String state, int pageNo, int pageSize) {
        String which = " where unit_id = :unit and (cast(:state as text) is null or state = cast(:state as text))";
        return new Page<>(
                jdbc.sql(REVIEW + which + " order by created_at desc, review_no desc limit :size offset :skip")
                        .param("unit", unit.value())
                        .param("state", state, Types.VARCHAR)
                        .param("size", pageSize)
                        .param("skip", (long) (pageNo - 1) * pageSize)
                        .query(UsageStore::review)
                        .list(),
                jdbc.sql("select count(*) from supervision.review" + which)
                        .param("unit", unit.value())
                        .param("state", state, Types.VARCHAR)
                        .query(Long.class)
                        .single(),
                pageNo,
                pageSize);
    }

    Optional<Review> findReview(UnitId unit, String no) {
        return jdbc.sql(REVIEW + " where unit_id = :unit and review_no = :no")
                .param("unit", unit.value())
                .param("no", no)
                .query(UsageStore::review)
                .optional();
    }

    private static Report report(ResultSet row, int i) throws SQLException {
        return new Report(
                new UnitId(row.getString("unit_id")),
                row.getString("report_no"),
                Objects.requireNonNull(row.getObject("until", LocalDate.class)),
                row.getLong("after_id"),
                row.getLong("cut_id"),
                State.valueOf(row.getString("state")),
                row.getString("content"),
                row.getLong("numbers"),
                row.getLong("bills"),
                row.getLong("total_fen"),
                row.getString("answer"),
                row.getString("by_whom"),
                at(row, "created_at"),
                maybe(row, "answered_at"));
    }

    private static Review review(ResultSet row, int i) throws SQLException {
        return new Review(
                new UnitId(row.getString("unit_id")),
                row.getString("review_no"),
                row.getInt("year"),
                row.getString("state"),
                row.getString("content"),
                row.getObject("result", Integer.class),
                row.getString("opinion"),
                row.getObject("next_date", LocalDate.class),
                row.getString("by_whom"),
                at(row, "created_at"),
                maybe(row, "answered_at"));
    }

    private static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
