package org.yipiao.demo;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.yipiao.access.DemoPeople;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Contact;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Entry;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPoints.IssuingPoint;
import org.yipiao.masterdata.UnitRegister;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SigningAccess;
import org.yipiao.supervision.BureauAccess;

/**
 * 示例医院二 A second, smaller hospital in the same installation, with an account at the bureau, a signing key, people and a
 * few bills of its own, so that whoever tries the demonstration sees by clicking that neither hospital sees the other. Opened
 * by the steps an administrator would take; each is done once and left alone afterwards.
 */
@Component
@ConditionalOnProperty(name = "yipiao.demo", havingValue = "true")
class SecondHospital {
    static final String APPID = "DEMOHIS2";

    private static final String NAME = "示例医院二";
    private static final String BY = "演示";
    private static final String POINT = "0101";
    private static final int KEY_INDEX = 99;
    private static final List<BillKind> BOTH = List.of(BillKind.OUTPATIENT, BillKind.INPATIENT);
    private static final DemoNumbers.Measure LITTLE = new DemoNumbers.Measure(10_000, 1_000, 200);
    private static final List<String> AMOUNTS = List.of("21.50", "134.00", "8.80");
    private static final Logger log = LoggerFactory.getLogger(SecondHospital.class);

    /** Login names are unique over all hospitals. */
    private static final List<Person> PEOPLE = List.of(
            new Person("sysadmin", "测试辛", "ADMIN"),
            new Person("secadmin", "测试壬", "SECURITY"),
            new Person("auditor", "测试癸", "AUDITOR"),
            new Person("info", "测试子", "INFO"),
            new Person("finance", "测试丑", "FINANCE"),
            new Person("cashier", "测试寅", "CASHIER"));

    private record Person(String name, String displayName, String role) {}

    private final Environment environment;
    private final UnitRegister register;
    private final BureauAccess bureau;
    private final SigningAccess signing;
    private final Units units;
    private final IssuingPoints points;
    private final ChargeItems items;
    private final CodeMapping mapping;
    private final Callers callers;
    private final DemoNumbers stocked;
    private final DemoPeople people;
    private final Issuing issuing;
    private final InstantSource clock;
    private final UnitId unit;
    private boolean opened;

    SecondHospital(
            Environment environment,
            UnitRegister register,
            BureauAccess bureau,
            SigningAccess signing,
            Units units,
            IssuingPoints points,
            ChargeItems items,
            CodeMapping mapping,
            Callers callers,
            DemoNumbers stocked,
            DemoPeople people,
            Issuing issuing,
            InstantSource clock) {
        this.environment = environment;
        this.register = register;
        this.bureau = bureau;
        this.signing = signing;
        this.units = units;
        this.points = points;
        this.items = items;
        this.mapping = mapping;
        this.callers = callers;
        this.stocked = stocked;
        this.people = people;
        this.issuing = issuing;
        this.clock = clock;
        this.unit = new UnitId(environment.getProperty("yipiao.demo.second.agency", "990002"));
    }

    /** One round; nothing where the launcher gave no key for it. @throws RuntimeException while the bureau has not answered */
    void open() {
        if (opened || setting("key").isEmpty()) {
            return;
        }
        if (register.find(unit).isEmpty()) {
            PEOPLE.forEach(this::keep);
            register.add(unit, NAME, "演示数据：用来查看单位之间互不可见", BY);
        }
        if (!bureau.state(unit).configured()) {
            bureau.keep(
                    unit, new BureauAccess.Draft(environment.getProperty("yipiao.bureau.url", ""), setting("key")), BY);
        }
        if (!signing.state(unit).configured()) {
            String server = environment.getProperty("yipiao.signing.url", "");
            signing.keep(unit, new SigningAccess.Draft(server, KEY_INDEX, setting("pin"), true), BY);
        }
        if (!units.all().contains(unit)) {
            // The bureau's answer is on its way; the next round goes on.
            return;
        }
        seedMasterData();
        for (var point : points.all(unit)) {
            point.kinds().forEach(kind -> stocked.fill(unit, point.code(), kind, LITTLE));
        }
        issueSome();
        opened = true;
        log.info("{}（{}）已开通", NAME, unit);
    }

    private String setting(String name) {
        return environment.getProperty("yipiao.demo.second." + name, "");
    }

    private void keep(Person one) {
        people.keep(unit, one.name() + "2", one.displayName(), one.role(), setting("password." + one.name()));
    }

    private void seedMasterData() {
        List.of(
                        new IssuingPoint(unit, POINT, "门诊收费处", List.of(BillKind.OUTPATIENT), false),
                        new IssuingPoint(unit, "0201", "住院收费处", BOTH, false))
                .stream()
                .filter(point -> points.find(unit, point.code()).isEmpty())
                .forEach(points::save);
        if (items.all(unit).isEmpty()) {
            items.save(DemoHospital.items(unit));
        }
        String key = setting("his.key");
        if (!key.isEmpty() && callers.find(APPID).isEmpty()) {
            callers.save(new Caller(unit, APPID, "示例医院二业务系统", key, false, false, true));
            mapping.save(
                    unit,
                    DemoHospital.mapping(unit).stream()
                            .filter(entry -> points.find(unit, entry.ourCode()).isPresent()
                                    || entry.kind() != CodeMapping.Kind.PLACE)
                            .map(entry -> new Entry(APPID, entry.kind(), entry.hisCode(), entry.ourCode()))
                            .toList());
        }
    }

    /** Settlements of the same names every time: after a restart they are known and nothing new is issued. */
    private void issueSome() {
        var zone = units.current(unit).zone();
        for (int i = 0; i < AMOUNTS.size(); i++) {
            var amount = Money.ofYuan(new BigDecimal(AMOUNTS.get(i)));
            var price = new BigDecimal(AMOUNTS.get(i));
            var item = new Item("02", "诊察费", BigDecimal.ONE, "次", price, amount, "");
            String busNo = "DEMO2-" + (i + 1);
            var content = new BillContent(
                    BillKind.OUTPATIENT,
                    amount,
                    new Payer("1", "", "测试乙", "", ""),
                    "1",
                    busNo,
                    "示例数据",
                    "测试寅",
                    "",
                    visit(amount),
                    List.of(item),
                    List.of());
            issuing.issue(new Charge(
                    unit,
                    "console",
                    busNo,
                    "02",
                    POINT,
                    LocalDateTime.ofInstant(clock.instant(), zone),
                    content,
                    true,
                    "",
                    Contact.NONE,
                    "{}"));
        }
    }

    private static Medical visit(Money paid) {
        return new Medical(
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                paid,
                Money.ZERO,
                Money.ZERO,
                "",
                "",
                "内科",
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
    }
}
