package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.numbering.NumberSource.Grant;
import org.yipiao.numbering.NumberSource.Segment;
import org.yipiao.numbering.NumberStock.Take;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@PgTest
class NumberLedgerPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final BillCode CODE = Ledgers.CODE;
    private static final BillCode NEXT_YEAR = new BillCode("99060127");

    private final TestDatabase database;
    private Ledgers ledgers;

    NumberLedgerPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        ledgers = new Ledgers(database, new SettableClock());
    }

    private void stocked(String point, long first, long count) {
        ledgers.stocked(point, BillKind.OUTPATIENT, CODE, first, count);
    }

    private Take take(String point, int count) {
        return database.transactions()
                .execute(status -> ledgers.ledger.take(UNIT, point, BillKind.OUTPATIENT, 2026, count));
    }

    @Test
    void the_last_number_of_a_range_is_issued_and_the_next_request_is_refused() {
        stocked("0101", 1, 3);
        assertThat(take("0101", 2)).isEqualTo(new Take.Taken(List.of(new Segment(CODE, 1, 2))));
        assertThat(take("0101", 1)).isEqualTo(new Take.Taken(List.of(new Segment(CODE, 3, 3))));
        assertThat(take("0101", 1)).isEqualTo(new Take.Exhausted(0));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_take_runs_on_into_the_next_range_in_the_order_of_arrival() {
        stocked("0101", 500, 2);
        stocked("0101", 100, 5);
        assertThat(take("0101", 4))
                .isEqualTo(new Take.Taken(List.of(new Segment(CODE, 500, 501), new Segment(CODE, 100, 101))));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void fewer_left_than_asked_takes_nothing_and_says_how_many_are_left() {
        stocked("0101", 1, 3);
        assertThat(take("0101", 4)).isEqualTo(new Take.Exhausted(3));
        assertThat(take("0101", 3)).isEqualTo(new Take.Taken(List.of(new Segment(CODE, 1, 3))));
    }

    @Test
    void a_rolled_back_transaction_gives_its_numbers_back() {
        stocked("0101", 1, 10);
        database.transactions().executeWithoutResult(status -> {
            ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, 5);
            status.setRollbackOnly();
        });
        assertThat(take("0101", 1)).isEqualTo(new Take.Taken(List.of(new Segment(CODE, 1, 1))));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void numbers_are_not_taken_outside_a_transaction() {
        stocked("0101", 1, 10);
        assertThatThrownBy(() -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eight_windows_at_one_point_leave_no_gap_and_no_double() throws Exception {
        stocked("0101", 1, 700);
        stocked("0101", 9_000, 300);
        var taken = Collections.synchronizedList(new ArrayList<Long>());
        Callable<Void> window = () -> {
            for (int i = 0; i < 40; i++) {
                int count = 1 + i % 5;
                boolean giveBack = i % 7 == 3;
                database.transactions().executeWithoutResult(status -> {
                    var take = ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, count);
                    if (giveBack) {
                        status.setRollbackOnly();
                    } else if (take instanceof Take.Taken(var runs)) {
                        runs.forEach(run ->
                                LongStream.rangeClosed(run.first(), run.last()).forEach(taken::add));
                    }
                });
            }
            return null;
        };
        try (var windows = Executors.newFixedThreadPool(8)) {
            for (var done : windows.invokeAll(Collections.nCopies(8, window))) {
                done.get();
            }
        }
        var inOrder = taken.stream().sorted().toList();
        assertThat(inOrder).doesNotHaveDuplicates();
        var all = LongStream.concat(LongStream.rangeClosed(1, 700), LongStream.rangeClosed(9_000, 9_299))
                .boxed()
                .toList();
        assertThat(inOrder).isEqualTo(all.subList(0, inOrder.size()));
        assertThat(ledgers.even()).isTrue();
        assertThat(ledgers.ledger.issued(UNIT).stream()
                        .mapToLong(run -> run.last() - run.first() + 1)
                        .sum())
                .isEqualTo(inOrder.size());
    }

    @Test
    void a_distribution_never_gives_more_than_the_unit_has() {
        stocked("0101", 1, 10);
        assertThat(ledgers.ledger.distribute(UNIT, "0102", BillKind.OUTPATIENT, 2026, 1, "测试甲"))
                .isEmpty();
        assertThat(take("0102", 1)).isEqualTo(new Take.Exhausted(0));
    }

    @Test
    void distributions_split_the_units_range_and_join_again_at_the_point() {
        ledgers.ledger.register(UNIT, CODE, BillKind.OUTPATIENT, 2026);
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(CODE, 1, 100))));
        ledgers.ledger.request(UNIT, BillKind.OUTPATIENT, 2026, 100, "测试甲");
        IntStream.range(0, 3)
                .forEach(i -> ledgers.ledger.distribute(UNIT, "0101", BillKind.OUTPATIENT, 2026, 10, "测试甲"));
        assertThat(ledgers.ledger.distribute(UNIT, "0102", BillKind.OUTPATIENT, 2026, 70, "测试甲"))
                .containsExactly(new Segment(CODE, 31, 100));
        assertThat(database.jdbc()
                        .sql("select count(*) from numbering.range")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThat(take("0101", 30)).isEqualTo(new Take.Taken(List.of(new Segment(CODE, 1, 30))));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_lost_answer_is_asked_for_again_under_the_same_number() {
        ledgers.ledger.register(UNIT, CODE, BillKind.OUTPATIENT, 2026);
        ledgers.bureau.answers.add(new IllegalStateException("connection reset"));
        assertThatThrownBy(() -> ledgers.ledger.request(UNIT, BillKind.OUTPATIENT, 2026, 100, "测试甲"))
                .hasMessage("connection reset");
        ledgers.bureau.answers.add(new Grant.Pending());
        ledgers.requests.askAgain();
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(CODE, 1, 100))));
        assertThat(ledgers.ledger.request(UNIT, BillKind.OUTPATIENT, 2026, 100, "测试甲"))
                .isInstanceOf(Grant.Allotted.class);
        assertThat(ledgers.bureau.asked).hasSize(3);
        assertThat(ledgers.bureau.asked.stream().distinct()).hasSize(1);
        assertThat(ledgers.ledger.stock(UNIT)).singleElement().satisfies(stock -> {
            assertThat(stock.point()).isNull();
            assertThat(stock.left()).isEqualTo(100);
            assertThat(stock.next()).isEqualTo(1);
        });
        ledgers.requests.askAgain();
        assertThat(ledgers.bureau.asked).hasSize(3);
    }

    @Test
    void an_allotment_that_overlaps_numbers_we_have_is_not_received() {
        stocked("0101", 1, 100);
        ledgers.bureau.answers.add(new Grant.Allotted(List.of(new Segment(CODE, 100, 200))));
        assertThat(ledgers.ledger.request(UNIT, BillKind.OUTPATIENT, 2026, 101, "测试甲"))
                .isInstanceOfSatisfying(
                        Grant.Refused.class,
                        refused -> assertThat(refused.reason()).contains("重叠"));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void every_year_has_its_own_code_and_numbers() {
        stocked("0101", 1, 10);
        ledgers.stocked("0101", BillKind.OUTPATIENT, NEXT_YEAR, 1, 10);
        take("0101", 4);
        assertThat(database.transactions()
                        .<Take>execute(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2027, 1)))
                .isEqualTo(new Take.Taken(List.of(new Segment(NEXT_YEAR, 1, 1))));
        assertThat(database.transactions()
                        .<Take>execute(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2028, 1)))
                .isEqualTo(new Take.Exhausted(0));
    }

    @Test
    void a_kind_that_was_never_synced_can_not_be_requested() {
        assertThatThrownBy(() -> ledgers.ledger.request(UNIT, BillKind.INPATIENT, 2026, 1, "测试甲"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("尚未从财政同步");
    }

    @Test
    void a_code_that_has_numbers_is_not_replaced() {
        stocked("0101", 1, 10);
        ledgers.ledger.register(UNIT, new BillCode("98060126"), BillKind.OUTPATIENT, 2026);
        assertThat(take("0101", 1)).isEqualTo(new Take.Taken(List.of(new Segment(CODE, 1, 1))));
    }

    @Test
    void stock_and_movements_tell_where_the_numbers_went() {
        stocked("0101", 1, 10);
        take("0101", 3);
        assertThat(ledgers.ledger.stock(UNIT)).singleElement().satisfies(stock -> {
            assertThat(stock.point()).isEqualTo("0101");
            assertThat(stock.left()).isEqualTo(7);
            assertThat(stock.issuedToday()).isEqualTo(3);
            assertThat(stock.next()).isEqualTo(4);
        });
        var page = ledgers.ledger.movements(UNIT, 1, 20);
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.rows()).extracting(NumberStock.Movement::to).containsExactly("已开具", "开票点", "单位库存");
    }

    @Test
    void the_database_itself_refuses_what_would_break_the_ledger() {
        stocked("0101", 1, 10);
        take("0101", 3);
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update numbering.range set next_no = 2")
                        .update())
                .hasMessageContaining("can not be given back");
        assertThatThrownBy(
                        () -> database.jdbc().sql("delete from numbering.range").update())
                .hasMessageContaining("never deleted");
        assertThatThrownBy(() ->
                        database.jdbc().sql("delete from numbering.movement").update())
                .hasMessageContaining("never changed");
        assertThatThrownBy(
                        () -> database.jdbc().sql("truncate numbering.movement").update())
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> database.jdbc().sql("""
                        insert into numbering.range (unit_id, bill_code, account, first_no, next_no, last_no)
                        values ('990002', '99060126', 'UNIT', 10, 10, 20)
                        """).update()).hasMessageContaining("no_number_twice");
    }
}
