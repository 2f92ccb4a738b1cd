package org.yipiao.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.issuing.IssueSetup.accepted;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.access.DataScope;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.Charges;
import org.yipiao.issuing.IssueSetup;
import org.yipiao.issuing.Reversal;
import org.yipiao.shared.Refused;
import org.yipiao.statistics.Statistics.By;
import org.yipiao.statistics.Statistics.Filter;
import org.yipiao.statistics.Statistics.Line;
import org.yipiao.statistics.Statistics.Step;
import org.yipiao.statistics.Statistics.Sums;

@PgTest
class StatisticsPgTest {
    private static final DataScope WHOLE = DataScope.whole(OneHospital.ID);
    private final TestDatabase database;
    private RunningSums sums;
    private IssueSetup setup;
    private LocalDate today;

    StatisticsPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void stocked() {
        database.jdbc().sql("""
                set session_replication_role = replica;
                truncate issuing.bill, issuing.bill_state, issuing.charge_key, numbering.code, numbering.range,
                         numbering.document_line, numbering.document_step, numbering.document, numbering.movement,
                         statistics.tally, statistics.day, statistics.minute, statistics.hour cascade;
                set session_replication_role = origin
                """).update();
        sums = new RunningSums(new StatisticsStore(database.jdbc()), new SimpleMeterRegistry());
        setup = new IssueSetup(database, null, sums);
        setup.stocked("0101", 1, 500);
        setup.stocked("0102", 1001, 500);
        today = LocalDate.ofInstant(setup.clock.instant(), OneHospital.ZONE);
    }

    private Filter days() {
        return Filter.days(today.minusDays(1), today);
    }

    @Test
    void a_bill_is_in_the_sums_from_its_commit_on_and_stays_there_when_added_up() {
        accepted(setup.issuing.issue(Charges.outpatient("S1", "0101", "12.05")));
        var blue = accepted(setup.issuing.issue(Charges.outpatient("S2", "0102", "7.00")));
        // The same settlement again is the same bill, and counted once.
        accepted(setup.issuing.issue(Charges.outpatient("S2", "0102", "7.00")));
        accepted(setup.issuing.reverse(
                new Reversal(OneHospital.ID, blue.code(), blue.number(), "退费", "测试丙", "", blue.issuedAt(), "DEMOHIS")));
        var expected = new Sums(2, 1905, 1, -700);
        assertThat(sums.total(WHOLE, days())).isEqualTo(expected);
        assertThat(sums.check(WHOLE, today, today)).isEmpty();
        sums.addUp();
        assertThat(database.jdbc()
                        .sql("select count(*) from statistics.tally")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(sums.total(WHOLE, days())).isEqualTo(expected);
        accepted(setup.issuing.issue(Charges.outpatient("S3", "0101", "1.00")));
        assertThat(sums.total(WHOLE, days())).isEqualTo(new Sums(3, 2005, 1, -700));
        assertThat(sums.check(WHOLE, today, today)).isEmpty();
        assertThat(sums.total(WHOLE, Filter.days(today.plusDays(1), today.plusDays(9))))
                .isEqualTo(Sums.ZERO);
    }

    @Test
    void a_report_divides_as_asked_and_keeps_to_what_a_person_may_see() {
        accepted(setup.issuing.issue(Charges.outpatient("R1", "0101", "12.05")));
        accepted(setup.issuing.issue(Charges.outpatient("R2", "0101", "2.00")));
        sums.addUp();
        accepted(setup.issuing.issue(Charges.outpatient("R3", "0102", "7.00")));
        assertThat(sums.report(WHOLE, days(), Step.DAY, By.POINT, 10))
                .containsExactly(
                        new Line(today.toString(), "0101", new Sums(2, 1405, 0, 0)),
                        new Line(today.toString(), "0102", new Sums(1, 700, 0, 0)));
        assertThat(sums.report(WHOLE, days(), Step.MONTH, By.NONE, 10))
                .containsExactly(new Line(today.toString().substring(0, 7), "", new Sums(3, 2105, 0, 0)));
        assertThat(sums.report(WHOLE, days(), Step.YEAR, By.KIND, 10))
                .containsExactly(new Line(today.toString().substring(0, 4), "OUTPATIENT", new Sums(3, 2105, 0, 0)));
        assertThat(sums.report(WHOLE, days(), Step.DAY, By.POINT, 1)).hasSize(2);
        var window = new DataScope(OneHospital.ID, DataScope.Reach.POINT, Set.of("0102"), "");
        assertThat(sums.total(window, days())).isEqualTo(new Sums(1, 700, 0, 0));
        assertThat(sums.trend(window, null, today.atStartOfDay(), 24 * 60, 1)).containsExactly(1L);
        var stranger = new DataScope(OneHospital.ID, DataScope.Reach.OWN, Set.of(), "测试戊");
        assertThat(sums.report(stranger, days(), Step.DAY, By.OPERATOR, 10)).isEmpty();
        assertThatThrownBy(() -> sums.check(window, today, today)).isInstanceOf(Refused.class);
        assertThat(sums.total(WHOLE, new Filter(today, today, "0102", null, "02")))
                .isEqualTo(new Sums(1, 700, 0, 0));
        assertThat(sums.total(WHOLE, new Filter(today, today, null, null, "01")))
                .isEqualTo(Sums.ZERO);
    }

    @Test
    void the_trend_has_every_bill_in_its_minute() {
        accepted(setup.issuing.issue(Charges.outpatient("T1", "0101", "1.00")));
        accepted(setup.issuing.issue(Charges.outpatient("T2", "0102", "1.00")));
        sums.addUp();
        accepted(setup.issuing.issue(Charges.outpatient("T3", "0101", "1.00")));
        var trend = sums.trend(WHOLE, null, today.atStartOfDay(), 1, 1440);
        var at = setup.clock.instant().atZone(OneHospital.ZONE);
        assertThat(trend.get(at.getHour() * 60 + at.getMinute())).isEqualTo(3L);
        assertThat(trend.stream().mapToLong(Long::longValue).sum()).isEqualTo(3L);
        assertThat(sums.trend(WHOLE, "0102", today.atStartOfDay(), 60, 24).get(at.getHour()))
                .isEqualTo(1L);
        assertThat(sums.trend(WHOLE, "0101", today.atStartOfDay(), 1, 1440).get(at.getHour() * 60 + at.getMinute()))
                .isEqualTo(2L);
        assertThat(sums.trend(WHOLE, "0102", today.minusDays(1).atStartOfDay(), 24 * 60, 3))
                .containsExactly(0L, 1L, 0L);
    }

    @Test
    void adding_up_in_two_places_at_once_while_bills_are_issued_counts_each_once() throws Exception {
        var working = new AtomicBoolean(true);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var adders = List.of(threads.submit(() -> addUpWhile(working)), threads.submit(() -> addUpWhile(working)));
            var issuers = List.of("0101", "0102").stream()
                    .map(point -> threads.submit(() -> {
                        for (int i = 0; i < 60; i++) {
                            accepted(setup.issuing.issue(Charges.outpatient(point + "-" + i, point, "1.00")));
                        }
                    }))
                    .toList();
            try {
                for (var issuer : issuers) {
                    issuer.get();
                }
            } finally {
                working.set(false);
            }
            for (var adder : adders) {
                adder.get();
            }
        }
        sums.addUp();
        assertThat(sums.total(WHOLE, days())).isEqualTo(new Sums(120, 12_000, 0, 0));
        assertThat(sums.check(WHOLE, today, today)).isEmpty();
        assertThat(database.jdbc()
                        .sql("select sum(bills) from statistics.minute")
                        .query(Long.class)
                        .single())
                .isEqualTo(120);
        assertThat(sums.trend(WHOLE, "0102", today.atStartOfDay(), 24 * 60, 1)).containsExactly(60L);
    }

    private void addUpWhile(AtomicBoolean working) {
        while (working.get()) {
            new StatisticsStore(database.jdbc()).addUp(3);
        }
    }

    @Test
    void sums_that_differ_from_the_bills_are_found_even_when_the_day_as_a_whole_is_even() {
        accepted(setup.issuing.issue(Charges.outpatient("D1", "0101", "1.00")));
        sums.addUp();
        database.jdbc().sql("update statistics.day set point = '0102'").update();
        assertThat(sums.check(WHOLE, today, today)).singleElement().satisfies(difference -> {
            assertThat(difference.day()).isEqualTo(today);
            assertThat(difference.kept()).isEqualTo(difference.counted());
        });
        database.jdbc().sql("update statistics.day set blue_fen = 99").update();
        assertThat(sums.check(WHOLE, today.minusDays(3), today))
                .containsExactly(new Statistics.Difference(today, new Sums(1, 99, 0, 0), new Sums(1, 100, 0, 0)));
        database.jdbc().sql("delete from statistics.day").update();
        assertThat(sums.check(WHOLE, today, today))
                .containsExactly(new Statistics.Difference(today, Sums.ZERO, new Sums(1, 100, 0, 0)));
    }

    @Test
    void sums_made_anew_are_those_of_the_bills_whatever_stood_there() {
        accepted(setup.issuing.issue(Charges.outpatient("M1", "0101", "1.00")));
        sums.addUp();
        accepted(setup.issuing.issue(Charges.outpatient("M2", "0102", "2.00")));
        database.jdbc()
                .sql("update statistics.day set point = '0109', blue_fen = 7")
                .update();
        database.jdbc().sql("update statistics.minute set bills = 9").update();
        database.jdbc()
                .sql("insert into statistics.hour select unit_id, hour, '0109', 5 from statistics.hour")
                .update();
        assertThat(sums.rebuild(WHOLE, today, today)).isEqualTo(2);
        assertThat(sums.check(WHOLE, today, today)).isEmpty();
        assertThat(sums.report(WHOLE, days(), Step.DAY, By.POINT, 10))
                .containsExactly(
                        new Line(today.toString(), "0101", new Sums(1, 100, 0, 0)),
                        new Line(today.toString(), "0102", new Sums(1, 200, 0, 0)));
        assertThat(sums.trend(WHOLE, null, today.atStartOfDay(), 24 * 60, 1)).containsExactly(2L);
        assertThat(sums.trend(WHOLE, "0109", today.atStartOfDay(), 24 * 60, 1)).containsExactly(0L);
        assertThat(sums.rebuild(WHOLE, today.minusDays(9), today.minusDays(1))).isZero();
        var window = new DataScope(OneHospital.ID, DataScope.Reach.POINT, Set.of("0102"), "");
        assertThatThrownBy(() -> sums.rebuild(window, today, today)).isInstanceOf(Refused.class);
    }

    @Test
    void making_anew_while_bills_are_issued_and_added_up_counts_each_once() throws Exception {
        var working = new AtomicBoolean(true);
        try (var threads = Executors.newFixedThreadPool(3)) {
            var beside = List.of(threads.submit(() -> addUpWhile(working)), threads.submit(() -> {
                while (working.get()) {
                    sums.rebuild(WHOLE, today, today);
                }
            }));
            var issuer = threads.submit(() -> {
                for (int n = 0; n < 40; n++) {
                    accepted(setup.issuing.issue(Charges.outpatient("A" + n, "0101", "1.00")));
                }
            });
            issuer.get();
            working.set(false);
            for (var one : beside) {
                one.get();
            }
        }
        sums.addUp();
        assertThat(sums.total(WHOLE, days())).isEqualTo(new Sums(40, 4_000, 0, 0));
        assertThat(sums.check(WHOLE, today, today)).isEmpty();
        assertThat(sums.trend(WHOLE, null, today.atStartOfDay(), 24 * 60, 1)).containsExactly(40L);
    }
}
