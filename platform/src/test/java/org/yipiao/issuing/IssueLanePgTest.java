package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.issuing.IssueSetup.accepted;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.BillId;

@PgTest
class IssueLanePgTest {
    private final TestDatabase database;

    IssueLanePgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyTables() {
        IssuingPgTest.empty(database);
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> work) throws Exception {
        var results = new ArrayList<T>();
        try (var threads = Executors.newFixedThreadPool(64)) {
            for (var done : threads.invokeAll(work)) {
                results.add(done.get());
            }
        }
        return results;
    }

    private void nothingIsLostOrDouble(IssueSetup setup, long bills) {
        assertThat(database.jdbc()
                        .sql("select count(*) from issuing.bill")
                        .query(Long.class)
                        .single())
                .isEqualTo(bills);
        assertThat(database.jdbc()
                        .sql("select count(*) from issuing.bill_state")
                        .query(Long.class)
                        .single())
                .isEqualTo(bills);
        assertThat(database.jdbc()
                        .sql("select count(distinct bill_number) from issuing.bill")
                        .query(Long.class)
                        .single())
                .isEqualTo(bills);
        assertThat(setup.inspection.inspect()).isEmpty();
        assertThat(setup.ledgers.even()).isTrue();
    }

    @Test
    void sixty_four_clients_that_send_everything_twice_get_each_bill_once() throws Exception {
        var setup = new IssueSetup(database);
        setup.stocked("0101", 1, 2_000);
        var work = new ArrayList<Callable<IssueResult>>();
        for (int i = 0; i < 400; i++) {
            String busNo = "C" + i;
            work.add(() -> setup.issuing.issue(Charges.outpatient(busNo)));
            work.add(() -> setup.issuing.issue(Charges.outpatient(busNo)));
        }
        var results = allAtOnce(work);
        assertThat(results).allMatch(result -> result instanceof IssueResult.Accepted);
        assertThat(results.stream().filter(result -> result instanceof IssueResult.Accepted a && a.first()))
                .hasSize(400);
        for (int i = 0; i < 400; i++) {
            assertThat(accepted(results.get(2 * i)).id())
                    .isEqualTo(accepted(results.get(2 * i + 1)).id());
        }
        nothingIsLostOrDouble(setup, 400);
        assertThat(database.jdbc()
                        .sql("select max(bill_number) from issuing.bill")
                        .query(String.class)
                        .single())
                .isEqualTo("0000000400");
    }

    @Test
    void one_business_number_sent_by_sixty_four_clients_at_once_is_one_bill() throws Exception {
        var setup = new IssueSetup(database);
        setup.stocked("0101", 1, 100);
        setup.stocked("0102", 1_001, 100);
        var results = allAtOnce(IntStream.range(0, 64)
                .<Callable<IssueResult>>mapToObj(i ->
                        () -> setup.issuing.issue(Charges.outpatient("ONE", i % 2 == 0 ? "0101" : "0102", "12.05")))
                .toList());
        assertThat(results.stream().map(result -> accepted(result).id()).distinct())
                .hasSize(1);
        nothingIsLostOrDouble(setup, 1);
    }

    @Test
    void when_the_stock_runs_out_in_the_middle_exactly_the_rest_is_refused() throws Exception {
        var setup = new IssueSetup(database);
        setup.stocked("0101", 1, 150);
        var results = allAtOnce(IntStream.range(0, 300)
                .<Callable<IssueResult>>mapToObj(i -> () -> setup.issuing.issue(Charges.outpatient("S" + i)))
                .toList());
        assertThat(results.stream().filter(result -> result instanceof IssueResult.Accepted))
                .hasSize(150);
        assertThat(results.stream()
                        .filter(result ->
                                result instanceof IssueResult.Refused r && r.why() == IssueRefusal.STOCK_EXHAUSTED))
                .hasSize(150);
        nothingIsLostOrDouble(setup, 150);
        setup.stocked("0101", 1_000, 150);
        for (int i = 0; i < 300; i++) {
            accepted(setup.issuing.issue(Charges.outpatient("S" + i)));
        }
        nothingIsLostOrDouble(setup, 300);
    }

    @Test
    void one_bad_row_hurts_only_itself() throws Exception {
        var bad = new BillId[1];
        var setup = new IssueSetup(database, (unit, bills) -> {
            if (database.jdbc()
                            .sql("select count(*) from issuing.charge_key where bus_no = 'BAD' and bill_id = any(:ids)")
                            .param("ids", BillStore.ids(bills))
                            .query(Long.class)
                            .single()
                    > 0) {
                bad[0] = bills.getFirst();
                throw new DataIntegrityViolationException("a row the database does not take");
            }
        });
        setup.stocked("0101", 1, 300);
        var work = new ArrayList<Callable<String>>();
        for (int i = 0; i < 200; i++) {
            String busNo = i == 77 ? "BAD" : "G" + i;
            work.add(() -> {
                try {
                    accepted(setup.issuing.issue(Charges.outpatient(busNo)));
                    return "issued";
                } catch (DataIntegrityViolationException e) {
                    return busNo;
                }
            });
        }
        var results = allAtOnce(work);
        assertThat(results.stream().filter("issued"::equals)).hasSize(199);
        assertThat(results).contains("BAD");
        assertThat(bad[0]).isNotNull();
        nothingIsLostOrDouble(setup, 199);
    }

    @Test
    void a_connection_lost_before_the_commit_is_tried_again() {
        var killed = new AtomicInteger();
        var setup = new IssueSetup(database, (unit, bills) -> {
            if (killed.get() == 0) {
                killed.addAndGet(killOpenTransactions());
            }
        });
        setup.stocked("0101", 1, 10);
        var bill = accepted(setup.issuing.issue(Charges.outpatient("K1")));
        assertThat(killed).hasValue(1);
        assertThat(bill.number().value()).isEqualTo(1);
        nothingIsLostOrDouble(setup, 1);
    }

    /** On a connection of its own: the lane's is bound to its thread and is the one to be killed. */
    private int killOpenTransactions() {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("""
                        select count(pg_terminate_backend(pid))
                          from pg_stat_activity
                         where datname = current_database()
                           and state = 'idle in transaction'
                        """)) {
            result.next();
            return result.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_answer_lost_after_the_commit_finds_the_bill_again_as_the_first() {
        var setup = new IssueSetup(database);
        setup.stocked("0101", 1, 10);
        var lost = new AtomicBoolean();
        var draftIds = new IdBlocks(setup.store::nextIdBlock);
        // Commits, and then loses the answer, as a connection does that breaks between server and client.
        var losing = new IssueBatch(
                setup.store,
                new FactStore(database.jdbc()),
                setup.ledgers.stock(),
                new NewBills(
                        setup.store,
                        new BillYears(setup.store, setup.clock, new JdbcTransactionManager(database.dataSource())),
                        (unit, bills) -> {},
                        (unit, added) -> {}),
                setup.clock,
                new JdbcTransactionManager(database.dataSource()) {
                    @Override
                    protected void doCommit(org.springframework.transaction.support.DefaultTransactionStatus status) {
                        super.doCommit(status);
                        if (lost.compareAndSet(false, true)) {
                            throw new org.springframework.transaction.TransactionSystemException(
                                    "lost", new java.sql.SQLException("connection reset", "08006"));
                        }
                    }
                });
        var lane = new IssueLane(
                "test",
                losing,
                draftIds,
                new IssueMeters(new io.micrometer.core.instrument.simple.SimpleMeterRegistry()),
                Runnable::run);
        var result =
                lane.issue(Draft.blue(Charges.outpatient("L1"), setup.hospital.current(OneHospital.ID), new NoVault()));
        assertThat(lost).isTrue();
        assertThat(result).isInstanceOfSatisfying(IssueResult.Accepted.class, accepted -> {
            assertThat(accepted.first()).isTrue();
            assertThat(accepted.bill().number().value()).isEqualTo(1);
        });
        nothingIsLostOrDouble(setup, 1);
    }

    @Test
    void two_instances_share_one_point_without_gap_or_double() throws Exception {
        var one = new IssueSetup(database);
        one.stocked("0101", 1, 1_000);
        var other = new IssueSetup(database);
        var results = allAtOnce(IntStream.range(0, 400)
                .<Callable<IssueResult>>mapToObj(
                        i -> () -> (i % 2 == 0 ? one : other).issuing.issue(Charges.outpatient("I" + i % 300)))
                .toList());
        assertThat(results).allMatch(result -> result instanceof IssueResult.Accepted);
        nothingIsLostOrDouble(one, 300);
    }

    @Test
    void a_bill_is_reversed_once_however_many_ask() throws Exception {
        var setup = new IssueSetup(database);
        setup.stocked("0101", 1, 100);
        setup.stocked("0102", 1_001, 100);
        var blue = accepted(setup.issuing.issue(Charges.outpatient("R1")));
        var results = allAtOnce(IntStream.range(0, 32)
                .<Callable<IssueResult>>mapToObj(i -> () -> setup.issuing.reverse(new Reversal(
                        OneHospital.ID,
                        blue.code(),
                        blue.number(),
                        "退费",
                        "测试乙",
                        i % 2 == 0 ? "0101" : "0102",
                        blue.busAt(),
                        i % 3 == 0 ? "console" : "DEMOHIS")))
                .toList());
        assertThat(results.stream().filter(result -> result instanceof IssueResult.Accepted))
                .hasSize(1);
        assertThat(results.stream()
                        .filter(result ->
                                result instanceof IssueResult.Refused r && r.why() == IssueRefusal.ALREADY_REVERSED))
                .hasSize(31);
        nothingIsLostOrDouble(setup, 2);
    }

    private static final class NoVault implements org.yipiao.access.Vault {
        @Override
        public byte[] seal(String context, byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(String context, byte[] sealed) {
            return sealed;
        }

        @Override
        public byte[] mac(String context, byte[] message) {
            throw new UnsupportedOperationException();
        }
    }
}
