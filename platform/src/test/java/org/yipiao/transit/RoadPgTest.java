package org.yipiao.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

@PgTest
class RoadPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final String BUREAU = "财政票据系统";

    private final TestDatabase database;
    private final SettableClock clock = new SettableClock();
    private final Signals signals = new Signals();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private PartyGuard guard;
    private RoadStore store;
    private StepStore steps;
    private StageRun run;
    private StaticListableBeanFactory beans;

    RoadPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyRoad() {
        database.jdbc().sql("""
                set session_replication_role = replica;
                delete from transit.waiting;
                delete from transit.step;
                set session_replication_role = origin
                """).update();
        guard = new PartyGuard(4, clock, meters);
        store = new RoadStore(database.jdbc());
        steps = new StepStore(database.jdbc());
        beans = new StaticListableBeanFactory();
        run = new StageRun(
                store,
                steps,
                signals,
                new Ladder(noJitter()),
                clock,
                meters,
                new JdbcTransactionManager(database.dataSource()));
    }

    private static RandomGenerator noJitter() {
        return () -> 0;
    }

    private InTransit queries() {
        return new RoadQueries(
                store,
                new ScopedRoadStore(database.jdbc()),
                steps,
                guard,
                signals,
                beans.getBeanProvider(Stage.class),
                clock);
    }

    private StageWorker worker(Stage stage) {
        return new StageWorker(stage, store, run, signals, guard, new GiveWay(() -> 0), clock);
    }

    private List<BillId> entered(int bills) {
        var ids = LongStream.rangeClosed(1, bills).mapToObj(BillId::new).toList();
        database.transactions().executeWithoutResult(status -> new RoadEntry(store, signals, clock).enter(UNIT, ids));
        return ids;
    }

    /** A stage that answers per bill what the test says, and remembers what it was given. */
    private static final class Doing implements Stage {
        private final StageName name;
        private final List<List<BillId>> given = new ArrayList<>();
        private Function<BillId, Outcome> answer = bill -> new Outcome.Done(bill, "好");

        Doing(StageName name) {
            this.name = name;
        }

        @Override
        public StageName name() {
            return name;
        }

        @Override
        public String party() {
            return BUREAU;
        }

        @Override
        public int batchMax() {
            return 50;
        }

        @Override
        public int concurrency() {
            return 2;
        }

        @Override
        public List<Outcome> work(UnitId unit, List<BillId> bills) {
            given.add(bills);
            return bills.stream().map(answer).toList();
        }
    }

    private Outcome waits(BillId bill) {
        return new Outcome.Waits(bill, Outcome.Fault.TIMEOUT, BUREAU + "超时未应答");
    }

    @Test
    void a_bill_walks_through_every_stage_and_leaves_the_road() {
        var ids = entered(3);
        for (StageName name : StageName.values()) {
            assertThat(worker(new Doing(name)).round()).isTrue();
        }
        assertThat(store.counts(UNIT)).isEmpty();
        assertThat(queries().steps(UNIT, ids.getFirst()))
                .extracting(InTransit.Step::stage)
                .containsExactly(StageName.values());
        assertThat(queries().steps(UNIT, ids.getFirst())).allMatch(InTransit.Step::done);
    }

    @Test
    void a_bill_that_rolled_back_was_never_on_the_road() {
        database.transactions().executeWithoutResult(status -> {
            new RoadEntry(store, signals, clock).enter(UNIT, List.of(new BillId(1)));
            status.setRollbackOnly();
        });
        assertThat(store.counts(UNIT)).isEmpty();
    }

    @Test
    void a_passing_fault_is_tried_again_on_the_ladder_and_counted_as_one_step() {
        var bill = entered(1).getFirst();
        var stage = new Doing(StageName.SIGN);
        stage.answer = this::waits;
        var worker = worker(stage);
        for (int seconds : new int[] {1, 2, 5, 10, 30, 60, 60}) {
            assertThat(worker.round()).isTrue();
            clock.forward(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(worker.round()).as("before the rung of %s s", seconds).isFalse();
            clock.forward(Duration.ofMillis(1));
        }
        assertThat(queries().steps(UNIT, bill)).singleElement().satisfies(step -> {
            assertThat(step.done()).isFalse();
            assertThat(step.times()).isEqualTo(7);
            assertThat(step.fault()).isEqualTo(Outcome.Fault.TIMEOUT);
        });
        stage.answer = id -> new Outcome.Done(id, "签名证书 01");
        assertThat(worker.round()).isTrue();
        assertThat(queries().steps(UNIT, bill))
                .extracting(InTransit.Step::detail)
                .containsExactly(BUREAU + "超时未应答", "签名证书 01");
    }

    @Test
    void a_bill_that_needs_a_person_waits_until_someone_asks() {
        var bill = entered(1).getFirst();
        var stage = new Doing(StageName.SIGN);
        stage.answer = id -> new Outcome.Stuck(id, Outcome.Fault.OUR_DATA, "票据数据不能写成XML");
        var worker = worker(stage);
        worker.round();
        clock.forward(Duration.ofDays(1));
        assertThat(worker.round()).isFalse();
        assertThat(new TransitInspection(store, (RoadQueries) queries(), clock).inspect())
                .singleElement()
                .satisfies(finding -> assertThat(finding.cause()).contains("停下"));
        var page = queries().waiting(UNIT, null, true, 1, 10);
        assertThat(page.total()).isEqualTo(1);
        assertThat(page.rows().getFirst().detail()).isEqualTo("票据数据不能写成XML");
        assertThat(queries().retryNow(UNIT, null, List.of(bill), "测试甲")).isEqualTo(1);
        assertThat(worker.round()).isTrue();
    }

    @Test
    void while_a_party_is_down_nobody_asks_it_and_no_attempt_is_counted() {
        entered(2);
        var stage = new Doing(StageName.SIGN);
        stage.answer = bill -> {
            throw new PartyCalls.PartyDown(BUREAU);
        };
        worker(stage).round();
        assertThat(queries().waiting(UNIT, null, false, 1, 10).rows())
                .allMatch(waiting -> waiting.attempts() == 0 && !waiting.stuck());
        opened();
        assertThat(guard.gate(BUREAU)).isEqualTo(PartyGuard.Gate.DOWN);
        clock.forward(Duration.ofMinutes(1));
        assertThat(worker(stage).round()).isFalse();
        assertThat(stage.given).hasSize(1);
        assertThat(guard.health(BUREAU).state()).isEqualTo("DOWN");
        assertThatThrownBy(() -> guard.call(BUREAU, () -> "asked")).isInstanceOf(PartyCalls.PartyDown.class);
    }

    @Test
    void a_party_that_is_away_for_one_unit_holds_up_no_other_and_is_probed_for_that_one_alone() {
        var other = new UnitId("990002");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guard.call(BUREAU, other, () -> {
                        throw new CallFailed(Outcome.Fault.UNREACHABLE, "连接不上" + BUREAU);
                    }))
                    .isInstanceOf(CallFailed.class);
        }
        store.enter(other, List.of(new BillId(7_000_001), new BillId(7_000_002)), StageName.SIGN, clock.instant());
        clock.forward(Duration.ofSeconds(1));
        var ours = entered(1);
        var stage = new Doing(StageName.SIGN);
        var worker = worker(stage);
        assertThat(worker.round()).isTrue();
        assertThat(stage.given).containsExactly(ours);
        assertThat(guard.troubled(BUREAU)).containsOnlyKeys(other);
        assertThat(guard.health(BUREAU, other).state()).isEqualTo("DOWN");
        assertThat(guard.health(BUREAU, UNIT).state()).isEqualTo("IDLE");
        assertThat(guard.gate(BUREAU)).isEqualTo(PartyGuard.Gate.UP);
        entered(2);
        assertThat(store.claimOf(other, StageName.SIGN, 10, clock.instant(), StageWorker.LEASE))
                .as("the probe takes bills of that unit only")
                .extracting(RoadStore.Claim::bill)
                .containsExactlyInAnyOrder(new BillId(7_000_001), new BillId(7_000_002));
        assertThat(store.wake(StageName.SIGN, UNIT, clock.instant())).isZero();
    }

    private void opened() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guard.call(BUREAU, () -> {
                        throw new CallFailed(Outcome.Fault.UNREACHABLE, "连接不上" + BUREAU);
                    }))
                    .isInstanceOf(CallFailed.class);
        }
    }

    @Test
    void a_refusal_is_an_answer_and_opens_no_breaker() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> guard.call(BUREAU, () -> {
                        throw new CallFailed(Outcome.Fault.REFUSED, "号码已使用");
                    }))
                    .isInstanceOf(CallFailed.class);
        }
        assertThat(guard.gate(BUREAU)).isEqualTo(PartyGuard.Gate.UP);
        assertThat(guard.health(BUREAU).state()).isEqualTo("DEGRADED");
        assertThat(guard.health(BUREAU).lastError()).isEqualTo("号码已使用");
        clock.forward(Duration.ofMinutes(6));
        assertThat(guard.health(BUREAU).state()).isEqualTo("IDLE");
    }

    @Test
    void a_recovered_party_gets_the_oldest_first_at_once() {
        var ids = entered(3);
        var stage = new Doing(StageName.SIGN);
        stage.answer = this::waits;
        worker(stage).round();
        assertThat(store.wake(StageName.SIGN, null, clock.instant())).isEqualTo(3);
        stage.answer = bill -> new Outcome.Done(bill, "");
        assertThat(worker(stage).round()).isTrue();
        assertThat(stage.given.getLast()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void the_bills_of_a_worker_that_died_go_to_another_after_the_lease() {
        entered(3);
        assertThat(store.claim(StageName.SIGN, 50, clock.instant(), StageWorker.LEASE, false))
                .hasSize(3);
        var stage = new Doing(StageName.SIGN);
        assertThat(worker(stage).round()).isFalse();
        clock.forward(StageWorker.LEASE.plusSeconds(1));
        assertThat(worker(stage).round()).isTrue();
        assertThat(stage.given).hasSize(1);
    }

    @Test
    void two_workers_never_have_the_same_bill() {
        entered(80);
        var first = store.claim(StageName.SIGN, 50, clock.instant(), StageWorker.LEASE, false);
        var second = store.claim(StageName.SIGN, 50, clock.instant(), StageWorker.LEASE, false);
        assertThat(first).hasSize(50);
        assertThat(second).hasSize(30);
        assertThat(first.stream().map(RoadStore.Claim::bill))
                .doesNotContainAnyElementsOf(
                        second.stream().map(RoadStore.Claim::bill).toList());
    }

    @Test
    void one_bill_that_breaks_a_stage_soon_goes_alone_and_the_others_pass() {
        var ids = entered(5);
        var bad = ids.get(2);
        var stage = new Doing(StageName.SIGN);
        stage.answer = bill -> {
            if (bill.equals(bad)) {
                throw new IllegalStateException("unexpected");
            }
            return new Outcome.Done(bill, "");
        };
        var worker = worker(stage);
        for (int i = 0; i < 3; i++) {
            worker.round();
            clock.forward(Duration.ofSeconds(10));
        }
        assertThat(queries().waiting(UNIT, StageName.SIGN, false, 1, 10).rows())
                .extracting(InTransit.Waiting::bill)
                .containsExactly(bad);
        assertThat(queries().backlog(UNIT))
                .filteredOn(backlog -> backlog.stage() == StageName.COUNTERSIGN)
                .extracting(InTransit.Backlog::waiting)
                .containsExactly(4L);
    }

    @Test
    void a_backlog_of_more_than_ten_minutes_is_found() {
        entered(2);
        var inspection = new TransitInspection(store, (RoadQueries) queries(), clock);
        assertThat(inspection.inspect()).isEmpty();
        clock.forward(Duration.ofMinutes(11));
        assertThat(inspection.inspect())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.cause()).contains("积压 2 张").contains("11 分钟"));
        assertThat(queries().backlog(UNIT).getFirst().oldestSeconds()).isEqualTo(660);
    }

    @Test
    void what_happened_is_never_changed() {
        entered(1);
        worker(new Doing(StageName.SIGN)).round();
        assertThatThrownBy(() -> database.jdbc()
                        .sql("update transit.step set detail = 'x'")
                        .update())
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> database.jdbc().sql("delete from transit.step").update())
                .hasMessageContaining("never changed");
    }
}
