package org.yipiao.issuing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillNumber;
import org.yipiao.numbering.NumberSource;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL that reads bills. */
@Component
class BillReadStore {
    /** Counting stops here: nobody pages further, and a screen that says "over a million" says enough. */
    static final int COUNTED_MAX = 1_000_000;

    private final JdbcClient jdbc;

    BillReadStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<IssuedBill> byId(BillId id) {
        return jdbc.sql(BillStore.ISSUED_BILL + " where b.bill_id = :id")
                .param("id", id.value())
                .query(BillStore::issuedBill)
                .optional();
    }

    Optional<IssuedBill> byKey(BillCode code, BillNumber number) {
        return jdbc.sql(BillStore.ISSUED_BILL + """
                 where b.bill_number = :number
                   and b.bill_code = :code
                """)
                .param("number", number.digits())
                .param("code", code.digits())
                .query(BillStore::issuedBill)
                .optional();
    }

    List<IssuedBill> byBusNo(UnitId unit, String caller, String busNo) {
        return jdbc.sql("""
                with blue as (
                  select bill_id
                    from issuing.charge_key
                   where unit_id = :unit
                     and bus_no = :busNo
                     and caller = :caller
                )
                """ + BillStore.ISSUED_BILL + """
                 where b.unit_id = :unit
                   and b.bill_id in (
                     select bill_id from blue
                      union all
                     select red.bill_id
                       from issuing.bill red
                      where red.reverses_bill_id in (select bill_id from blue)
                   )
                 order by b.issued_at, b.bill_id
                """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("busNo", busNo)
                .query(BillStore::issuedBill)
                .list();
    }

    /** A bill's row with the content unread. */
    record Whole(IssuedBill bill, BillContent content, int unitVersion, Optional<Bill.Key> reverses) {}

    List<Whole> wholes(List<BillId> ids) {
        return jdbc.sql("""
                select i.*, x.content, x.unit_version, blue.bill_code as blue_code, blue.bill_number as blue_number
                  from (
                """ + BillStore.ISSUED_BILL + """
                         where b.bill_id = any(:ids)
                       ) i
                  join issuing.bill x
                    on x.bill_id = i.bill_id
                   and x.unit_id = i.unit_id
                  left join issuing.bill blue
                    on blue.bill_id = i.reverses_bill_id
                   and blue.unit_id = i.unit_id
                """)
                .param("ids", BillStore.ids(ids))
                .query(BillReadStore::whole)
                .list();
    }

    private static Whole whole(ResultSet row, int i) throws SQLException {
        String blue = row.getString("blue_code");
        return new Whole(
                BillStore.issuedBill(row, i),
                ContentJson.read(row.getString("content")),
                row.getInt("unit_version"),
                blue == null
                        ? Optional.empty()
                        : Optional.of(new Bill.Key(new BillCode(blue), new BillNumber(row.getString("blue_number")))));
    }

    String his(BillId id) {
        return jdbc.sql("select his from issuing.bill where bill_id = :id")
                .param("id", id.value())
                .query(String.class)
                .single();
    }

    List<BillId> awaitingBlue(UnitId unit, List<BillId> ids) {
        return jdbc.sql("""
                select red.bill_id
                  from issuing.bill red
                  join issuing.bill_state blue
                    on blue.bill_id = red.reverses_bill_id
                   and blue.unit_id = red.unit_id
                 where red.unit_id = :unit
                   and red.bill_id = any(:ids)
                   and blue.state not in ('ISSUED', 'REVERSED')
                """)
                .param("unit", unit.value())
                .param("ids", BillStore.ids(ids))
                .query((row, i) -> new BillId(row.getLong(1)))
                .list();
    }

    /**
     * The newest bills first, out of the index (unit_id, issued_at desc, bill_id desc): a page reads just its rows, and
     * the state is looked up for those only, unless the filter itself asks for a state.
     */
    List<IssuedBill> list(DataScope scope, BillQueries.Filter filter, int pageNo, int pageSize) {
        var where = new Where(scope, filter);
        return jdbc.sql(BillStore.ISSUED_BILL + where.text() + """
                 order by b.issued_at desc, b.bill_id desc
                 limit :size
                offset :skip
                """)
                .params(where.values())
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(BillStore::issuedBill)
                .list();
    }

    long count(DataScope scope, BillQueries.Filter filter) {
        var where = new Where(scope, filter);
        return jdbc.sql("select count(*) from (select 1 from issuing.bill b" + where.stateJoin() + where.text()
                        + " limit :max) counted")
                .params(where.values())
                .param("max", COUNTED_MAX)
                .query(Long.class)
                .single();
    }

    BillQueries.Totals totals(DataScope scope, BillQueries.Filter filter) {
        var where = new Where(scope, filter);
        return jdbc.sql("""
                select count(*) filter (where b.reverses_bill_id is null) as blue_count,
                       coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is null), 0) as blue_fen,
                       count(*) filter (where b.reverses_bill_id is not null) as red_count,
                       coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is not null), 0) as red_fen
                  from issuing.bill b
                """ + where.stateJoin() + where.text())
                .params(where.values())
                .query(BillReadStore::totals)
                .single();
    }

    private static BillQueries.Totals totals(ResultSet row, int i) throws SQLException {
        return new BillQueries.Totals(
                row.getLong("blue_count"), row.getLong("blue_fen"), row.getLong("red_count"), row.getLong("red_fen"));
    }

    BillQueries.Totals inRange(UnitId unit, BillCode code, BillNumber first, BillNumber last) {
        return jdbc.sql("""
                select count(*) filter (where b.reverses_bill_id is null) as blue_count,
                       coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is null), 0) as blue_fen,
                       count(*) filter (where b.reverses_bill_id is not null) as red_count,
                       coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is not null), 0) as red_fen
                  from issuing.bill b
                 where b.bill_number between :first and :last
                   and b.bill_code = :code
                   and b.unit_id = :unit
                """)
                .param("unit", unit.value())
                .param("code", code.digits())
                .param("first", first.digits())
                .param("last", last.digits())
                .query(BillReadStore::totals)
                .single();
    }

    List<IssuedBill> byKeys(UnitId unit, List<Bill.Key> keys) {
        return jdbc.sql(BillStore.ISSUED_BILL + """
                  join unnest(:codes, :numbers) as k (code, number)
                    on b.bill_number = k.number
                   and b.bill_code = k.code
                 where b.unit_id = :unit
                """)
                .param("unit", unit.value())
                .param("codes", keys.stream().map(key -> key.code().digits()).toArray(String[]::new))
                .param(
                        "numbers",
                        keys.stream().map(key -> key.number().digits()).toArray(String[]::new))
                .query(BillStore::issuedBill)
                .list();
    }

    Map<Integer, Long> hourly(DataScope scope, BillQueries.Filter filter) {
        var where = new Where(scope, filter);
        var hours = new HashMap<Integer, Long>();
        jdbc.sql("select extract(hour from b.issued_at)::int as hour, count(*) as bills from issuing.bill b"
                        + where.stateJoin() + where.text() + " group by 1")
                .params(where.values())
                .query(row -> {
                    hours.put(row.getInt("hour"), row.getLong("bills"));
                });
        return hours;
    }

    Optional<IssuedBill> byId(DataScope scope, BillId id) {
        var where = new Where(scope, BillQueries.Filter.ALL);
        return jdbc.sql(BillStore.ISSUED_BILL + where.text() + " and b.bill_id = :id")
                .params(where.values())
                .param("id", id.value())
                .query(BillStore::issuedBill)
                .optional();
    }

    /** How many bills have a number of this run; read from the index alone. */
    long countIn(NumberSource.Segment run) {
        return jdbc.sql("""
                select count(*)
                  from issuing.bill
                 where bill_number between :first and :last
                   and bill_code = :code
                """)
                .param("first", BillNumber.of(run.first()).digits())
                .param("last", BillNumber.of(run.last()).digits())
                .param("code", run.code().digits())
                .query(Long.class)
                .single();
    }

    BillQueries.RunUse use(UnitId unit, BillCode code, long first, long last) {
        return jdbc.sql("""
                select count(*) filter (where b.reverses_bill_id is null) as blue_count,
                       coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is null), 0) as blue_fen,
                       count(*) filter (where b.reverses_bill_id is not null) as red_count,
                       coalesce(sum(b.total_fen) filter (where b.reverses_bill_id is not null), 0) as red_fen,
                       count(*) filter (where s.state not in ('ISSUED', 'REVERSED', 'BURNT')) as open_count,
                       count(*) filter (where s.state = 'BURNT') as burnt_count
                  from issuing.bill b
                  join issuing.bill_state s on s.bill_id = b.bill_id and s.unit_id = b.unit_id
                 where b.unit_id = :unit
                   and b.bill_code = :code
                   and b.bill_number between :first and :last
                """)
                .param("unit", unit.value())
                .param("code", code.digits())
                .param("first", BillNumber.of(first).digits())
                .param("last", BillNumber.of(last).digits())
                .query((row, i) -> new BillQueries.RunUse(
                        row.getLong("blue_count"),
                        row.getLong("blue_fen"),
                        row.getLong("red_count"),
                        row.getLong("red_fen"),
                        row.getLong("open_count"),
                        row.getLong("burnt_count")))
                .single();
    }

    /** The filter as conditions; every value is a parameter. */
    private static final class Where {
        private final List<String> conditions = new ArrayList<>(List.of("b.unit_id = :unit"));
        private final Map<String, Object> values = new HashMap<>();
        private final boolean byState;

        Where(DataScope scope, BillQueries.Filter filter) {
            values.put("unit", scope.unit().value());
            within(scope);
            time("b.issued_at", "from", filter.from(), "until", filter.until());
            time("b.bus_at", "busFrom", filter.busFrom(), "busUntil", filter.busUntil());
            equal("b.kind", "kind", filter.kind() == null ? null : filter.kind().name());
            equal("b.point", "point", filter.point());
            equal("b.bus_type", "busType", filter.busType());
            equal("b.caller", "caller", filter.caller());
            equal(
                    "s.state",
                    "state",
                    filter.state() == null ? null : filter.state().name());
            byState = filter.state() != null;
            if (filter.red() != null) {
                conditions.add(filter.red() ? "b.reverses_bill_id is not null" : "b.reverses_bill_id is null");
            }
            if (filter.text() != null && !filter.text().isBlank()) {
                search(filter.text().strip());
            }
        }

        /** 数据权限 What the person may not see is not found, not counted and not added up. */
        private void within(DataScope scope) {
            if (scope.byPoint()) {
                conditions.add("b.point = any(:scopePoints)");
                values.put("scopePoints", scope.points().toArray(String[]::new));
            }
            if (scope.byOperator()) {
                conditions.add("b.content ->> 'handlingPerson' = :scopeOperator");
                values.put("scopeOperator", scope.operator());
            }
        }

        private void time(
                String column,
                String fromName,
                @Nullable LocalDateTime from,
                String untilName,
                @Nullable LocalDateTime until) {
            if (from != null) {
                conditions.add(column + " >= :" + fromName);
                values.put(fromName, from);
            }
            if (until != null) {
                conditions.add(column + " < :" + untilName);
                values.put(untilName, until);
            }
        }

        private void equal(String column, String name, @Nullable String value) {
            if (value != null && !value.isBlank()) {
                conditions.add(column + " = :" + name);
                values.put(name, value);
            }
        }

        /**
         * Number, name or business number begin with the text. Each is a range of an index of its own: collation C, and a
         * bound just above every text that begins so.
         */
        private void search(String text) {
            values.put("text", text);
            values.put("beyond", text + Character.toString(Character.MAX_CODE_POINT));
            conditions.add("""
                    b.bill_id in (
                      select n.bill_id
                        from issuing.bill n
                       where n.bill_number >= :text
                         and n.bill_number < :beyond
                         and n.unit_id = :unit
                       union all
                      select p.bill_id
                        from issuing.bill p
                       where p.unit_id = :unit
                         and p.payer_name >= :text
                         and p.payer_name < :beyond
                       union all
                      select k.bill_id
                        from issuing.charge_key k
                       where k.unit_id = :unit
                         and k.bus_no >= :text
                         and k.bus_no < :beyond
                    )""");
        }

        String stateJoin() {
            return byState ? " join issuing.bill_state s on s.bill_id = b.bill_id and s.unit_id = b.unit_id" : "";
        }

        String text() {
            return "\n where " + String.join("\n   and ", conditions) + "\n";
        }

        Map<String, Object> values() {
            return values;
        }
    }
}
