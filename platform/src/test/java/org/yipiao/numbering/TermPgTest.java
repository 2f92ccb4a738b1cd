package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

@PgTest
class TermPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 7, 15);
    private static final Moves.Why WHY = new Moves.Why("测试甲", "XF1", "");

    private final TestDatabase database;
    private final SettableClock clock = new SettableClock();
    private final List<String> told = new ArrayList<>();
    private Ledgers ledgers;
    private TermStore store;
    private TermAlerts alerts;

    TermPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void numbersForOneMonth() {
        Ledgers.empty(database);
        ledgers = new Ledgers(database, clock);
        store = new TermStore(database.jdbc());
        var beans = new StaticListableBeanFactory();
        beans.addBean("notices", (StockNotices) (unit, title, text) -> told.add(title + "：" + text));
        alerts = new TermAlerts(
                store,
                ledgers.terms,
                ledgers.codes,
                new OneHospital(),
                beans.getBeanProvider(StockNotices.class),
                database.turns(),
                clock);
        store.keep(UNIT, new TermStore.Rule("990601", 1), "测试甲", clock.instant());
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 50);
    }

    private NumberStock.Take take(int count) {
        return Objects.requireNonNull(database.transactions()
                .execute(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, count)));
    }

    private void move(long first, long last, Place from, Place to) {
        database.transactions()
                .executeWithoutResult(status -> new Moves(new RangeStore(database.jdbc()), ledgers.terms, clock)
                        .move(
                                UNIT,
                                new Span(Ledgers.CODE.digits(), first, last),
                                Holding.of(from),
                                Holding.of(to),
                                WHY));
    }

    private void forwardTo(LocalDate day) {
        clock.forward(Duration.ofDays(ChronoUnit.DAYS.between(ledgers.terms.today(UNIT), day)));
    }

    private static void refusedAsExpired(ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("NUMBERS_EXPIRED"))
                .hasMessageContaining("2026-07-15");
    }

    @Test
    void on_its_last_day_a_segment_issues_and_the_day_after_it_refuses() {
        forwardTo(LAST_DAY);
        assertThat(take(10)).isInstanceOf(NumberStock.Take.Taken.class);
        clock.forward(Duration.ofDays(1));
        assertThat(take(1)).isInstanceOf(NumberStock.Take.Exhausted.class);
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_later_segment_is_used_while_the_expired_one_lies_there() {
        forwardTo(LAST_DAY);
        clock.forward(Duration.ofDays(1));
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1001, 20);
        assertThat(take(5))
                .isEqualTo(new NumberStock.Take.Taken(List.of(new NumberSource.Segment(Ledgers.CODE, 1001, 1005))));
    }

    @Test
    void expired_numbers_go_back_and_nowhere_else() {
        move(41, 50, Place.point("0101"), Place.UNIT);
        forwardTo(LAST_DAY);
        clock.forward(Duration.ofDays(1));
        refusedAsExpired(() -> move(41, 50, Place.UNIT, Place.point("0102")));
        refusedAsExpired(() -> move(1, 1, Place.point("0101"), new Place("0101", "cashier")));
        move(1, 40, Place.point("0101"), Place.UNIT);
        assertThat(store.expiring(UNIT, LAST_DAY))
                .as("every piece keeps its last day wherever it lies")
                .extracting(TermStore.Expiring::span, TermStore.Expiring::holding)
                .containsExactly(
                        Tuple.tuple(new Span(Ledgers.CODE.digits(), 1, 40), Holding.UNIT),
                        Tuple.tuple(new Span(Ledgers.CODE.digits(), 41, 50), Holding.UNIT));
        assertThat(ledgers.even()).isTrue();
    }

    @Test
    void a_rule_counts_for_what_comes_in_afterwards_and_the_newest_one_counts() {
        clock.forward(Duration.ofMinutes(1));
        store.keep(UNIT, new TermStore.Rule("990601", 0), "测试甲", clock.instant());
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 51, 50);
        assertThat(store.rules(UNIT)).containsExactly(new TermStore.Rule("990601", 0));
        assertThat(store.expiring(UNIT, LAST_DAY.plusYears(9)))
                .extracting(TermStore.Expiring::span)
                .containsExactly(new Span(Ledgers.CODE.digits(), 1, 50));
    }

    @Test
    void one_message_a_month_before_and_one_when_it_is_over() {
        alerts.look();
        assertThat(told).singleElement().asString().contains("即将到期", "50 个未用号码将于 2026-07-15 到期");
        alerts.look();
        assertThat(told).hasSize(1);
        assertThat(alerts.inspect())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Inspection.Severity.ORDINARY));
        forwardTo(LAST_DAY);
        clock.forward(Duration.ofDays(1));
        alerts.look();
        alerts.look();
        assertThat(told).hasSize(2).last().asString().contains("已过有效期", "已于 2026-07-15 到期");
        assertThat(alerts.inspect())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Inspection.Severity.SERIOUS));
    }

    @Test
    void nothing_is_said_of_numbers_that_have_time_left_or_are_used_up() {
        store.keep(UNIT, new TermStore.Rule("990601", 6), "测试甲", clock.instant().plusSeconds(1));
        take(50);
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 51, 10);
        alerts.look();
        assertThat(told).isEmpty();
        assertThat(alerts.inspect()).isEmpty();
    }
}
