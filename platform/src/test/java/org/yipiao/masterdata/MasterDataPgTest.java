package org.yipiao.masterdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.OneHospital.ID;

import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.OneHospital;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.shared.UnitId;

@PgTest
class MasterDataPgTest {
    private final JdbcClient jdbc;
    private final Instance first;
    private final Instance second;

    MasterDataPgTest(JdbcClient jdbc, DataSource source) {
        this.jdbc = jdbc;
        this.first = new Instance(jdbc, source);
        this.second = new Instance(jdbc, source);
    }

    /** Turns every byte around: enough to see that a key is not stored as it is. */
    private static final class Turned implements Vault {
        @Override
        public byte[] seal(String context, byte[] plain) {
            var sealed = plain.clone();
            for (int i = 0; i < sealed.length; i++) {
                sealed[i] = (byte) ~sealed[i];
            }
            return sealed;
        }

        @Override
        public byte[] open(String context, byte[] sealed) {
            return seal(context, sealed);
        }

        @Override
        public byte[] mac(String context, byte[] message) {
            return message;
        }
    }

    /** One instance of the platform: its own memory over the shared database. */
    private static final class Instance {
        final MasterDataCache cache;
        final UnitBook units;
        final PointBook points;
        final ItemBook items;
        final MappingBook mapping;
        final CallerBook callers;

        Instance(JdbcClient jdbc, DataSource source) {
            var store = new MasterDataStore(jdbc, new Turned());
            cache = new MasterDataCache(store, new TransactionTemplate(new DataSourceTransactionManager(source)));
            units = new UnitBook(cache, store);
            points = new PointBook(cache, store);
            items = new ItemBook(cache, store);
            mapping = new MappingBook(cache, store);
            callers = new CallerBook(cache, store);
        }
    }

    @BeforeEach
    void one_unit() {
        first.units.save(new OneHospital().current(ID));
        second.cache.refresh();
    }

    @Test
    void a_changed_unit_becomes_a_new_version_and_old_ones_stay_readable() {
        var before = first.units.current(ID);
        assertThat(first.units.save(before)).isEqualTo(before);
        var changed = first.units.save(new Unit(
                ID,
                0,
                before.party(),
                "990199",
                before.tag(),
                before.normVersion(),
                before.province(),
                before.unitSeal(),
                before.supervisorySeal(),
                StandardCharsets.UTF_8,
                before.zone()));
        assertThat(changed.version()).isEqualTo(before.version() + 1);
        assertThat(first.units.current(ID)).isEqualTo(changed);
        assertThat(first.units.version(ID, before.version())).isEqualTo(before);
        // Not looked yet: the other instance finds a version it has not heard of all the same.
        assertThat(second.units.version(ID, changed.version())).isEqualTo(changed);
        assertThatThrownBy(() -> first.units.version(ID, 99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> first.units.current(new UnitId("000"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_change_is_seen_at_once_here_and_by_the_other_instance_after_its_next_look() {
        first.points.save(new IssuingPoint(ID, "0101", "门诊一号窗", List.of(BillKind.OUTPATIENT), false));
        second.cache.refresh();
        first.points.save(new IssuingPoint(ID, "0101", "门诊一号窗", List.of(BillKind.OUTPATIENT), true));
        assertThat(first.points.find(ID, "0101").orElseThrow().stopped()).isTrue();
        assertThat(second.points.find(ID, "0101").orElseThrow().stopped()).isFalse();
        second.cache.refresh();
        assertThat(second.points.find(ID, "0101").orElseThrow().stopped()).isTrue();
    }

    @Test
    void charge_items_stand_in_the_order_of_the_face() {
        first.items.save(List.of(
                new ChargeItem(ID, "09", "西药费", List.of(BillKind.values()), 7, true),
                new ChargeItem(ID, "02", "诊察费", List.of(BillKind.OUTPATIENT), 1, true)));
        assertThat(first.items.all(ID)).extracting(ChargeItem::code).containsExactly("02", "09");
        assertThat(first.items.find(ID, "09").orElseThrow().kinds()).containsExactly(BillKind.values());
        assertThat(first.items.find(ID, "77")).isEmpty();
    }

    @Test
    void codes_are_mapped_per_account_and_answers_use_the_accounts_own_code() {
        first.mapping.save(
                ID,
                List.of(
                        new Entry("HIS1", Kind.PLACE, "0101", "0101"),
                        new Entry("HIS1", Kind.PLACE, "W01", "0101"),
                        new Entry("HIS2", Kind.PLACE, "K1", "0101")));
        assertThat(first.mapping.ours(ID, "HIS1", Kind.PLACE, "W01")).contains("0101");
        assertThat(first.mapping.ours(ID, "HIS2", Kind.PLACE, "W01")).isEmpty();
        assertThat(first.mapping.his(ID, "HIS1", Kind.PLACE, "0101")).isEqualTo("W01");
        assertThat(first.mapping.his(ID, "HIS3", Kind.PLACE, "0101")).isEqualTo("0101");
        assertThat(first.mapping.all(ID, "HIS1")).hasSize(2);
    }

    @Test
    void the_key_of_an_account_is_sealed_at_rest() {
        first.callers.save(new Caller(ID, "APP1", "测试业务系统", "abcdef0123", true, false, true));
        assertThat(first.callers.find("APP1").orElseThrow().key()).isEqualTo("abcdef0123");
        assertThat(first.callers.all(ID)).hasSize(1);
        byte[] stored = jdbc.sql("select sealed_key from masterdata.caller where appid = 'APP1'")
                .query(byte[].class)
                .single();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("abcdef0123");
    }
}
