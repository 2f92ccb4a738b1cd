package org.yipiao.transit;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.shared.BillId;

/**
 * SQL of the road for people who see some points, or their own bills only. The road does not know points, and writing them
 * there would cost every bill; the few rows that wait are looked up in the ledger instead.
 */
@Component
class ScopedRoadStore {
    private static final String VISIBLE = """
                  from transit.waiting w
                  join issuing.bill b
                    on b.bill_id = w.bill_id
                   and b.unit_id = w.unit_id
                 where w.unit_id = :unit
                   and (not :byPoint or b.point = any(:points))
                   and (not :byOperator or b.content ->> 'handlingPerson' = :operator)
            """;

    private final JdbcClient jdbc;

    ScopedRoadStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<RoadStore.Count> counts(DataScope scope) {
        return within(scope, """
                select w.stage, count(*) as waiting, count(*) filter (where w.stuck) as stuck, min(w.since) as oldest
                """ + VISIBLE + " group by w.stage")
                .query((row, i) -> new RoadStore.Count(
                        StageName.valueOf(row.getString("stage")),
                        row.getLong("waiting"),
                        row.getLong("stuck"),
                        row.getObject("oldest", OffsetDateTime.class).toInstant()))
                .list();
    }

    List<InTransit.Waiting> waiting(
            DataScope scope, @Nullable StageName stage, boolean stuckOnly, int pageNo, int pageSize) {
        return within(scope, """
                select w.bill_id, w.stage, w.attempts, w.stuck, w.fault, w.detail, w.since, w.next_try
                """ + VISIBLE + """
                   and (cast(:stage as text) is null or w.stage = :stage)
                   and (w.stuck or not :stuckOnly)
                 order by w.since, w.bill_id
                 limit :size
                offset :skip
                """)
                .param("stage", stage == null ? null : stage.name())
                .param("stuckOnly", stuckOnly)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(RoadStore::waitingRow)
                .list();
    }

    /** Those of the named bills, or of all at the stage, that the person may see. */
    List<BillId> visible(DataScope scope, @Nullable StageName stage, List<BillId> bills, int max) {
        return within(scope, "select w.bill_id" + VISIBLE + """
                   and (cast(:stage as text) is null or w.stage = :stage)
                   and (:all or w.bill_id = any(:ids))
                 order by w.since
                 limit :max
                """)
                .param("stage", stage == null ? null : stage.name())
                .param("all", bills.isEmpty())
                .param("ids", bills.stream().map(BillId::value).toArray(Long[]::new))
                .param("max", max)
                .query((row, i) -> new BillId(row.getLong(1)))
                .list();
    }

    private JdbcClient.StatementSpec within(DataScope scope, String sql) {
        return jdbc.sql(sql)
                .param("unit", scope.unit().value())
                .param("byPoint", scope.byPoint())
                .param("points", scope.points().toArray(String[]::new))
                .param("byOperator", scope.byOperator())
                .param("operator", scope.operator());
    }
}
