package org.yipiao.paper;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.paper.Prints.Calibration;
import org.yipiao.paper.Prints.What;
import org.yipiao.shared.UnitId;

/** SQL of prints and printers. */
@Component
class PrintStore {
    private final JdbcClient jdbc;

    PrintStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return empty when another print of the same thing took this copy number just now */
    Optional<Integer> add(UnitId unit, What what, long id, String by, String terminal, Instant at) {
        return jdbc.sql("""
                insert into paper.print (unit_id, subject, subject_id, copy, by_whom, terminal, at)
                select :unit, :what, :id, coalesce(max(copy), 0) + 1, :by, :terminal, :at
                  from paper.print
                 where unit_id = :unit
                   and subject = :what
                   and subject_id = :id
                on conflict do nothing
                returning copy
                """)
                .param("unit", unit.value())
                .param("what", what.name())
                .param("id", id)
                .param("by", by)
                .param("terminal", terminal)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .optional();
    }

    record Row(int copy, String by, String terminal, Instant at) {}

    List<Row> of(UnitId unit, What what, long id) {
        return jdbc.sql("""
                select copy, by_whom, terminal, at
                  from paper.print
                 where unit_id = :unit
                   and subject = :what
                   and subject_id = :id
                 order by copy
                """)
                .param("unit", unit.value())
                .param("what", what.name())
                .param("id", id)
                .query((row, i) -> new Row(
                        row.getInt("copy"),
                        row.getString("by_whom"),
                        row.getString("terminal"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    Map<Long, Prints.Tally> tallies(UnitId unit, What what, Collection<Long> ids) {
        var tallies = new HashMap<Long, Prints.Tally>();
        jdbc.sql("""
                select subject_id, count(*) as copies, string_agg(distinct nullif(terminal, ''), '、') as terminals
                  from paper.print
                 where unit_id = :unit
                   and subject = :what
                   and subject_id in (:ids)
                 group by subject_id
                """)
                .param("unit", unit.value())
                .param("what", what.name())
                .param("ids", ids)
                .query(row -> {
                    tallies.put(
                            row.getLong("subject_id"),
                            new Prints.Tally(
                                    row.getInt("copies"), Objects.requireNonNullElse(row.getString("terminals"), "")));
                });
        return tallies;
    }

    void calibrate(UnitId unit, Calibration printer, String by, Instant at) {
        jdbc.sql("""
                insert into paper.calibration (unit_id, terminal, paper_code, right_mm, down_mm, by_whom, at)
                values (:unit, :terminal, :code, :right, :down, :by, :at)
                on conflict (unit_id, terminal, paper_code) do update
                   set right_mm = excluded.right_mm,
                       down_mm = excluded.down_mm,
                       by_whom = excluded.by_whom,
                       at = excluded.at
                """)
                .param("unit", unit.value())
                .param("terminal", printer.terminal())
                .param("code", printer.paperCode())
                .param("right", printer.right())
                .param("down", printer.down())
                .param("by", by)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<Calibration> calibrations(UnitId unit) {
        return jdbc.sql("""
                select terminal, paper_code, right_mm, down_mm
                  from paper.calibration
                 where unit_id = :unit
                 order by terminal, paper_code
                """)
                .param("unit", unit.value())
                .query((row, i) -> new Calibration(
                        row.getString("terminal"),
                        row.getString("paper_code"),
                        row.getBigDecimal("right_mm"),
                        row.getBigDecimal("down_mm")))
                .list();
    }

    Optional<Calibration> calibration(UnitId unit, String terminal, String code) {
        return jdbc.sql("""
                select right_mm, down_mm
                  from paper.calibration
                 where unit_id = :unit
                   and terminal = :terminal
                   and paper_code = :code
                """)
                .param("unit", unit.value())
                .param("terminal", terminal)
                .param("code", code)
                .query((row, i) -> {
                    BigDecimal right = row.getBigDecimal("right_mm");
                    return new Calibration(terminal, code, right, row.getBigDecimal("down_mm"));
                })
                .optional();
    }
}
