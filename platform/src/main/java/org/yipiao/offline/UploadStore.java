package org.yipiao.offline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.offline.Cause;
import org.yipiao.shared.UnitId;

/** SQL of bills that agents issued. */
@Component
class UploadStore {
    private static final int COUNTED_MAX = 10_000;

    private static final String COLUMNS = """
            select bill_code, bill_number, block_no, agent_code, seq, caller, bus_no, total_fen, issued_at, cause, tried, due_at,
                   arrived_at, scanned_by, state, bill_id, conflict, decided_by, decision
              from offline.bill
            """;

    private final JdbcClient jdbc;

    UploadStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is signed, with what came beside it. */
    record Evidence(String content, byte[] signature, String method, byte @Nullable [] sent) {}

    void add(UnitId unit, Upload upload, Instant since, Evidence evidence) {
        jdbc.sql("""
                insert into offline.bill
                  (unit_id, bill_code, bill_number, block_no, agent_code, seq, caller, bus_no, total_fen, issued_at, since, cause,
                   tried, due_at, arrived_at, scanned_by, content, signature, method, sent, state, bill_id, conflict)
                values (:unit, :code, :number, :block, :agent, :seq, :caller, :busNo, :total, :issued, :since, :cause,
                   :tried, :due, :arrived, :scanned, :content, :signature, :method, :sent, :state, :bill, :conflict)
                """)
                .param("unit", unit.value())
                .param("code", upload.code())
                .param("number", upload.number())
                .param("block", upload.blockNo())
                .param("agent", upload.agent())
                .param("seq", upload.seq())
                .param("caller", upload.caller())
                .param("busNo", upload.busNo())
                .param("total", upload.totalFen())
                .param("issued", AgentStore.utc(upload.issuedAt()))
                .param("since", AgentStore.utc(since))
                .param("cause", upload.cause().name())
                .param("tried", upload.tried())
                .param("due", AgentStore.utc(upload.dueAt()))
                .param("arrived", AgentStore.utc(upload.arrivedAt()))
                .param("scanned", upload.scannedBy())
                .param("content", evidence.content())
                .param("signature", evidence.signature())
                .param("method", evidence.method())
                .param("sent", evidence.sent(), Types.BINARY)
                .param("state", upload.state().name())
                .param("bill", upload.billId(), Types.BIGINT)
                .param("conflict", upload.conflict())
                .update();
    }

    /** The row of a number or of a place in the agent's order; both name the same bill or something is wrong. */
    List<Upload> known(UnitId unit, Bill.Key key, String agent, long seq) {
        return jdbc.sql(COLUMNS + """
                 where unit_id = :unit
                   and ((bill_code = :code and bill_number = :number) or (agent_code = :agent and seq = :seq))
                """)
                .param("unit", unit.value())
                .param("code", key.code().digits())
                .param("number", key.number().digits())
                .param("agent", agent)
                .param("seq", seq)
                .query(UploadStore::upload)
                .list();
    }

    Optional<Upload> lock(UnitId unit, Bill.Key key) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit and bill_code = :code and bill_number = :number for update")
                .param("unit", unit.value())
                .param("code", key.code().digits())
                .param("number", key.number().digits())
                .query(UploadStore::upload)
                .optional();
    }

    Evidence evidence(UnitId unit, String code, String number) {
        return jdbc.sql("""
                select content, signature, method, sent
                  from offline.bill
                 where unit_id = :unit
                   and bill_code = :code
                   and bill_number = :number
                """)
                .param("unit", unit.value())
                .param("code", code)
                .param("number", number)
                .query((row, i) -> new Evidence(
                        row.getString("content"),
                        row.getBytes("signature"),
                        row.getString("method"),
                        row.getBytes("sent")))
                .single();
    }

    void decide(
            UnitId unit,
            Upload upload,
            Upload.State state,
            @Nullable Long bill,
            String by,
            String decision,
            Instant at) {
        jdbc.sql("""
                update offline.bill
                   set state = :state,
                       bill_id = :bill,
                       decided_by = :by,
                       decision = :decision,
                       decided_at = :at
                 where unit_id = :unit
                   and bill_code = :code
                   and bill_number = :number
                """)
                .param("unit", unit.value())
                .param("code", upload.code())
                .param("number", upload.number())
                .param("state", state.name())
                .param("bill", bill, Types.BIGINT)
                .param("by", by)
                .param("decision", decision)
                .param("at", AgentStore.utc(at))
                .update();
    }

    /** Of one block: how many numbers arrived, and the sum of those that are bills. */
    record Arrived(long count, long highest, long conflicts, long totalFen) {}

    Arrived arrived(UnitId unit, String blockNo) {
        return jdbc.sql("""
                select count(*) as count,
                       coalesce(max(bill_number::bigint), -1) as highest,
                       count(*) filter (where state = 'CONFLICT') as conflicts,
                       coalesce(sum(total_fen), 0) as total
                  from offline.bill
                 where unit_id = :unit
                   and block_no = :block
                """)
                .param("unit", unit.value())
                .param("block", blockNo)
                .query((row, i) -> new Arrived(
                        row.getLong("count"), row.getLong("highest"), row.getLong("conflicts"), row.getLong("total")))
                .single();
    }

    /** Newest first. @param state null: all @param agent null: all */
    List<Upload> page(UnitId unit, Upload.@Nullable State state, @Nullable String agent, int pageNo, int pageSize) {
        return jdbc.sql(COLUMNS + """
                 where unit_id = :unit
                   and (cast(:state as text) is null or state = :state)
                   and (cast(:agent as text) is null or agent_code = :agent)
                 order by arrived_at desc, agent_code, seq desc
                 limit :size
                offset :skip
                """)
                .param("unit", unit.value())
                .param("state", state == null ? null : state.name(), Types.VARCHAR)
                .param("agent", agent, Types.VARCHAR)
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(UploadStore::upload)
                .list();
    }

    long count(UnitId unit, Upload.@Nullable State state, @Nullable String agent) {
        return jdbc.sql("""
                select count(*)
                  from (select 1
                          from offline.bill
                         where unit_id = :unit
                           and (cast(:state as text) is null or state = :state)
                           and (cast(:agent as text) is null or agent_code = :agent)
                         limit :max) counted
                """)
                .param("unit", unit.value())
                .param("state", state == null ? null : state.name(), Types.VARCHAR)
                .param("agent", agent, Types.VARCHAR)
                .param("max", COUNTED_MAX)
                .query(Long.class)
                .single();
    }

    /** How many arrived after their deadline since then. */
    long late(UnitId unit, Instant since) {
        return jdbc.sql("""
                select count(*)
                  from offline.bill
                 where unit_id = :unit
                   and arrived_at >= :since
                   and arrived_at > due_at
                """)
                .param("unit", unit.value())
                .param("since", AgentStore.utc(since))
                .query(Long.class)
                .single();
    }

    private static Upload upload(ResultSet row, int i) throws SQLException {
        return new Upload(
                row.getString("bill_code"),
                row.getString("bill_number"),
                row.getString("block_no"),
                row.getString("agent_code"),
                row.getLong("seq"),
                row.getString("caller"),
                row.getString("bus_no"),
                row.getLong("total_fen"),
                AgentStore.present(row, "issued_at"),
                Cause.valueOf(row.getString("cause")),
                row.getBoolean("tried"),
                AgentStore.present(row, "due_at"),
                AgentStore.present(row, "arrived_at"),
                row.getString("scanned_by"),
                Upload.State.valueOf(row.getString("state")),
                row.getObject("bill_id", Long.class),
                row.getString("conflict"),
                row.getString("decided_by"),
                row.getString("decision"));
    }
}
