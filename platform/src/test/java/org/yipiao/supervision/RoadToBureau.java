package org.yipiao.supervision;

import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.yipiao.DirectCalls;
import org.yipiao.OneHospital;
import org.yipiao.OneLedger;
import org.yipiao.SandboxProcess;
import org.yipiao.TestVault;
import org.yipiao.access.Adjustments;
import org.yipiao.access.Audit;
import org.yipiao.access.Connections;
import org.yipiao.access.Installation;
import org.yipiao.access.TestConnections;
import org.yipiao.access.UnitNames;
import org.yipiao.access.Vault;
import org.yipiao.bill.BillCode;
import org.yipiao.database.TestDatabase;
import org.yipiao.database.Turns;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.SheetOnPaper;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.notices.Notices;
import org.yipiao.numbering.DrawCertificates;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.NumberStock;
import org.yipiao.numbering.PaperStock;
import org.yipiao.numbering.UsedNumbers;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.Outcome;
import org.yipiao.transit.PartyCalls;
import org.yipiao.transit.Stage;
import org.yipiao.transit.StageName;

/** The five stages over a ledger in memory, with a real database and the real sandbox behind them. */
final class RoadToBureau implements AutoCloseable {
    static final UnitId UNIT = OneHospital.ID;
    static final BillCode OUTPATIENT = new BillCode("99060126");

    final SandboxProcess sandbox = SandboxProcess.shared();
    final OneLedger ledger;
    final InTransit transit = mock(InTransit.class);
    final NumberStock stock = mock(NumberStock.class);
    final UsedNumbers used = mock(UsedNumbers.class);
    final Notices notices = mock(Notices.class);
    final ChargeItems items = mock(ChargeItems.class);
    final SavedUnits units = new SavedUnits();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private UnitId whose = UNIT;
    private long next;

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties
    @ConfigurationPropertiesScan({
        "org.yipiao.signing",
        "org.yipiao.supervision",
        "org.yipiao.rendering",
        "org.yipiao.archive",
        "org.yipiao.delivery"
    })
    @ComponentScan(
            basePackages = {
                "org.yipiao.signing",
                "org.yipiao.supervision",
                "org.yipiao.rendering",
                "org.yipiao.archive",
                "org.yipiao.delivery"
            })
    static class Stages {}

    RoadToBureau(DataSource database, Path home) {
        ledger = new OneLedger(() -> units.current(whose));
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.ofEntries(
                                Map.entry("yipiao.home", home.toString()),
                                Map.entry("yipiao.signing.url", sandbox.url()),
                                Map.entry("yipiao.signing.pin", SandboxProcess.PIN),
                                Map.entry("yipiao.bureau.url", sandbox.url()),
                                Map.entry("yipiao.bureau.agency", SandboxProcess.AGENCY),
                                Map.entry("yipiao.bureau.key", SandboxProcess.AGENCY_KEY),
                                Map.entry("yipiao.wechat.url", sandbox.url()),
                                Map.entry("yipiao.wechat.appid", SandboxProcess.APPID),
                                Map.entry("yipiao.wechat.secret", SandboxProcess.SECRET),
                                Map.entry("yipiao.wechat.template", "T1"),
                                Map.entry("yipiao.sms.url", sandbox.url()),
                                Map.entry("yipiao.sms.key", SandboxProcess.SMS_KEY))));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
        context.registerBean(Vault.class, TestVault::new);
        context.registerBean(Connections.class, () -> TestConnections.of(JdbcClient.create(database), new TestVault()));
        context.registerBean(InstantSource.class, InstantSource::system);
        context.registerBean(PartyCalls.class, DirectCalls::new);
        context.registerBean(BillQueries.class, ledger::queries);
        context.registerBean(Issuing.class, () -> ledger);
        context.registerBean(InTransit.class, () -> transit);
        context.registerBean(SheetOnPaper.class, () -> (unit, bill) -> Optional.empty());
        context.registerBean(NumberStock.class, () -> stock);
        context.registerBean(UsedNumbers.class, () -> used);
        context.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(database));
        context.registerBean(Notices.class, () -> notices);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(Audit.class, () -> mock(Audit.class));
        context.registerBean(Adjustments.class, () -> parameter -> OptionalLong.empty());
        context.registerBean(UnitNames.class, () -> mock(UnitNames.class));
        context.registerBean(PaperStock.class, () -> mock(PaperStock.class));
        context.registerBean(DrawCertificates.class, () -> mock(DrawCertificates.class));
        context.registerBean(ChargeItems.class, () -> items);
        context.registerBean(Units.class, () -> units);
        context.registerBean(Turns.class, () -> TestDatabase.turns(database));
        context.registerBean(Installation.class, () -> new Installation(SandboxProcess.AGENCY));
        context.register(Stages.class);
        context.refresh();
        sandbox.healthy();
        bean(BureauSync.class).run(UNIT);
        numbers();
    }

    private void numbers() {
        var numbers = (NumberSource.Grant.Allotted)
                bean(NumberSource.class).request(whose, "T" + UUID.randomUUID(), OUTPATIENT, 1_000);
        next = numbers.segments().getFirst().first();
    }

    /** Bills and work are this unit's from now on. */
    void as(UnitId unit) {
        whose = unit;
        numbers();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Stage stage(StageName name) {
        return context.getBeansOfType(Stage.class).values().stream()
                .filter(stage -> stage.name() == name)
                .findFirst()
                .orElseThrow();
    }

    List<Outcome> work(StageName name, BillId... bills) {
        return stage(name).work(whose, List.of(bills));
    }

    Outcome one(StageName name, BillId bill) {
        List<Outcome> outcomes = work(name, bill);
        if (outcomes.size() != 1) {
            throw new AssertionError(outcomes);
        }
        return outcomes.getFirst();
    }

    /** Takes a bill through the stages up to and including {@code last}; all must be done. */
    void done(StageName last, BillId... bills) {
        for (StageName name : StageName.values()) {
            List<Outcome> outcomes = work(name, bills);
            List<Outcome> open = new ArrayList<>(outcomes);
            open.removeIf(outcome -> outcome instanceof Outcome.Done);
            if (!open.isEmpty() || outcomes.size() != bills.length) {
                throw new AssertionError(name + " " + outcomes);
            }
            if (name == last) {
                return;
            }
        }
    }

    LocalDateTime now() {
        return LocalDateTime.ofInstant(Instant.now(), OneHospital.ZONE);
    }

    BillId blue(String yuan) {
        return ledger.blue(OUTPATIENT, next++, now(), yuan);
    }

    BillId red(BillId blue) {
        return ledger.red(blue, next++, now());
    }

    /** How many bills with this number the bureau has, and its state. */
    List<String> atBureau(BillId bill) {
        var key = ledger.bill(bill).key();
        return sandbox.ledger().stream()
                .filter(row ->
                        row.path("billCode").stringValue().equals(key.code().digits())
                                && row.path("billNumber")
                                        .stringValue()
                                        .equals(key.number().digits()))
                .map(row -> row.path("state").stringValue() + " "
                        + row.path("totalFen").asLong())
                .toList();
    }

    @Override
    public void close() {
        sandbox.healthy();
        context.close();
    }

    /** Keeps what the synchronisation saves. */
    static final class SavedUnits implements Units {
        private final Map<UnitId, Unit> saved = new ConcurrentHashMap<>();

        @Override
        public Unit current(UnitId id) {
            Unit unit = saved.get(id);
            if (unit == null) {
                throw new IllegalArgumentException("no such unit: " + id);
            }
            return unit;
        }

        @Override
        public Unit version(UnitId id, int version) {
            return current(id);
        }

        @Override
        public List<Unit> versions(UnitId id, int newest) {
            return List.of(current(id));
        }

        @Override
        public List<UnitId> all() {
            return List.copyOf(saved.keySet());
        }

        @Override
        public Unit save(Unit unit) {
            saved.put(unit.id(), unit);
            return unit;
        }
    }
}
