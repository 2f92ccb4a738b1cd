package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.masterdata.Callers.Caller;

/** All SQL of idempotency keys. */
@Component
class OpenStore {
    private static final String ANSWER = "intake.open";

    private final JdbcClient jdbc;
    private final Vault vault;

    OpenStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** @param requestSm3 of path and body @param answer JSON */
    record Done(String requestSm3, String answer) {}

    Optional<Done> find(Caller caller, String key) {
        return jdbc.sql("""
                        select request_sm3, sealed_answer from intake.open_request
                         where unit_id = :unit and caller = :caller and idempotency_key = :key
                        """)
                .param("unit", caller.unit().value())
                .param("caller", caller.appid())
                .param("key", key)
                .query((row, n) -> new Done(
                        row.getString("request_sm3"),
                        new String(vault.open(ANSWER, row.getBytes("sealed_answer")), StandardCharsets.UTF_8)))
                .optional();
    }

    /** The first answer stays. */
    void keep(Caller caller, String key, Done done, Instant at) {
        jdbc.sql("""
                        insert into intake.open_request
                               (unit_id, caller, idempotency_key, request_sm3, sealed_answer, at)
                        values (:unit, :caller, :key, :sm3, :answer, :at)
                        on conflict do nothing
                        """)
                .param("unit", caller.unit().value())
                .param("caller", caller.appid())
                .param("key", key)
                .param("sm3", done.requestSm3())
                .param("answer", vault.seal(ANSWER, done.answer().getBytes(StandardCharsets.UTF_8)))
                .param("at", Timestamp.from(at))
                .update();
    }
}
