package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.OneHospital.ID;
import static org.yipiao.issuing.IssueSetup.accepted;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.access.DataScope;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Money;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.ReversalApprovals.Person;
import org.yipiao.issuing.ReversalApprovals.Request;
import org.yipiao.issuing.ReversalApprovals.State;
import org.yipiao.shared.Refused;

@PgTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReversalApprovalPgTest {
    private static final Person CASHIER = new Person(1, "测试丙");
    private static final Person FINANCE = new Person(2, "测试乙");
    private static final Person OTHER = new Person(3, "测试丁");

    private IssueSetup setup;
    private ApprovalDesk desk;
    private JdbcClient jdbc;

    @BeforeAll
    void a_window(TestDatabase database) {
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 1_000);
        jdbc = database.jdbc();
        desk = new ApprovalDesk(
                new ApprovalStore(jdbc),
                setup.issuing,
                new RefundDesk(new RefundStore(jdbc), setup.issuing, setup.queries, setup.clock),
                setup.queries,
                setup.hospital,
                setup.clock);
    }

    private IssuedBill issued(String busNo) {
        return accepted(setup.issuing.issue(Charges.outpatient(busNo, "0101", "100.00")));
    }

    private Request asked(IssuedBill bill) {
        return desk.ask(ID, bill.id(), bill.total(), Optional.empty(), "重复开票", CASHIER);
    }

    @Test
    void what_one_asked_another_approves_and_it_is_done_as_it_was_asked() {
        var blue = issued("APPROVE-1");
        var asked = asked(blue);
        assertThat(asked.state()).isEqualTo(State.PENDING);
        assertThat(setup.queries.byId(ID, blue.id()).orElseThrow().reversedBy()).isEmpty();

        var done = desk.approve(ID, asked.id(), FINANCE);
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.decidedBy()).isEqualTo("测试乙");
        assertThat(setup.queries.byId(ID, blue.id()).orElseThrow().reversedBy()).isEqualTo(done.red());
        assertThat(setup.queries.bill(done.red().orElseThrow()).content().remark())
                .contains("重复开票");
        assertThatThrownBy(() -> desk.approve(ID, asked.id(), OTHER))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("已冲红");
    }

    @Test
    void nobody_approves_or_refuses_the_own_request() {
        var asked = asked(issued("APPROVE-2"));
        assertThatThrownBy(() -> desk.approve(ID, asked.id(), CASHIER)).hasMessageContaining("申请人不能审批");
        assertThatThrownBy(() -> desk.refuse(ID, asked.id(), CASHIER, "不退")).hasMessageContaining("申请人不能审批");
        assertThat(desk.open(ID, asked.bill())).map(Request::state).contains(State.PENDING);
    }

    @Test
    void the_database_refuses_one_person_in_both_roles_and_changes_of_what_was_asked() {
        var asked = asked(issued("APPROVE-3"));
        assertThatThrownBy(() -> jdbc.sql("""
                        update issuing.reversal_request
                           set state = 'APPROVED', decided_by = asked_by, decided_at = now()
                         where request_id = :id
                        """).param("id", asked.id()).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("decided_by_another");
        assertThatThrownBy(() -> jdbc.sql("update issuing.reversal_request set asked_by = 9 where request_id = :id")
                        .param("id", asked.id())
                        .update())
                .hasMessageContaining("does not change");
        assertThatThrownBy(() -> jdbc.sql("update issuing.reversal_request set state = 'DONE' where request_id = :id")
                        .param("id", asked.id())
                        .update())
                .hasMessageContaining("does not become DONE");
        assertThatThrownBy(() -> jdbc.sql("delete from issuing.reversal_request where request_id = :id")
                        .param("id", asked.id())
                        .update())
                .hasMessageContaining("never deleted");
    }

    @Test
    void a_refused_request_leaves_the_bill_as_it_was_and_another_may_be_asked() {
        var blue = issued("APPROVE-4");
        var asked = asked(blue);
        assertThatThrownBy(() -> asked(blue)).hasMessageContaining("已有待处理的冲红申请");
        assertThat(desk.refuse(ID, asked.id(), FINANCE, "凭证不全").state()).isEqualTo(State.REFUSED);
        assertThatThrownBy(() -> desk.approve(ID, asked.id(), OTHER)).hasMessageContaining("已驳回");
        assertThat(setup.queries.byId(ID, blue.id()).orElseThrow().reversedBy()).isEmpty();
        assertThat(asked(blue).state()).isEqualTo(State.PENDING);
    }

    @Test
    void only_who_asked_may_withdraw() {
        var asked = asked(issued("APPROVE-5"));
        assertThatThrownBy(() -> desk.withdraw(ID, asked.id(), FINANCE)).hasMessageContaining("只有申请人");
        assertThat(desk.withdraw(ID, asked.id(), CASHIER).state()).isEqualTo(State.WITHDRAWN);
        assertThat(desk.open(ID, asked.bill())).isEmpty();
    }

    @Test
    void a_bill_that_the_business_system_reversed_meanwhile_is_told_and_not_reversed_twice() {
        var blue = issued("APPROVE-6");
        var asked = asked(blue);
        var theirs = accepted(setup.issuing.reverse(new Reversal(
                ID, blue.code(), blue.number(), "退费", "测试丙", "", LocalDateTime.of(2026, 6, 15, 12, 0), "DEMOHIS")));
        var done = desk.approve(ID, asked.id(), FINANCE);
        assertThat(done.state()).isEqualTo(State.FAILED);
        assertThat(done.answer()).contains("已冲销");
        assertThat(setup.queries.byId(ID, blue.id()).orElseThrow().reversedBy()).contains(theirs.id());
    }

    @Test
    void a_break_between_decision_and_red_bill_is_taken_up_where_it_was() {
        var blue = issued("APPROVE-7");
        var asked = asked(blue);
        var store = new ApprovalStore(jdbc);
        assertThat(store.decide(ID, asked.id(), State.APPROVED, FINANCE, "", setup.clock.instant()))
                .isTrue();
        // The red bill was issued, and nothing told the request so.
        var decided = store.find(ID, asked.id()).orElseThrow();
        var red = accepted(setup.issuing.reverse(new Reversal(
                ID,
                blue.code(),
                blue.number(),
                "重复开票",
                "测试丙",
                "",
                LocalDateTime.ofInstant(
                        java.util.Objects.requireNonNull(decided.decidedAt()), org.yipiao.OneHospital.ZONE),
                "console")));
        var done = desk.approve(ID, asked.id(), OTHER);
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.red()).contains(red.id());
        assertThat(done.decidedBy()).isEqualTo("测试乙");
    }

    @Test
    void a_part_given_back_is_approved_the_same_way() {
        var blue = issued("APPROVE-8");
        var rest = Charges.content(BillKind.OUTPATIENT, "BT" + blue.id(), "60.00", "测试甲");
        var asked = desk.ask(ID, blue.id(), Money.ofYuan("40.00"), Optional.of(rest), "退费", CASHIER);
        assertThat(desk.approve(ID, asked.id(), FINANCE).state()).isEqualTo(State.DONE);
        assertThat(setup.queries.byBusNo(ID, "console", "BT" + blue.id()))
                .extracting(IssuedBill::total)
                .containsExactly(Money.ofYuan("60.00"));
    }

    @Test
    void a_person_sees_the_requests_of_bills_within_reach_and_the_own_ones_when_asked_so() {
        var asked = asked(issued("APPROVE-9"));
        assertThat(desk.list(DataScope.whole(ID), State.PENDING, null, 1, 200).rows())
                .extracting(Request::id)
                .contains(asked.id());
        assertThat(desk.list(DataScope.whole(ID), null, FINANCE.id(), 1, 20).rows())
                .isEmpty();
        var elsewhere = new DataScope(ID, DataScope.Reach.POINT, Set.of("0102"), "");
        assertThat(desk.list(elsewhere, null, null, 1, 20).total()).isZero();
        assertThatThrownBy(() -> desk.ask(
                        ID, new org.yipiao.shared.BillId(9_999_999), Money.ofFen(1), Optional.empty(), "退费", CASHIER))
                .hasMessageContaining("没有这张票据");
    }

    @Test
    void what_nobody_decides_for_a_day_is_a_finding() {
        var asked = asked(issued("APPROVE-10"));
        setup.clock.forward(Duration.ofHours(25));
        assertThat(desk.inspect())
                .anySatisfy(finding -> assertThat(finding.cause())
                        .contains(setup.queries
                                .byId(ID, asked.bill())
                                .orElseThrow()
                                .number()
                                .digits()));
        setup.clock.forward(Duration.ofHours(-25));
    }
}
