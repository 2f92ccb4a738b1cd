package org.yipiao.masterdata;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.SealRef;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.CodeMapping.Kind;
import org.yipiao.masterdata.IssuingPoints.Form;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.shared.UnitId;

/** All SQL of master data. */
@Component
class MasterDataStore {
    private static final String KEY_CONTEXT = "masterdata.caller";

    private final JdbcClient jdbc;
    private final Vault vault;
    private final PlaceStore places;
    private final IssuingPolicyStore policies;
    private final UnitRegisterStore register;

    MasterDataStore(
            JdbcClient jdbc, Vault vault, PlaceStore places, IssuingPolicyStore policies, UnitRegisterStore register) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.places = places;
        this.policies = policies;
        this.register = register;
    }

    long version() {
        return jdbc.sql("select version from masterdata.change")
                .query(Long.class)
                .single();
    }

    /** Takes the writers' lock until the transaction ends. */
    void changed() {
        jdbc.sql("update masterdata.change set version = version + 1").update();
    }

    /** Reads the version first: a change during the rest is found by the next look at the version. */
    MasterData load() {
        long version = version();
        return MasterData.of(
                version,
                units(),
                points(),
                items(),
                mappings(),
                callers(),
                places.channels(),
                places.campuses(),
                policies.all(),
                register.all());
    }

    List<Unit> units() {
        return jdbc.sql("""
                        select unit_id, version, party_code, party_name, payee_name, payee_account, payee_bank,
                               supervisor_area, tag, norm_version, province,
                               unit_seal_id, unit_seal_name, unit_seal_hash,
                               supervisory_seal_id, supervisory_seal_name, supervisory_seal_hash, charset, zone
                          from masterdata.unit
                        """).query(MasterDataStore::unit).list();
    }

    void add(Unit unit) {
        jdbc.sql("""
                        insert into masterdata.unit (
                          unit_id, version, party_code, party_name, payee_name, payee_account, payee_bank,
                          supervisor_area, tag, norm_version, province, unit_seal_id, unit_seal_name, unit_seal_hash,
                          supervisory_seal_id, supervisory_seal_name, supervisory_seal_hash, charset, zone)
                        values (
                          :unit, :version, :partyCode, :partyName, :payeeName, :payeeAccount, :payeeBank,
                          :area, :tag, :norm, :province, :unitSealId, :unitSealName, :unitSealHash,
                          :sealId, :sealName, :sealHash, :charset, :zone)
                        """)
                .param("unit", unit.id().value())
                .param("version", unit.version())
                .param("partyCode", unit.party().code())
                .param("partyName", unit.party().name())
                .param("payeeName", unit.party().payeeName())
                .param("payeeAccount", unit.party().payeeAccount())
                .param("payeeBank", unit.party().payeeBank())
                .param("area", unit.supervisorArea())
                .param("tag", unit.tag())
                .param("norm", unit.normVersion())
                .param("province", unit.province())
                .param("unitSealId", unit.unitSeal().id())
                .param("unitSealName", unit.unitSeal().name())
                .param("unitSealHash", unit.unitSeal().hash())
                .param("sealId", unit.supervisorySeal().id())
                .param("sealName", unit.supervisorySeal().name())
                .param("sealHash", unit.supervisorySeal().hash())
                .param("charset", unit.charset().name())
                .param("zone", unit.zone().getId())
                .update();
    }

    private static Unit unit(ResultSet row, int n) throws SQLException {
        return new Unit(
                new UnitId(row.getString("unit_id")),
                row.getInt("version"),
                new InvoicingParty(
                        row.getString("party_code"),
                        row.getString("party_name"),
                        row.getString("payee_name"),
                        row.getString("payee_account"),
                        row.getString("payee_bank")),
                row.getString("supervisor_area"),
                row.getString("tag"),
                row.getString("norm_version"),
                row.getString("province"),
                new SealRef(
                        row.getString("unit_seal_id"),
                        row.getString("unit_seal_name"),
                        row.getString("unit_seal_hash")),
                new SealRef(
                        row.getString("supervisory_seal_id"),
                        row.getString("supervisory_seal_name"),
                        row.getString("supervisory_seal_hash")),
                Charset.forName(row.getString("charset")),
                ZoneId.of(row.getString("zone")));
    }

    private List<IssuingPoint> points() {
        return jdbc.sql(
                        "select unit_id, code, name, kinds, stopped, form, terminals, campus from masterdata.issuing_point")
                .query((row, n) -> new IssuingPoint(
                        new UnitId(row.getString("unit_id")),
                        row.getString("code"),
                        row.getString("name"),
                        kinds(row),
                        row.getBoolean("stopped"),
                        Form.valueOf(row.getString("form")),
                        List.of((String[]) row.getArray("terminals").getArray()),
                        row.getString("campus")))
                .list();
    }

    void save(IssuingPoint point) {
        jdbc.sql("""
                        insert into masterdata.issuing_point
                               (unit_id, code, name, kinds, stopped, form, terminals, campus)
                        values (:unit, :code, :name, string_to_array(:kinds, ','), :stopped,
                                :form, :terminals, :campus)
                        on conflict (unit_id, code) do update
                        set name = excluded.name, kinds = excluded.kinds, stopped = excluded.stopped,
                            form = excluded.form, terminals = excluded.terminals, campus = excluded.campus
                        """)
                .param("unit", point.unit().value())
                .param("code", point.code())
                .param("name", point.name())
                .param("kinds", names(point.kinds()))
                .param("stopped", point.stopped())
                .param("form", point.form().name())
                .param("terminals", point.terminals().toArray(String[]::new))
                .param("campus", point.campus())
                .update();
    }

    private List<ChargeItem> items() {
        return jdbc.sql("""
                        select unit_id, code, name, kinds, face_order, enabled, category, mnemonic,
                               valid_from, valid_until, listed
                          from masterdata.charge_item
                        """)
                .query((row, n) -> new ChargeItem(
                        new UnitId(row.getString("unit_id")),
                        row.getString("code"),
                        row.getString("name"),
                        kinds(row),
                        row.getInt("face_order"),
                        row.getBoolean("enabled"),
                        row.getString("category"),
                        row.getString("mnemonic"),
                        row.getObject("valid_from", LocalDate.class),
                        row.getObject("valid_until", LocalDate.class),
                        row.getBoolean("listed")))
                .list();
    }

    void save(ChargeItem item) {
        jdbc.sql("""
                        insert into masterdata.charge_item
                               (unit_id, code, name, kinds, face_order, enabled, category, mnemonic,
                                valid_from, valid_until, listed)
                        values (:unit, :code, :name, string_to_array(:kinds, ','), :order, :enabled, :category, :mnemonic,
                                :validFrom, :validUntil, :listed)
                        on conflict (unit_id, code) do update
                        set name = excluded.name, kinds = excluded.kinds,
                            face_order = excluded.face_order, enabled = excluded.enabled,
                            category = excluded.category, mnemonic = excluded.mnemonic,
                            valid_from = excluded.valid_from, valid_until = excluded.valid_until,
                            listed = excluded.listed
                        """)
                .param("unit", item.unit().value())
                .param("code", item.code())
                .param("name", item.name())
                .param("kinds", names(item.kinds()))
                .param("order", item.order())
                .param("enabled", item.enabled())
                .param("category", item.category())
                .param("mnemonic", item.mnemonic())
                .param("validFrom", item.validFrom(), Types.DATE)
                .param("validUntil", item.validUntil(), Types.DATE)
                .param("listed", item.listed())
                .update();
    }

    private List<MasterData.Mapped> mappings() {
        return jdbc.sql("select unit_id, caller, kind, his_code, our_code from masterdata.code_mapping")
                .query((row, n) -> new MasterData.Mapped(
                        new UnitId(row.getString("unit_id")),
                        new Entry(
                                row.getString("caller"),
                                Kind.valueOf(row.getString("kind")),
                                row.getString("his_code"),
                                row.getString("our_code"))))
                .list();
    }

    void save(UnitId unit, Entry entry) {
        jdbc.sql("""
                        insert into masterdata.code_mapping (unit_id, caller, kind, his_code, our_code)
                        values (:unit, :caller, :kind, :his, :ours)
                        on conflict (unit_id, caller, kind, his_code) do update
                        set our_code = excluded.our_code
                        """)
                .param("unit", unit.value())
                .param("caller", entry.caller())
                .param("kind", entry.kind().name())
                .param("his", entry.hisCode())
                .param("ours", entry.ourCode())
                .update();
    }

    void remove(UnitId unit, String caller, Kind kind, String hisCode) {
        jdbc.sql("""
                        delete from masterdata.code_mapping
                         where unit_id = :unit and caller = :caller and kind = :kind and his_code = :his
                        """)
                .param("unit", unit.value())
                .param("caller", caller)
                .param("kind", kind.name())
                .param("his", hisCode)
                .update();
    }

    private List<Caller> callers() {
        return jdbc.sql("""
                        select unit_id, appid, name, sealed_key, loose_sign, return_existing_red, enabled, protocol,
                               arrears
                          from masterdata.caller
                        """)
                .query((row, n) -> new Caller(
                        new UnitId(row.getString("unit_id")),
                        row.getString("appid"),
                        row.getString("name"),
                        new String(vault.open(KEY_CONTEXT, row.getBytes("sealed_key")), StandardCharsets.UTF_8),
                        row.getBoolean("loose_sign"),
                        row.getBoolean("return_existing_red"),
                        row.getBoolean("enabled"),
                        Protocol.of(row.getString("protocol")).orElse(Protocol.ANY),
                        Callers.Arrears.valueOf(row.getString("arrears"))))
                .list();
    }

    void save(Caller caller) {
        jdbc.sql("""
                        insert into masterdata.caller (
                          unit_id, appid, name, sealed_key, loose_sign, return_existing_red, enabled, protocol,
                          arrears)
                        values (:unit, :appid, :name, :key, :loose, :returnRed, :enabled, :protocol, :arrears)
                        on conflict (unit_id, appid) do update
                        set name = excluded.name, sealed_key = excluded.sealed_key, loose_sign = excluded.loose_sign,
                            return_existing_red = excluded.return_existing_red, enabled = excluded.enabled,
                            protocol = excluded.protocol, arrears = excluded.arrears
                        """)
                .param("unit", caller.unit().value())
                .param("appid", caller.appid())
                .param("name", caller.name())
                .param("key", vault.seal(KEY_CONTEXT, caller.key().getBytes(StandardCharsets.UTF_8)))
                .param("loose", caller.looseSign())
                .param("returnRed", caller.returnExistingRed())
                .param("enabled", caller.enabled())
                .param("protocol", caller.protocol().code())
                .param("arrears", caller.arrears().name())
                .update();
    }

    private static List<BillKind> kinds(ResultSet row) throws SQLException {
        return Stream.of((String[]) row.getArray("kinds").getArray())
                .map(BillKind::valueOf)
                .toList();
    }

    private static String names(List<BillKind> kinds) {
        return kinds.stream().map(BillKind::name).collect(Collectors.joining(","));
    }
}
