package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.supervision.RoadToBureau.UNIT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.archive.Archive;
import org.yipiao.bill.verify.Verifier;
import org.yipiao.database.PgTest;
import org.yipiao.delivery.BillLinks;
import org.yipiao.delivery.Deliveries;
import org.yipiao.issuing.Contact;
import org.yipiao.shared.BillId;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.StageName;

/** Sealing, archiving and telling the payer, against the sandbox over HTTP. */
@PgTest
class WholeRoadPgTest {
    @TempDir
    Path home;

    private RoadToBureau road;

    @BeforeEach
    void open(DataSource database) {
        road = new RoadToBureau(database, home);
    }

    @AfterEach
    void close() {
        road.close();
    }

    private static Contact wechat(String openId, String mobile) {
        return new Contact(mobile, "", openId, "", "");
    }

    private List<Deliveries.Notice> notices(BillId bill) {
        return road.bean(Deliveries.class).of(UNIT, bill);
    }

    @Test
    void a_bill_goes_from_signature_to_payer_and_anybody_can_verify_its_file() {
        BillId bill = road.blue("12.05");
        road.ledger.contact(bill, wechat("oTESTPAYER" + bill, ""));
        road.done(StageName.DELIVER, bill);

        byte[] ofd = road.bean(Archive.class).original(UNIT, bill).orElseThrow();
        var seals = road.bean(SupervisorySeals.class);
        var checks = new Verifier(new Verifier.Trust(seals.roots(UNIT), seals.supervisors(UNIT))).verify(ofd);
        assertThat(Verifier.genuine(checks)).as("%s", checks).isTrue();
        assertThat(road.bean(Archive.class).archived(UNIT, List.of(bill))).containsExactly(bill);
        assertThat(notices(bill)).singleElement().satisfies(notice -> {
            assertThat(notice.channel()).isEqualTo(Deliveries.Channel.WECHAT);
            assertThat(notice.to()).doesNotContain("PAYER");
        });
        var received = road.sandbox
                .get("/sandbox/wechat/messages?openid=oTESTPAYER" + bill)
                .path("rows");
        assertThat(received.size()).isEqualTo(1);
        assertThat(received.get(0).path("url").stringValue())
                .isEqualTo(road.bean(BillLinks.class).link(bill));
        assertThat(received.get(0).path("data").toString())
                .contains("示例医院", "12.05")
                .doesNotContain("西药");
    }

    @Test
    void a_lost_answer_of_wechat_tells_the_payer_once() {
        BillId before = road.blue("1.00");
        road.ledger.contact(before, wechat("oLOSTANSWER" + before, ""));
        assertThat(road.one(StageName.DELIVER, before)).isInstanceOf(Outcome.Done.class);
        // The token is known now, so it is the message itself whose answer is lost.
        road.sandbox.fault("wechat", "{\"lostShare\":1}");
        BillId other = road.blue("1.00");
        road.ledger.contact(other, wechat("oLOSTANSWER" + other, ""));
        assertThat(road.one(StageName.DELIVER, other))
                .isInstanceOfSatisfying(
                        Outcome.Waits.class, waits -> assertThat(waits.fault()).isEqualTo(Fault.TIMEOUT));
        road.sandbox.healthy();
        assertThat(road.one(StageName.DELIVER, other)).isInstanceOf(Outcome.Done.class);
        assertThat(road.one(StageName.DELIVER, other)).isInstanceOf(Outcome.Done.class);
        assertThat(road.sandbox
                        .get("/sandbox/wechat/messages?openid=oLOSTANSWER" + other)
                        .path("rows")
                        .size())
                .isEqualTo(1);
        assertThat(notices(other)).hasSize(1);
    }

    @Test
    void a_payer_who_left_the_account_is_told_by_sms() {
        BillId bill = road.blue("1.00");
        String mobile = "139" + String.format("%08d", bill.value() % 100_000_000);
        road.ledger.contact(bill, wechat("oUNFOLLOWED" + bill, mobile));
        assertThat(road.one(StageName.DELIVER, bill)).isInstanceOf(Outcome.Done.class);
        assertThat(notices(bill))
                .extracting(Deliveries.Notice::channel, Deliveries.Notice::result)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Deliveries.Channel.WECHAT, Deliveries.Result.FAILED),
                        org.assertj.core.groups.Tuple.tuple(Deliveries.Channel.SMS, Deliveries.Result.SENT));
        assertThat(road.sandbox
                        .get("/sandbox/sms/messages?mobile=" + mobile)
                        .path("rows")
                        .size())
                .isEqualTo(1);
        assertThat(notices(bill).getLast().to()).contains("****");
    }

    @Test
    void a_bill_nobody_can_be_told_about_or_that_is_held_back_is_settled_with_its_reason() {
        BillId alone = road.blue("1.00");
        BillId heldBack = road.blue("1.00");
        road.ledger.contact(heldBack, wechat("oHELDBACK" + heldBack, ""));
        road.ledger.holdBack(heldBack);
        assertThat(road.one(StageName.DELIVER, alone)).isEqualTo(new Outcome.Done(alone, "无联系方式，仅取票链接"));
        assertThat(road.one(StageName.DELIVER, heldBack)).isEqualTo(new Outcome.Done(heldBack, "不可流通，不交付"));
        assertThat(road.sandbox
                        .get("/sandbox/wechat/messages?openid=oHELDBACK" + heldBack)
                        .path("rows")
                        .size())
                .isZero();
        assertThat(road.bean(Deliveries.class).delivered(UNIT, List.of(alone, heldBack)))
                .isEmpty();
    }

    @Test
    void a_token_that_ended_is_fetched_anew_within_the_same_attempt() {
        BillId first = road.blue("1.00");
        road.ledger.contact(first, wechat("oTOKENENDS" + first, ""));
        assertThat(road.one(StageName.DELIVER, first)).isInstanceOf(Outcome.Done.class);
        road.sandbox.post("/sandbox/wechat/expire-token");
        BillId second = road.blue("1.00");
        road.ledger.contact(second, wechat("oTOKENENDS" + second, ""));
        assertThat(road.one(StageName.DELIVER, second)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_wrong_seal_of_the_bureau_never_gets_into_a_file() {
        BillId bill = road.blue("2.00");
        road.done(StageName.COUNTERSIGN, bill);
        road.sandbox.fault("bureau", "{\"wrongShare\":1}");
        assertThat(road.one(StageName.RENDER, bill))
                .isInstanceOfSatisfying(
                        Outcome.Waits.class, waits -> assertThat(waits.fault()).isEqualTo(Fault.WRONG_ANSWER));
        assertThat(road.bean(Archive.class).deposited(UNIT, List.of(bill))).isEmpty();
        road.sandbox.healthy();
        assertThat(road.one(StageName.RENDER, bill)).isInstanceOf(Outcome.Done.class);
        assertThat(road.one(StageName.ARCHIVE, bill)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void rendering_again_keeps_the_first_file() {
        BillId bill = road.blue("2.00");
        road.done(StageName.RENDER, bill);
        byte[] first = road.bean(Archive.class).original(UNIT, bill).orElseThrow();
        assertThat(road.one(StageName.RENDER, bill)).isEqualTo(new Outcome.Done(bill, "已有版式文件"));
        assertThat(road.bean(Archive.class).original(UNIT, bill)).hasValue(first);
    }

    @Test
    void one_changed_byte_in_the_store_is_found_before_archiving() throws IOException {
        BillId bill = road.blue("2.00");
        road.done(StageName.RENDER, bill);
        byte[] ofd = road.bean(Archive.class).original(UNIT, bill).orElseThrow();
        try (Stream<Path> files = Files.walk(home.resolve("blobs"))) {
            Path stored = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            ofd[ofd.length / 2] ^= 1;
            Files.write(stored, ofd);
        }
        assertThat(road.one(StageName.ARCHIVE, bill)).isInstanceOfSatisfying(Outcome.Stuck.class, stuck -> {
            assertThat(stuck.fault()).isEqualTo(Fault.OUR_DATA);
            assertThat(stuck.detail()).contains("摘要不符");
        });
        assertThat(road.bean(Archive.class).archived(UNIT, List.of(bill))).isEmpty();
    }

    @Test
    void a_file_whose_seals_or_xml_are_of_another_bill_is_not_archived() {
        BillId bill = road.blue("2.00");
        BillId other = road.blue("3.00");
        road.done(StageName.RENDER, other);
        road.done(StageName.COUNTERSIGN, bill);
        var archive = road.bean(Archive.class);
        byte[] foreign = archive.original(UNIT, other).orElseThrow();
        byte[] own = road.bean(org.yipiao.signing.SignedBills.class).document(UNIT, bill);
        archive.deposit(UNIT, bill, foreign, own);
        assertThat(road.one(StageName.ARCHIVE, bill))
                .isInstanceOfSatisfying(
                        Outcome.Stuck.class,
                        stuck -> assertThat(stuck.detail()).contains("四性检测未通过").contains("与台账一致"));
    }

    @Test
    void an_archived_original_can_not_be_changed_or_deleted(DataSource database) {
        BillId bill = road.blue("2.00");
        road.done(StageName.ARCHIVE, bill);
        var jdbc = org.springframework.jdbc.core.simple.JdbcClient.create(database);
        for (String sql : List.of(
                "delete from archive.original where bill_id = ",
                "update archive.original set archived_at = now() where bill_id = ")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> jdbc.sql(sql + bill.value()).update())
                    .hasMessageContaining("never changed");
        }
        String checks = jdbc.sql("select checks::text from archive.original where bill_id = " + bill.value())
                .query(String.class)
                .single();
        assertThat(checks).contains("真实性", "完整性", "可用性", "安全性");
    }

    @Test
    void a_red_bill_is_sealed_archived_and_told_as_a_reversal() {
        BillId blue = road.blue("9.00");
        road.done(StageName.DELIVER, blue);
        BillId red = road.red(blue);
        road.ledger.contact(red, wechat("oREDBILL" + red, ""));
        road.done(StageName.DELIVER, red);
        assertThat(road.sandbox
                        .get("/sandbox/wechat/messages?openid=oREDBILL" + red)
                        .path("rows")
                        .toString())
                .contains("冲红", "-9.00");
        assertThat(new String(
                        road.bean(org.yipiao.signing.SignedBills.class).document(UNIT, red), StandardCharsets.UTF_8))
                .contains(road.ledger.bill(blue).number().digits());
    }
}
