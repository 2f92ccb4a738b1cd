package org.yipiao.issuing;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of the offline mark beside a bill. */
@Component
class OfflineStore {
    private final JdbcClient jdbc;

    OfflineStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(UnitId unit, BillId bill, String agent, Instant at) {
        jdbc.sql("""
                insert into issuing.offline (unit_id, bill_id, agent_code, arrived_at)
                values (:unit, :bill, :agent, :at)
                """)
                .param("unit", unit.value())
                .param("bill", bill.value())
                .param("agent", agent)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    Map<BillId, OfflineEntry.Mark> of(UnitId unit, List<BillId> bills) {
        var found = new HashMap<BillId, OfflineEntry.Mark>();
        jdbc.sql("""
                select bill_id, agent_code, arrived_at
                  from issuing.offline
                 where unit_id = :unit
                   and bill_id = any(:ids)
                """)
                .param("unit", unit.value())
                .param("ids", BillStore.ids(bills))
                .query(row -> {
                    found.put(
                            new BillId(row.getLong("bill_id")),
                            new OfflineEntry.Mark(
                                    row.getString("agent_code"),
                                    row.getObject("arrived_at", OffsetDateTime.class)
                                            .toInstant()));
                });
        return found;
    }
}
