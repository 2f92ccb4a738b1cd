package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.access.Vault;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** SQL of batches. */
@Component
class BatchStore {
    private static final String CONTEXT = "intake.batch";

    private final JdbcClient jdbc;
    private final Vault vault;

    BatchStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** @param content JSON object text of one settlement */
    record Line(String busNo, String content) {}

    record Known(long id, IssueMethod method, byte[] sm3) {}

    Optional<Known> find(UnitId unit, String caller, String batchNo) {
        return jdbc.sql("""
                select batch_id, method, content_sm3
                  from intake.batch
                 where unit_id = :unit
                   and caller = :caller
                   and batch_no = :batchNo
                """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("batchNo", batchNo)
                .query((row, i) -> new Known(
                        row.getLong("batch_id"),
                        IssueMethod.valueOf(row.getString("method")),
                        row.getBytes("content_sm3")))
                .optional();
    }

    /** @return false when somebody else added a batch of this number just now */
    @Transactional
    boolean add(
            UnitId unit, String caller, String batchNo, IssueMethod method, byte[] sm3, List<Line> lines, Instant at) {
        var id = jdbc.sql("""
                insert into intake.batch (unit_id, caller, batch_no, method, content_sm3, rows, received_at)
                values (:unit, :caller, :batchNo, :method, :sm3, :rows, :at)
                on conflict (unit_id, caller, batch_no) do nothing
                returning batch_id
                """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("batchNo", batchNo)
                .param("method", method.name())
                .param("sm3", sm3)
                .param("rows", lines.size())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional();
        if (id.isEmpty()) {
            return false;
        }
        jdbc.sql("""
                insert into intake.batch_row (unit_id, batch_id, seq, bus_no, sealed_content)
                select :unit, :batch, t.seq, t.bus_no, t.content
                  from unnest(:seqs, :busNos, :contents) as t (seq, bus_no, content)
                """)
                .param("unit", unit.value())
                .param("batch", id.get())
                .param("seqs", IntStream.range(0, lines.size()).boxed().toArray(Integer[]::new))
                .param("busNos", lines.stream().map(Line::busNo).toArray(String[]::new))
                .param(
                        "contents",
                        lines.stream()
                                .map(line -> vault.seal(CONTEXT, line.content().getBytes(StandardCharsets.UTF_8)))
                                .toArray(byte[][]::new))
                .update();
        return true;
    }

    /** A row that waits to be billed. */
    record Waiting(UnitId unit, long batch, int seq, String caller, IssueMethod method, String content) {}

    /** Oldest first; leased rows are left to whoever leased them. */
    List<Waiting> claim(int max, Instant now, Duration lease) {
        return jdbc.sql("""
                with claimed as (
                  select r.unit_id, r.batch_id, r.seq
                    from intake.batch_row r
                   where r.status = 0
                     and (r.leased_until is null or r.leased_until < :now)
                   order by r.batch_id, r.seq
                   limit :max
                     for update skip locked
                )
                update intake.batch_row r
                   set leased_until = :until
                  from claimed c
                  join intake.batch b
                    on b.unit_id = c.unit_id
                   and b.batch_id = c.batch_id
                 where r.unit_id = c.unit_id
                   and r.batch_id = c.batch_id
                   and r.seq = c.seq
                returning r.unit_id, r.batch_id, r.seq, b.caller, b.method, r.sealed_content
                """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("until", now.plus(lease).atOffset(ZoneOffset.UTC))
                .param("max", max)
                .query((row, i) -> new Waiting(
                        new UnitId(row.getString("unit_id")),
                        row.getLong("batch_id"),
                        row.getInt("seq"),
                        row.getString("caller"),
                        IssueMethod.valueOf(row.getString("method")),
                        new String(vault.open(CONTEXT, row.getBytes("sealed_content")), StandardCharsets.UTF_8)))
                .list();
    }

    /** @param bill null when it failed @param errMsg empty when it did not */
    void done(Waiting row, @Nullable BillId bill, String errMsg) {
        jdbc.sql("""
                update intake.batch_row
                   set status = case when cast(:bill as bigint) is null then 2 else 1 end,
                       bill_id = :bill,
                       err_msg = :errMsg,
                       sealed_content = null,
                       leased_until = null
                 where unit_id = :unit
                   and batch_id = :batch
                   and seq = :seq
                   and status = 0
                """)
                .param("unit", row.unit().value())
                .param("batch", row.batch())
                .param("seq", row.seq())
                .param("bill", bill == null ? null : bill.value())
                .param("errMsg", errMsg)
                .update();
    }

    /** 行结果 @param status 0 not yet, 1 done, 2 failed */
    record Result(String busNo, int status, String errMsg, Optional<BillId> bill) {}

    List<Result> results(UnitId unit, long batch) {
        return jdbc.sql("""
                select bus_no, status, err_msg, bill_id
                  from intake.batch_row
                 where unit_id = :unit
                   and batch_id = :batch
                 order by seq
                """)
                .param("unit", unit.value())
                .param("batch", batch)
                .query((row, i) -> {
                    long bill = row.getLong("bill_id");
                    var known = row.wasNull() ? Optional.<BillId>empty() : Optional.of(new BillId(bill));
                    return new Result(row.getString("bus_no"), row.getInt("status"), row.getString("err_msg"), known);
                })
                .list();
    }
}
