package org.yipiao.signing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.access.Vault;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SigningAccess.Change;

/** SQL of the units' access to their signature servers; PINs are sealed. */
@Repository("signingAccessStore")
class AccessStore {
    private static final String PIN = "signing.access.pin";
    private static final String MARK = "signing.access.mark";
    private static final int MARK_LENGTH = 8;

    private final JdbcClient jdbc;
    private final Vault vault;

    AccessStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    Optional<SigningSettings> current(UnitId unit) {
        return jdbc.sql("""
                select url, key_index, sealed_pin, batch
                  from signing.access
                 where unit_id = :unit
                 order by seq desc
                 limit 1
                """)
                .param("unit", unit.value())
                .query((row, n) -> new SigningSettings(
                        row.getString("url"),
                        row.getInt("key_index"),
                        new String(vault.open(PIN, row.getBytes("sealed_pin")), StandardCharsets.UTF_8),
                        row.getBoolean("batch")))
                .optional();
    }

    void keep(UnitId unit, SigningSettings settings, String by, Instant at) {
        byte[] pin = settings.pin().getBytes(StandardCharsets.UTF_8);
        jdbc.sql("""
                insert into signing.access
                       (unit_id, url, key_index, sealed_pin, pin_mark, batch, changed_by, changed_at)
                values (:unit, :url, :keyIndex, :pin, :mark, :batch, :by, :at)
                """)
                .param("unit", unit.value())
                .param("url", settings.url())
                .param("keyIndex", settings.keyIndex())
                .param("pin", vault.seal(PIN, pin))
                .param("mark", HexFormat.of().formatHex(vault.mac(MARK, pin)).substring(0, MARK_LENGTH))
                .param("batch", settings.batch())
                .param("by", by)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Newest first. */
    List<Change> changes(UnitId unit, int newest) {
        return jdbc.sql("""
                select url, key_index, pin_mark, batch, changed_by, changed_at
                  from signing.access
                 where unit_id = :unit
                 order by seq desc
                 limit :newest
                """)
                .param("unit", unit.value())
                .param("newest", newest)
                .query((row, n) -> new Change(
                        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                        row.getString("changed_by"),
                        row.getString("url"),
                        row.getInt("key_index"),
                        row.getString("pin_mark"),
                        row.getBoolean("batch")))
                .list();
    }
}
