package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.issuing.IssueSetup.accepted;
import static org.yipiao.issuing.IssueSetup.refused;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.BillId;
import org.yipiao.shared.FieldError;

@PgTest
class IssuingPgTest {
    private final TestDatabase database;
    private IssueSetup setup;

    IssuingPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyTables() {
        empty(database);
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 1_000);
    }

    static void empty(TestDatabase database) {
        database.jdbc().sql("""
                set session_replication_role = replica;
                delete from issuing.bill;
                delete from issuing.bill_state;
                delete from issuing.charge_key;
                delete from numbering.code;
                delete from numbering.range;
                delete from numbering.document_line;
                delete from numbering.document_step;
                delete from numbering.document;
                delete from numbering.movement;
                delete from transit.waiting;
                delete from transit.step;
                set session_replication_role = origin
                """).update();
    }

    private IssuedBill issued(String busNo) {
        return accepted(setup.issuing.issue(Charges.outpatient(busNo)));
    }

    private void countersigned(IssuedBill bill) {
        setup.issuing.advance(OneHospital.ID, List.of(bill.id()), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED);
        setup.issuing.advance(OneHospital.ID, List.of(bill.id()), List.of(BillState.UNIT_SIGNED), BillState.ISSUED);
    }

    private IssueResult reversed(IssuedBill bill) {
        return setup.issuing.reverse(reversal(bill));
    }

    private static Reversal reversal(IssuedBill bill) {
        return new Reversal(
                OneHospital.ID,
                bill.code(),
                bill.number(),
                "退费",
                "测试乙",
                "",
                LocalDateTime.of(2026, 6, 15, 11, 0),
                "DEMOHIS");
    }

    @Test
    void a_settlement_becomes_the_next_number_of_its_point() {
        var first = issued("A1");
        var second = issued("A2");
        assertThat(first.number().value()).isEqualTo(1);
        assertThat(second.number().value()).isEqualTo(2);
        assertThat(first.state()).isEqualTo(BillState.NUMBERED);
        assertThat(first.checkCode().text()).matches("[0-9a-f]{6}");
        assertThat(first.issuedAt()).isEqualTo(LocalDateTime.of(2026, 6, 15, 10, 0));
        assertThat(setup.onTheRoad).containsExactly(first.id(), second.id());
        assertThat(setup.queries.byId(OneHospital.ID, first.id())).contains(first);
        assertThat(setup.queries.byKey(first.code(), first.number())).contains(first);
        assertThat(setup.inspection.inspect()).isEmpty();
    }

    @Test
    void the_content_is_kept_as_it_came() {
        var charge = Charges.outpatient("A1");
        var bill = setup.queries.bill(accepted(setup.issuing.issue(charge)).id());
        assertThat(bill.content()).isEqualTo(charge.content());
        assertThat(bill.name()).isEqualTo("示例省医疗门诊收费票据（电子）");
        assertThat(bill.issuer().name()).isEqualTo("示例医院");
        assertThat(bill.isRed()).isFalse();
    }

    @Test
    void the_same_settlement_again_returns_the_first_bill() {
        var first = issued("A1");
        assertThat(setup.issuing.issue(Charges.outpatient("A1"))).isEqualTo(new IssueResult.Accepted(first, false));
        assertThat(setup.onTheRoad).hasSize(1);
    }

    @Test
    void the_same_business_number_with_other_content_is_refused_naming_the_difference() {
        issued("A1");
        var refused = refused(setup.issuing.issue(
                Charges.of("A1", "0101", Charges.content(BillKind.OUTPATIENT, "A1", "13.00", "测试丁"))));
        assertThat(refused.why()).isEqualTo(IssueRefusal.CHARGE_ALREADY_BILLED);
        assertThat(refused.errors()).extracting(FieldError::label).contains("总金额", "交款人", "收费项目第1行金额");
        assertThat(refused.errors().getFirst().rule()).contains("12.05");
        assertThat(refused.errors().getFirst().value()).isEqualTo("13.00");
    }

    @Test
    void a_business_number_may_be_billed_once_per_kind() {
        setup.ledgers.stocked("0101", BillKind.INPATIENT, new org.yipiao.bill.BillCode("99060226"), 1, 10);
        var outpatient = issued("A1");
        var inpatient = accepted(setup.issuing.issue(
                Charges.of("A1", "0101", Charges.content(BillKind.INPATIENT, "A1", "900.00", "测试甲"))));
        assertThat(inpatient.code().digits()).isEqualTo("99060226");
        assertThat(setup.queries.byBusNo(OneHospital.ID, "DEMOHIS", "A1"))
                .containsExactlyInAnyOrder(outpatient, inpatient);
    }

    @Test
    void without_numbers_a_settlement_is_refused_and_can_be_repeated_after_distribution() {
        var refused = refused(setup.issuing.issue(Charges.outpatient("A1", "0102", "5.00")));
        assertThat(refused.why()).isEqualTo(IssueRefusal.STOCK_EXHAUSTED);
        assertThat(refused.detail()).contains("无可用票据").contains("0102");
        setup.stocked("0102", 5_000, 1);
        assertThat(accepted(setup.issuing.issue(Charges.outpatient("A1", "0102", "5.00")))
                        .number()
                        .value())
                .isEqualTo(5_000);
    }

    @Test
    void a_stopped_point_refuses_new_settlements_but_still_knows_the_old_ones() {
        var first = issued("A1");
        var point = setup.hospital.find(OneHospital.ID, "0101").orElseThrow();
        setup.hospital.save(new org.yipiao.masterdata.IssuingPoints.IssuingPoint(
                point.unit(), point.code(), point.name(), point.kinds(), true));
        assertThat(refused(setup.issuing.issue(Charges.outpatient("A2"))).why()).isEqualTo(IssueRefusal.POINT_STOPPED);
        assertThat(accepted(setup.issuing.issue(Charges.outpatient("A1")))).isEqualTo(first);
    }

    @Test
    void the_contact_is_not_readable_in_the_database() {
        var bill = issued("A1");
        assertThat(database.jdbc()
                        .sql("select convert_from(contact, 'LATIN1') from issuing.bill")
                        .query(String.class)
                        .single())
                .doesNotContain("13900000000");
        assertThat(setup.queries.contact(bill.id()).mobile()).isEqualTo("13900000000");
        assertThat(setup.queries.his(bill.id())).isEqualTo("{\"place\": \"W01\"}");
        assertThat(setup.queries.circulates(bill.id())).isTrue();
    }

    @Test
    void a_reversal_is_a_red_bill_of_its_own_that_names_the_blue_one() {
        var blue = issued("A1");
        countersigned(blue);
        var red = accepted(reversed(blue));
        assertThat(red.number().value()).isEqualTo(2);
        assertThat(red.total().plain()).isEqualTo("-12.05");
        assertThat(red.reverses()).contains(blue.id());
        var bill = setup.queries.bill(red.id());
        assertThat(bill.reverses()).contains(new org.yipiao.bill.Bill.Key(blue.code(), blue.number()));
        assertThat(bill.content().remark()).isEqualTo("红冲原票据：99060126 0000000001；原因：退费");
        assertThat(setup.queries.byId(blue.id()).orElseThrow().reversedBy()).contains(red.id());
        assertThat(setup.queries.byId(blue.id()).orElseThrow().state()).isEqualTo(BillState.ISSUED);
        countersigned(red);
        assertThat(setup.queries.byId(blue.id()).orElseThrow().state()).isEqualTo(BillState.REVERSED);
        assertThat(setup.queries.byBusNo(OneHospital.ID, "DEMOHIS", "A1"))
                .extracting(IssuedBill::id)
                .containsExactly(blue.id(), red.id());
        assertThat(setup.queries.contact(red.id()).mobile()).isEqualTo("13900000000");
    }

    @Test
    void a_reversed_bill_can_not_be_reversed_again() {
        var blue = issued("A1");
        accepted(reversed(blue));
        assertThat(refused(reversed(blue)).why()).isEqualTo(IssueRefusal.ALREADY_REVERSED);
        assertThat(refused(reversed(blue)).detail()).contains("已冲销，不能冲销开票");
    }

    @Test
    void a_red_bill_can_not_be_reversed() {
        var red = accepted(reversed(issued("A1")));
        assertThat(refused(reversed(red)).why()).isEqualTo(IssueRefusal.RED_BILL_NOT_REVERSIBLE);
    }

    @Test
    void the_red_bill_of_a_bill_still_on_the_road_waits_for_it() {
        var blue = issued("A1");
        var red = accepted(reversed(blue));
        assertThat(setup.queries.awaitingBlue(OneHospital.ID, List.of(blue.id(), red.id())))
                .containsExactly(red.id());
        countersigned(blue);
        assertThat(setup.queries.awaitingBlue(OneHospital.ID, List.of(blue.id(), red.id())))
                .isEmpty();
    }

    @Test
    void a_bill_the_bureau_refused_can_not_be_reversed() {
        var blue = issued("A1");
        setup.issuing.advance(OneHospital.ID, List.of(blue.id()), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED);
        setup.issuing.advance(OneHospital.ID, List.of(blue.id()), List.of(BillState.UNIT_SIGNED), BillState.REJECTED);
        assertThat(refused(reversed(blue)).why()).isEqualTo(IssueRefusal.NOT_YET_COUNTERSIGNED);
    }

    @Test
    void an_unknown_bill_can_not_be_reversed() {
        var blue = issued("A1");
        var unknown = new Reversal(
                OneHospital.ID,
                blue.code(),
                org.yipiao.bill.BillNumber.of(999_999),
                "退费",
                "测试乙",
                "",
                blue.busAt(),
                "DEMOHIS");
        assertThat(refused(setup.issuing.reverse(unknown)).why()).isEqualTo(IssueRefusal.BILL_NOT_FOUND);
    }

    @Test
    void a_bill_moves_only_from_the_state_it_is_in() {
        var bill = issued("A1");
        assertThat(setup.issuing.advance(
                        OneHospital.ID, List.of(bill.id()), List.of(BillState.UNIT_SIGNED), BillState.ISSUED))
                .isEmpty();
        assertThat(setup.issuing.advance(
                        OneHospital.ID, List.of(bill.id()), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED))
                .containsExactly(bill.id());
        assertThatThrownBy(() -> setup.issuing.advance(
                        OneHospital.ID, List.of(bill.id()), List.of(BillState.ISSUED), BillState.NUMBERED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_database_itself_refuses_to_change_or_delete_a_bill() {
        issued("A1");
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update issuing.bill set payer_name = '测试戊'")
                        .update())
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> database.jdbc().sql("delete from issuing.bill").update())
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> database.jdbc().sql("truncate issuing.bill").update())
                .hasMessageContaining("never changed");
    }

    @Test
    void bills_are_listed_newest_first_and_found_by_number_name_and_business_number() {
        for (int i = 1; i <= 5; i++) {
            issued("A" + i);
            setup.clock.forward(java.time.Duration.ofMinutes(20));
        }
        reversed(issued("B1"));
        var all = setup.queries.list(OneHospital.ID, BillQueries.Filter.ALL, 1, 3);
        assertThat(all.total()).isEqualTo(7);
        assertThat(all.rows()).extracting(bill -> bill.number().value()).containsExactly(7L, 6L, 5L);
        assertThat(found(text("0000000003"))).isEqualTo(1);
        assertThat(found(text("测试"))).isEqualTo(7);
        assertThat(found(text("A"))).isEqualTo(5);
        assertThat(found(text("nobody"))).isZero();
        assertThat(found(text("' or 1 = 1 --"))).isZero();
        assertThat(found(new BillQueries.Filter(null, null, null, null, null, null, null, null, null, true, null)))
                .isEqualTo(1);
        assertThat(found(new BillQueries.Filter(
                        null, null, null, null, null, BillState.NUMBERED, "0101", "02", "DEMOHIS", false, null)))
                .isEqualTo(6);
        assertThat(setup.queries.totals(OneHospital.ID, BillQueries.Filter.ALL))
                .isEqualTo(new BillQueries.Totals(6, 6 * 1205, 1, -1205));
        assertThat(setup.queries.hourly(OneHospital.ID, LocalDate.of(2026, 6, 15)))
                .hasSize(24)
                .startsWith(0L, 0L)
                .contains(3L, 4L);
    }

    private static BillQueries.Filter text(String text) {
        return new BillQueries.Filter(null, null, null, null, null, null, null, null, null, null, text);
    }

    private long found(BillQueries.Filter filter) {
        return setup.queries.list(OneHospital.ID, filter, 1, 100).total();
    }

    @Test
    void other_units_see_nothing() {
        var bill = issued("A1");
        var other = new org.yipiao.shared.UnitId("990002");
        assertThat(setup.queries.byId(other, bill.id())).isEmpty();
        assertThat(setup.queries.bills(other, List.of(bill.id()))).isEmpty();
        assertThat(setup.queries.list(other, BillQueries.Filter.ALL, 1, 10).rows())
                .isEmpty();
    }

    @Test
    void five_thousand_lines_fit_on_a_bill() {
        var content = Charges.content(BillKind.OUTPATIENT, "A1", "12.05", "测试甲");
        var line = content.auxItems().getFirst();
        var many = new BillContent(
                content.kind(),
                content.total(),
                content.payer(),
                content.payMode(),
                content.bizCode(),
                content.remark(),
                content.handlingPerson(),
                content.checker(),
                content.medical(),
                content.items(),
                java.util.Collections.nCopies(5_000, line));
        var bill = accepted(setup.issuing.issue(Charges.of("A1", "0101", many)));
        assertThat(setup.queries.bill(bill.id()).content().auxItems()).hasSize(5_000);
        assertThat(new BillId(bill.id().value())).isEqualTo(bill.id());
    }
}
