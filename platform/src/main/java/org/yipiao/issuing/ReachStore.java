package org.yipiao.issuing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of how a payer is reached, and whether the bill may go to him. */
@Component
class ReachStore {
    private final JdbcClient jdbc;

    ReachStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    byte @Nullable [] contact(BillId id) {
        return jdbc.sql("select contact from issuing.bill where bill_id = :id")
                .param("id", id.value())
                .query((row, i) -> Optional.ofNullable(row.getBytes(1)))
                .single()
                .orElse(null);
    }

    /** @param contact sealed; null when the payer left none */
    record Reach(IssuedBill bill, boolean circulates, byte @Nullable [] contact) {}

    List<Reach> reaches(UnitId unit, List<BillId> ids) {
        return jdbc.sql("""
                select i.*, x.circulates, x.contact
                  from (
                """ + BillStore.ISSUED_BILL + """
                         where b.bill_id = any(:ids)
                           and b.unit_id = :unit
                       ) i
                  join issuing.bill x
                    on x.bill_id = i.bill_id
                   and x.unit_id = i.unit_id
                """)
                .param("unit", unit.value())
                .param("ids", BillStore.ids(ids))
                .query((row, i) ->
                        new Reach(BillStore.issuedBill(row, i), row.getBoolean("circulates"), row.getBytes("contact")))
                .list();
    }

    boolean circulates(BillId id) {
        return jdbc.sql("""
                select b.circulates or exists (
                         select 1
                           from issuing.circulation c
                          where c.unit_id = b.unit_id
                            and c.bill_id = b.bill_id
                       )
                  from issuing.bill b
                 where b.bill_id = :id
                """).param("id", id.value()).query(Boolean.class).single();
    }

    String arrearsReason(BillId id) {
        return jdbc.sql("select arrears_reason from issuing.bill where bill_id = :id")
                .param("id", id.value())
                .query(String.class)
                .single();
    }
}
