package org.yipiao.numbering;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** SQL of what points have and got. */
@Component
class PointStore {
    private final JdbcClient jdbc;

    PointStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<PointStock.Range> free(UnitId unit, String point) {
        return jdbc.sql("""
                select r.bill_code, r.next_no as first_no, r.last_no, c.kind, p.use_kind, p.name, p.width
                  from numbering.range r
                  left join numbering.code c
                    on c.unit_id = r.unit_id
                   and c.bill_code = r.bill_code
                  left join numbering.paper_code p
                    on p.unit_id = r.unit_id
                   and p.paper_code = r.bill_code
                 where r.unit_id = :unit
                   and r.account = 'POINT'
                   and r.point = :point
                   and r.open
                   and not coalesce(p.stopped, false)
                 order by p.paper_code is null, r.bill_code, r.first_no
                 limit :max
                """)
                .param("unit", unit.value())
                .param("point", point)
                .param("max", PointStock.ROWS_MAX)
                .query(PointStore::range)
                .list();
    }

    List<PointStock.HandedOut> handedOut(UnitId unit, @Nullable String point, Instant from, Instant until) {
        return jdbc.sql("""
                select m.at, m.to_point, m.bill_code, m.first_no, m.last_no, c.kind, p.use_kind, p.name, p.width
                  from numbering.movement m
                  left join numbering.code c
                    on c.unit_id = m.unit_id
                   and c.bill_code = m.bill_code
                  left join numbering.paper_code p
                    on p.unit_id = m.unit_id
                   and p.paper_code = m.bill_code
                 where m.unit_id = :unit
                   and m.from_account = 'UNIT'
                   and m.to_account = 'POINT'
                   and m.at >= :from
                   and m.at < :until
                   and (cast(:point as text) is null or m.to_point = :point)
                 order by m.at desc, m.id desc
                 limit :max
                """)
                .param("unit", unit.value())
                .param("point", point, Types.VARCHAR)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("max", PointStock.ROWS_MAX)
                .query((row, i) -> new PointStock.HandedOut(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("to_point"),
                        range(row, i)))
                .list();
    }

    private static PointStock.Range range(ResultSet row, int i) throws SQLException {
        String paper = row.getString("use_kind");
        int width = paper == null ? PaperCode.WIDTH_MAX : row.getInt("width");
        String kind = row.getString("kind");
        return new PointStock.Range(
                paper != null
                        ? kindCode(paper)
                        : kind == null ? "" : BillKind.valueOf(kind).code(),
                paper != null
                        ? row.getString("name")
                        : kind == null ? "" : BillKind.valueOf(kind).title(),
                row.getString("bill_code"),
                PaperCode.digits(width, row.getLong("first_no")),
                PaperCode.digits(width, row.getLong("last_no")),
                paper != null);
    }

    /** 预交金 has no national kind; business systems know it by its 业务标识. */
    private static String kindCode(String use) {
        return switch (PaperKind.valueOf(use)) {
            case OUTPATIENT -> BillKind.OUTPATIENT.code();
            case INPATIENT -> BillKind.INPATIENT.code();
            case PREPAYMENT -> "07";
        };
    }

    /** 号码位数 of a code, electronic or paper; empty when the unit has none such. */
    Optional<Integer> width(UnitId unit, String code) {
        return jdbc.sql("""
                select width
                  from numbering.paper_code
                 where unit_id = :unit
                   and paper_code = :code
                 union all
                select 10
                  from numbering.code
                 where unit_id = :unit
                   and bill_code = :code
                 limit 1
                """)
                .param("unit", unit.value())
                .param("code", code)
                .query(Integer.class)
                .optional();
    }
}
