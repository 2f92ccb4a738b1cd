package org.yipiao.offline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.offline.NumberBlock;
import org.yipiao.shared.UnitId;

/** SQL of blocks of numbers in the hands of agents. */
@Component
class BlockStore {
    static final int ROWS_MAX = 1_000;

    private static final String COLUMNS = """
            select content, certificate, signature, state, state_at, returned, burnt, by_whom, reason
              from offline.block
            """;

    private final JdbcClient jdbc;

    BlockStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(NumberBlock block) {
        jdbc.sql("""
                insert into offline.block
                  (unit_id, block_no, agent_code, point, kind, bill_code, first_no, last_no, total_fen_max, single_fen_max,
                   hours_max, issued_at, valid_until, content, state, state_at)
                values (:unit, :block, :agent, :point, :kind, :code, :first, :last, :total, :single, :hours, :at, :until,
                   :content, 'OPEN', :at)
                """)
                .param("unit", block.unit())
                .param("block", block.blockNo())
                .param("agent", block.agent())
                .param("point", block.point())
                .param("kind", block.kind().name())
                .param("code", block.code().digits())
                .param("first", block.first())
                .param("last", block.last())
                .param("total", block.totalFenMax())
                .param("single", block.singleFenMax())
                .param("hours", block.hoursMax())
                .param("at", AgentStore.utc(block.issuedAt()))
                .param("until", AgentStore.utc(block.validUntil()))
                .param("content", block.text())
                .update();
    }

    void signed(NumberBlock block, byte[] certificate, byte[] signature) {
        jdbc.sql("""
                update offline.block
                   set certificate = :certificate,
                       signature = :signature
                 where unit_id = :unit
                   and block_no = :block
                   and signature is null
                """)
                .param("unit", block.unit())
                .param("block", block.blockNo())
                .param("certificate", certificate)
                .param("signature", signature)
                .update();
    }

    Optional<Block> find(UnitId unit, String blockNo) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit and block_no = :block")
                .param("unit", unit.value())
                .param("block", blockNo)
                .query(BlockStore::block)
                .optional();
    }

    /** Open ones of a kind, oldest first. */
    List<Block> open(UnitId unit, String agent, BillKind kind) {
        return jdbc.sql(COLUMNS + """
                 where unit_id = :unit
                   and agent_code = :agent
                   and kind = :kind
                   and state = 'OPEN'
                 order by issued_at, block_no
                """)
                .param("unit", unit.value())
                .param("agent", agent)
                .param("kind", kind.name())
                .query(BlockStore::block)
                .list();
    }

    long count(UnitId unit, String agent) {
        return jdbc.sql("select count(*) from offline.block where unit_id = :unit and agent_code = :agent")
                .param("unit", unit.value())
                .param("agent", agent)
                .query(Long.class)
                .single();
    }

    /** Newest first. */
    List<Block> all(UnitId unit) {
        return jdbc.sql(COLUMNS + " where unit_id = :unit order by issued_at desc, block_no desc limit :max")
                .param("unit", unit.value())
                .param("max", ROWS_MAX)
                .query(BlockStore::block)
                .list();
    }

    void close(UnitId unit, String blockNo, Block.State state, long returned, String by, String reason, Instant at) {
        jdbc.sql("""
                update offline.block
                   set state = :state,
                       state_at = :at,
                       returned = returned + :returned,
                       by_whom = :by,
                       reason = :reason
                 where unit_id = :unit
                   and block_no = :block
                """)
                .param("unit", unit.value())
                .param("block", blockNo)
                .param("state", state.name())
                .param("returned", returned)
                .param("by", by)
                .param("reason", reason)
                .param("at", AgentStore.utc(at))
                .update();
    }

    /** All that an agent may still hold. */
    int revoke(UnitId unit, String agent, String by, String reason, Instant at) {
        return jdbc.sql("""
                update offline.block
                   set state = 'REVOKED',
                       state_at = :at,
                       by_whom = :by,
                       reason = :reason
                 where unit_id = :unit
                   and agent_code = :agent
                   and state in ('OPEN', 'EXPIRED')
                """)
                .param("unit", unit.value())
                .param("agent", agent)
                .param("by", by)
                .param("reason", reason)
                .param("at", AgentStore.utc(at))
                .update();
    }

    void burnt(UnitId unit, String blockNo, long count) {
        jdbc.sql("""
                update offline.block
                   set burnt = burnt + :count
                 where unit_id = :unit
                   and block_no = :block
                """)
                .param("unit", unit.value())
                .param("block", blockNo)
                .param("count", count)
                .update();
    }

    /** @return how many ran out just now */
    int expire(Instant now) {
        return jdbc.sql("""
                update offline.block
                   set state = 'EXPIRED',
                       state_at = :now,
                       reason = '有效期已到'
                 where state = 'OPEN'
                   and valid_until < :now
                """).param("now", AgentStore.utc(now)).update();
    }

    private static Block block(ResultSet row, int i) throws SQLException {
        return new Block(
                NumberBlock.read(row.getString("content")),
                row.getBytes("certificate"),
                row.getBytes("signature"),
                Block.State.valueOf(row.getString("state")),
                AgentStore.present(row, "state_at"),
                row.getLong("returned"),
                row.getLong("burnt"),
                row.getString("by_whom"),
                row.getString("reason"));
    }
}
