package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;
import static org.yipiao.supervision.RoadToBureau.UNIT;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillNumber;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.BillQueries;
import org.yipiao.numbering.Account;
import org.yipiao.numbering.UsedNumbers.Used;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.supervision.UsageStore.State;
import org.yipiao.transit.StageName;

/** 核销 and 审验 against the sandbox's own books. */
@PgTest
class UsageReportsPgTest {
    @TempDir
    Path home;

    private final TestDatabase database;
    private RoadToBureau road;
    private UsageReports reports;
    private LocalDate today;

    UsageReportsPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        database.jdbc().sql("""
                        set session_replication_role = replica;
                        delete from supervision.usage_step;
                        delete from supervision.usage_report;
                        delete from supervision.review;
                        set session_replication_role = origin
                        """).update();
        road = new RoadToBureau(database.dataSource(), home);
        reports = road.bean(UsageReports.class);
        today = road.now().toLocalDate();
        when(road.used.cut(any(), any())).thenReturn(5L);
        when(road.used.left(any(), anyLong())).thenReturn(List.of());
        when(road.used.between(any(), eq(5L), anyLong())).thenReturn(List.of());
    }

    @AfterEach
    void close() {
        road.sandbox.review("{\"result\":\"FULL\",\"delaySeconds\":0}");
        road.close();
    }

    private long number(BillId bill) {
        return road.ledger.bill(bill).number().value();
    }

    private static Used run(long first, long last, Account account) {
        return new Used(
                RoadToBureau.OUTPATIENT.digits(),
                false,
                "门诊",
                account,
                first,
                last,
                BillNumber.of(first).digits(),
                BillNumber.of(last).digits());
    }

    /** The journal says these numbers were used; the bills say what became of them. */
    private void used(long bills, long open, Used... runs) {
        when(road.used.between(any(), eq(0L), anyLong())).thenReturn(List.of(runs));
        when(road.bean(BillQueries.class).use(any(), any(), anyLong(), anyLong()))
                .thenReturn(new BillQueries.RunUse(bills, bills * 1205, 0, 0, open, 0));
    }

    private long threeCountersigned() {
        var bills = new ArrayList<BillId>();
        for (int i = 0; i < 3; i++) {
            bills.add(road.blue("12.05"));
        }
        road.done(StageName.COUNTERSIGN, bills.toArray(BillId[]::new));
        return number(bills.getFirst());
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void what_was_used_is_declared_once_and_the_bureau_finds_the_same_in_its_books() {
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED));
        var report = reports.submit(UNIT, today, "测试甲");
        assertThat(report.state()).as(report.answer()).isEqualTo(State.ACCEPTED);
        assertThat(report.numbers()).isEqualTo(3);
        assertThat(report.totalFen()).isEqualTo(3615);
        refused(() -> reports.submit(UNIT, today, "测试甲"), "NOTHING_TO_REPORT");
        var store = new UsageStore(database.jdbc());
        assertThat(store.steps(UNIT, report.no()))
                .extracting(UsageStore.Step::act)
                .containsExactly("申报", "已核销");
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update supervision.usage_report set answer = 'x'")
                        .update())
                .hasMessageContaining("read-only");
    }

    @Test
    void numbers_without_bills_and_bills_in_transit_are_not_declared() {
        used(2, 0, run(1, 3, Account.ISSUED));
        refused(() -> reports.submit(UNIT, today, "测试甲"), "USAGE_DIFFERS");
        used(3, 1, run(1, 3, Account.ISSUED));
        refused(() -> reports.submit(UNIT, today, "测试甲"), "BILLS_IN_TRANSIT");
        refused(() -> reports.submit(UNIT, today.plusDays(1), "测试甲"), "FIELD_INVALID");
        assertThat(new UsageStore(database.jdbc()).reports(UNIT)).isEmpty();
    }

    /** Field defect: after the numbers of a lost window agent were burnt, no usage report could be made any more. */
    @Test
    void numbers_given_up_without_a_bill_are_declared_and_a_living_bill_on_one_is_a_difference() {
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED), run(first + 3, first + 5, Account.BURNT));
        when(road.bean(BillQueries.class).use(any(), any(), eq(first + 3), anyLong()))
                .thenReturn(new BillQueries.RunUse(1, 1205, 0, 0, 0, 0));
        refused(() -> reports.submit(UNIT, today, "测试甲"), "USAGE_DIFFERS");
        when(road.bean(BillQueries.class).use(any(), any(), eq(first + 3), anyLong()))
                .thenReturn(new BillQueries.RunUse(1, 1205, 0, 0, 0, 1));
        assertThat(reports.draft(UNIT, today).lines())
                .extracting(UsageReports.Line::difference)
                .containsExactly(0L);
        when(road.bean(BillQueries.class).use(any(), any(), eq(first + 3), anyLong()))
                .thenReturn(new BillQueries.RunUse(0, 0, 0, 0, 0, 0));
        var report = reports.submit(UNIT, today, "测试甲");
        assertThat(report.state()).as(report.answer()).isEqualTo(State.ACCEPTED);
        assertThat(report.numbers()).isEqualTo(6);
    }

    @Test
    void the_bureau_refuses_a_number_it_never_countersigned_and_the_report_is_made_anew() {
        long first = threeCountersigned();
        used(4, 0, run(first, first + 3, Account.ISSUED));
        var refused = reports.submit(UNIT, today, "测试甲");
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(refused.answer()).contains("未监制");
        used(3, 0, run(first, first + 2, Account.ISSUED));
        assertThat(reports.submit(UNIT, today, "测试甲").state()).isEqualTo(State.ACCEPTED);
    }

    @Test
    void a_slow_review_is_asked_for_again_under_the_same_number() {
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED));
        road.sandbox.review("{\"result\":\"FULL\",\"delaySeconds\":3600}");
        var report = reports.submit(UNIT, today, "测试甲");
        assertThat(report.state()).isEqualTo(State.REVIEWING);
        refusedWhileOpen();
        road.sandbox.review("{\"result\":\"FULL\",\"delaySeconds\":0}");
        reports.askAgain();
        assertThat(new UsageStore(database.jdbc())
                        .find(UNIT, report.no())
                        .orElseThrow()
                        .state())
                .isEqualTo(State.ACCEPTED);
    }

    private void refusedWhileOpen() {
        when(road.used.between(any(), eq(5L), anyLong())).thenReturn(List.of(run(1, 3, Account.ISSUED)));
        refused(() -> reports.submit(UNIT, today, "测试甲"), "REPORT_OPEN");
    }

    @Test
    void a_passed_review_sets_the_next_date_and_an_overdue_one_stops_drawing() {
        var clock = new SettableClock(today.atStartOfDay(OneHospital.ZONE).toInstant());
        var reviews = new Reviews(new UsageStore(database.jdbc()), road.bean(BureauClient.class), road.units, clock);
        refused(() -> reviews.declare(UNIT, today.getYear(), "测试甲"), "NO_USAGE_REPORT");
        assertThat(reviews.reasonAgainst(UNIT)).isEmpty();
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED));
        reports.submit(UNIT, today, "测试甲");
        var review = reviews.declare(UNIT, today.getYear(), "测试甲");
        assertThat(review.result()).isEqualTo(1);
        LocalDate due = reviews.due(UNIT).orElseThrow();
        assertThat(due).isAfter(today.plusDays(300));
        assertThat(reviews.inspect()).isEmpty();
        var told = new ArrayList<String>();
        clock.forward(Duration.between(
                clock.instant(),
                due.minusDays(31).atStartOfDay(OneHospital.ZONE).toInstant()));
        for (int day = 31; day >= 0; day--) {
            reviews.inspect().stream()
                    .map(Inspection.Finding::cause)
                    .filter(cause -> !told.contains(cause))
                    .forEach(told::add);
            clock.forward(Duration.ofDays(1));
        }
        assertThat(told).hasSize(4);
        assertThat(told.getFirst()).contains("不足 30 天");
        assertThat(told.getLast()).contains("不足 1 天");
        assertThat(reviews.reasonAgainst(UNIT))
                .hasValueSatisfying(why -> assertThat(why).contains("过期 1 天"));
        assertThat(reviews.inspect())
                .singleElement()
                .extracting(Inspection.Finding::severity)
                .isEqualTo(Inspection.Severity.SERIOUS);
    }

    @Test
    void a_review_with_problems_stops_drawing_until_it_is_passed() {
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED));
        reports.submit(UNIT, today, "测试甲");
        var reviews = road.bean(Reviews.class);
        road.sandbox.review("{\"result\":\"REFUSED\",\"reason\":\"存根不全\",\"delaySeconds\":0}");
        assertThat(reviews.declare(UNIT, today.getYear(), "测试甲").result()).isEqualTo(3);
        assertThat(reviews.reasonAgainst(UNIT))
                .hasValueSatisfying(why -> assertThat(why).contains("存根不全"));
        road.sandbox.review("{\"result\":\"FULL\",\"delaySeconds\":0}");
        reviews.declare(UNIT, today.getYear(), "测试甲");
        assertThat(reviews.reasonAgainst(UNIT)).isEmpty();
    }
}
