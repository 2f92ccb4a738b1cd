package org.yipiao.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.OneHospital.ID;
import static org.yipiao.issuing.IssueSetup.accepted;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.Charges;
import org.yipiao.issuing.IssueRefusal;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssueSetup;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Reversal;
import org.yipiao.numbering.PaperCode;
import org.yipiao.numbering.PaperKind;
import org.yipiao.numbering.PaperNumber;
import org.yipiao.numbering.PaperStock;
import org.yipiao.numbering.Place;
import org.yipiao.paper.Conversion.State;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.shared.Refused;

@PgTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversionPgTest {
    private static final String CODE = "000000117";
    private static final Conversions.By BY =
            new Conversions.By("0101", "测试乙", "console", LocalDateTime.of(2026, 6, 15, 10, 0));

    private IssueSetup setup;
    private ConversionDesk desk;
    private PaperStock stock;
    private TestDatabase database;

    @BeforeAll
    void a_window_with_paper(TestDatabase database) {
        this.database = database;
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 1_000);
        stock = setup.ledgers.paper();
        stock.register(ID, new PaperCode(CODE, "门诊收费票据", PaperKind.OUTPATIENT, 9, null, false));
        var all = new PaperStock.PaperRange(CODE, "000000001", "000000500");
        stock.receive(ID, all, "测试甲", "入库1");
        stock.move(ID, all, Place.UNIT, Place.point("0101"), "测试甲", "下发1");
        desk = new ConversionDesk(
                new ConversionStore(database.jdbc()),
                stock,
                setup.facts,
                setup.queries,
                setup.hospital,
                setup.clock,
                new JdbcTransactionManager(database.dataSource()));
    }

    private IssuedBill issued(String busNo) {
        return accepted(setup.issuing.issue(Charges.outpatient(busNo)));
    }

    private static Conversions.Target target(IssuedBill bill) {
        return new Conversions.Target(
                Subject.BILL,
                bill.id().value(),
                bill.code().digits(),
                bill.number().digits(),
                false);
    }

    private PaperNumber next() {
        return desk.next(ID, "0101", CODE).orElseThrow();
    }

    private IssueResult reverse(IssuedBill bill) {
        return setup.issuing.reverse(new Reversal(
                ID, bill.code(), bill.number(), "退费", "测试乙", "", LocalDateTime.of(2026, 6, 15, 11, 0), "console"));
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
    void a_jam_loses_no_number_and_the_bill_ends_on_one_sheet() {
        var bill = issued("JAM-1");
        var first = desk.begin(ID, target(bill), CODE, BY);
        assertThat(first.state()).isEqualTo(State.PRINTING);
        assertThat(desk.begin(ID, target(bill), CODE, BY)).isEqualTo(first);

        var good = new GoodSheet(desk);
        var second = desk.replace(ID, first.id(), BY, "卡纸");
        assertThat(good.of(ID, bill.id())).as("still in the printer").isEmpty();
        assertThat(second.paper()).isNotEqualTo(first.paper());
        assertThat(desk.replace(ID, first.id(), BY, "卡纸")).isEqualTo(second);
        assertThat(desk.confirm(ID, second.id(), "测试乙").state()).isEqualTo(State.LIVE);
        assertThat(desk.confirm(ID, second.id(), "测试乙").state()).isEqualTo(State.LIVE);

        assertThat(good.of(ID, bill.id())).contains(second.paper().toString());

        var sheets = desk.of(ID, Subject.BILL, bill.id().value());
        assertThat(sheets).extracting(Conversion::state).containsExactly(State.VOIDED, State.LIVE);
        assertThat(sheets.getFirst().endReason()).isEqualTo("卡纸");
        assertThat(stock.whereIs(ID, first.paper()).orElseThrow().account().label())
                .isEqualTo("已作废");
        assertThat(stock.whereIs(ID, second.paper()).orElseThrow().account().label())
                .isEqualTo("已开具");
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void a_sheet_that_was_not_printed_goes_back_and_the_bill_is_off_paper() {
        var bill = issued("BACK-1");
        var held = desk.begin(ID, target(bill), CODE, BY);
        desk.release(ID, held.id(), "测试乙");
        assertThat(next()).isEqualTo(held.paper());
        assertThat(desk.live(ID, Subject.BILL, bill.id().value())).isEmpty();
        var again = desk.begin(ID, target(bill), CODE, BY);
        assertThat(again.paper()).isEqualTo(held.paper());
        desk.confirm(ID, again.id(), "测试乙");
        assertThat(code(() -> desk.release(ID, again.id(), "测试乙"))).isEqualTo("PAPER_IN_USE");
    }

    @Test
    void a_bill_goes_on_paper_once_and_a_sheet_carries_one_bill() {
        var bill = issued("ONCE-1");
        var paper = next();
        var sheet = desk.convert(ID, target(bill), paper, BY);
        assertThat(desk.convert(ID, target(bill), paper, BY)).isEqualTo(sheet);
        assertThat(code(() -> desk.convert(ID, target(bill), next(), BY))).isEqualTo("ALREADY_ON_PAPER");
        var other = issued("ONCE-2");
        assertThatThrownBy(() -> desk.convert(ID, target(other), paper, BY))
                .hasMessageContaining(paper.toString())
                .hasMessageContaining(bill.number().digits());
        assertThat(setup.facts.of(ID, List.of(other.id())).get(other.id()).onPaper())
                .isFalse();
        assertThat(code(() -> desk.reconvert(ID, target(other), next(), BY))).isEqualTo("NOT_ON_PAPER");
    }

    @Test
    void a_bill_on_paper_is_reversed_only_after_the_sheet_is_taken_back() {
        var bill = issued("HELD-1");
        var sheet = desk.convert(ID, target(bill), next(), BY);
        assertThat(IssueSetup.refused(reverse(bill)).why()).isEqualTo(IssueRefusal.ON_PAPER);
        desk.voidSheet(ID, sheet.id(), "测试乙", "收回");
        accepted(reverse(bill));
        assertThat(code(() -> desk.begin(ID, target(bill), CODE, BY))).isEqualTo("NOT_CONVERTIBLE");
    }

    @Test
    void a_bill_is_never_on_paper_and_reversed_at_once() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 20; i++) {
                var bill = issued("RACE-" + i);
                Callable<Boolean> convert = () -> {
                    try {
                        desk.begin(ID, target(bill), CODE, BY);
                        return true;
                    } catch (Refused refused) {
                        return false;
                    }
                };
                Callable<Boolean> reverse = () -> reverse(bill) instanceof IssueResult.Accepted;
                var done = threads.invokeAll(List.of(convert, reverse));
                assertThat(List.of(done.get(0).get(), done.get(1).get()))
                        .as("round " + i)
                        .containsOnlyOnce(true);
            }
        }
    }

    @Test
    void windows_that_print_at_once_never_get_the_same_sheet() throws Exception {
        var bills = IntStream.range(0, 12).mapToObj(i -> issued("MANY-" + i)).toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            var held = threads.invokeAll(bills.stream()
                    .<Callable<PaperNumber>>map(bill -> () -> held(bill))
                    .toList());
            assertThat(held)
                    .extracting(future -> future.get())
                    .doesNotHaveDuplicates()
                    .hasSize(12);
        }
        assertThat(setup.ledgers.even()).isTrue();
    }

    /** What a window does when another was faster: asks again. */
    private PaperNumber held(IssuedBill bill) {
        for (int i = 0; i < 50; i++) {
            try {
                return desk.begin(ID, target(bill), CODE, BY).paper();
            } catch (Refused refused) {
                assertThat(refused.code()).isIn("PAPER_USED", "NUMBERS_NOT_THERE", "NUMBERS_BUSY");
            }
        }
        throw new AssertionError("never got a sheet");
    }

    @Test
    void blank_sheets_are_given_up_once() {
        assertThat(desk.voidBlank(ID, CODE, "000000400", "000000404", BY, "潮湿")).isTrue();
        assertThat(desk.voidBlank(ID, CODE, "000000400", "000000404", BY, "潮湿")).isFalse();
        assertThat(code(() -> desk.voidBlank(ID, CODE, "000000404", "000000405", BY, "潮湿")))
                .isEqualTo("NUMBERS_NOT_THERE");
        var bill = issued("BLANK-1");
        assertThat(code(() -> desk.convert(ID, target(bill), new PaperNumber(CODE, "000000401"), BY)))
                .isEqualTo("NUMBERS_NOT_THERE");
    }

    @Test
    void prints_are_counted_with_the_printers_they_came_out_of() {
        var store = new PrintStore(database.jdbc());
        store.add(ID, Prints.What.PAPER, 7_001, "测试乙", "一号窗", setup.clock.instant());
        store.add(ID, Prints.What.PAPER, 7_001, "测试乙", "一号窗", setup.clock.instant());
        store.add(ID, Prints.What.PAPER, 7_001, "测试乙", "二号窗", setup.clock.instant());
        store.add(ID, Prints.What.PAPER, 7_002, "测试乙", "", setup.clock.instant());
        store.add(ID, Prints.What.LIST, 7_003, "测试乙", "一号窗", setup.clock.instant());
        assertThat(store.tallies(ID, Prints.What.PAPER, List.of(7_001L, 7_002L, 7_003L)))
                .containsOnly(
                        Map.entry(7_001L, new Prints.Tally(3, "一号窗、二号窗")), Map.entry(7_002L, new Prints.Tally(1, "")));
    }

    @Test
    void a_conversion_is_never_deleted_nor_moved_to_another_sheet() {
        var sheet = desk.begin(ID, target(issued("KEPT-1")), CODE, BY);
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update paper.conversion set paper_number = '000000499' where conversion_id = :id")
                        .param("id", sheet.id())
                        .update())
                .hasMessageContaining("keeps its bill and its sheet");
        assertThatThrownBy(() ->
                        database.jdbc().sql("delete from paper.conversion").update())
                .hasMessageContaining("never deleted");
    }
}
