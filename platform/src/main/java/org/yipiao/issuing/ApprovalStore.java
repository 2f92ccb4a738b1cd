package org.yipiao.issuing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Money;
import org.yipiao.issuing.ReversalApprovals.Person;
import org.yipiao.issuing.ReversalApprovals.Request;
import org.yipiao.issuing.ReversalApprovals.State;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** SQL of reversal requests. */
@Component
class ApprovalStore {
    private static final String ROW = """
            select request_id, unit_id, bill_id, amount_fen, rest, reason, state, asked_by, asked_name, asked_at,
                   decided_name, decided_at, answer, red_id
              from issuing.reversal_request
            """;

    private final JdbcClient jdbc;

    ApprovalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when one for the same bill is open */
    boolean add(
            UUID id,
            UnitId unit,
            BillId bill,
            Money amount,
            Optional<BillContent> rest,
            String reason,
            Person by,
            Instant at) {
        return jdbc.sql("""
                insert into issuing.reversal_request (
                  unit_id, request_id, bill_id, amount_fen, rest, reason, state, asked_by, asked_name, asked_at)
                values (:unit, :id, :bill, :amount, :rest::jsonb, :reason, 'PENDING', :by, :name, :at)
                on conflict (unit_id, bill_id) where state in ('PENDING', 'APPROVED') do nothing
                """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("bill", bill.value())
                        .param("amount", amount.fen())
                        .param("rest", rest.map(ContentJson::write).orElse(null), Types.VARCHAR)
                        .param("reason", reason)
                        .param("by", by.id())
                        .param("name", by.name())
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** @return false when it was decided before */
    boolean decide(UnitId unit, UUID id, State to, Person by, String answer, Instant at) {
        return jdbc.sql("""
                update issuing.reversal_request
                   set state = :to, decided_by = :by, decided_name = :name, decided_at = :at, answer = :answer
                 where unit_id = :unit
                   and request_id = :id
                   and state = 'PENDING'
                """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("to", to.name())
                        .param("by", by.id())
                        .param("name", by.name())
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .param("answer", answer)
                        .update()
                == 1;
    }

    /** @param to APPROVED: not yet, and why; DONE or FAILED */
    void executed(UnitId unit, UUID id, State to, @Nullable BillId red, String answer) {
        jdbc.sql("""
                update issuing.reversal_request
                   set state = :to, red_id = :red, answer = :answer
                 where unit_id = :unit
                   and request_id = :id
                   and state = 'APPROVED'
                """)
                .param("unit", unit.value())
                .param("id", id)
                .param("to", to.name())
                .param("red", red == null ? null : red.value(), Types.BIGINT)
                .param("answer", answer)
                .update();
    }

    Optional<Request> find(UnitId unit, UUID id) {
        return jdbc.sql(ROW + " where unit_id = :unit and request_id = :id")
                .param("unit", unit.value())
                .param("id", id)
                .query(ApprovalStore::row)
                .optional();
    }

    Optional<Request> open(UnitId unit, BillId bill) {
        return jdbc.sql(ROW + " where unit_id = :unit and bill_id = :bill and state in ('PENDING', 'APPROVED')")
                .param("unit", unit.value())
                .param("bill", bill.value())
                .query(ApprovalStore::row)
                .optional();
    }

    Page<Request> list(DataScope scope, @Nullable State state, @Nullable Long askedBy, int pageNo, int pageSize) {
        String where = """
                 where r.unit_id = :unit
                   and (cast(:state as text) is null or r.state = :state)
                   and (cast(:asked as bigint) is null or r.asked_by = :asked)
                   and exists (select 1
                                 from issuing.bill b
                                where b.unit_id = r.unit_id
                                  and b.bill_id = r.bill_id
                                  and (not :byPoint or b.point = any(:points))
                                  and (not :byOperator or b.content ->> 'handlingPerson' = :operator))
                """;
        var values = new HashMap<String, @Nullable Object>();
        values.put("unit", scope.unit().value());
        values.put("byPoint", scope.byPoint());
        values.put("points", scope.points().toArray(String[]::new));
        values.put("byOperator", scope.byOperator());
        values.put("operator", scope.operator());
        long total = jdbc.sql("select count(*) from issuing.reversal_request r " + where)
                .params(values)
                .param("state", state == null ? null : state.name(), Types.VARCHAR)
                .param("asked", askedBy, Types.BIGINT)
                .query(Long.class)
                .single();
        var rows = jdbc.sql(ROW + " r " + where + """
                 order by asked_at desc, request_id
                 limit :size offset :skip
                """)
                .params(values)
                .param("state", state == null ? null : state.name(), Types.VARCHAR)
                .param("asked", askedBy, Types.BIGINT)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(ApprovalStore::row)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    /** Open for longer than till the time, over all units. */
    List<Request> openSince(Instant before, int max) {
        return jdbc.sql(ROW + """
                 where state in ('PENDING', 'APPROVED')
                   and asked_at < :before
                 order by asked_at
                 limit :max
                """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("max", max)
                .query(ApprovalStore::row)
                .list();
    }

    private static Request row(ResultSet row, int i) throws SQLException {
        String rest = row.getString("rest");
        var decided = row.getObject("decided_at", OffsetDateTime.class);
        long red = row.getLong("red_id");
        return new Request(
                row.getObject("request_id", UUID.class),
                new UnitId(row.getString("unit_id")),
                new BillId(row.getLong("bill_id")),
                Money.ofFen(row.getLong("amount_fen")),
                rest == null ? Optional.empty() : Optional.of(ContentJson.read(rest)),
                row.getString("reason"),
                State.valueOf(row.getString("state")),
                new Person(row.getLong("asked_by"), row.getString("asked_name")),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getString("decided_name"),
                decided == null ? null : decided.toInstant(),
                row.getString("answer"),
                red == 0 ? Optional.empty() : Optional.of(new BillId(red)));
    }
}
