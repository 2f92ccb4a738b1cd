package org.yipiao.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.intake.PushedChecks.Push;
import org.yipiao.intake.PushedChecks.Subject;
import org.yipiao.shared.UnitId;

/** SQL of pushed checks. */
@Component
class PushedCheckStore {
    private static final String PUSH = """
            select unit_id, check_id, caller, subject, first_day, last_day, point, told_count, told_fen, rows
              from intake.pushed_check
            """;

    private final JdbcClient jdbc;

    PushedCheckStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What was found when a push was compared with the bills. */
    record Found(long count, long fen, boolean differs, Instant at) {}

    void add(Push push, byte[] sm3, Found found) {
        jdbc.sql("""
                insert into intake.pushed_check (
                  unit_id, caller, subject, first_day, last_day, point, told_count, told_fen, rows, content_sm3,
                  received_at, found_count, found_fen, differs, checked_at)
                values (:unit, :caller, :subject, :first, :last, :point, :toldCount, :toldFen, :rows::jsonb, :sm3,
                  :at, :count, :fen, :differs, :at)
                on conflict (unit_id, caller, subject, first_day, last_day, point, content_sm3) do update
                   set found_count = excluded.found_count,
                       found_fen = excluded.found_fen,
                       differs = excluded.differs,
                       checked_at = excluded.checked_at
                """)
                .param("unit", push.unit().value())
                .param("caller", push.caller())
                .param("subject", push.subject().name())
                .param("first", push.first())
                .param("last", push.last())
                .param("point", push.point())
                .param("toldCount", push.count())
                .param("toldFen", push.fen())
                .param("rows", push.rows())
                .param("sm3", sm3)
                .param("at", found.at().atOffset(ZoneOffset.UTC))
                .param("count", found.count())
                .param("fen", found.fen())
                .param("differs", found.differs())
                .update();
    }

    void found(Push push, Found found) {
        jdbc.sql("""
                update intake.pushed_check
                   set found_count = :count,
                       found_fen = :fen,
                       differs = :differs,
                       checked_at = :at
                 where unit_id = :unit
                   and check_id = :id
                """)
                .param("unit", push.unit().value())
                .param("id", push.id())
                .param("count", found.count())
                .param("fen", found.fen())
                .param("differs", found.differs())
                .param("at", found.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static final String ASKED = """
             where unit_id = :unit
               and caller = :caller
               and subject = :subject
               and first_day <= :last
               and last_day >= :first
               and (:point = '' or point = :point)
            """;

    /** Newest first. */
    List<Push> list(
            UnitId unit,
            String caller,
            Subject subject,
            LocalDate first,
            LocalDate last,
            String point,
            int size,
            long skip) {
        return asked(
                        PUSH + ASKED + " order by check_id desc limit :size offset :skip",
                        unit,
                        caller,
                        subject,
                        first,
                        last,
                        point)
                .param("size", size)
                .param("skip", skip)
                .query(PushedCheckStore::push)
                .list();
    }

    long count(UnitId unit, String caller, Subject subject, LocalDate first, LocalDate last, String point) {
        return asked("select count(*) from intake.pushed_check" + ASKED, unit, caller, subject, first, last, point)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec asked(
            String sql, UnitId unit, String caller, Subject subject, LocalDate first, LocalDate last, String point) {
        return jdbc.sql(sql)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("subject", subject.name())
                .param("first", first)
                .param("last", last)
                .param("point", point);
    }

    /** 有差异的推送 */
    record Different(
            UnitId unit,
            String caller,
            Subject subject,
            LocalDate first,
            LocalDate last,
            long toldCount,
            long foundCount,
            long toldFen,
            long foundFen) {}

    /** Those that arrived since, of each span and point only the newest push. */
    List<Different> differentSince(Instant since) {
        return jdbc.sql("""
                select unit_id, caller, subject, first_day, last_day, told_count, found_count, told_fen, found_fen
                  from (
                    select distinct on (unit_id, caller, subject, first_day, last_day, point)
                           unit_id, caller, subject, first_day, last_day, told_count, found_count, told_fen, found_fen,
                           differs
                      from intake.pushed_check
                     where received_at >= :since
                     order by unit_id, caller, subject, first_day, last_day, point, check_id desc
                  ) newest
                 where differs
                 order by first_day, caller
                 limit 20
                """)
                .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                .query((row, i) -> new Different(
                        new UnitId(row.getString("unit_id")),
                        row.getString("caller"),
                        Subject.valueOf(row.getString("subject")),
                        row.getObject("first_day", LocalDate.class),
                        row.getObject("last_day", LocalDate.class),
                        row.getLong("told_count"),
                        row.getLong("found_count"),
                        row.getLong("told_fen"),
                        row.getLong("found_fen")))
                .list();
    }

    private static Push push(ResultSet row, int i) throws SQLException {
        return new Push(
                row.getLong("check_id"),
                new UnitId(row.getString("unit_id")),
                row.getString("caller"),
                Subject.valueOf(row.getString("subject")),
                row.getObject("first_day", LocalDate.class),
                row.getObject("last_day", LocalDate.class),
                row.getString("point"),
                row.getLong("told_count"),
                row.getLong("told_fen"),
                row.getString("rows"));
    }
}
