package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.TestVault;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.UnitId;

/** What an installation kept before all units' accounts outside stood in one place is there after the upgrade, and opens. */
class EarlierConnectionsPgTest {
    private static final UnitId ONE = new UnitId("990001");
    private static final UnitId TWO = new UnitId("990002");

    private final TestVault vault = new TestVault();

    @Test
    void accounts_of_the_earlier_version_are_in_force_after_the_upgrade_with_their_history() {
        try (var database = TestDatabase.blank()) {
            database.migrate("access", "19");
            database.migrate("signing", "2");
            database.migrate("supervision", "4");
            var jdbc = database.jdbc();
            bureau(jdbc, ONE, "https://old.example.org", "key of yesterday", "2026-01-02T00:00:00Z");
            bureau(jdbc, ONE, "https://bureau.example.org", "key of today", "2026-03-04T05:06:07Z");
            bureau(jdbc, TWO, "https://other.example.org", "key of the other", "2026-02-03T00:00:00Z");
            signing(jdbc);
            provider(jdbc);

            database.migrate("access", "latest");
            database.migrate("signing", "latest");
            database.migrate("supervision", "latest");

            Connections connections = TestConnections.of(jdbc, vault);
            var bureau = connections.current(ONE, "BUREAU").orElseThrow();
            assertThat(bureau.text("url")).isEqualTo("https://bureau.example.org");
            assertThat(bureau.secret()).isEqualTo("key of today");
            assertThat(connections.changes(ONE, "BUREAU", 10))
                    .extracting(change -> change.text("url") + " " + change.by() + " " + change.at())
                    .containsExactly(
                            "https://bureau.example.org 测试甲 2026-03-04T05:06:07Z",
                            "https://old.example.org 测试甲 2026-01-02T00:00:00Z");
            assertThat(connections.current(TWO, "BUREAU").orElseThrow().secret())
                    .isEqualTo("key of the other");
            assertThat(connections.units("BUREAU")).isEqualTo(List.of(ONE, TWO));
            var signing = connections.current(ONE, "SIGNING").orElseThrow();
            assertThat(signing.secret()).isEqualTo("246810");
            assertThat(signing.settings().toString()).contains("keyIndex=3", "batch=true", "https://sign.example.org");
            assertThat(connections.current(TWO, "SIGNING")).isEmpty();

            connections.keep(ONE, "BUREAU", new Connections.Kept(bureau.settings(), "key of tomorrow"), "测试乙");
            assertThat(connections.current(ONE, "BUREAU").orElseThrow().secret())
                    .as("and can be changed on")
                    .isEqualTo("key of tomorrow");
            var identities = new IdentityStore(jdbc, vault);
            assertThat(identities.provider(ONE).orElseThrow().secret()).isEqualTo("secret of the provider");
            assertThat(jdbc.sql("select method from access.sign_in")
                            .query(String.class)
                            .list())
                    .containsExactly("OIDC");
        }
    }

    private byte[] sealed(String context, String secret) {
        return vault.seal(context, secret.getBytes(UTF_8));
    }

    private void bureau(JdbcClient jdbc, UnitId unit, String url, String key, String at) {
        jdbc.sql("""
                insert into supervision.access (unit_id, url, sealed_key, key_mark, changed_by, changed_at)
                values (:unit, :url, :key, 'abcdef01', '测试甲', cast(:at as timestamptz))
                """)
                .param("unit", unit.value())
                .param("url", url)
                .param("key", sealed("supervision.access.key", key))
                .param("at", at)
                .update();
    }

    private void signing(JdbcClient jdbc) {
        jdbc.sql("""
                insert into signing.access (unit_id, url, key_index, sealed_pin, pin_mark, batch, changed_by, changed_at)
                values (:unit, 'https://sign.example.org', 3, :pin, 'abcdef02', true, '测试甲', '2026-03-04T05:06:07Z')
                """)
                .param("unit", ONE.value())
                .param("pin", sealed("signing.access.pin", "246810"))
                .update();
    }

    private void provider(JdbcClient jdbc) {
        jdbc.sql("""
                insert into access.identity_provider (unit_id, name, issuer, client_id, secret, claim, enabled, version)
                values (:unit, '统一身份', 'https://idp.example.org', 'bill', :secret, 'sub', true, 1)
                """)
                .param("unit", ONE.value())
                .param("secret", sealed("access.identity_provider", "secret of the provider"))
                .update();
        jdbc.sql("""
                insert into access.sign_in
                       (unit_id, id, username, display_name, method, result, address, device, agent, at)
                values (:unit, gen_random_uuid(), 'nobody', '', 'OIDC', '拒绝：身份未关联账户', '127.0.0.1', '', '', now())
                """).param("unit", ONE.value()).update();
    }
}
