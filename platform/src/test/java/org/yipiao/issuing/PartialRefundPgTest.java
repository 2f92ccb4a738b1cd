package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.OneHospital.ID;
import static org.yipiao.issuing.IssueSetup.accepted;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Money;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@PgTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartialRefundPgTest {
    private static final LocalDateTime AT = LocalDateTime.of(2026, 6, 15, 11, 0);

    private IssueSetup setup;
    private RefundStore store;
    private RefundDesk desk;

    @BeforeAll
    void a_window(TestDatabase database) {
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 1_000);
        store = new RefundStore(database.jdbc());
        desk = new RefundDesk(store, setup.issuing, setup.queries, setup.clock);
    }

    private IssuedBill issued(String busNo) {
        return accepted(setup.issuing.issue(Charges.outpatient(busNo, "0101", "100.00")));
    }

    private static BillContent rest(IssuedBill blue, String yuan) {
        return Charges.content(BillKind.OUTPATIENT, "BT" + blue.id(), yuan, "测试甲");
    }

    private PartialRefunds.Done refund(RefundDesk at, IssuedBill blue, String rest) {
        return at.refund(ID, blue.id(), rest(blue, rest), "退一项", "测试乙", AT);
    }

    @Test
    void the_three_bills_together_are_what_was_kept() {
        var blue = issued("PART-1");
        var done = refund(desk, blue, "60.00");
        var kept = blue.total()
                .plus(done.red().total())
                .plus(done.rest().orElseThrow().total());
        assertThat(kept).isEqualTo(Money.ofYuan("60.00"));
        assertThat(refund(desk, blue, "60.00").rest())
                .map(IssuedBill::id)
                .isEqualTo(done.rest().map(IssuedBill::id));
        assertThatThrownBy(() -> refund(desk, blue, "50.00")).hasMessageContaining("60.00");
        assertThat(desk.open(ID)).isEmpty();
    }

    @Test
    void nothing_or_all_is_no_partial_refund() {
        var blue = issued("PART-2");
        assertThatThrownBy(() -> refund(desk, blue, "100.00")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> refund(desk, blue, "100.01")).isInstanceOf(Refused.class);
        assertThat(setup.queries.byId(ID, blue.id()).orElseThrow().reversedBy()).isEmpty();
    }

    @Test
    void a_bill_reversed_before_is_not_refunded_again() {
        var blue = issued("PART-3");
        accepted(setup.issuing.reverse(
                new Reversal(ID, blue.code(), blue.number(), "退费", "测试丙", "", AT.plusHours(1), "DEMOHIS")));
        assertThatThrownBy(() -> refund(desk, blue, "60.00")).hasMessageContaining("已冲销");
        assertThat(desk.open(ID)).isEmpty();
    }

    /** Dies before the rest is issued. */
    private final class Dying implements Issuing {
        @Override
        public IssueResult issue(Charge charge) {
            throw new IllegalStateException("killed");
        }

        @Override
        public IssueResult reverse(Reversal reversal) {
            return setup.issuing.reverse(reversal);
        }

        @Override
        public List<BillId> advance(UnitId unit, List<BillId> bills, List<BillState> from, BillState to) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void killed_between_the_steps_it_is_finished_by_itself() {
        var blue = issued("PART-4");
        var dying = new RefundDesk(store, new Dying(), setup.queries, setup.clock);
        assertThatThrownBy(() -> refund(dying, blue, "60.00")).hasMessage("killed");
        assertThat(setup.queries.byId(ID, blue.id()).orElseThrow().reversedBy()).isPresent();
        assertThat(desk.open(ID)).extracting(PartialRefunds.Open::blue).containsExactly(blue.id());
        setup.clock.forward(Duration.ofMinutes(3));
        assertThat(desk.inspect()).hasSize(1);
        desk.resume();
        assertThat(desk.open(ID)).isEmpty();
        assertThat(desk.inspect()).isEmpty();
        assertThat(setup.queries.byBusNo(ID, "console", "BT" + blue.id()))
                .extracting(IssuedBill::total)
                .containsExactly(Money.ofYuan("60.00"));
    }
}
