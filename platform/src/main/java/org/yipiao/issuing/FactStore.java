package org.yipiao.issuing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.BillFacts.Facts;
import org.yipiao.issuing.BillFacts.PersonFilter;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of what is true beside a bill. */
@Component
class FactStore {
    private final JdbcClient jdbc;

    FactStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<BillId, Facts> of(UnitId unit, List<BillId> bills) {
        var facts = new HashMap<BillId, Facts>();
        jdbc.sql("""
                select bill_id, on_paper, printed, booked
                  from issuing.bill_state
                 where unit_id = :unit
                   and bill_id = any(:ids)
                """)
                .param("unit", unit.value())
                .param("ids", BillStore.ids(bills))
                .query(row -> {
                    facts.put(
                            new BillId(row.getLong("bill_id")),
                            new Facts(row.getBoolean("on_paper"), row.getBoolean("printed"), row.getBoolean("booked")));
                });
        return facts;
    }

    boolean putOnPaper(UnitId unit, BillId bill) {
        return one(unit, bill, """
                update issuing.bill_state
                   set on_paper = true
                 where unit_id = :unit
                   and bill_id = :bill
                   and not on_paper
                   and reversed_by is null
                   and state in ('NUMBERED', 'UNIT_SIGNED', 'UPLOADED', 'ISSUED')
                """);
    }

    boolean takeOffPaper(UnitId unit, BillId bill) {
        return one(unit, bill, """
                update issuing.bill_state
                   set on_paper = false
                 where unit_id = :unit
                   and bill_id = :bill
                   and on_paper
                """);
    }

    void markPrinted(UnitId unit, BillId bill) {
        one(unit, bill, """
                update issuing.bill_state
                   set printed = true
                 where unit_id = :unit
                   and bill_id = :bill
                   and not printed
                """);
    }

    boolean book(UnitId unit, BillId bill) {
        return one(unit, bill, """
                update issuing.bill_state
                   set booked = true
                 where unit_id = :unit
                   and bill_id = :bill
                   and not booked
                   and reversed_by is null
                """);
    }

    boolean unbook(UnitId unit, BillId bill) {
        return one(unit, bill, """
                update issuing.bill_state
                   set booked = false
                 where unit_id = :unit
                   and bill_id = :bill
                   and booked
                """);
    }

    private boolean one(UnitId unit, BillId bill, String update) {
        return jdbc.sql(update)
                        .param("unit", unit.value())
                        .param("bill", bill.value())
                        .update()
                == 1;
    }

    boolean release(UnitId unit, BillId bill, LocalDate on, String by, Instant at) {
        return jdbc.sql("""
                insert into issuing.circulation (unit_id, bill_id, released_at, feedback_on, by_caller)
                select b.unit_id, b.bill_id, :at, :on, :by
                  from issuing.bill b
                 where b.unit_id = :unit
                   and b.bill_id = :bill
                   and not b.circulates
                on conflict do nothing
                """)
                        .param("unit", unit.value())
                        .param("bill", bill.value())
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("on", on)
                        .param("by", by)
                        .update()
                == 1;
    }

    List<IssuedBill> ofPerson(UnitId unit, PersonFilter filter, int pageNo, int pageSize) {
        var values = new HashMap<String, Object>();
        return jdbc.sql(BillStore.ISSUED_BILL + where(unit, filter, values) + """
                 order by b.bus_at, b.bill_id
                 limit :size
                offset :skip
                """)
                .params(values)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(BillStore::issuedBill)
                .list();
    }

    long countOfPerson(UnitId unit, PersonFilter filter) {
        var values = new HashMap<String, Object>();
        return jdbc.sql("""
                select count(*)
                  from issuing.bill b
                  join issuing.bill_state s
                    on s.bill_id = b.bill_id
                   and s.unit_id = b.unit_id
                """ + where(unit, filter, values))
                .params(values)
                .query(Long.class)
                .single();
    }

    /** The keys are looked for day by day, which is what their indexes begin with. */
    private static String where(UnitId unit, PersonFilter filter, Map<String, Object> values) {
        var conditions = new ArrayList<String>(List.of(
                "b.unit_id = :unit",
                "b.bus_at >= :from",
                "b.bus_at < :until",
                "b.reverses_bill_id is null",
                "s.reversed_by is null",
                "s.state <> 'BURNT'"));
        values.put("unit", unit.value());
        values.put("from", filter.from());
        values.put("until", filter.until());
        if (!filter.cards().isEmpty() || !filter.persons().isEmpty()) {
            conditions.add("""
                    b.bill_id in (
                      select c.bill_id
                        from issuing.bill c
                       where c.unit_id = :unit
                         and c.bus_at::date = any(cast(:days as date[]))
                         and c.his ->> 'cardKey' = any(:cards)
                       union all
                      select p.bill_id
                        from issuing.bill p
                       where p.unit_id = :unit
                         and p.bus_at::date = any(cast(:days as date[]))
                         and p.his ->> 'personKey' = any(:persons)
                    )""");
            values.put(
                    "days",
                    filter.from()
                            .toLocalDate()
                            .datesUntil(filter.until().toLocalDate().plusDays(1))
                            .map(LocalDate::toString)
                            .toArray(String[]::new));
            values.put("cards", filter.cards().toArray(String[]::new));
            values.put("persons", filter.persons().toArray(String[]::new));
        }
        equal(conditions, values, "b.his ->> 'patientKey'", "patient", filter.patient());
        equal(conditions, values, "b.bus_type", "busType", filter.busType());
        equal(conditions, values, "b.point", "point", filter.point());
        equal(conditions, values, "s.on_paper", "onPaper", filter.onPaper());
        equal(conditions, values, "s.printed", "printed", filter.printed());
        return "\n where " + String.join("\n   and ", conditions) + "\n";
    }

    private static void equal(
            List<String> conditions,
            Map<String, Object> values,
            String column,
            String name,
            @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            conditions.add(column + " = :" + name);
            values.put(name, value);
        }
    }
}
