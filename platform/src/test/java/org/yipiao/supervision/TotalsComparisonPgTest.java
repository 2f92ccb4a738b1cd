package org.yipiao.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.when;
import static org.yipiao.supervision.RoadToBureau.UNIT;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Inspection;
import org.yipiao.supervision.SupervisionStore.TotalsCheck;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.StageName;

@PgTest
class TotalsComparisonPgTest {
    @TempDir
    Path home;

    private RoadToBureau road;

    @BeforeEach
    void open(DataSource database) {
        road = new RoadToBureau(database, home);
    }

    @AfterEach
    void close() {
        road.close();
    }

    /** We say what the bureau says of today, and {@code more} bills beyond it. */
    private void weHave(long more, long inTransit) {
        String today = DateTimeFormatter.BASIC_ISO_DATE.format(road.now().toLocalDate());
        BureauWire.KindTotals theirs =
                road.bean(BureauClient.class).totals(UNIT, new BureauWire.TotalsAsked(today, today)).kinds().stream()
                        .filter(total -> total.billCode().equals(RoadToBureau.OUTPATIENT.digits()))
                        .findFirst()
                        .orElseThrow();
        LocalDate day = road.now().toLocalDate();
        BillQueries queries = road.bean(BillQueries.class);
        doAnswer(call -> {
                    BillQueries.Filter filter = call.getArgument(1);
                    return filter.kind() == BillKind.OUTPATIENT
                                    && filter.state() == BillState.ISSUED
                                    && day.atStartOfDay().equals(filter.from())
                            ? new BillQueries.Totals(
                                    theirs.blueCount() + more,
                                    theirs.blueFen() + more * 100,
                                    theirs.redCount(),
                                    theirs.redFen())
                            : new BillQueries.Totals(0, 0, 0, 0);
                })
                .when(queries)
                .totals(any(org.yipiao.shared.UnitId.class), any());
        when(road.transit.backlog(UNIT))
                .thenReturn(List.of(new InTransit.Backlog(StageName.COUNTERSIGN, BureauClient.PARTY, inTransit, 0, 0)));
        road.bean(TotalsComparison.class).compare(UNIT);
    }

    private List<String> differences() {
        return road.bean(BureauInspection.class).inspect().stream()
                .map(Inspection.Finding::cause)
                .filter(cause -> cause.contains("不一致"))
                .toList();
    }

    @Test
    void equal_totals_are_no_finding_and_a_bill_the_bureau_does_not_know_is_a_serious_one() {
        BillId bill = road.blue("5.00");
        road.done(StageName.COUNTERSIGN, bill);
        weHave(0, 0);
        assertThat(differences()).isEmpty();
        weHave(1, 5);
        assertThat(differences()).singleElement().asString().contains("门诊");
        weHave(0, 0);
        assertThat(differences()).isEmpty();
    }

    @Test
    void bills_the_bureau_knows_before_us_are_fine_while_they_are_in_transit() {
        BillId bill = road.blue("5.00");
        road.done(StageName.COUNTERSIGN, bill);
        weHave(-1, 1);
        assertThat(differences()).isEmpty();
        weHave(-1, 0);
        assertThat(differences()).hasSize(1);
    }

    @Test
    void counts_that_agree_with_amounts_that_do_not_are_a_difference() {
        var day = LocalDate.of(2026, 6, 15);
        assertThat(new TotalsCheck(day, BillKind.OUTPATIENT, 2, 2, 500, 2, 500, 0).agrees())
                .isTrue();
        assertThat(new TotalsCheck(day, BillKind.OUTPATIENT, 2, 2, 500, 2, 501, 0).agrees())
                .isFalse();
        assertThat(new TotalsCheck(day, BillKind.OUTPATIENT, 2, 4, 900, 3, 700, 0).agrees())
                .isTrue();
        assertThat(new TotalsCheck(day, BillKind.OUTPATIENT, 2, 4, 900, 1, 200, 9).agrees())
                .isFalse();
    }
}
