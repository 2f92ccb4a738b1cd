package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.yipiao.shared.UnitId;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** SQL of the units' accounts with outside parties. */
@Repository
class ConnectionStore implements Connections {
    private static final int MARK_LENGTH = 8;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Vault vault;
    private final InstantSource clock;

    ConnectionStore(JdbcClient jdbc, Vault vault, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    /** What a secret is sealed for: it opens for this party alone. */
    private static String sealedFor(String party) {
        return "access.connection." + party;
    }

    @Override
    public Optional<Kept> current(UnitId unit, String party) {
        return jdbc.sql("""
                select settings, sealed_secret, sealed_for
                  from access.connection
                 where unit_id = :unit
                   and party = :party
                 order by seq desc
                 limit 1
                """)
                .param("unit", unit.value())
                .param("party", party)
                .query((row, n) -> new Kept(
                        settings(row),
                        new String(vault.open(row.getString("sealed_for"), row.getBytes("sealed_secret")), UTF_8)))
                .optional();
    }

    @Override
    public List<UnitId> units(String party) {
        return jdbc.sql("select distinct unit_id from access.connection where party = :party order by unit_id")
                .param("party", party)
                .query((row, n) -> new UnitId(row.getString("unit_id")))
                .list();
    }

    @Override
    public void keep(UnitId unit, String party, Kept kept, String by) {
        byte[] secret = kept.secret().getBytes(UTF_8);
        String sealedFor = sealedFor(party);
        jdbc.sql("""
                insert into access.connection
                       (unit_id, party, settings, sealed_secret, sealed_for, secret_mark, changed_by, changed_at)
                values (:unit, :party, cast(:settings as jsonb), :secret, :sealedFor, :mark, :by, :at)
                """)
                .param("unit", unit.value())
                .param("party", party)
                .param("settings", JSON.writeValueAsString(kept.settings()))
                .param("secret", vault.seal(sealedFor, secret))
                .param("sealedFor", sealedFor)
                .param(
                        "mark",
                        HexFormat.of()
                                .formatHex(vault.mac(sealedFor + ".mark", secret))
                                .substring(0, MARK_LENGTH))
                .param("by", by)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public List<Change> changes(UnitId unit, String party, int newest) {
        return jdbc.sql("""
                select settings, secret_mark, changed_by, changed_at
                  from access.connection
                 where unit_id = :unit
                   and party = :party
                 order by seq desc
                 limit :newest
                """)
                .param("unit", unit.value())
                .param("party", party)
                .param("newest", newest)
                .query((row, n) -> new Change(
                        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                        row.getString("changed_by"),
                        settings(row),
                        row.getString("secret_mark")))
                .list();
    }

    private static Map<String, String> settings(ResultSet row) throws SQLException {
        return JSON.readValue(row.getString("settings"), TEXTS);
    }
}
