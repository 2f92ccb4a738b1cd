package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SignedBills;
import org.yipiao.signing.SigningAccess;
import org.yipiao.signing.UnitSigners;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.StageName;
import tools.jackson.databind.JsonNode;

/** Two hospitals on one road: each is signed, countersigned and sealed as itself, and one's trouble is its own. */
@PgTest
class TwoUnitsPgTest {
    /** The sandbox is shared by a whole run. */
    private static final AtomicInteger LAST = new AtomicInteger(900);

    @TempDir
    Path home;

    private final TestDatabase database;
    private final UnitId first = RoadToBureau.UNIT;
    private final UnitId second = new UnitId("990" + LAST.incrementAndGet());
    private RoadToBureau road;
    private JsonNode told;

    TwoUnitsPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void a_second_hospital_with_access_of_its_own() {
        road = new RoadToBureau(database.dataSource(), home);
        told = road.sandbox.register(second.value(), "12990000000000002X", "示例医院二");
        signing().keep(second, signingDraft(pin()), "测试甲");
        bureau().keep(second, bureauDraft(key()), "测试甲");
        road.bean(BureauSync.class).run(second);
    }

    @AfterEach
    void stop() {
        road.close();
    }

    private SigningAccess signing() {
        return road.bean(SigningAccess.class);
    }

    private BureauAccess bureau() {
        return road.bean(BureauAccess.class);
    }

    private String pin() {
        return told.path("pin").stringValue();
    }

    private String key() {
        return told.path("agencyKey").stringValue();
    }

    private SigningAccess.Draft signingDraft(String pin) {
        return new SigningAccess.Draft(road.sandbox.url(), told.path("keyIndex").asInt(), pin, true);
    }

    private BureauAccess.Draft bureauDraft(String key) {
        return new BureauAccess.Draft(road.sandbox.url(), key);
    }

    private SignedBills.Original original(UnitId unit, BillId bill) {
        return road.bean(SignedBills.class).originals(unit, List.of(bill)).get(bill);
    }

    @Test
    void a_bill_of_each_carries_its_own_signature_its_own_seal_and_its_own_name() {
        BillId ours = road.blue("12.30");
        road.done(StageName.ARCHIVE, ours);
        road.as(second);
        BillId theirs = road.blue("45.60");
        road.done(StageName.ARCHIVE, theirs);

        var oursSigned = XmlSignature.parse(original(first, ours).unitSignature());
        var theirsSigned = XmlSignature.parse(original(second, theirs).unitSignature());
        var signers = road.bean(UnitSigners.class);
        assertThat(theirsSigned.certificate()).isEqualTo(signers.signer(second).certificate());
        assertThat(oursSigned.certificate())
                .isEqualTo(signers.signer(first).certificate())
                .isNotEqualTo(theirsSigned.certificate());
        assertThat(theirsSigned.sealId())
                .isEqualTo(road.units.current(second).unitSeal().id())
                .isNotEqualTo(oursSigned.sealId());
        assertThat(new String(original(second, theirs).block(), StandardCharsets.UTF_8))
                .contains("示例医院二")
                .contains("12990000000000002X");
        assertThat(road.atBureau(theirs)).containsExactly("ISSUED 4560");
        String number = road.ledger.bill(theirs).key().number().digits();
        assertThat(road.sandbox.get("/sandbox/bureau/numbers"))
                .anyMatch(segment -> segment.path("agency").stringValue().equals(second.value())
                        && segment.path("first").stringValue().compareTo(number) <= 0
                        && segment.path("last").stringValue().compareTo(number) >= 0);
    }

    @Test
    void the_others_bills_go_on_while_one_units_pin_is_refused_and_its_own_follow_once_it_is_right() {
        signing().keep(second, signingDraft("wrong"), "测试甲");
        road.as(second);
        BillId theirs = road.blue("45.60");
        assertThat(road.one(StageName.SIGN, theirs)).isInstanceOfSatisfying(Outcome.Waits.class, waits -> {
            assertThat(waits.fault()).isEqualTo(Fault.REFUSED);
            assertThat(waits.detail()).contains("私钥口令错误");
        });
        road.as(first);
        road.done(StageName.COUNTERSIGN, road.blue("12.30"));
        road.as(second);
        signing().keep(second, signingDraft(pin()), "测试甲");
        road.done(StageName.COUNTERSIGN, theirs);
    }

    @Test
    void the_others_bills_are_countersigned_while_one_units_key_is_refused() {
        bureau().keep(second, bureauDraft("wrong"), "测试甲");
        assertThatThrownBy(() -> road.bean(BureauSync.class).run(second)).isInstanceOf(CallFailed.class);
        road.bean(BureauSync.class).run(first);
        road.done(StageName.COUNTERSIGN, road.blue("12.30"));
        assertThat(road.bean(BureauInspection.class).inspect().stream()
                        .filter(finding -> finding.cause().contains("4012")))
                .isEmpty();
        bureau().keep(second, bureauDraft(key()), "测试甲");
        road.bean(BureauSync.class).run(second);
    }

    @Test
    void a_unit_without_a_key_of_its_own_is_signed_by_nobody_elses() {
        var third = new UnitId("990899");
        assertThatThrownBy(() -> road.bean(UnitSigners.class).signAll(third, List.of(new byte[] {1})))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.fault()).isEqualTo(Fault.OUR_DATA))
                .hasMessageContaining("未配置签名服务器地址");
        assertThatThrownBy(() -> road.bean(BureauSync.class).run(third)).hasMessageContaining("未配置财政票据系统地址");
    }

    @Test
    void a_trial_tells_what_is_wrong_and_changes_nothing() {
        assertThat(signing().tryOut(second, signingDraft(""))).satisfies(trial -> {
            assertThat(trial.succeeded()).as("the kept pin").isTrue();
            assertThat(trial.subject()).contains("示例医院二");
        });
        assertThat(signing().tryOut(second, signingDraft("wrong")).detail()).contains("私钥口令错误");
        assertThat(signing()
                        .tryOut(second, new SigningAccess.Draft("http://127.0.0.1:1", 1, "x", true))
                        .detail())
                .contains("连接不上签名服务器");
        assertThat(bureau().tryOut(second, bureauDraft("")).name()).isEqualTo("示例医院二");
        assertThat(bureau().tryOut(second, bureauDraft("wrong")).detail()).contains("密钥");
        assertThat(bureau().tryOut(new UnitId("990898"), bureauDraft(key())).detail())
                .contains("单位识别码");
        assertThat(bureau().changes(second)).hasSize(1);
        assertThat(signing().changes(second)).hasSize(1);
    }

    @Test
    void secrets_are_sealed_at_rest_and_what_was_in_force_before_stays_readable() {
        signing().keep(second, signingDraft("another-pin"), "测试乙");
        var changes = signing().changes(second);
        assertThat(changes).extracting(SigningAccess.Change::by).containsExactly("测试乙", "测试甲");
        assertThat(changes.get(0).pinMark()).isNotEqualTo(changes.get(1).pinMark());
        var kept = database.jdbc()
                .sql(
                        "select sealed_secret from access.connection where unit_id = :unit and party = 'SIGNING' order by seq")
                .param("unit", second.value())
                .query(byte[].class)
                .list();
        assertThat(new String(kept.getFirst(), StandardCharsets.ISO_8859_1)).doesNotContain(pin());
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update access.connection set settings = '{}' where unit_id = :unit")
                        .param("unit", second.value())
                        .update())
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> database.jdbc()
                        .sql("delete from access.connection where unit_id = :unit")
                        .param("unit", second.value())
                        .update())
                .hasMessageContaining("never changed");
    }
}
