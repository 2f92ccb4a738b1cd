package org.yipiao.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.issuing.Tallies.Tally;
import org.yipiao.shared.UnitId;

/** SQL of the sums. */
@Component
class StatisticsStore {
    private static final String SUMS = """
            coalesce(sum(blue_count), 0) as blue_count, coalesce(sum(blue_fen), 0) as blue_fen,
            coalesce(sum(red_count), 0) as red_count, coalesce(sum(red_fen), 0) as red_fen""";

    private static final int MINUTES_OF_AN_HOUR = 60;
    private static final int MINUTES_OF_A_DAY = 24 * 60;

    private final JdbcClient jdbc;

    StatisticsStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(UnitId unit, Collection<Tally> tallies) {
        jdbc.sql("""
                insert into statistics.tally
                  (unit_id, minute, point, kind, bus_type, operator, blue_count, blue_fen, red_count, red_fen)
                select :unit, t.*
                  from unnest(:minutes::timestamp[], :points, :kinds, :busTypes, :operators, :blues, :blueFens, :reds, :redFens) as t
                """)
                .param("unit", unit.value())
                .param("minutes", array(tallies, tally -> tally.group().minute().toString(), String[]::new))
                .param("points", array(tallies, tally -> tally.group().point(), String[]::new))
                .param("kinds", array(tallies, tally -> tally.group().kind().name(), String[]::new))
                .param("busTypes", array(tallies, tally -> tally.group().busType(), String[]::new))
                .param("operators", array(tallies, tally -> tally.group().operator(), String[]::new))
                .param("blues", array(tallies, Tally::blueCount, Long[]::new))
                .param("blueFens", array(tallies, Tally::blueFen, Long[]::new))
                .param("reds", array(tallies, Tally::redCount, Long[]::new))
                .param("redFens", array(tallies, Tally::redFen, Long[]::new))
                .update();
    }

    private static <T> T[] array(
            Collection<Tally> tallies, Function<Tally, T> part, java.util.function.IntFunction<T[]> maker) {
        return tallies.stream().map(part).toArray(maker);
    }

    /** @return how many tallies were added to the sums */
    long addUp(int most) {
        return jdbc.sql("select statistics.add_up(:most)")
                .param("most", most)
                .query(Long.class)
                .single();
    }

    long waiting() {
        return jdbc.sql("select count(*) from statistics.tally")
                .query(Long.class)
                .single();
    }

    /** Days are added up first: a year has some hundred thousand sums and only a few hundred days to write as text. */
    List<Statistics.Line> report(
            DataScope scope, Statistics.Filter filter, Statistics.Step step, Statistics.By by, int max) {
        var where = new Where(scope, filter);
        return jdbc.sql("select to_char(day, :format) as period, code, " + SUMS
                        + """

                  from (
                    select day, %s as code, %s
                      from statistics.by_day
                     where %s
                     group by 1, 2
                  ) days
                 group by 1, 2
                 order by 1, 2
                 limit :max
                """.formatted(column(by), SUMS, where.text()))
                .params(where.values())
                .param(
                        "format",
                        switch (step) {
                            case DAY -> "YYYY-MM-DD";
                            case MONTH -> "YYYY-MM";
                            case YEAR -> "YYYY";
                        })
                .param("max", max)
                .query((row, i) -> new Statistics.Line(row.getString("period"), row.getString("code"), sums(row)))
                .list();
    }

    private static String column(Statistics.By by) {
        return switch (by) {
            case NONE -> "''";
            case POINT -> "point";
            case KIND -> "kind";
            case BUS_TYPE -> "bus_type";
            case OPERATOR -> "operator";
        };
    }

    Statistics.Sums total(DataScope scope, Statistics.Filter filter) {
        var where = new Where(scope, filter);
        return jdbc.sql("select " + SUMS + " from statistics.by_day where " + where.text())
                .params(where.values())
                .query((row, i) -> sums(row))
                .single();
    }

    /** Number of the step to bills. */
    Map<Integer, Long> trend(DataScope scope, @Nullable String point, LocalDateTime from, int stepMinutes, int steps) {
        boolean everywhere = point == null && !scope.byPoint();
        var trend = new HashMap<Integer, Long>();
        jdbc.sql("""
                select floor(extract(epoch from at - :from) / :seconds)::int as step, sum(bills) as bills
                  from %s
                 where unit_id = :unit
                   and at >= :from
                   and at < :beyond%s
                 group by 1
                """.formatted(source(everywhere, stepMinutes), everywhere ? "" : "\n and point = any(:points)"))
                .param("unit", scope.unit().value())
                .param("from", from)
                .param("beyond", from.plusMinutes((long) stepMinutes * steps))
                .param("seconds", Duration.ofMinutes(stepMinutes).toSeconds())
                .param("points", point == null ? scope.points().toArray(String[]::new) : new String[] {point})
                .query(row -> {
                    trend.put(row.getInt("step"), row.getLong("bills"));
                });
        return trend;
    }

    /** The coarsest sums that the steps fit; minutes of some points only are counted from the bills of the day. */
    private static String source(boolean everywhere, int stepMinutes) {
        if (stepMinutes % MINUTES_OF_A_DAY == 0) {
            return "(select unit_id, day::timestamp as at, point, blue_count + red_count as bills"
                    + " from statistics.by_day) bills";
        }
        if (stepMinutes % MINUTES_OF_AN_HOUR == 0) {
            return "statistics.by_hour";
        }
        return everywhere
                ? "statistics.by_minute"
                : "(select unit_id, issued_at as at, point, 1 as bills from issuing.bill) bills";
    }

    /** Bills and sums read in one statement, so both are of one moment. */
    List<Statistics.Difference> check(UnitId unit, LocalDate from, LocalDate until) {
        return jdbc.sql("""
                with counted as (
                  select minute::date as day, %1$s
                    from statistics.recounted(:unit, :from, :beyond)
                   group by 1
                ), kept as (
                  select day, %1$s
                    from statistics.by_day
                   where unit_id = :unit
                     and day >= :from
                     and day < :beyond
                   group by 1
                ), parted as (
                  select minute::date as day, point, kind, bus_type, operator, %1$s
                    from statistics.recounted(:unit, :from, :beyond)
                   group by 1, 2, 3, 4, 5
                  except
                  select day, point, kind, bus_type, operator, %1$s
                    from statistics.by_day
                   where unit_id = :unit
                     and day >= :from
                     and day < :beyond
                   group by 1, 2, 3, 4, 5
                )
                select coalesce(c.day, k.day) as day,
                       coalesce(c.blue_count, 0) as blue_count, coalesce(c.blue_fen, 0) as blue_fen,
                       coalesce(c.red_count, 0) as red_count, coalesce(c.red_fen, 0) as red_fen,
                       coalesce(k.blue_count, 0) as kept_blue_count, coalesce(k.blue_fen, 0) as kept_blue_fen,
                       coalesce(k.red_count, 0) as kept_red_count, coalesce(k.red_fen, 0) as kept_red_fen
                  from counted c
                  full join kept k on k.day = c.day
                 where (c.blue_count, c.blue_fen, c.red_count, c.red_fen)
                       is distinct from (k.blue_count, k.blue_fen, k.red_count, k.red_fen)
                    or c.day in (select day from parted)
                 order by 1
                """.formatted(SUMS))
                .param("unit", unit.value())
                .param("from", from.atStartOfDay())
                .param("beyond", until.plusDays(1).atStartOfDay())
                .query((row, i) -> new Statistics.Difference(
                        row.getObject("day", LocalDate.class),
                        new Statistics.Sums(
                                row.getLong("kept_blue_count"),
                                row.getLong("kept_blue_fen"),
                                row.getLong("kept_red_count"),
                                row.getLong("kept_red_fen")),
                        sums(row)))
                .list();
    }

    long rebuild(UnitId unit, LocalDate from, LocalDate until) {
        return jdbc.sql("select statistics.rebuild(:unit, :from, :until)")
                .param("unit", unit.value())
                .param("from", from)
                .param("until", until)
                .query(Long.class)
                .single();
    }

    Optional<LocalDate> firstDay(UnitId unit) {
        return Optional.ofNullable(jdbc.sql("select min(day) from statistics.by_day where unit_id = :unit")
                .param("unit", unit.value())
                .query((row, i) -> row.getObject(1, LocalDate.class))
                .single());
    }

    private static Statistics.Sums sums(ResultSet row) throws SQLException {
        return new Statistics.Sums(
                row.getLong("blue_count"), row.getLong("blue_fen"), row.getLong("red_count"), row.getLong("red_fen"));
    }

    private static final class Where {
        private final List<String> conditions =
                new ArrayList<>(List.of("unit_id = :unit", "day between :from and :until"));
        private final Map<String, Object> values = new HashMap<>();

        Where(DataScope scope, Statistics.Filter filter) {
            values.put("unit", scope.unit().value());
            values.put("from", filter.from());
            values.put("until", filter.until());
            if (scope.byPoint()) {
                conditions.add("point = any(:scopePoints)");
                values.put("scopePoints", scope.points().toArray(String[]::new));
            }
            if (scope.byOperator()) {
                conditions.add("operator = :scopeOperator");
                values.put("scopeOperator", scope.operator());
            }
            equal("point", "point", filter.point());
            equal("kind", "kind", filter.kind() == null ? null : filter.kind().name());
            equal("bus_type", "busType", filter.busType());
        }

        private void equal(String column, String name, @Nullable String value) {
            if (value != null) {
                conditions.add(column + " = :" + name);
                values.put(name, value);
            }
        }

        String text() {
            return String.join("\n and ", conditions);
        }

        Map<String, Object> values() {
            return values;
        }
    }
}
