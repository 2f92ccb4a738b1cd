package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.numbering.PaperStock.PaperRange;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@PgTest
class PaperLedgerPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final String CODE = "000000117";
    private static final Place WINDOW = Place.point("0101");

    private final TestDatabase database;
    private Ledgers ledgers;
    private PaperLedger paper;

    PaperLedgerPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        ledgers = new Ledgers(database, new SettableClock());
        paper = ledgers.paper;
        paper.register(UNIT, new PaperCode(CODE, "示例省医疗门诊收费票据", PaperKind.OUTPATIENT, 9, null, false));
    }

    private static PaperRange range(long first, long last) {
        return new PaperRange(CODE, PaperCode.digits(9, first), PaperCode.digits(9, last));
    }

    private static PaperNumber sheet(long number) {
        return new PaperNumber(CODE, PaperCode.digits(9, number));
    }

    private void atTheWindow(long first, long last) {
        paper.receive(UNIT, range(first, last), "测试甲", "RK1");
        paper.move(UNIT, range(first, last), Place.UNIT, WINDOW, "测试甲", "XF1");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private PaperStock.PaperCount counts(Place place) {
        return paper.counts(UNIT).stream()
                .filter(count -> place.equals(count.place()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_roll_is_received_once_and_an_overlap_is_refused_by_its_numbers() {
        paper.receive(UNIT, range(1, 1000), "测试甲", "RK1");
        refused(() -> paper.receive(UNIT, range(900, 1100), "测试甲", "RK2"), "NUMBERS_OVERLAP")
                .hasMessageContaining("000000117 1 至 1000");
        assertThat(counts(Place.UNIT).blank()).isEqualTo(1000);
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void the_next_number_keeps_its_zeros_and_moves_on_with_use() {
        assertThat(paper.next(UNIT, WINDOW, CODE)).isEmpty();
        atTheWindow(451, 460);
        assertThat(paper.next(UNIT, WINDOW, CODE)).contains(sheet(451));
        assertThat(sheet(451).number()).isEqualTo("000000451");
        paper.use(UNIT, WINDOW, sheet(451), "测试乙", "HK1");
        assertThat(paper.next(UNIT, WINDOW, CODE)).contains(sheet(452));
        assertThat(paper.whereIs(UNIT, sheet(451))).contains(new PaperStock.Standing(Account.ISSUED, WINDOW, "HK1"));
        refused(() -> paper.use(UNIT, WINDOW, sheet(451), "测试乙", "HK2"), "NUMBERS_NOT_THERE");
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_jam_never_loses_a_number() {
        atTheWindow(1, 5);
        paper.reserve(UNIT, WINDOW, sheet(1), "测试乙", "DY1");
        assertThat(paper.next(UNIT, WINDOW, CODE)).contains(sheet(2));
        refused(() -> paper.reserve(UNIT, WINDOW, sheet(1), "测试丙", "DY2"), "NUMBERS_NOT_THERE");
        refused(() -> paper.confirm(UNIT, sheet(1), "测试丙", "DY2"), "PAPER_NOT_RESERVED");
        refused(() -> paper.release(UNIT, sheet(1), "测试丙", "DY2"), "PAPER_NOT_RESERVED");
        paper.release(UNIT, sheet(1), "测试乙", "DY1");
        paper.release(UNIT, sheet(1), "测试乙", "DY1");
        assertThat(paper.next(UNIT, WINDOW, CODE)).contains(sheet(1));
        paper.reserve(UNIT, WINDOW, sheet(1), "测试乙", "DY3");
        paper.confirm(UNIT, sheet(1), "测试乙", "DY3");
        paper.confirm(UNIT, sheet(1), "测试乙", "DY3");
        refused(() -> paper.release(UNIT, sheet(1), "测试乙", "DY3"), "PAPER_NOT_RESERVED");
        assertThat(counts(WINDOW))
                .satisfies(count -> assertThat(count.blank()).isEqualTo(4))
                .satisfies(count -> assertThat(count.used()).isEqualTo(1))
                .satisfies(count -> assertThat(count.reserved()).isZero());
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_spoiled_sheet_is_void_for_ever_and_the_next_one_is_taken() {
        atTheWindow(1, 5);
        paper.use(UNIT, WINDOW, sheet(1), "测试乙", "HK1");
        refused(() -> paper.voidUsed(UNIT, sheet(2), "测试乙", "打印模糊", "ZF1"), "PAPER_NOT_USED");
        refused(() -> paper.voidUsed(UNIT, sheet(1), "测试乙", " ", "ZF1"), "FIELD_INVALID");
        paper.voidUsed(UNIT, sheet(1), "测试乙", "打印模糊", "ZF1");
        refused(() -> paper.voidUsed(UNIT, sheet(1), "测试乙", "打印模糊", "ZF2"), "PAPER_NOT_USED");
        assertThat(paper.whereIs(UNIT, sheet(1))).contains(new PaperStock.Standing(Account.VOIDED, WINDOW, "ZF1"));
        assertThat(paper.next(UNIT, WINDOW, CODE)).contains(sheet(2));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void blank_sheets_are_voided_out_of_the_middle_with_their_reason() {
        atTheWindow(1, 10);
        paper.voidBlank(UNIT, WINDOW, range(4, 6), "测试乙", "受潮", "ZF1");
        assertThat(paper.blank(UNIT, WINDOW, CODE)).containsExactly(range(1, 3), range(7, 10));
        refused(() -> paper.voidBlank(UNIT, WINDOW, range(3, 4), "测试乙", "受潮", "ZF2"), "NUMBERS_NOT_THERE")
                .hasMessageContaining("号码 4");
        assertThat(counts(WINDOW).blank()).as("refused as a whole").isEqualTo(7);
        assertThat(ledgers.ledger.movements(UNIT, 1, 1).rows().getFirst().reason())
                .isEqualTo("受潮");
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void sheets_go_down_to_a_cashier_and_back_and_the_sum_never_changes() {
        atTheWindow(1, 100);
        var cashier = Place.cashier("0101", "zhang");
        paper.move(UNIT, range(1, 40), WINDOW, cashier, "测试甲", "LY1");
        paper.use(UNIT, cashier, sheet(1), "测试乙", "HK1");
        paper.move(UNIT, range(21, 40), cashier, WINDOW, "测试甲", "TK1");
        paper.move(UNIT, range(61, 100), WINDOW, Place.UNIT, "测试甲", "TK2");
        assertThat(counts(cashier).blank()).isEqualTo(19);
        assertThat(counts(WINDOW).blank()).isEqualTo(40);
        assertThat(counts(Place.UNIT).blank()).isEqualTo(40);
        refused(() -> paper.move(UNIT, range(61, 61), WINDOW, cashier, "测试甲", "LY2"), "NUMBERS_NOT_THERE");
        assertThatThrownBy(() -> paper.move(UNIT, range(61, 61), Place.UNIT, cashier, "测试甲", "LY3"))
                .hasMessageContaining("movement_way");
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void next_years_sheets_wait_for_their_year_and_last_years_are_over() {
        paper.register(UNIT, new PaperCode("2027", "次年票据", PaperKind.OUTPATIENT, 4, 2027, false));
        paper.register(UNIT, new PaperCode("2025", "旧票", PaperKind.OUTPATIENT, 4, 2025, false));
        paper.register(UNIT, new PaperCode("2026", "停用票", PaperKind.OUTPATIENT, 4, null, true));
        for (String code : List.of("2025", "2026", "2027")) {
            paper.receive(UNIT, new PaperRange(code, "0001", "0009"), "测试甲", "RK1");
            paper.move(UNIT, new PaperRange(code, "0001", "0009"), Place.UNIT, WINDOW, "测试甲", "XF1");
        }
        refused(() -> paper.use(UNIT, WINDOW, new PaperNumber("2027", "0001"), "测试乙", "HK1"), "PAPER_NOT_OF_THIS_YEAR")
                .hasMessageContaining("2027 年 1 月 1 日起");
        refused(
                        () -> paper.reserve(UNIT, WINDOW, new PaperNumber("2025", "0001"), "测试乙", "HK1"),
                        "PAPER_NOT_OF_THIS_YEAR")
                .hasMessageContaining("旧票");
        refused(() -> paper.use(UNIT, WINDOW, new PaperNumber("2026", "0001"), "测试乙", "HK1"), "PAPER_CODE_STOPPED");
    }

    @Test
    void what_is_not_a_number_of_the_code_is_refused_with_every_fault_at_once() {
        assertThatThrownBy(() -> paper.receive(UNIT, new PaperRange(CODE, "1", "abc"), "测试甲", "RK1"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.errors()).extracting("path").containsExactly("first", "last"));
        refused(() -> paper.next(UNIT, WINDOW, "999"), "PAPER_CODE_UNKNOWN");
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 5);
        refused(
                () -> paper.register(
                        UNIT, new PaperCode(Ledgers.CODE.digits(), "同码", PaperKind.OUTPATIENT, 8, null, false)),
                "FIELD_INVALID");
        refused(
                () -> paper.register(UNIT, new PaperCode(CODE, "改位数", PaperKind.OUTPATIENT, 8, null, false)),
                "PAPER_WIDTH_FIXED");
    }

    @Test
    void two_codes_that_differ_only_by_a_leading_zero_are_two() {
        paper.register(UNIT, new PaperCode("0000000117", "另一票据", PaperKind.OUTPATIENT, 9, null, false));
        paper.receive(UNIT, range(1, 10), "测试甲", "RK1");
        paper.receive(UNIT, new PaperRange("0000000117", "000000001", "000000010"), "测试甲", "RK2");
        assertThat(paper.counts(UNIT)).hasSize(2);
    }

    @Test
    void eight_printers_at_one_point_never_share_a_sheet() throws Exception {
        atTheWindow(1, 200);
        var used = Collections.synchronizedList(new ArrayList<PaperNumber>());
        Callable<Void> printer = () -> {
            String who = Thread.currentThread().getName();
            for (int i = 0; i < 20; ) {
                var next = paper.next(UNIT, WINDOW, CODE).orElseThrow();
                try {
                    paper.reserve(UNIT, WINDOW, next, who, who);
                    paper.confirm(UNIT, next, who, who);
                    used.add(next);
                    i++;
                } catch (Refused faster) {
                    assertThat(faster.code()).isIn("NUMBERS_NOT_THERE", "NUMBERS_BUSY");
                }
            }
            return null;
        };
        try (var printers = Executors.newFixedThreadPool(8)) {
            for (var done : printers.invokeAll(Collections.nCopies(8, printer))) {
                done.get();
            }
        }
        assertThat(used).hasSize(160).doesNotHaveDuplicates();
        assertThat(counts(WINDOW).used()).isEqualTo(160);
        assertThat(counts(WINDOW).blank()).isEqualTo(40);
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_burnt_number_stays_in_the_ledger_and_its_point_goes_on() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 6);
        database.transactions()
                .executeWithoutResult(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, 4));
        for (long number : new long[] {2, 4, 1}) {
            ledgers.ledger.burn(UNIT, Ledgers.CODE, number, "测试甲", "监制前作废");
        }
        refused(() -> ledgers.ledger.burn(UNIT, Ledgers.CODE, 5, "测试甲", "没开过"), "NUMBERS_NOT_THERE");
        refused(() -> ledgers.ledger.burn(UNIT, Ledgers.CODE, 2, "测试甲", "再一次"), "NUMBERS_NOT_THERE");
        assertThat(ledgers.even()).isTrue();
        database.transactions()
                .executeWithoutResult(status -> assertThat(
                                ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, 2))
                        .isEqualTo(new NumberStock.Take.Taken(List.of(new NumberSource.Segment(Ledgers.CODE, 5, 6)))));
        ledgers.ledger.burn(UNIT, Ledgers.CODE, 6, "测试甲", "监制前作废");
        assertThat(ledgers.ledger.issued(UNIT).stream()
                        .mapToLong(run -> run.last() - run.first() + 1)
                        .sum())
                .as("every number that was taken, burnt or not")
                .isEqualTo(6);
        assertThat(ledgers.even()).isTrue();
    }
}
