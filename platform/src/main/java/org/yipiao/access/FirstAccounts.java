package org.yipiao.access;

import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/**
 * 首批账户 Makes the first accounts of a new installation, one for each kind of administrator, or the demonstration's accounts. There is no built-in password: the
 * first one is made at random and shown once, the demonstration's are given by its launcher.
 */
@Component
class FirstAccounts {
    private static final Logger log = LoggerFactory.getLogger(FirstAccounts.class);

    private static final String DEMO_ROLE = "DEMO";

    private static final List<Demo> DEMO = List.of(
            // Everything, in the demonstration only, so that one account can show the whole product.
            new Demo("admin", "测试甲", DEMO_ROLE),
            new Demo("finance", "测试乙", "FINANCE"),
            // Destroying paper takes three people of the finance office: one asks, two others approve.
            new Demo("chief", "测试辰", "FINANCE"),
            new Demo("cashier", "测试丙", "CASHIER"),
            new Demo("ops", "测试丁", "OPS"),
            new Demo("info", "测试卯", "INFO"),
            new Demo("sysadmin", "测试戊", "ADMIN"),
            new Demo("secadmin", "测试己", "SECURITY"),
            new Demo("auditor", "测试庚", "AUDITOR"));

    /** The three separate administrators of a new installation. */
    private static final List<Demo> FIRST = List.of(
            new Demo("admin", "系统管理员", "ADMIN"),
            new Demo("secadmin", "安全管理员", "SECURITY"),
            new Demo("auditor", "审计管理员", "AUDITOR"));

    /** Stands for the unit until {@code yipiao.bureau.agency} is configured. */
    static final UnitId NOT_YET_KNOWN = new UnitId("000000");

    private record Demo(String username, String displayName, String role) {}

    private final AccessStore store;
    private final DemoPeople people;
    private final Passwords passwords;
    private final Environment environment;
    private final InstantSource clock;

    FirstAccounts(
            AccessStore store, DemoPeople people, Passwords passwords, Environment environment, InstantSource clock) {
        this.store = store;
        this.people = people;
        this.passwords = passwords;
        this.environment = environment;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void make() {
        String agency = environment.getProperty("yipiao.bureau.agency", "");
        if (!agency.isBlank() && store.moveAccounts(NOT_YET_KNOWN, new UnitId(agency)) > 0) {
            log.info("单位识别码已配置为 {}，先前建立的账户归入该单位", agency);
        }
        store.saveDuties(List.of(Permission.values()));
        if (environment.getProperty("yipiao.demo", Boolean.class, false)) {
            store.makeDemoRole(DEMO_ROLE, List.of(Permission.values()));
            DEMO.forEach(this::demo);
            return;
        }
        if (store.endDemo() > 0) {
            log.warn("本系统不是演示系统，已收回演示全权角色");
        }
        if (!store.anyAccount()) {
            FIRST.forEach(this::first);
        }
    }

    private void first(Demo administrator) {
        String password = passwords.first();
        String agency = environment.getProperty("yipiao.bureau.agency", "");
        var unit = agency.isBlank() ? NOT_YET_KNOWN : new UnitId(agency);
        if (store.add(
                unit,
                administrator.username(),
                administrator.displayName(),
                passwords.hash(password),
                true,
                List.of(administrator.role()),
                clock.instant())) {
            log.warn(
                    "首次启动：已建立{}账户 {}，初始口令 {}（只显示这一次，首次登录须修改）",
                    administrator.displayName(),
                    administrator.username(),
                    password);
        }
    }

    private void demo(Demo demo) {
        String password = environment.getProperty("yipiao.demo.password." + demo.username(), "");
        if (password.isEmpty()) {
            return;
        }
        var unit = new UnitId(environment.getProperty("yipiao.bureau.agency", "990001"));
        people.keep(unit, demo.username(), demo.displayName(), demo.role(), password);
        if (demo.role().equals(DEMO_ROLE)) {
            store.account(demo.username()).ifPresent(known -> store.setRoles(known.id(), List.of(DEMO_ROLE)));
        }
    }
}
