package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.verify;
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
import org.yipiao.access.Permission;
import org.yipiao.bill.BillNumber;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.BillQueries;
import org.yipiao.numbering.Account;
import org.yipiao.numbering.UsedNumbers.Used;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Refused;
import org.yipiao.supervision.AskStore.What;
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
                        delete from supervision.review_step;
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

    private List<String> acts(What what, String no) {
        return road.bean(AskStore.class).steps(new AskStore.Which(what, UNIT, no)).stream()
                .map(UsageStore.Step::act)
                .toList();
    }

    private AskStore.Asked asked(What what, String no) {
        return road.bean(AskStore.class)
                .find(new AskStore.Which(what, UNIT, no))
                .orElseThrow();
    }

    /** Everything that is planned for later is due now. */
    private void timePasses() {
        database.jdbc()
                .sql("update supervision.usage_report set next_ask_at = created_at where next_ask_at is not null")
                .update();
        database.jdbc()
                .sql("update supervision.review set next_ask_at = created_at where next_ask_at is not null")
                .update();
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
        assertThat(acts(What.USAGE, report.no())).containsExactly("申报", "已核销");
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
        var reviews = new Reviews(
                new UsageStore(database.jdbc()),
                road.bean(AskStore.class),
                road.bean(Unanswered.class),
                road.bean(BureauClient.class),
                road.units,
                clock);
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

    /** Field defect: an error of the bureau's was asked about every ten seconds for ever, and nobody saw the cause. */
    @Test
    void an_error_of_the_bureau_stops_the_asking_names_its_cause_and_waits_for_a_person() {
        used(3, 0, new Used("990", true, "门诊", Account.ISSUED, 1, 1, "0000000001", "0000000001"));
        var report = reports.submit(UNIT, today, "测试甲");
        assertThat(report.state()).isEqualTo(State.STUCK);
        var asked = asked(What.USAGE, report.no());
        assertThat(asked.code()).isEqualTo("4000");
        assertThat(asked.message()).contains("票据代码应为 4 至 8 位数字");
        assertThat(asked.nextAt()).isNull();
        assertThat(acts(What.USAGE, report.no())).containsExactly("申报", "需处理");
        verify(road.notices).tell(eq(Permission.NUMBERS_MANAGE), any());
        assertThat(road.bean(Unanswered.class).inspect()).singleElement().satisfies(finding -> {
            assertThat(finding.cause()).contains(report.no(), "4000");
            assertThat(finding.owner()).contains("财务");
            assertThat(finding.nextStep()).contains("撤回");
        });
        long before = calls();
        reports.askAgain();
        assertThat(calls()).as("nobody asks while a person has to act").isEqualTo(before);
        refusedWhileOpen();

        reports.again(UNIT, report.no(), "测试乙");
        assertThat(asked(What.USAGE, report.no()).stuck())
                .as("the cause is still there")
                .isTrue();
        refused(() -> reports.withdraw(UNIT, report.no(), "", false, "测试乙"), "FIELD_INVALID");
        reports.withdraw(UNIT, report.no(), "票据代码有误", false, "测试乙");
        assertThat(acts(What.USAGE, report.no())).containsExactly("申报", "需处理", "重新提交", "需处理", "撤回");
        assertThat(road.bean(Unanswered.class).inspect()).isEmpty();
        refused(() -> reports.withdraw(UNIT, report.no(), "再来一次", false, "测试乙"), "DOCUMENT_CHANGED");
        refused(() -> reports.again(UNIT, report.no(), "测试乙"), "DOCUMENT_CHANGED");
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED));
        assertThat(reports.submit(UNIT, today, "测试甲").state())
                .as("what was taken back is declared anew")
                .isEqualTo(State.ACCEPTED);
    }

    @Test
    void a_bureau_that_is_away_is_asked_with_a_growing_pause_and_at_last_a_person_decides() {
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED));
        road.sandbox.fault("bureau", "{\"lostShare\":1}");
        var report = reports.submit(UNIT, today, "测试甲");
        assertThat(report.state()).isEqualTo(State.SUBMITTED);
        var pauses = new ArrayList<Duration>();
        while (!asked(What.USAGE, report.no()).stuck()) {
            var asked = asked(What.USAGE, report.no());
            pauses.add(Duration.between(
                    java.util.Objects.requireNonNull(asked.at()), java.util.Objects.requireNonNull(asked.nextAt())));
            reports.askAgain();
            assertThat(asked(What.USAGE, report.no()).attempts())
                    .as("not before its time")
                    .isEqualTo(asked.attempts());
            timePasses();
            reports.askAgain();
        }
        assertThat(pauses).hasSize(Unanswered.ATTEMPTS_MAX - 1).isSorted();
        assertThat(pauses.getFirst()).isEqualTo(Unanswered.PAUSES.getFirst());
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(Duration.ofHours(20));
        assertThat(acts(What.USAGE, report.no())).containsExactly("申报", "未成功，稍后再问", "需处理");
        refused(() -> reports.withdraw(UNIT, report.no(), "不再申报", false, "测试甲"), "MAYBE_TAKEN");
        road.sandbox.healthy();
        assertThat(reports.again(UNIT, report.no(), "测试甲").state())
                .as("the lost answers were of the same report, accepted once")
                .isEqualTo(State.ACCEPTED);
    }

    @Test
    void a_review_that_gets_no_answer_is_asked_for_again_and_one_with_an_error_is_taken_back() {
        long first = threeCountersigned();
        used(3, 0, run(first, first + 2, Account.ISSUED));
        reports.submit(UNIT, today, "测试甲");
        var reviews = road.bean(Reviews.class);
        road.sandbox.fault("bureau", "{\"errorShare\":1}");
        var review = reviews.declare(UNIT, today.getYear(), "测试甲");
        assertThat(asked(What.REVIEW, review.no()).attempts()).isEqualTo(1);
        assertThat(asked(What.REVIEW, review.no()).maybeTaken()).isFalse();
        for (int i = 1; i < Unanswered.ATTEMPTS_MAX; i++) {
            timePasses();
            reviews.askAgain();
        }
        assertThat(asked(What.REVIEW, review.no()).stuck()).isTrue();
        refused(() -> reviews.declare(UNIT, today.getYear(), "测试甲"), "REVIEW_OPEN");
        reviews.withdraw(UNIT, review.no(), "财政停机", false, "测试甲");
        road.sandbox.healthy();
        assertThat(reviews.declare(UNIT, today.getYear(), "测试甲").result()).isEqualTo(1);
        assertThat(acts(What.REVIEW, review.no())).containsExactly("申报", "未成功，稍后再问", "需处理", "撤回");
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update supervision.review set opinion = 'x' where state = 'REVIEWED'")
                        .update())
                .hasMessageContaining("read-only");
    }

    private long calls() {
        return database.jdbc()
                .sql("select count(*) from supervision.message where path = '/bureau/reportUsage'")
                .query(Long.class)
                .single();
    }
}
