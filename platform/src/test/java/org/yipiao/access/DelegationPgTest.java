package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.access.Accounts.PASSWORD;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.database.SharedDatabase;
import org.yipiao.shared.UnitId;

/** Lending an approval: to whom, for how long, and that it is gone when it is over, taken back or no longer the lender's. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
class DelegationPgTest {
    private static final String UNIT = "990028";
    private static final String PATH = "/api/console/me/delegations";
    private static final String WORK = "/api/console/approvals/999999999/refuse";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    People people;

    @Autowired
    OnBehalf onBehalf;

    @Autowired
    WallClock clock;

    @Autowired
    JdbcClient jdbc;

    private Browser signedIn(String username, String... roles) {
        accounts.add(UNIT, username, roles);
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Map<String, Object> asked(String to) {
        LocalDate today = clock.day(new UnitId(UNIT), clock.now());
        return Map.of(
                "to",
                String.valueOf(accounts.id(to)),
                "permission",
                "REVERSAL_APPROVE",
                "first",
                today.toString(),
                "last",
                today.plusDays(6).toString(),
                "reason",
                "外出学习");
    }

    @Test
    void who_was_asked_to_decides_until_it_is_taken_back() {
        var lender = signedIn("len28", "FINANCE");
        var taker = signedIn("tak28", "CASHIER");
        assertThat(refused(taker)).isEqualTo("NOT_PERMITTED");
        var lent = lender.post(PATH, asked("tak28"));
        assertThat(lent.status()).as(lent.text()).isEqualTo(201);
        assertThat(lent.text()).contains("IN_FORCE", "外出学习");
        assertThat(refused(taker)).as("let in, and finds no such request").isNotEqualTo("NOT_PERMITTED");
        assertThat(taker.get(PATH).json().path("rows").get(0).path("own").asBoolean())
                .isFalse();
        assertThat(people.who(new UnitId(UNIT), Permission.REVERSAL_APPROVE))
                .as("and is told of requests")
                .extracting(People.Person::username)
                .contains("tak28");
        assertThat(taker.get(PATH).json().path("lendable").size())
                .as("what was lent is not lent on")
                .isZero();
        assertThat(taker.post(PATH, asked("len28")).code()).isEqualTo("FIELD_INVALID");
        String id = lender.get(PATH).json().path("rows").get(0).path("id").asString();
        assertThat(taker.delete(PATH + "/" + id).code()).isEqualTo("DELEGATION_NOT_FOUND");
        assertThat(lender.delete(PATH + "/" + id).text()).contains("ENDED");
        assertThat(lender.delete(PATH + "/" + id).code()).isEqualTo("DELEGATION_NOT_FOUND");
        assertThat(refused(taker)).isEqualTo("NOT_PERMITTED");
        assertThat(jdbc.sql(
                                "select count(*) from access.audit_log where username = :lender and act in ('委托审批', '收回委托')")
                        .param("lender", "len28")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void what_is_decided_for_somebody_else_says_so_wherever_it_is_shown() {
        jdbc.sql("insert into access.role (code, name, office) values ('DEPUTY28', '代理安全员', 'SECURITY')")
                .update();
        accounts.add(UNIT, "sec28", "SECURITY");
        accounts.add(UNIT, "dep28", "DEPUTY28");
        jdbc.sql("update access.account set display_name = '测试代' where username = 'dep28'")
                .update();
        jdbc.sql("update access.account set display_name = '测试主' where username = 'sec28'")
                .update();
        var lender = new Browser(port);
        assertThat(lender.login("sec28", PASSWORD).status()).isEqualTo(200);
        var loan = new java.util.HashMap<>(asked("dep28"));
        loan.put("permission", "EXPORT_APPROVE");
        assertThat(lender.post(PATH, loan).status()).isEqualTo(201);
        var deputy = new Browser(port);
        assertThat(deputy.login("dep28", PASSWORD).status()).isEqualTo(200);
        var auditor = signedIn("aud28", "AUDITOR");
        String exports = "/api/console/audit/exports";
        String lent = auditor.post(exports, Map.of("filter", Map.of("from", "2026-01-01T00:00:00"), "reason", "月度审计"))
                .json()
                .path("id")
                .asString();
        var decided = deputy.post(exports + "/" + lent + "/decision", Map.of("approved", true));
        assertThat(decided.json().path("decidedName").asString())
                .as(decided.text())
                .isEqualTo("测试代（代 测试主 审批）");
        assertThat(auditor.get(exports).text()).contains("测试代（代 测试主 审批）");
        String own = auditor.post(exports, Map.of("filter", Map.of("from", "2026-01-01T00:00:00"), "reason", "月度审计"))
                .json()
                .path("id")
                .asString();
        assertThat(lender.post(exports + "/" + own + "/decision", Map.of("approved", false))
                        .json()
                        .path("decidedName")
                        .asString())
                .as("who decides by the own right")
                .isEqualTo("测试主");
        assertThat(jdbc.sql("select entry from access.audit_log where username = 'dep28' and act = '审批导出日志'")
                        .query(String.class)
                        .single())
                .contains("测试代（代 测试主 审批）");
    }

    @Test
    void nobody_decides_for_the_lender_on_the_lenders_own_request() {
        var lender = signedIn("len31", "FINANCE");
        accounts.add(UNIT, "tak31", "CASHIER");
        assertThat(lender.post(PATH, asked("tak31")).status()).isEqualTo(201);
        var taker = new CurrentUser(
                accounts.id("tak31"), "tak31", "测试受", new UnitId(UNIT), java.util.Set.of(Permission.REVERSAL_APPROVE));
        assertThat(onBehalf.name(taker, Permission.REVERSAL_APPROVE, 1)).isEqualTo("测试受（代 测试甲 审批）");
        assertThatThrownBy(() -> onBehalf.name(taker, Permission.REVERSAL_APPROVE, accounts.id("len31")))
                .isInstanceOfSatisfying(
                        org.yipiao.shared.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("LENDER_IS_REQUESTER"));
        var second = signedIn("len32", "FINANCE");
        assertThat(second.post(PATH, asked("tak31")).status()).isEqualTo(201);
        assertThat(onBehalf.name(taker, Permission.REVERSAL_APPROVE, accounts.id("len31")))
                .as("another lender's right is good for it")
                .contains("代 ");
    }

    private static String refused(Browser browser) {
        return browser.post(WORK, Map.of("why", "金额不对")).code();
    }

    @Test
    void a_loan_ends_with_its_days_and_with_the_lenders_own_right() {
        var lender = signedIn("len29", "FINANCE");
        var taker = signedIn("tak29", "CASHIER");
        assertThat(lender.post(PATH, asked("tak29")).status()).isEqualTo(201);
        assertThat(refused(taker)).isNotEqualTo("NOT_PERMITTED");
        jdbc.sql("""
                update access.delegation
                   set valid_from = valid_from - interval '9 days',
                       valid_until = valid_until - interval '9 days'
                 where to_account = :taker
                """).param("taker", accounts.id("tak29")).update();
        assertThat(refused(taker)).as("over").isEqualTo("NOT_PERMITTED");
        assertThat(lender.get(PATH).text()).contains("OVER");
        assertThat(lender.post(PATH, asked("tak29")).status()).isEqualTo(201);
        assertThat(refused(taker)).isNotEqualTo("NOT_PERMITTED");
        jdbc.sql("delete from access.account_role where account_id = :lender")
                .param("lender", accounts.id("len29"))
                .update();
        assertThat(refused(taker)).as("nobody lends what is no longer theirs").isEqualTo("NOT_PERMITTED");
    }

    @Test
    void a_loan_that_makes_no_sense_is_refused_with_every_fault() {
        var lender = signedIn("len30", "FINANCE");
        accounts.add(UNIT, "sec30", "SECURITY");
        var wrong = new java.util.HashMap<>(asked("sec30"));
        wrong.putAll(Map.of("permission", "EXPORT_APPROVE", "first", "2020-01-01", "last", "2099-01-01", "reason", ""));
        var answer = lender.post(PATH, wrong);
        assertThat(answer.code()).isEqualTo("FIELD_INVALID");
        assertThat(answer.json().path("errors").size()).as(answer.text()).isEqualTo(5);
        var own = new java.util.HashMap<>(asked("len30"));
        assertThat(lender.post(PATH, own).text()).contains("不能是本人");
        assertThatThrownBy(() -> jdbc.sql("""
                        insert into access.delegation
                               (unit_id, from_account, to_account, permission, valid_from, valid_until, reason, made_at)
                        values (:unit, :one, :one, 'REVERSAL_APPROVE', now(), now() + interval '1 day', '自己', now())
                        """)
                        .param("unit", UNIT)
                        .param("one", accounts.id("len30"))
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }
}
