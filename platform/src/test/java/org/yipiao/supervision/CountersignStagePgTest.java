package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.supervision.RoadToBureau.UNIT;

import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.database.PgTest;
import org.yipiao.issuing.BillState;
import org.yipiao.shared.BillId;
import org.yipiao.signing.SignedBills;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.Outcome.Fault;
import org.yipiao.transit.StageName;

/** Signing and countersigning against the sandbox over HTTP, in good times and bad. */
@PgTest
class CountersignStagePgTest {
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

    private void waits(Outcome outcome, Fault fault) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Waits.class, waits -> assertThat(waits.fault()).isEqualTo(fault));
    }

    @Test
    void a_signed_bill_is_countersigned_and_its_document_carries_both_signatures() {
        BillId bill = road.blue("12.05");
        road.done(StageName.COUNTERSIGN, bill);

        assertThat(road.ledger.state(bill)).isEqualTo(BillState.ISSUED);
        assertThat(road.atBureau(bill)).containsExactly("ISSUED 1205");
        var read = BillXml.read(road.bean(SignedBills.class).document(UNIT, bill));
        assertThat(read.bill().key()).isEqualTo(road.ledger.bill(bill).key());
        assertThat(read.signatures())
                .extracting(XmlSignature::role)
                .containsExactly(XmlSignature.Role.UNIT, XmlSignature.Role.SUPERVISORY);
        var unit = read.signatures().getFirst();
        assertThat(Sm2.verify(Sm2.certificate(unit.certificate()), read.block(), unit.value()))
                .isTrue();
    }

    @Test
    void the_bureaus_configuration_fills_unit_items_codes_and_seals() {
        assertThat(road.units.current(UNIT).party().name()).isEqualTo("示例医院");
        assertThat(road.bean(SupervisorySeals.class).roots(UNIT)).hasSize(1);
        assertThat(road.bean(SupervisorySeals.class).seal(UNIT).ref())
                .isEqualTo(road.units.current(UNIT).supervisorySeal());
        org.mockito.Mockito.verify(road.stock, org.mockito.Mockito.atLeastOnce())
                .register(UNIT, RoadToBureau.OUTPATIENT, org.yipiao.bill.BillKind.OUTPATIENT, 2026);
    }

    @Test
    void a_lost_answer_is_settled_by_asking_the_bureau_and_the_bill_stands_there_once() {
        BillId bill = road.blue("3.00");
        road.done(StageName.SIGN, bill);
        road.sandbox.fault("bureau", "{\"lostShare\":1}");
        waits(road.one(StageName.COUNTERSIGN, bill), Fault.TIMEOUT);
        assertThat(road.ledger.state(bill)).isEqualTo(BillState.UPLOADED);

        road.sandbox.healthy();
        assertThat(road.one(StageName.COUNTERSIGN, bill))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.note()).startsWith("查询得到"));
        assertThat(road.ledger.state(bill)).isEqualTo(BillState.ISSUED);
        assertThat(road.atBureau(bill)).containsExactly("ISSUED 300");
    }

    @Test
    void a_supervisory_signature_of_another_bill_is_not_believed() {
        BillId one = road.blue("1.00");
        BillId other = road.blue("2.00");
        road.done(StageName.SIGN, one, other);
        road.sandbox.fault("bureau", "{\"wrongShare\":1}");
        road.work(StageName.COUNTERSIGN, one, other).forEach(outcome -> waits(outcome, Fault.WRONG_ANSWER));
        assertThat(road.ledger.state(one)).isEqualTo(BillState.UPLOADED);

        road.sandbox.healthy();
        road.done(StageName.COUNTERSIGN, one, other);
        assertThat(road.ledger.state(one)).isEqualTo(BillState.ISSUED);
        assertThat(road.atBureau(other)).containsExactly("ISSUED 200");
    }

    @Test
    void a_bureau_that_is_away_keeps_the_bill_waiting_and_nothing_is_lost() {
        BillId bill = road.blue("5.00");
        road.done(StageName.SIGN, bill);
        road.sandbox.fault("bureau", "{\"outage\":true,\"outageKind\":\"HTTP_503\"}");
        waits(road.one(StageName.COUNTERSIGN, bill), Fault.BUSY);
        road.sandbox.fault("bureau", "{\"errorShare\":1}");
        waits(road.one(StageName.COUNTERSIGN, bill), Fault.BUSY);

        road.sandbox.healthy();
        road.done(StageName.COUNTERSIGN, bill);
        assertThat(road.atBureau(bill)).containsExactly("ISSUED 500");
    }

    @Test
    void a_bill_the_bureau_refuses_stops_with_its_reason_and_can_be_tried_again() {
        BillId bill = road.ledger.blue(RoadToBureau.OUTPATIENT, 9_999_999_999L, road.now(), "1.00");
        road.done(StageName.SIGN, bill);
        Outcome refused = road.one(StageName.COUNTERSIGN, bill);
        assertThat(refused).isInstanceOfSatisfying(Outcome.Stuck.class, stuck -> {
            assertThat(stuck.fault()).isEqualTo(Fault.REFUSED);
            assertThat(stuck.detail()).contains("号码未分配给本单位");
        });
        assertThat(road.ledger.state(bill)).isEqualTo(BillState.REJECTED);
        assertThat(road.one(StageName.COUNTERSIGN, bill)).isInstanceOf(Outcome.Stuck.class);
        assertThat(road.ledger.state(bill)).isEqualTo(BillState.REJECTED);
    }

    @Test
    void a_number_under_which_the_bureau_holds_another_bill_stops_for_a_person() {
        BillId first = road.blue("7.00");
        road.done(StageName.COUNTERSIGN, first);
        var number = road.ledger.bill(first).number();
        BillId second = road.ledger.blue(RoadToBureau.OUTPATIENT, number.value(), road.now(), "8.00");
        road.done(StageName.SIGN, second);
        assertThat(road.one(StageName.COUNTERSIGN, second)).isInstanceOf(Outcome.Stuck.class);
        assertThat(road.atBureau(second)).containsExactly("ISSUED 700");
    }

    @Test
    void a_red_bill_waits_for_its_blue_bill_and_then_reverses_it_at_the_bureau() {
        BillId blue = road.blue("9.00");
        BillId red = road.red(blue);
        road.done(StageName.SIGN, blue, red);
        assertThat(road.one(StageName.COUNTERSIGN, red))
                .isInstanceOfSatisfying(
                        Outcome.Waits.class, waits -> assertThat(waits.detail()).contains("等待原蓝票"));
        assertThat(road.ledger.state(red)).isEqualTo(BillState.UNIT_SIGNED);

        road.done(StageName.COUNTERSIGN, blue);
        road.done(StageName.COUNTERSIGN, red);
        assertThat(road.atBureau(blue)).containsExactly("REVERSED 900");
        assertThat(road.atBureau(red)).containsExactly("ISSUED -900");
    }

    @Test
    void a_crash_after_the_signature_was_kept_only_moves_the_state() {
        BillId bill = road.blue("4.00");
        road.done(StageName.COUNTERSIGN, bill);
        road.ledger.state(bill, BillState.UPLOADED);
        road.sandbox.fault("bureau", "{\"outage\":true}");
        assertThat(road.one(StageName.COUNTERSIGN, bill)).isInstanceOf(Outcome.Done.class);
        assertThat(road.ledger.state(bill)).isEqualTo(BillState.ISSUED);
    }

    @Test
    void a_signature_server_with_a_wrong_answer_signs_nothing() {
        BillId bill = road.blue("6.00");
        road.sandbox.fault("signer", "{\"wrongShare\":1}");
        waits(road.one(StageName.SIGN, bill), Fault.WRONG_ANSWER);
        assertThat(road.ledger.state(bill)).isEqualTo(BillState.NUMBERED);
        assertThat(road.bean(SignedBills.class).originals(UNIT, List.of(bill))).isEmpty();

        road.sandbox.healthy();
        road.done(StageName.SIGN, bill);
        assertThat(road.ledger.state(bill)).isEqualTo(BillState.UNIT_SIGNED);
    }

    @Test
    void every_message_is_noted_and_only_failed_ones_keep_their_sealed_bodies(DataSource database) {
        BillId bill = road.blue("2.50");
        road.done(StageName.SIGN, bill);
        road.sandbox.fault("bureau", "{\"errorShare\":1}");
        road.work(StageName.COUNTERSIGN, bill);
        var jdbc = org.springframework.jdbc.core.simple.JdbcClient.create(database);
        var last = jdbc.sql("""
                select path, outcome, sent_body is not null as sent, answer_body is not null as answered
                  from supervision.message
                 order by id desc
                 limit 1
                """).query().singleRow();
        assertThat(last).containsEntry("path", "/bureau/uploadBills").containsEntry("sent", true);
        assertThat(String.valueOf(last.get("outcome"))).contains("5000");
        assertThat(jdbc.sql("""
                select count(*) from supervision.message where outcome = '成功' and sent_body is not null
                """).query(Long.class).single()).isZero();
    }
}
