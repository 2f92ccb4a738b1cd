package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.OneHospital.ID;
import static org.yipiao.issuing.IssueSetup.accepted;
import static org.yipiao.issuing.IssueSetup.refused;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.yipiao.bill.Money;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.PolicyEffects.Effect;
import org.yipiao.masterdata.IssuingPolicy;
import org.yipiao.masterdata.IssuingPolicy.Arrears;
import org.yipiao.masterdata.IssuingPolicy.Channels;
import org.yipiao.masterdata.IssuingPolicy.Rounding;
import org.yipiao.masterdata.IssuingPolicy.Zero;

@PgTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ZeroAmountPgTest {
    private IssueSetup setup;
    private EffectStore effects;
    private TestDatabase database;

    @BeforeAll
    void a_window(TestDatabase database) {
        this.database = database;
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 100);
        effects = new EffectStore(database.jdbc(), setup.queries);
    }

    private void decided(Zero zero) {
        setup.hospital.save(
                new IssuingPolicy(
                        ID,
                        Rounding.REFUSE,
                        Money.ofFen(10),
                        "",
                        Channels.ACCEPT,
                        zero,
                        Arrears.HOLD,
                        Optional.empty(),
                        List.of("退费")),
                "测试");
    }

    private LocalDateTime today() {
        return LocalDate.ofInstant(setup.clock.instant(), org.yipiao.OneHospital.ZONE)
                .atStartOfDay();
    }

    @Test
    void a_unit_that_does_not_issue_zero_refuses_it_by_name() {
        decided(Zero.REFUSE);
        var refusal = refused(setup.issuing.issue(Charges.outpatient("ZERO-0", "0101", "0.00")));
        assertThat(refusal.why()).isEqualTo(IssueRefusal.CHARGE_INVALID);
        assertThat(refusal.detail()).contains("总金额必须大于 0");
    }

    @Test
    void a_zero_bill_is_numbered_counted_apart_and_reversible() {
        decided(Zero.ISSUE);
        var before = setup.queries.totals(ID, BillQueries.Filter.ALL);
        var bill = accepted(setup.issuing.issue(Charges.outpatient("ZERO-1", "0101", "0.00")));
        assertThat(setup.queries.circulates(bill.id())).isTrue();
        var red = accepted(setup.issuing.reverse(
                new Reversal(ID, bill.code(), bill.number(), "退费", "测试丙", "", today().plusHours(9), "DEMOHIS")));
        assertThat(red.total()).isEqualTo(Money.ZERO);
        var after = setup.queries.totals(ID, BillQueries.Filter.ALL);
        assertThat(after.blueCount()).isEqualTo(before.blueCount() + 1);
        assertThat(after.redCount()).isEqualTo(before.redCount() + 1);
        assertThat(effects.list(ID, Effect.ZERO, today(), today().plusDays(1), 1, 20)
                        .rows())
                .extracting(row -> row.bill().id())
                .contains(bill.id(), red.id());
    }

    @Test
    void a_zero_bill_that_is_not_delivered_waits_until_it_is_released() {
        decided(Zero.ISSUE_UNDELIVERED);
        var bill = accepted(setup.issuing.issue(Charges.outpatient("ZERO-2", "0101", "0.00")));
        var paid = accepted(setup.issuing.issue(Charges.outpatient("ZERO-3", "0101", "1.00")));
        assertThat(setup.queries.circulates(bill.id())).isFalse();
        assertThat(setup.queries.circulates(paid.id())).isTrue();
        assertThat(setup.queries.arrearsReason(bill.id())).contains("零金额");
        assertThat(effects.counts(ID, today(), today().plusDays(1)).waiting()).isEqualTo(1);
        assertThat(setup.facts.release(ID, bill.id(), today().toLocalDate(), "测试丙"))
                .isTrue();
        assertThat(setup.queries.circulates(bill.id())).isTrue();
        var counts = effects.counts(ID, today(), today().plusDays(1));
        assertThat(counts.held()).isEqualTo(1);
        assertThat(counts.waiting()).isZero();
        assertThat(effects.list(ID, Effect.HELD, today(), today().plusDays(1), 1, 20)
                        .rows())
                .singleElement()
                .satisfies(row -> assertThat(row.circulates()).isTrue());
        // The same settlement again is the same bill, held or not.
        assertThat(accepted(setup.issuing.issue(Charges.outpatient("ZERO-2", "0101", "0.00")))
                        .id())
                .isEqualTo(bill.id());
    }

    @Test
    void the_database_lets_no_blue_bill_be_negative_and_no_red_one_positive() {
        decided(Zero.ISSUE);
        var bill = accepted(setup.issuing.issue(Charges.outpatient("ZERO-4", "0101", "0.00")));
        for (String broken : List.of("null, -1", "999999999, 1")) {
            assertThatThrownBy(() -> database.jdbc()
                            .sql("""
                            insert into issuing.bill
                            select unit_id, bill_id + 500000000, kind, bill_code, '9999999999', check_code, caller, bus_no,
                                   bus_type, point, bus_at, issued_at,
                            """ + broken.split(", ")[1] + """
                                   , payer_name, unit_version, circulates, arrears_reason, contact, his,
                            """ + broken.split(", ")[0] + """
                                      , content, bill_year
                              from issuing.bill
                             where bill_id = :id
                            """)
                            .param("id", bill.id().value())
                            .update())
                    .hasMessageContaining("red_is_not_positive");
        }
    }
}
