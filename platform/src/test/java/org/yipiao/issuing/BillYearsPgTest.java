package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.issuing.IssueSetup.accepted;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.OneHospital;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;

@PgTest
class BillYearsPgTest {
    private final TestDatabase database;
    private IssueSetup setup;

    BillYearsPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyTables() {
        IssuingPgTest.empty(database);
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 1_000);
    }

    private BillYears years() {
        return new BillYears(setup.store, setup.clock, new JdbcTransactionManager(database.dataSource()));
    }

    private String partition(IssuedBill bill) {
        return database.jdbc()
                .sql("select tableoid::regclass::text from issuing.bill where bill_id = :id")
                .param("id", bill.id().value())
                .query(String.class)
                .single();
    }

    @Test
    void a_year_nobody_prepared_is_opened_by_its_first_bill() {
        accepted(setup.issuing.issue(Charges.outpatient("Y-2026")));
        setup.clock.forward(Duration.ofDays(365L * 9));
        setup.ledgers.stocked("0101", BillKind.OUTPATIENT, new BillCode("99060135"), 1, 100);
        var later = accepted(setup.issuing.issue(Charges.outpatient("Y-2035")));
        assertThat(partition(later)).isEqualTo("issuing.bill_2035");
        assertThat(later.number().digits()).isEqualTo("0000000001");
        assertThat(setup.queries.byKey(later.code(), later.number())).contains(later);
        // The partition has the triggers and indexes of the whole.
        assertThatThrownBy(
                        () -> database.jdbc().sql("truncate issuing.bill_2035").update())
                .isInstanceOf(UncategorizedSQLException.class)
                .hasMessageContaining("never changed or deleted");
        assertThatThrownBy(() ->
                        database.jdbc().sql("delete from issuing.bill_2035").update())
                .isInstanceOf(UncategorizedSQLException.class)
                .hasMessageContaining("never changed or deleted");
        assertThatThrownBy(() -> copied(later, "bill_id + 500000000", "bill_number", "null", "bill_year"))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("bill_number");
    }

    @Test
    void many_who_look_ahead_at_once_make_one_partition() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var made = threads.invokeAll(List.<Callable<Boolean>>of(
                    () -> setup.store.openYear(2041),
                    () -> setup.store.openYear(2041),
                    () -> setup.store.openYear(2041),
                    () -> setup.store.openYear(2041)));
            long times = 0;
            for (var one : made) {
                times += one.get() ? 1 : 0;
            }
            assertThat(times).isOne();
        }
        assertThat(setup.store.hasYear(2041)).isTrue();
        years().lookAhead();
        int year = setup.clock.instant().atZone(OneHospital.ZONE).getYear();
        assertThat(setup.store.hasYear(year + 1)).isTrue();
    }

    @Test
    void in_december_a_missing_next_year_is_found() {
        var years = years();
        int year = setup.clock.instant().atZone(OneHospital.ZONE).getYear();
        setup.clock.forward(Duration.ofDays(365L * 20));
        assertThat(setup.clock.instant().atZone(OneHospital.ZONE).getYear()).isGreaterThan(year + 10);
        var now = setup.clock.instant().atZone(OneHospital.ZONE);
        setup.clock.forward(Duration.between(now, now.withMonth(11).withDayOfMonth(30)));
        assertThat(years.inspect()).isEmpty();
        setup.clock.forward(Duration.ofDays(1));
        assertThat(years.inspect())
                .singleElement()
                .satisfies(finding -> assertThat(finding.cause()).contains(now.getYear() + 1 + " 年度票据分区"));
        years.lookAhead();
        assertThat(years.inspect()).isEmpty();
    }

    @Test
    void the_database_keeps_one_number_one_key_and_one_red_bill_over_all_years() {
        setup.store.openYear(2027);
        var blue = accepted(setup.issuing.issue(Charges.outpatient("K-1")));
        assertThatThrownBy(() -> copied(blue, "bill_id + 500000000", "bill_number", "null", "2027"))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("year_of_the_code");
        var red = accepted(setup.issuing.reverse(
                new Reversal(OneHospital.ID, blue.code(), blue.number(), "退费", "测试丙", "", blue.issuedAt(), "DEMOHIS")));
        assertThatThrownBy(() -> copied(
                        red,
                        "bill_id + 500000000",
                        "'0999999999'",
                        Long.toString(blue.id().value()),
                        "bill_year"))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("reversed_once");
        assertThatThrownBy(() ->
                        database.jdbc().sql("delete from issuing.reversed_once").update())
                .hasMessageContaining("never changed or deleted");
    }

    private void copied(IssuedBill bill, String id, String number, String reverses, String year) {
        database.jdbc()
                .sql("""
                insert into issuing.bill
                select unit_id, %s, kind, bill_code, %s, check_code, caller, bus_no, bus_type, point, bus_at, issued_at,
                       total_fen, payer_name, unit_version, circulates, arrears_reason, contact, his, %s, content, %s
                  from issuing.bill
                 where bill_id = :id
                """.formatted(id, number, reverses, year))
                .param("id", bill.id().value())
                .update();
    }
}
