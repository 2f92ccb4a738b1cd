package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.yipiao.access.Vault;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** All SQL of intake. */
@Component
class MessageStore {
    /** 原始报文保存期限 */
    static final Duration KEPT_FOR = Duration.ofDays(180);

    private static final String NO_WAIT = "set local synchronous_commit = off";
    private static final String BODY = "intake.message";
    private static final String ANSWER = "intake.answer";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final Vault vault;

    MessageStore(JdbcTemplate batches, JdbcClient jdbc, Vault vault) {
        this.batches = batches;
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** 已加密报文 Sealed by the thread that brought it, so that the one writer only writes. */
    record Sealed(RawMessage message, byte[] body) {}

    Sealed sealed(RawMessage message) {
        return new Sealed(message, vault.seal(BODY, message.body()));
    }

    /**
     * One commit for all of them, that does not wait for the disk: the log is written in order, so the commit of whatever
     * the message causes (a bill, a parked call) makes the message durable before it. A power cut can only take a message
     * that caused nothing.
     */
    @Transactional
    void add(List<Sealed> messages) {
        jdbc.sql(NO_WAIT).update();
        batches.batchUpdate("""
                insert into intake.message (id, received_at, remote, method, sealed_body, body_bytes)
                values (?, ?, ?, ?, ?, ?)
                """, messages, messages.size(), (row, kept) -> {
            var message = kept.message();
            row.setObject(1, message.id());
            row.setTimestamp(2, Timestamp.from(message.receivedAt()));
            row.setString(3, message.remote());
            row.setString(4, message.method());
            row.setBytes(5, kept.body());
            row.setInt(6, message.body().length);
        });
    }

    /** Does not wait for the disk either: see {@link MessageLog}. */
    @Transactional
    void addOutcomes(List<MessageOutcome> outcomes) {
        jdbc.sql(NO_WAIT).update();
        batches.batchUpdate("""
                insert into intake.message_outcome (
                  unit_id, message_id, at, caller, method, bus_no, result, message, sealed_answer, took_ms, replayed_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (message_id, at) do nothing
                """, outcomes, outcomes.size(), (row, outcome) -> {
            row.setString(1, outcome.unit());
            row.setObject(2, outcome.messageId());
            row.setTimestamp(3, Timestamp.from(outcome.at()));
            row.setString(4, outcome.caller());
            row.setString(5, outcome.method());
            row.setString(6, outcome.busNo());
            row.setString(7, outcome.result());
            row.setString(8, outcome.message());
            row.setBytes(9, vault.seal(ANSWER, outcome.answer().getBytes(StandardCharsets.UTF_8)));
            row.setInt(10, outcome.tookMs());
            row.setString(11, outcome.replayedBy());
        });
    }

    /** Deletes at most {@code max} messages that arrived before the time, with their outcomes. @return how many */
    @Transactional
    int deleteReceivedBefore(Instant limit, int max) {
        var ids = jdbc.sql("select id from intake.message where id < :limit order by id limit :max")
                .param("limit", RawMessage.lowestIdAt(limit))
                .param("max", max)
                .query(UUID.class)
                .list();
        if (ids.isEmpty()) {
            return 0;
        }
        jdbc.sql("delete from intake.message_outcome where message_id in (:ids)")
                .param("ids", ids)
                .update();
        return jdbc.sql("delete from intake.message where id in (:ids)")
                .param("ids", ids)
                .update();
    }

    Optional<RawMessage> message(UUID id) {
        return jdbc.sql("select id, received_at, remote, method, sealed_body from intake.message where id = :id")
                .param("id", id)
                .query((row, n) -> new RawMessage(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("received_at").toInstant(),
                        row.getString("remote"),
                        row.getString("method"),
                        vault.open(BODY, row.getBytes("sealed_body"))))
                .optional();
    }

    /** The newest outcome of a message that the unit may see. */
    Optional<MessageOutcome> outcome(UnitId unit, boolean alsoUnknown, UUID message) {
        return jdbc.sql("""
                        select message_id, at, unit_id, caller, method, bus_no, result, message, sealed_answer,
                               took_ms, replayed_by
                          from intake.message_outcome
                         where message_id = :message
                           and (unit_id = :unit or (:unknown and unit_id = ''))
                         order by at desc
                         limit 1
                        """)
                .param("unit", unit.value())
                .param("unknown", alsoUnknown)
                .param("message", message)
                .query(this::outcome)
                .optional();
    }

    private MessageOutcome outcome(ResultSet row, int n) throws SQLException {
        return new MessageOutcome(
                row.getObject("message_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getString("unit_id"),
                row.getString("caller"),
                row.getString("method"),
                row.getString("bus_no"),
                row.getString("result"),
                row.getString("message"),
                new String(vault.open(ANSWER, row.getBytes("sealed_answer")), StandardCharsets.UTF_8),
                row.getInt("took_ms"),
                row.getString("replayed_by"));
    }

    /** 拒绝情况 of one account since a time. @param lastText the newest refusal's text */
    record Refused(String caller, long refused, long all, String lastText) {}

    List<Refused> refusedSince(Instant since) {
        return jdbc.sql("""
                        select caller, count(*) filter (where result <> 'S0000') as refused, count(*) as total,
                               coalesce((array_agg(message order by at desc) filter (where result <> 'S0000'))[1], '')
                                 as last_text
                          from intake.message_outcome
                         where at >= :since and replayed_by = ''
                         group by caller
                        having count(*) filter (where result <> 'S0000') > 0
                         order by refused desc
                         limit 20
                        """)
                .param("since", Timestamp.from(since))
                .query((row, n) -> new Refused(
                        row.getString("caller"),
                        row.getLong("refused"),
                        row.getLong("total"),
                        row.getString("last_text")))
                .list();
    }

    /**
     * 筛选 Empty parts do not narrow.
     *
     * @param result a code, or {@code failed} for everything that is not a success
     * @param text busNo or its beginning, or a part of the refusal's text
     */
    record Filter(String method, String result, String text) {}

    /** One line of the list; newest first, replays on lines of their own. */
    record Row(
            UUID id,
            Instant at,
            String caller,
            String method,
            String busNo,
            String result,
            String message,
            int tookMs) {}

    Page<Row> list(UnitId unit, boolean alsoUnknown, Filter filter, int pageNo, int pageSize) {
        String where = """
                 where (unit_id = :unit or (:unknown and unit_id = ''))
                   and (:method = '' or method = :method)
                   and (:result = '' or result = :result or (:result = 'failed' and result <> 'S0000'))
                   and (:text = '' or starts_with(bus_no, :text) or position(:text in message) > 0)
                """;
        long total = jdbc.sql("select count(*) from intake.message_outcome" + "\n" + where)
                .param("unit", unit.value())
                .param("unknown", alsoUnknown)
                .param("method", filter.method())
                .param("result", filter.result())
                .param("text", filter.text())
                .query(Long.class)
                .single();
        var rows = jdbc.sql("""
                        select message_id, at, caller, method, bus_no, result, message, took_ms
                          from intake.message_outcome
                        """ + where + """
                         order by at desc, message_id
                         limit :size offset :skip
                        """)
                .param("unit", unit.value())
                .param("unknown", alsoUnknown)
                .param("method", filter.method())
                .param("result", filter.result())
                .param("text", filter.text())
                .param("size", pageSize)
                .param("skip", (long) (pageNo - 1) * pageSize)
                .query((row, n) -> new Row(
                        row.getObject("message_id", UUID.class),
                        row.getTimestamp("at").toInstant(),
                        row.getString("caller"),
                        row.getString("method"),
                        row.getString("bus_no"),
                        row.getString("result"),
                        row.getString("message"),
                        row.getInt("took_ms")))
                .list();
        return new Page<>(rows, total, pageNo, pageSize);
    }
}
