package org.yipiao.issuing;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.shared.UnitId;

/** SQL of the drafts. */
@Component
class DraftStore implements HandDrafts {
    private static final String CONTEXT = "issuing.draft";

    private final JdbcClient jdbc;
    private final Vault vault;
    private final InstantSource clock;

    DraftStore(JdbcClient jdbc, Vault vault, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public Optional<String> of(UnitId unit, long account) {
        return jdbc.sql("select sealed from issuing.hand_draft where unit_id = :unit and account_id = :account")
                .param("unit", unit.value())
                .param("account", account)
                .query(byte[].class)
                .optional()
                .map(kept -> new String(vault.open(CONTEXT, kept), StandardCharsets.UTF_8));
    }

    @Override
    public void keep(UnitId unit, long account, String text) {
        jdbc.sql("""
                insert into issuing.hand_draft (unit_id, account_id, sealed, saved_at)
                values (:unit, :account, :sealed, :at)
                on conflict (unit_id, account_id) do update
                   set sealed = excluded.sealed, saved_at = excluded.saved_at
                """)
                .param("unit", unit.value())
                .param("account", account)
                .param("sealed", vault.seal(CONTEXT, text.getBytes(StandardCharsets.UTF_8)))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public void forget(UnitId unit, long account) {
        jdbc.sql("delete from issuing.hand_draft where unit_id = :unit and account_id = :account")
                .param("unit", unit.value())
                .param("account", account)
                .update();
    }
}
