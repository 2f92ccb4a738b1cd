package org.yipiao.intake;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Callers.Caller;

/** SQL of random texts that were used. */
@Component
class NonceStore {
    private final JdbcClient jdbc;

    NonceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The commit does not wait for the disk: a power cut forgets the last moments, and what a request caused is guarded by
     * its idempotency key all the same.
     *
     * @return false when it was used before, at any instance
     */
    boolean use(Caller caller, String nonce, Instant at) {
        return jdbc.sql("""
                        insert into intake.nonce (unit_id, caller, nonce, at)
                        select :unit, :caller, :nonce, :at
                         where set_config('synchronous_commit', 'off', true) = 'off'
                        on conflict do nothing
                        """)
                        .param("unit", caller.unit().value())
                        .param("caller", caller.appid())
                        .param("nonce", nonce)
                        .param("at", at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    int forgetBefore(Instant limit) {
        return jdbc.sql("delete from intake.nonce where at < :limit")
                .param("limit", limit.atOffset(ZoneOffset.UTC))
                .update();
    }
}
