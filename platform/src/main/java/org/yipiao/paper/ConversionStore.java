package org.yipiao.paper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.numbering.PaperNumber;
import org.yipiao.paper.Conversion.State;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.shared.UnitId;

/** SQL of conversions and blank sheets given up. */
@Component
class ConversionStore {
    private static final String CONVERSION = """
            select c.unit_id, c.conversion_id, c.subject, c.subject_id, c.e_code, c.e_number, c.red, c.paper_code,
                   c.paper_number, c.point, c.state, c.operator, c.caller, c.bus_at, c.local_at, c.ended_at, c.ended_by,
                   c.end_reason
              from paper.conversion c
            """;

    private final JdbcClient jdbc;

    ConversionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return empty when the target is on paper already, or the sheet was used before */
    Optional<Long> add(
            UnitId unit,
            Conversions.Target target,
            PaperNumber paper,
            Conversions.By by,
            State state,
            Instant at,
            LocalDateTime localAt) {
        return jdbc.sql("""
                insert into paper.conversion (
                  unit_id, subject, subject_id, e_code, e_number, red, paper_code, paper_number, point, state, operator,
                  caller, bus_at, at, local_at, confirmed_at)
                values (:unit, :subject, :id, :code, :number, :red, :paperCode, :paperNumber, :point, :state, :operator,
                  :caller, :busAt, :at, :localAt, case when :state = 'LIVE' then cast(:at as timestamptz) end)
                on conflict do nothing
                returning conversion_id
                """)
                .param("unit", unit.value())
                .param("subject", target.subject().name())
                .param("id", target.id())
                .param("code", target.code())
                .param("number", target.number())
                .param("red", target.red())
                .param("paperCode", paper.code())
                .param("paperNumber", paper.number())
                .param("point", by.point())
                .param("state", state.name())
                .param("operator", by.operator())
                .param("caller", by.caller())
                .param("busAt", by.busAt())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("localAt", localAt)
                .query(Long.class)
                .optional();
    }

    boolean confirm(UnitId unit, long id, Instant at) {
        return jdbc.sql("""
                update paper.conversion
                   set state = 'LIVE',
                       confirmed_at = :at
                 where unit_id = :unit
                   and conversion_id = :id
                   and state = 'PRINTING'
                """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    boolean end(UnitId unit, long id, State state, String by, String reason, Instant at) {
        return jdbc.sql("""
                update paper.conversion
                   set state = :state,
                       ended_at = :at,
                       ended_by = :by,
                       end_reason = :reason
                 where unit_id = :unit
                   and conversion_id = :id
                   and (state = 'PRINTING' or state = 'LIVE' and :state = 'VOIDED')
                """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("state", state.name())
                        .param("by", by)
                        .param("reason", reason)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Locked until the transaction ends, so that two windows do not decide about one sheet at once. */
    Optional<Conversion> lock(UnitId unit, long id) {
        return jdbc.sql(CONVERSION + " where c.unit_id = :unit and c.conversion_id = :id for update")
                .param("unit", unit.value())
                .param("id", id)
                .query(ConversionStore::conversion)
                .optional();
    }

    Optional<Conversion> byId(UnitId unit, long id) {
        return jdbc.sql(CONVERSION + " where c.unit_id = :unit and c.conversion_id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query(ConversionStore::conversion)
                .optional();
    }

    Optional<Conversion> byPaper(UnitId unit, PaperNumber paper) {
        return jdbc.sql(CONVERSION + """
                 where c.unit_id = :unit
                   and c.paper_code = :code
                   and c.paper_number = :number
                   and c.state <> 'RELEASED'
                """)
                .param("unit", unit.value())
                .param("code", paper.code())
                .param("number", paper.number())
                .query(ConversionStore::conversion)
                .optional();
    }

    List<Conversion> of(UnitId unit, Subject subject, List<Long> ids, boolean openOnly) {
        return jdbc.sql(CONVERSION + """
                 where c.unit_id = :unit
                   and c.subject = :subject
                   and c.subject_id = any(:ids)
                   and (not :openOnly or c.state in ('PRINTING', 'LIVE'))
                 order by c.conversion_id
                """)
                .param("unit", unit.value())
                .param("subject", subject.name())
                .param("ids", ids.toArray(Long[]::new))
                .param("openOnly", openOnly)
                .query(ConversionStore::conversion)
                .list();
    }

    List<Conversion> list(UnitId unit, Conversions.Filter filter, int size, long skip) {
        var values = new HashMap<String, Object>();
        String order = filter.byBusiness() ? "c.bus_at" : "c.local_at";
        return jdbc.sql(CONVERSION + where(unit, filter, values) + " order by " + order
                        + " desc, c.conversion_id desc limit :size offset :skip")
                .params(values)
                .param("size", size)
                .param("skip", skip)
                .query(ConversionStore::conversion)
                .list();
    }

    /** By the index over (unit_id, paper_number): a number of a sheet stands under few codes. */
    List<Conversion> find(UnitId unit, @Nullable List<String> points, @Nullable String operator, String text, int max) {
        var values = new HashMap<String, Object>(Map.of("unit", unit.value(), "max", max));
        var conditions = new ArrayList<>(List.of("c.unit_id = :unit"));
        int gap = text.indexOf(' ');
        add(conditions, values, "c.paper_number = :number", "number", text.substring(gap + 1));
        add(conditions, values, "c.paper_code = :code", "code", gap < 0 ? null : text.substring(0, gap));
        add(conditions, values, "c.point = any(:points)", "points", array(points));
        add(conditions, values, "c.operator = :operator", "operator", operator);
        return jdbc.sql(CONVERSION + " where " + String.join("\n   and ", conditions)
                        + " order by c.local_at desc, c.conversion_id desc limit :max")
                .params(values)
                .query(ConversionStore::conversion)
                .list();
    }

    long count(UnitId unit, Conversions.Filter filter) {
        var values = new HashMap<String, Object>();
        return jdbc.sql("select count(*) from paper.conversion c " + where(unit, filter, values))
                .params(values)
                .query(Long.class)
                .single();
    }

    private static String where(UnitId unit, Conversions.Filter filter, Map<String, Object> values) {
        var conditions = new ArrayList<>(List.of("c.unit_id = :unit"));
        values.put("unit", unit.value());
        String time = filter.byBusiness() ? "c.bus_at" : "c.local_at";
        add(conditions, values, time + " >= :from", "from", filter.from());
        add(conditions, values, time + " < :until", "until", filter.until());
        add(conditions, values, "c.point = any(:points)", "points", array(filter.points()));
        add(conditions, values, "c.operator = :operator", "operator", filter.operator());
        add(conditions, values, "c.paper_code = :paperCode", "paperCode", filter.paperCode());
        add(conditions, values, "c.red = :red", "red", filter.red());
        add(
                conditions,
                values,
                "c.state = :state",
                "state",
                filter.state() == null ? null : filter.state().name());
        if (filter.text() != null) {
            conditions.add("(starts_with(c.paper_number, :text) or starts_with(c.e_number, :text))");
            values.put("text", filter.text());
        }
        return "\n where " + String.join("\n   and ", conditions) + "\n";
    }

    private static void add(
            List<String> conditions,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    boolean addBlank(
            UnitId unit,
            String code,
            String first,
            String last,
            long sheets,
            Conversions.By by,
            String reason,
            LocalDateTime localAt) {
        return jdbc.sql("""
                insert into paper.blank_void (
                  unit_id, paper_code, first_no, last_no, sheets, point, operator, reason, caller, bus_at, local_at)
                values (:unit, :code, :first, :last, :sheets, :point, :operator, :reason, :caller, :busAt, :localAt)
                on conflict do nothing
                """)
                        .param("unit", unit.value())
                        .param("code", code)
                        .param("first", first)
                        .param("last", last)
                        .param("sheets", sheets)
                        .param("point", by.point())
                        .param("operator", by.operator())
                        .param("reason", reason)
                        .param("caller", by.caller())
                        .param("busAt", by.busAt())
                        .param("localAt", localAt)
                        .update()
                == 1;
    }

    private static final String BLANK_WHERE = """
             where unit_id = :unit
               and (cast(:from as timestamp) is null or case when :byBusiness then bus_at else local_at end >= :from)
               and (cast(:until as timestamp) is null or case when :byBusiness then bus_at else local_at end < :until)
               and (cast(:points as text[]) is null or point = any(:points))
            """;

    List<Conversions.BlankVoid> blanks(UnitId unit, Conversions.Filter filter, int size, long skip) {
        return blankQuery(unit, filter, """
                select paper_code, first_no, last_no, sheets, point, operator, reason, bus_at, local_at
                  from paper.blank_void
                """ + BLANK_WHERE + " order by void_id desc limit :size offset :skip")
                .param("size", size)
                .param("skip", skip)
                .query((row, i) -> new Conversions.BlankVoid(
                        row.getString("paper_code"),
                        row.getString("first_no"),
                        row.getString("last_no"),
                        row.getLong("sheets"),
                        row.getString("point"),
                        row.getString("operator"),
                        row.getString("reason"),
                        row.getObject("bus_at", LocalDateTime.class),
                        row.getObject("local_at", LocalDateTime.class)))
                .list();
    }

    long blankCount(UnitId unit, Conversions.Filter filter) {
        return blankQuery(unit, filter, "select count(*) from paper.blank_void" + BLANK_WHERE)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec blankQuery(UnitId unit, Conversions.Filter filter, String sql) {
        return jdbc.sql(sql)
                .param("unit", unit.value())
                .param("byBusiness", filter.byBusiness())
                .param("from", filter.from(), java.sql.Types.TIMESTAMP)
                .param("until", filter.until(), java.sql.Types.TIMESTAMP)
                .param("points", array(filter.points()), java.sql.Types.ARRAY);
    }

    private static String @Nullable [] array(@Nullable List<String> texts) {
        return texts == null ? null : texts.toArray(String[]::new);
    }

    /** Sheets that are held for printing since before the time. */
    List<Conversion> printingSince(Instant before, int max) {
        return jdbc.sql(CONVERSION
                        + " where c.state = 'PRINTING' and c.at < :before order by c.conversion_id limit :max")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("max", max)
                .query(ConversionStore::conversion)
                .list();
    }

    private static Conversion conversion(ResultSet row, int i) throws SQLException {
        var ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Conversion(
                row.getLong("conversion_id"),
                new UnitId(row.getString("unit_id")),
                Subject.valueOf(row.getString("subject")),
                row.getLong("subject_id"),
                row.getString("e_code"),
                row.getString("e_number"),
                row.getBoolean("red"),
                new PaperNumber(row.getString("paper_code"), row.getString("paper_number")),
                row.getString("point"),
                State.valueOf(row.getString("state")),
                row.getString("operator"),
                row.getString("caller"),
                row.getObject("bus_at", LocalDateTime.class),
                row.getObject("local_at", LocalDateTime.class),
                ended == null ? null : ended.toInstant(),
                row.getString("ended_by"),
                row.getString("end_reason"));
    }
}
