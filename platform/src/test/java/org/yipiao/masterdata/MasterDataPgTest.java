package org.yipiao.masterdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.OneHospital.ID;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints.Form;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.masterdata.PayChannels.Means;
import org.yipiao.masterdata.PayChannels.PayChannel;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@PgTest
class MasterDataPgTest {
    private final SettableClock clock = new SettableClock();
    private final JdbcClient jdbc;
    private final Instance first;
    private final Instance second;

    MasterDataPgTest(JdbcClient jdbc, DataSource source) {
        this.jdbc = jdbc;
        this.first = new Instance(jdbc, source, clock);
        this.second = new Instance(jdbc, source, clock);
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
        final ChannelBook channels;
        final CampusBook campuses;
        final UnitRegisterBook register;
        final HistoryStore history;

        Instance(JdbcClient jdbc, DataSource source, InstantSource clock) {
            var places = new PlaceStore(jdbc);
            var store = new MasterDataStore(
                    jdbc, new Turned(), places, new IssuingPolicyStore(jdbc), new UnitRegisterStore(jdbc));
            history = new HistoryStore(jdbc, clock);
            cache = new MasterDataCache(store, new TransactionTemplate(new DataSourceTransactionManager(source)));
            units = new UnitBook(cache, store, history);
            points = new PointBook(cache, store, history);
            items = new ItemBook(cache, store, history);
            mapping = new MappingBook(cache, store, history);
            callers = new CallerBook(cache, store, history, new Turned());
            channels = new ChannelBook(cache, places, history);
            campuses = new CampusBook(cache, places, history);
            register = new UnitRegisterBook(cache, new UnitRegisterStore(jdbc), units, history, clock);
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
        assertThatThrownBy(() -> first.units.current(new UnitId("000"))).isInstanceOf(Refused.class);
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
    void a_unit_is_opened_once_and_stopped_everywhere_with_its_reason_kept() {
        var unit = new UnitId("990077");
        first.register.add(unit, "示例医院二", "新院区", "测试甲");
        assertThat(first.units.name(unit))
                .as("before the bureau has told anything")
                .isEqualTo("示例医院二");
        assertThatThrownBy(() -> second.register.add(unit, "别名", "", "测试乙"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("UNIT_EXISTS"));
        assertThatThrownBy(() -> first.register.add(ID, "示例医院", "", "测试乙")).isInstanceOf(Refused.class);
        first.register.turn(unit, true, "迁址停业", "测试乙");
        assertThat(first.units.stopped(unit)).isTrue();
        assertThat(first.units.stopped(ID)).isFalse();
        second.cache.refresh();
        assertThat(second.units.stopped(unit)).isTrue();
        assertThatThrownBy(() -> second.register.turn(unit, true, "再停", "测试乙")).isInstanceOf(Refused.class);
        first.register.turn(unit, false, "复业", "测试丙");
        assertThat(first.register.find(unit).orElseThrow().note()).isEqualTo("复业");
        assertThat(first.history.changes(unit, History.Kind.REGISTER, "", 1, 10).rows())
                .extracting(History.Change::act)
                .containsExactly("启用", "停用", "新建");
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

    @Test
    void every_change_is_kept_with_who_made_it_and_any_day_can_be_shown_as_it_was() {
        var point = new IssuingPoint(
                ID, "0901", "体检窗", List.of(BillKind.OUTPATIENT), false, Form.CHECK_UP, List.of("10.0.0.9"), "");
        first.points.save(point, "测试甲");
        var opened = clock.instant();
        clock.forward(Duration.ofDays(1));
        first.points.save(point, "测试乙");
        clock.forward(Duration.ofDays(1));
        first.points.save(point.stopped(true), "测试乙");
        var changes = first.history.changes(ID, History.Kind.POINT, "0901", 1, 10);
        assertThat(changes.rows()).extracting(History.Change::act).containsExactly("停用", "新建");
        assertThat(changes.rows().getFirst().by()).isEqualTo("测试乙");
        assertThat(changes.rows().getFirst().before()).containsEntry("状态", "启用").containsEntry("终端", "10.0.0.9");
        assertThat(changes.rows().getFirst().after()).containsEntry("状态", "停用");
        assertThat(changes.rows().getLast().before()).isEmpty();
        assertThat(first.history.asOf(ID, History.Kind.POINT, opened.plus(Duration.ofHours(30))))
                .filteredOn(state -> state.code().equals("0901"))
                .singleElement()
                .satisfies(state -> assertThat(state.fields()).containsEntry("状态", "启用"));
        assertThat(first.history.asOf(ID, History.Kind.POINT, opened.minusSeconds(1)))
                .noneMatch(state -> state.code().equals("0901"));
        assertThatThrownBy(() -> jdbc.sql("update masterdata.history set changed_by = '别人'")
                        .update())
                .hasMessageContaining("only be added to");
        assertThatThrownBy(() -> jdbc.sql("delete from masterdata.history").update())
                .hasMessageContaining("only be added to");
    }

    @Test
    void a_removed_mapping_is_gone_from_today_and_still_there_yesterday() {
        first.mapping.save(ID, List.of(new Entry("HIS7", Kind.CHARGE_ITEM, "X1", "09")), "测试甲");
        var yesterday = clock.instant();
        clock.forward(Duration.ofDays(1));
        assertThat(first.mapping.remove(ID, "HIS7", Kind.CHARGE_ITEM, "X1", "测试甲"))
                .isTrue();
        assertThat(first.mapping.remove(ID, "HIS7", Kind.CHARGE_ITEM, "X1", "测试甲"))
                .isFalse();
        assertThat(first.mapping.ours(ID, "HIS7", Kind.CHARGE_ITEM, "X1")).isEmpty();
        assertThat(first.history.asOf(ID, History.Kind.MAPPING, yesterday))
                .anyMatch(state -> state.code().equals("HIS7 CHARGE_ITEM X1"));
        assertThat(first.history.asOf(ID, History.Kind.MAPPING, clock.instant()))
                .noneMatch(state -> state.code().equals("HIS7 CHARGE_ITEM X1"));
    }

    @Test
    void an_item_is_usable_while_the_bureau_lists_it_the_unit_uses_it_and_its_time_has_come() {
        var day = LocalDate.of(2026, 7, 1);
        var item = new ChargeItem(
                ID, "20", "治疗费", List.of(BillKind.OUTPATIENT), 20, true, "05", "zlf", day, day.plusDays(1), true);
        assertThat(item.usableOn(day.minusDays(1))).isFalse();
        assertThat(item.usableOn(day)).isTrue();
        assertThat(item.usableOn(day.plusDays(1))).isTrue();
        assertThat(item.usableOn(day.plusDays(2))).isFalse();
        assertThat(item.enabled(false).usableOn(day)).isFalse();
        assertThat(item.unlisted().usableOn(day)).isFalse();
        first.items.save(List.of(item), "测试甲");
        second.cache.refresh();
        assertThat(second.items.find(ID, "20")).contains(item);
        long version = second.cache.now().version();
        first.items.save(List.of(item), "测试甲");
        assertThat(second.cache.refresh().version())
                .as("an unchanged item is not written")
                .isEqualTo(version);
    }

    @Test
    void the_protocols_channels_are_there_from_the_start_and_the_unit_changes_and_adds() {
        assertThat(first.channels.find(ID, "02").orElseThrow().means()).isEqualTo(Means.CASH);
        first.channels.save(new PayChannel(ID, "21", "数字人民币", Means.OTHER, 21, true), "测试甲");
        first.channels.save(first.channels.find(ID, "06").orElseThrow().enabled(false), "测试甲");
        second.cache.refresh();
        assertThat(second.channels.find(ID, "21").orElseThrow().name()).isEqualTo("数字人民币");
        assertThat(second.channels.find(ID, "06").orElseThrow().enabled()).isFalse();
        assertThat(second.channels.all(new UnitId("990009")))
                .allMatch(PayChannel::enabled)
                .hasSize(14);
        assertThat(first.history.changes(ID, History.Kind.CHANNEL, "06", 1, 10).rows())
                .extracting(History.Change::act)
                .containsExactly("停用");
    }

    @Test
    void a_new_key_is_in_the_history_without_being_told() {
        first.callers.save(new Caller(ID, "APP2", "测试业务系统", "abcdef0123", false, false, true), "测试甲");
        first.callers.save(new Caller(ID, "APP2", "测试业务系统", "9876543210", false, false, true), "测试甲");
        var rows = first.history.changes(ID, History.Kind.CALLER, "APP2", 1, 10).rows();
        assertThat(rows).extracting(History.Change::act).containsExactly("更换密钥", "新建");
        assertThat(rows.toString()).doesNotContain("abcdef0123").doesNotContain("9876543210");
        assertThat(first.callers.find("APP2").orElseThrow().toString()).doesNotContain("9876543210");
    }

    @Test
    void names_are_found_by_the_initials_of_their_pinyin() {
        assertThat(Pinyin.initials("床位费")).isEqualTo("cwf");
        assertThat(Pinyin.initials("诊察费")).isEqualTo("zcf");
        assertThat(Pinyin.initials("卫生材料费")).isEqualTo("wsclf");
        assertThat(Pinyin.initials("CT检查(增强)")).isEqualTo("ctjczq");
        assertThat(Pinyin.initials("啊匝座")).isEqualTo("azz");
        assertThat(NationalCategory.named("诊查费")).contains(NationalCategory.CONSULTATION);
    }
}
