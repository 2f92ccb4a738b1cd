package org.yipiao.supervision;

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
import org.yipiao.supervision.BureauAccess.Change;

/** SQL of the units' access to their bureaus; keys are sealed. */
@Repository("bureauAccessStore")
class AccessStore {
    private static final String KEY = "supervision.access.key";
    private static final String MARK = "supervision.access.mark";
    private static final int MARK_LENGTH = 8;

    private final JdbcClient jdbc;
    private final Vault vault;

    AccessStore(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /** @param key 接口密钥 */
    record Kept(String url, String key) {
        @Override
        public String toString() {
            return "Kept[url=" + url + "]";
        }
    }

    Optional<Kept> current(UnitId unit) {
        return jdbc.sql("""
                select url, sealed_key
                  from supervision.access
                 where unit_id = :unit
                 order by seq desc
                 limit 1
                """)
                .param("unit", unit.value())
                .query((row, n) -> new Kept(
                        row.getString("url"),
                        new String(vault.open(KEY, row.getBytes("sealed_key")), StandardCharsets.UTF_8)))
                .optional();
    }

    List<UnitId> units() {
        return jdbc.sql("select distinct unit_id from supervision.access order by unit_id")
                .query((row, n) -> new UnitId(row.getString("unit_id")))
                .list();
    }

    void keep(UnitId unit, Kept access, String by, Instant at) {
        byte[] key = access.key().getBytes(StandardCharsets.UTF_8);
        jdbc.sql("""
                insert into supervision.access (unit_id, url, sealed_key, key_mark, changed_by, changed_at)
                values (:unit, :url, :key, :mark, :by, :at)
                """)
                .param("unit", unit.value())
                .param("url", access.url())
                .param("key", vault.seal(KEY, key))
                .param("mark", HexFormat.of().formatHex(vault.mac(MARK, key)).substring(0, MARK_LENGTH))
                .param("by", by)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Newest first. */
    List<Change> changes(UnitId unit, int newest) {
        return jdbc.sql("""
                select url, key_mark, changed_by, changed_at
                  from supervision.access
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
                        row.getString("key_mark")))
                .list();
    }
}
