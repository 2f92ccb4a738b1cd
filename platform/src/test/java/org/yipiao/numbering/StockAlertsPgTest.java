package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.yipiao.OneHospital;
import org.yipiao.SettableClock;
import org.yipiao.bill.BillKind;
import org.yipiao.database.PgTest;
import org.yipiao.database.TestDatabase;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;

@PgTest
class StockAlertsPgTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final String SUBJECT = Ledgers.CODE.digits().substring(0, 6);

    private final TestDatabase database;
    private final List<String> told = new ArrayList<>();
    private final SettableClock clock = new SettableClock();
    private Ledgers ledgers;
    private AlertStore store;
    private StockAlerts alerts;

    StockAlertsPgTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void emptyLedger() {
        Ledgers.empty(database);
        database.jdbc()
                .sql("truncate numbering.alert_rule, numbering.stock_alert")
                .update();
        ledgers = new Ledgers(database, clock);
        store = new AlertStore(database.jdbc());
        var beans = new StaticListableBeanFactory();
        beans.addBean("notices", (StockNotices) (unit, title, text) -> told.add(title + "：" + text));
        var hospital = new OneHospital();
        alerts = new StockAlerts(
                store,
                ledgers.balances,
                ledgers.codes,
                ledgers.requests,
                ledgers.documentStore,
                new TermStore(database.jdbc()),
                new PlaceNames(hospital, hospital),
                hospital,
                beans.getBeanProvider(StockNotices.class),
                database.turns(),
                clock);
    }

    private void take(int count) {
        database.transactions()
                .executeWithoutResult(status -> ledgers.ledger.take(UNIT, "0101", BillKind.OUTPATIENT, 2026, count));
    }

    @Test
    void one_message_when_the_line_is_crossed_and_one_when_it_is_refilled() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 150);
        alerts.look();
        assertThat(told).isEmpty();
        take(60);
        alerts.look();
        alerts.look();
        assertThat(told)
                .singleElement()
                .asString()
                .contains("库存预警")
                .contains("门诊一号窗")
                .contains("仅剩 90 份");
        assertThat(alerts.inspect())
                .singleElement()
                .extracting(Inspection.Finding::severity)
                .isEqualTo(Inspection.Severity.ORDINARY);
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1001, 500);
        alerts.look();
        alerts.look();
        assertThat(told).hasSize(2).last().asString().contains("库存已补足");
        assertThat(alerts.inspect()).isEmpty();
        assertThat(store.list(UNIT, false))
                .singleElement()
                .satisfies(alert -> assertThat(alert.closedAt()).isNotNull());
    }

    @Test
    void the_days_left_at_the_present_speed_count_too() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 2_000);
        take(1_000);
        take(500);
        store.keep(UNIT, new AlertStore.Rule(SUBJECT, "0101", 0, 3, 0), "测试", clock.instant());
        store.keep(UNIT, new AlertStore.Rule("", "", 0, 0, 0), "测试", clock.instant());
        alerts.look();
        assertThat(told).singleElement().asString().contains("日均用 215 份，约可用 2 天");
    }

    @Test
    void the_bureau_is_asked_by_itself_once_when_the_unit_runs_low() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 2_000);
        take(1_000);
        store.keep(UNIT, new AlertStore.Rule("", "", 0, 0, 10), "测试", clock.instant());
        ledgers.bureau.answers.add(new NumberSource.Grant.Pending());
        alerts.look();
        alerts.look();
        var request =
                ledgers.documentStore.openRequest(UNIT, Ledgers.CODE.digits()).orElseThrow();
        assertThat(request.by().name()).isEqualTo("自动申领");
        assertThat(request.count()).isEqualTo(3_300);
        assertThat(ledgers.bureau.asked).hasSize(2);
    }

    @Test
    void an_instance_leaves_the_stock_to_the_one_that_is_just_looking() {
        ledgers.stocked("0101", BillKind.OUTPATIENT, Ledgers.CODE, 1, 2_000);
        take(1_000);
        store.keep(UNIT, new AlertStore.Rule("", "", 0, 0, 10), "测试", clock.instant());
        ledgers.bureau.answers.add(new NumberSource.Grant.Pending());
        int before = ledgers.bureau.asked.size();
        database.turns().alone("numbering.stock-alerts", alerts::look);
        assertThat(ledgers.bureau.asked).hasSize(before);
        alerts.look();
        assertThat(ledgers.bureau.asked).hasSize(before + 1);
    }

    @Test
    void an_ending_certificate_is_told_a_month_ahead() {
        var hospital = new OneHospital();
        var inspection = new CertificateInspection(ledgers.certificates, hospital, clock);
        assertThat(inspection.inspect()).isEmpty();
        ledgers.certificates.keep(
                UNIT,
                new DrawCertificate(
                        "LYZ1",
                        "示例省财政厅",
                        LocalDate.of(2026, 1, 1),
                        LocalDate.of(2026, 7, 31),
                        false,
                        List.of(new DrawCertificate.Limit(SUBJECT, 0, 0))),
                "测试");
        assertThat(inspection.inspect()).isEmpty();
        clock.forward(Duration.ofDays(20));
        assertThat(inspection.inspect())
                .singleElement()
                .extracting(Inspection.Finding::severity)
                .isEqualTo(Inspection.Severity.ORDINARY);
        clock.forward(Duration.ofDays(30));
        assertThat(inspection.inspect())
                .singleElement()
                .extracting(Inspection.Finding::severity)
                .isEqualTo(Inspection.Severity.SERIOUS);
    }
}
