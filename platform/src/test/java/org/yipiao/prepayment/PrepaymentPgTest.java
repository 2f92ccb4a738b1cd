package org.yipiao.prepayment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.OneHospital.ID;
import static org.yipiao.issuing.IssueSetup.accepted;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Money;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.delivery.BillLinks;
import org.yipiao.issuing.Charges;
import org.yipiao.issuing.IssueSetup;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Reversal;
import org.yipiao.prepayment.Prepayments.Use;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Refused;

@PgTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrepaymentPgTest {
    private static final LocalDateTime AT = LocalDateTime.of(2026, 6, 15, 9, 0);
    private static final String HIS = "DEMOHIS";

    private IssueSetup setup;
    private PrepaymentDesk desk;
    private PrepaymentInspection inspection;

    @BeforeAll
    void a_ward(TestDatabase database) {
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 1_000);
        var usages = new DepositUseStore(database.jdbc());
        BillLinks noLinks = new BillLinks() {
            @Override
            public String link(BillId bill) {
                return "";
            }

            @Override
            public String publicLink(BillId bill) {
                return "";
            }

            @Override
            public String address(String path) {
                return path;
            }

            @Override
            public Optional<BillId> open(String token) {
                return Optional.empty();
            }
        };
        desk = new PrepaymentDesk(
                new VoucherStore(database.jdbc()),
                usages,
                setup.queries,
                new VoucherLinks(noLinks, new org.yipiao.TestVault()),
                setup.hospital,
                setup.clock,
                new JdbcTransactionManager(database.dataSource()));
        inspection = new PrepaymentInspection(usages, desk, setup.clock);
    }

    private Voucher deposit(String busNo, String patient, String yuan) {
        return desk.deposit(new Prepayments.Deposit(
                ID, HIS, busNo, "07", "0101", AT, Money.ofYuan(yuan), "测试甲", patient, patient, "内科", "测试乙", "", "{}"));
    }

    private Voucher refund(Voucher deposit, String yuan, int minute) {
        return desk.refund(new Prepayments.Refund(
                ID,
                HIS,
                deposit.code(),
                deposit.number(),
                Money.ofYuan(yuan),
                "07",
                "0101",
                AT.plusMinutes(minute),
                "测试乙",
                "退款",
                "",
                ""));
    }

    private static Use use(Voucher voucher, String yuan) {
        return new Use(voucher.code(), voucher.number(), yuan.isEmpty() ? null : Money.ofYuan(yuan));
    }

    private Money left(Voucher voucher) {
        return desk.byId(ID, voucher.id()).orElseThrow().left();
    }

    private IssuedBill billed(String busNo) {
        return accepted(setup.issuing.issue(
                Charges.of(busNo, "0101", Charges.content(BillKind.OUTPATIENT, busNo, "36.50", "测试甲"))));
    }

    private static String code(Runnable asked) {
        try {
            asked.run();
        } catch (Refused refused) {
            return refused.code();
        }
        throw new AssertionError("not refused");
    }

    @Test
    void three_deposits_are_consumed_by_the_discharge_and_come_back_when_it_is_reversed() {
        var a = deposit("P-1", "Z1", "100");
        var b = deposit("P-2", "Z1", "200.50");
        var c = deposit("P-3", "Z1", "300");
        assertThat(List.of(a.number(), b.number(), c.number()))
                .doesNotHaveDuplicates()
                .isSorted();
        desk.reserve(ID, HIS, "OUT-1", "Z1", List.of(use(a, "100"), use(b, ""), use(c, "50")));
        desk.reserve(ID, HIS, "OUT-1", "Z1", List.of(use(a, "100"), use(b, ""), use(c, "50")));
        var bill = billed("OUT-1");
        desk.settle(ID, HIS, "OUT-1", bill.id());
        assertThat(left(a)).isEqualTo(Money.ZERO);
        assertThat(left(b)).isEqualTo(Money.ZERO);
        assertThat(left(c)).isEqualTo(Money.ofYuan("250"));
        var balance = desk.balances(ID, null, null, "Z1", 1, 20).rows().getFirst();
        assertThat(balance.deposited()).isEqualTo(Money.ofYuan("600.50"));
        assertThat(balance.left()).isEqualTo(Money.ofYuan("250"));

        // Reversed by somebody who knows nothing of prepayment.
        accepted(setup.issuing.reverse(
                new Reversal(ID, bill.code(), bill.number(), "退费", "测试乙", "", AT.plusHours(1), "console")));
        desk.reserve(ID, HIS, "OUT-2", "Z1", List.of(use(a, "100")));
        assertThat(left(b)).isEqualTo(Money.ofYuan("200.50"));
        refund(b, "200.50", 5);
        assertThat(left(b)).isEqualTo(Money.ZERO);
        assertThat(left(a)).isEqualTo(Money.ZERO);
        assertThat(desk.movements(ID, a.id()))
                .extracting(Prepayments.Movement::what)
                .containsSubsequence("结算占用", "结算", "撤销结算");
    }

    @Test
    void the_same_deposit_again_is_the_same_voucher_and_another_content_is_refused() {
        var first = deposit("SAME-1", "Z2", "10");
        assertThat(deposit("SAME-1", "Z2", "10")).isEqualTo(first);
        assertThatThrownBy(() -> deposit("SAME-1", "Z2", "11"))
                .hasMessageContaining(first.number())
                .hasMessageContaining("10.00");
        var next = deposit("SAME-2", "Z2", "10");
        assertThat(Long.parseLong(next.number())).isEqualTo(Long.parseLong(first.number()) + 1);
    }

    @Test
    void no_more_is_given_back_than_is_left() {
        var voucher = deposit("BACK-1", "Z3", "100");
        var part = refund(voucher, "40", 1);
        assertThat(refund(voucher, "40", 1)).isEqualTo(part);
        assertThat(left(voucher)).isEqualTo(Money.ofYuan("60"));
        assertThat(code(() -> refund(voucher, "60.01", 2))).isEqualTo("BALANCE_TOO_LOW");
        assertThat(code(() -> refund(part, "1", 3))).isEqualTo("NOT_A_DEPOSIT");
        assertThat(code(() -> desk.reserve(ID, HIS, "X-1", "Z3", List.of(use(voucher, "60.01")))))
                .isEqualTo("BALANCE_TOO_LOW");
        assertThat(code(() -> desk.reserve(ID, HIS, "X-1", "Z4", List.of(use(voucher, "1")))))
                .isEqualTo("VOUCHER_OF_ANOTHER");
        assertThat(code(() -> desk.reserve(
                        ID, HIS, "X-1", "Z3", List.of(new Use(voucher.code(), "0000099999", Money.ofYuan("1"))))))
                .isEqualTo("VOUCHER_NOT_FOUND");
        desk.reserve(ID, HIS, "X-1", "Z3", List.of(new Use("YJ2019", "0000000001", Money.ofYuan("1"))));
        assertThat(left(voucher)).isEqualTo(Money.ofYuan("60"));
    }

    @Test
    void two_settlements_at_once_do_not_spend_the_same_money() throws Exception {
        var voucher = deposit("RACE-1", "Z5", "100");
        try (var threads = Executors.newFixedThreadPool(4)) {
            var taken = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            desk.reserve(ID, HIS, "RACE-OUT-" + i, "Z5", List.of(use(voucher, "30")));
                            return true;
                        } catch (Refused refused) {
                            return false;
                        }
                    })
                    .toList());
            assertThat(taken.stream().filter(future -> future.resultNow()).count())
                    .isEqualTo(3);
        }
        assertThat(left(voucher)).isEqualTo(Money.ofYuan("10"));
    }

    @Test
    void what_a_broken_settlement_set_aside_is_put_right() {
        var voucher = deposit("BROKEN-1", "Z6", "100");
        desk.reserve(ID, HIS, "BROKEN-OUT", "Z6", List.of(use(voucher, "30")));
        desk.reserve(ID, HIS, "BROKEN-BILLED", "Z6", List.of(use(voucher, "20")));
        var bill = billed("BROKEN-BILLED");
        assertThat(inspection.inspect()).isEmpty();
        setup.clock.forward(Duration.ofMinutes(11));
        assertThat(inspection.inspect()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(inspection.inspect()).isEmpty();
        assertThat(left(voucher)).isEqualTo(Money.ofYuan("80"));
        assertThat(desk.movements(ID, voucher.id()))
                .anySatisfy(movement -> assertThat(movement.bill()).contains(bill.id()));
    }
}
