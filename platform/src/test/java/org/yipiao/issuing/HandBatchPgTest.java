package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.OneHospital.ID;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.issuing.HandBatches.Entry;
import org.yipiao.issuing.HandBatches.Maker;
import org.yipiao.issuing.HandBatches.Outcome;
import org.yipiao.issuing.HandBatches.State;

@PgTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandBatchPgTest {
    private static final Maker CASHIER = new Maker(1, "测试丙");

    private IssueSetup setup;
    private HandBatchDesk desk;

    @BeforeAll
    void a_window(TestDatabase database) {
        setup = new IssueSetup(database);
        setup.stocked("0101", 1, 5);
        desk = new HandBatchDesk(
                new HandBatchStore(database.jdbc(), setup.vault),
                setup.issuing,
                setup.clock,
                new JdbcTransactionManager(database.dataSource()));
    }

    private static Entry entry(int line, String busNo, String yuan) {
        return new Entry(line, Charges.of(busNo, "0101", Charges.content(BillKind.OUTPATIENT, busNo, yuan, "测试甲")));
    }

    private static byte[] file(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_file_is_issued_once_however_often_it_comes_and_what_had_no_number_is_tried_again() {
        var first = List.of(entry(2, "DR1", "10.00"), entry(4, "DR2", "20.00"), entry(5, "DR3", "30.00"));
        var batch = desk.begin(ID, "0101", "一.xlsx", file("一"), CASHIER, first);
        assertThat(batch.waiting()).isEqualTo(3);
        desk.work();
        assertThat(desk.find(ID, null, batch.id()).orElseThrow().issued()).isEqualTo(3);
        assertThat(desk.begin(ID, "0101", "一.xlsx", file("一"), CASHIER, first).id())
                .isEqualTo(batch.id());
        desk.work();
        assertThat(desk.find(ID, null, batch.id()).orElseThrow().issued()).isEqualTo(3);

        // Another file with one bill of the first: that one is not billed again; the last finds no number.
        var second = List.of(
                entry(2, "DR3", "30.00"), entry(3, "DR4", "40.00"), entry(4, "DR5", "50.00"), entry(5, "DR6", "60.00"));
        var other = desk.begin(ID, "0101", "二.xlsx", file("二"), CASHIER, second);
        assertThat(other.id()).isNotEqualTo(batch.id());
        desk.work();
        var outcomes = desk.outcomes(ID, other.id());
        assertThat(outcomes).extracting(Outcome::state).contains(State.EARLIER, State.REFUSED);
        assertThat(outcomes.getFirst().number())
                .isEqualTo(desk.outcomes(ID, batch.id()).getLast().number());
        var without = outcomes.stream()
                .filter(one -> one.state() == State.REFUSED)
                .findFirst()
                .orElseThrow();
        assertThat(without.why()).contains("票号已用完");
        assertThat(without.number()).isEmpty();

        setup.stocked("0101", 6, 10);
        desk.begin(ID, "0101", "二.xlsx", file("二"), CASHIER, second);
        desk.work();
        var now = desk.find(ID, null, other.id()).orElseThrow();
        assertThat(now.refused()).isZero();
        assertThat(now.issued() + now.earlier()).isEqualTo(4);
        assertThat(setup.queries.totals(ID, BillQueries.Filter.ALL).blueCount()).isEqualTo(6);
        assertThat(desk.list(ID, 1L, 1, 20).total()).isEqualTo(2);
        assertThat(desk.list(ID, 2L, 1, 20).total()).isZero();
        assertThat(desk.find(ID, 2L, other.id())).isEmpty();
    }
}
