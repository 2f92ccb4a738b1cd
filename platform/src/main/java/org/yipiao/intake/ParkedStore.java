package org.yipiao.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All SQL of parked calls and of the codes seen. */
@Component
class ParkedStore {
    private static final int SEEN_MAX = 2_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<CallCodes.Code>> CODES = new TypeReference<>() {};

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    ParkedStore(JdbcTemplate batches, JdbcClient jdbc) {
        this.batches = batches;
        this.jdbc = jdbc;
    }

    record SeenKey(UnitId unit, String caller, Kind kind, String hisCode, LocalDate day) {}

    record Seen(String name, long calls, Instant lastAt) {
        Seen plus(Seen later) {
            return new Seen(
                    later.name().isEmpty() ? name : later.name(),
                    calls + later.calls(),
                    lastAt.isAfter(later.lastAt()) ? lastAt : later.lastAt());
        }
    }

    @Transactional
    void add(List<Map.Entry<SeenKey, Seen>> rows) {
        batches.batchUpdate("""
                insert into intake.code_seen as s (unit_id, caller, kind, his_code, day, name, calls, last_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (unit_id, caller, kind, his_code, day) do update
                set calls = s.calls + excluded.calls,
                    name = case when excluded.name = '' then s.name else excluded.name end,
                    last_at = greatest(s.last_at, excluded.last_at)
                """, rows, 500, (row, entry) -> {
            row.setString(1, entry.getKey().unit().value());
            row.setString(2, entry.getKey().caller());
            row.setString(3, entry.getKey().kind().name());
            row.setString(4, entry.getKey().hisCode());
            row.setObject(5, entry.getKey().day());
            row.setString(6, entry.getValue().name());
            row.setLong(7, entry.getValue().calls());
            row.setTimestamp(8, Timestamp.from(entry.getValue().lastAt()));
        });
    }

    record SeenRow(String caller, Kind kind, String hisCode, String name, long calls, Instant lastAt) {}

    List<SeenRow> seen(UnitId unit, LocalDate day) {
        return jdbc.sql("""
                        select caller, kind, his_code, (array_agg(name order by last_at desc))[1] as name,
                               sum(calls) as calls, max(last_at) as last_at
                          from intake.code_seen
                         where unit_id = :unit and day >= :day
                         group by caller, kind, his_code
                         order by calls desc
                         limit :max
                        """)
                .param("unit", unit.value())
                .param("day", day)
                .param("max", SEEN_MAX)
                .query((row, n) -> new SeenRow(
                        row.getString("caller"),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("his_code"),
                        row.getString("name"),
                        row.getLong("calls"),
                        row.getTimestamp("last_at").toInstant()))
                .list();
    }

    long calls(UnitId unit, String caller, Kind kind, String hisCode, LocalDate day) {
        return jdbc.sql("""
                        select coalesce(sum(calls), 0) from intake.code_seen
                         where unit_id = :unit and caller = :caller and kind = :kind and his_code = :his and day >= :day
                        """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("kind", kind.name())
                .param("his", hisCode)
                .param("day", day)
                .query(Long.class)
                .single();
    }

    /** 等待状态 */
    enum State {
        WAITING,
        DONE,
        DROPPED
    }

    /** 待重放请求 @param calls how often the business system sent it @param outcome what became of it, once closed */
    record Parked(
            UUID id,
            UUID messageId,
            String caller,
            String method,
            String busNo,
            Instant firstAt,
            Instant lastAt,
            int calls,
            List<CallCodes.Code> missing,
            String refusal,
            State state,
            @Nullable Instant closedAt,
            @Nullable String closedBy,
            @Nullable String outcome) {}

    /** The same settlement again only counts up, with its newest message. */
    void park(
            UnitId unit,
            RawMessage message,
            String caller,
            String busNo,
            List<CallCodes.Code> missing,
            String refusal,
            Instant at) {
        jdbc.sql("""
                        insert into intake.parked_call as p
                               (unit_id, id, message_id, caller, method, bus_no, first_at, last_at, calls, missing, refusal)
                        values (:unit, :message, :message, :caller, :method, :busNo, :at, :at, 1, :missing::jsonb, :refusal)
                        on conflict (unit_id, caller, method, bus_no) where state = 'WAITING' do update
                        set message_id = excluded.message_id, last_at = excluded.last_at, calls = p.calls + 1,
                            missing = excluded.missing, refusal = excluded.refusal
                        """)
                .param("unit", unit.value())
                .param("message", message.id())
                .param("caller", caller)
                .param("method", message.method())
                .param("busNo", busNo)
                .param("at", Timestamp.from(at))
                .param("missing", JSON.writeValueAsString(missing))
                .param("refusal", refusal)
                .update();
    }

    /** @return false when somebody was faster */
    boolean close(UnitId unit, UUID id, State state, Instant at, String by, String outcome) {
        return jdbc.sql("""
                        update intake.parked_call
                           set state = :state, closed_at = :at, closed_by = :by, outcome = :outcome
                         where unit_id = :unit and id = :id and state = 'WAITING'
                        """)
                        .param("unit", unit.value())
                        .param("id", id)
                        .param("state", state.name())
                        .param("at", Timestamp.from(at))
                        .param("by", by)
                        .param("outcome", outcome)
                        .update()
                > 0;
    }

    /** What the business system sent again with success meanwhile waits no longer. */
    int closeBilled(Instant now) {
        return jdbc.sql("""
                        update intake.parked_call p
                           set state = 'DONE', closed_at = :now, closed_by = '业务系统', outcome = '业务系统重新发送后已开票'
                         where state = 'WAITING'
                           and exists (select 1 from intake.message_outcome o
                                        where o.unit_id = p.unit_id and o.bus_no = p.bus_no and o.bus_no <> ''
                                          and o.caller = p.caller and o.method = p.method and o.result = 'S0000'
                                          and o.at >= p.first_at)
                        """).param("now", Timestamp.from(now)).update();
    }

    Page<Parked> list(UnitId unit, State state, int pageNo, int pageSize) {
        long total = jdbc.sql("select count(*) from intake.parked_call where unit_id = :unit and state = :state")
                .param("unit", unit.value())
                .param("state", state.name())
                .query(Long.class)
                .single();
        var rows = jdbc.sql("""
                        select id, message_id, caller, method, bus_no, first_at, last_at, calls, missing::text as missing,
                               refusal, state, closed_at, closed_by, outcome
                          from intake.parked_call
                         where unit_id = :unit and state = :state
                         order by last_at desc
                         limit :size offset :skip
                        """)
                .param("unit", unit.value())
                .param("state", state.name())
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query(ParkedStore::parked)
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }

    Optional<Parked> find(UnitId unit, UUID id) {
        return jdbc.sql("""
                        select id, message_id, caller, method, bus_no, first_at, last_at, calls, missing::text as missing,
                               refusal, state, closed_at, closed_by, outcome
                          from intake.parked_call
                         where unit_id = :unit and id = :id
                        """)
                .param("unit", unit.value())
                .param("id", id)
                .query(ParkedStore::parked)
                .optional();
    }

    /** 等待情况 of one unit. */
    record Waiting(String unit, long calls, Instant oldest) {}

    List<Waiting> waiting() {
        return jdbc.sql("""
                        select unit_id, count(*) as calls, min(first_at) as oldest
                          from intake.parked_call
                         where state = 'WAITING'
                         group by unit_id
                        """)
                .query((row, n) -> new Waiting(
                        row.getString("unit_id"),
                        row.getLong("calls"),
                        row.getTimestamp("oldest").toInstant()))
                .list();
    }

    private static Parked parked(ResultSet row, int n) throws SQLException {
        var closedAt = row.getTimestamp("closed_at");
        return new Parked(
                row.getObject("id", UUID.class),
                row.getObject("message_id", UUID.class),
                row.getString("caller"),
                row.getString("method"),
                row.getString("bus_no"),
                row.getTimestamp("first_at").toInstant(),
                row.getTimestamp("last_at").toInstant(),
                row.getInt("calls"),
                JSON.readValue(row.getString("missing"), CODES),
                row.getString("refusal"),
                State.valueOf(row.getString("state")),
                closedAt == null ? null : closedAt.toInstant(),
                row.getString("closed_by"),
                row.getString("outcome"));
    }
}
