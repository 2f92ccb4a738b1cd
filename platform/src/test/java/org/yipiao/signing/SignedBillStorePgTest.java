package org.yipiao.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.OneHospital;
import org.yipiao.database.PgTest;
import org.yipiao.shared.BillId;

@PgTest
class SignedBillStorePgTest {
    private static final Instant NOW = Instant.parse("2026-06-15T02:00:00Z");

    private final JdbcClient jdbc;
    private final SignedBillStore store;

    SignedBillStorePgTest(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.store = new SignedBillStore(jdbc);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void freeze(long bill, String block) {
        store.freeze(OneHospital.ID, Map.of(new BillId(bill), bytes(block)), StandardCharsets.UTF_8, NOW);
    }

    @Test
    void a_block_that_was_frozen_first_stays_whatever_is_written_later() {
        freeze(1, "<Header>first</Header>");
        freeze(1, "<Header>second</Header>");
        var frozen = store.frozen(OneHospital.ID, List.of(new BillId(1))).get(new BillId(1));
        assertThat(frozen.block()).isEqualTo(bytes("<Header>first</Header>"));
        assertThat(frozen.charset()).isEqualTo(StandardCharsets.UTF_8);
    }

    @Test
    void the_first_signature_stays_and_the_supervisory_one_is_added_once() {
        var bill = new BillId(2);
        freeze(2, "块");
        store.signed(OneHospital.ID, Map.of(bill, bytes("unit")), NOW);
        store.signed(OneHospital.ID, Map.of(bill, bytes("unit again")), NOW);
        assertThat(store.originals(OneHospital.ID, List.of(bill)).get(bill).supervisorySignature())
                .isNull();

        store.countersigned(OneHospital.ID, Map.of(bill, bytes("bureau")), NOW);
        store.countersigned(OneHospital.ID, Map.of(bill, bytes("bureau again")), NOW);
        var original = store.originals(OneHospital.ID, List.of(bill)).get(bill);
        assertThat(original.block()).isEqualTo(bytes("块"));
        assertThat(original.unitSignature()).isEqualTo(bytes("unit"));
        assertThat(original.supervisorySignature()).isEqualTo(bytes("bureau"));
    }

    @Test
    void nothing_that_was_signed_can_be_changed_or_deleted() {
        var bill = new BillId(3);
        freeze(3, "block");
        store.signed(OneHospital.ID, Map.of(bill, bytes("unit")), NOW);
        store.countersigned(OneHospital.ID, Map.of(bill, bytes("bureau")), NOW);
        for (String table : List.of("frozen_block", "unit_signature", "supervisory_signature")) {
            assertThatThrownBy(() -> jdbc.sql("delete from signing." + table + " where bill_id = 3")
                            .update())
                    .hasMessageContaining("never changed");
        }
        assertThatThrownBy(() -> jdbc.sql("update signing.frozen_block set block = '' where bill_id = 3")
                        .update())
                .hasMessageContaining("never changed");
    }

    @Test
    void a_bill_without_a_unit_signature_has_no_original() {
        freeze(4, "block");
        assertThat(store.originals(OneHospital.ID, List.of(new BillId(4)))).isEmpty();
    }

    @Test
    void a_countersignature_without_a_unit_signature_is_refused() {
        freeze(5, "block");
        assertThatThrownBy(() -> store.countersigned(OneHospital.ID, Map.of(new BillId(5), bytes("bureau")), NOW))
                .isInstanceOf(org.springframework.dao.DataIntegrityViolationException.class);
    }
}
