package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.database.SharedDatabase;

/** Signing in at the hospital's CAS server, and everything a forged or stale ticket or answer may look like. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CasPgTest {
    private static final String UNIT = "990025";
    private static final String SETTINGS = "/api/console/policy/cas";
    private static final String SIGN_IN = "/api/console/login/sso";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    private FakeCas cas;
    private Browser security;
    private Browser system;

    @BeforeAll
    void a_hospital_with_a_cas_server() throws Exception {
        cas = new FakeCas();
        accounts.add(UNIT, "sec25", "SECURITY");
        accounts.add(UNIT, "sys25", "ADMIN");
        accounts.add(UNIT, "fin25", "FINANCE");
        security = signedIn("sec25");
        system = signedIn("sys25");
        saved(Map.of());
    }

    @AfterAll
    void nobody_answers_any_more() {
        cas.close();
    }

    @BeforeEach
    void an_honest_server() {
        cas.answersAre(answer -> answer);
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Browser.Answer save(Map<String, Object> changed) {
        var all = new LinkedHashMap<String, Object>(
                Map.of("name", "医院门户", "url", cas.url() + "/", "attribute", "", "sameName", true, "enabled", true));
        all.putAll(changed);
        return security.put(SETTINGS, all);
    }

    private void saved(Map<String, Object> changed) {
        var answer = save(changed);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private String begun(Browser browser) {
        var begun = browser.post(SIGN_IN + "/begin", Map.of("unit", UNIT, "way", "CAS"));
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        return begun.json().path("address").asString();
    }

    private Map<String, String> journey(Browser browser, String person) {
        return cas.signIn(begun(browser), person);
    }

    private void refused(UnaryOperator<String> wrong, String code) {
        cas.answersAre(wrong);
        var browser = new Browser(port);
        var answer = browser.post(SIGN_IN, journey(browser, "fin25"));
        assertThat(answer.code()).as(answer.text()).isEqualTo(code);
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }

    @Test
    void who_comes_with_a_ticket_is_in_and_is_signed_out_there_too() {
        var browser = new Browser(port);
        assertThat(begun(browser)).startsWith(cas.url() + "/login?service=http").contains("console.html%3Fstate%3Din-");
        var answer = browser.post(SIGN_IN, journey(browser, "FIN25"));
        assertThat(answer.json().path("username").asString()).as(answer.text()).isEqualTo("fin25");
        assertThat(browser.get("/api/console/bills").status()).isEqualTo(200);
        assertThat(jdbc.sql(
                                "select method || ' ' || result from access.sign_in where username = 'fin25' order by at desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("CAS OK");
        assertThat(browser.post("/api/console/logout", Map.of())
                        .json()
                        .path("address")
                        .asString())
                .startsWith(cas.url() + "/logout?service=");
    }

    @Test
    void a_ticket_counts_once_and_only_in_the_journey_it_was_given_for() {
        var browser = new Browser(port);
        var back = journey(browser, "fin25");
        assertThat(browser.post(SIGN_IN, back).status()).isEqualTo(200);
        assertThat(browser.post(SIGN_IN, back).code()).as("the journey is over").isEqualTo("SINGLE_SIGN_ON_REFUSED");
        var victim = journey(new Browser(port), "fin25");
        var thief = new Browser(port);
        var stolen = new HashMap<>(journey(thief, "nobody"));
        stolen.put("code", victim.get("code"));
        var answer = thief.post(SIGN_IN, stolen);
        assertThat(answer.text()).as("another journey's ticket").contains("SINGLE_SIGN_ON_REFUSED", "INVALID_SERVICE");
        int asked = cas.asked.get();
        var forger = new Browser(port);
        var forged = new HashMap<>(journey(forger, "fin25"));
        forged.put("code", "ST-x&service=elsewhere");
        assertThat(forger.post(SIGN_IN, forged).code()).isEqualTo("SINGLE_SIGN_ON_REFUSED");
        assertThat(cas.asked.get()).as("what is no ticket is not asked about").isEqualTo(asked);
    }

    @Test
    void an_answer_that_does_not_say_exactly_one_thing_is_none() {
        refused(all -> all.replace("<cas:user>", "<cas:user>admin</cas:user><cas:user>"), "SINGLE_SIGN_ON_REFUSED");
        refused(all -> all.replaceAll("<cas:user>.*</cas:user>", ""), "SINGLE_SIGN_ON_REFUSED");
        refused(all -> all.replace("fin25</cas:user>", "<b>fin25</b></cas:user>"), "SINGLE_SIGN_ON_REFUSED");
        refused(
                all -> all.replace(
                        "</cas:attributes>", "</cas:attributes><cas:proxies><cas:proxy>x</cas:proxy></cas:proxies>"),
                "SINGLE_SIGN_ON_REFUSED");
        refused(all -> all.replace("http://www.yale.edu/tp/cas", "urn:other"), "SINGLE_SIGN_ON_DOWN");
        refused(
                all -> "<!DOCTYPE a [<!ENTITY e \"fin25\">]>" + all.replaceAll("<cas:user>.*?<", "<cas:user>&e;<"),
                "SINGLE_SIGN_ON_DOWN");
        refused(
                all -> all.replace("</cas:serviceResponse>", "<cas:authenticationSuccess/></cas:serviceResponse>"),
                "SINGLE_SIGN_ON_DOWN");
        refused(all -> "fin25", "SINGLE_SIGN_ON_DOWN");
        refused(all -> all + " ".repeat(70_000), "SINGLE_SIGN_ON_DOWN");
        cas.statusIs(302);
        var browser = new Browser(port);
        assertThat(browser.post(SIGN_IN, journey(browser, "fin25")).code()).isEqualTo("SINGLE_SIGN_ON_DOWN");
    }

    @Test
    void whose_account_it_is_says_the_link_or_the_name_and_never_an_administrators() {
        var nobody = new Browser(port);
        assertThat(nobody.post(SIGN_IN, journey(nobody, "stranger")).code()).isEqualTo("IDENTITY_UNKNOWN");
        var administrator = new Browser(port);
        assertThat(administrator.post(SIGN_IN, journey(administrator, "sys25")).code())
                .isEqualTo("IDENTITY_UNKNOWN");
        accounts.add(UNIT, "emp25", "FINANCE");
        try {
            saved(Map.of("attribute", "employee", "sameName", false));
            assertThat(system.post(
                                    "/api/console/users/" + accounts.id("emp25") + "/identities",
                                    Map.of("subject", "E-4711", "way", "CAS"))
                            .status())
                    .isEqualTo(200);
            var linked = new Browser(port);
            assertThat(linked.post(SIGN_IN, journey(linked, "4711"))
                            .json()
                            .path("username")
                            .asString())
                    .isEqualTo("emp25");
            var unlinked = new Browser(port);
            assertThat(unlinked.post(SIGN_IN, journey(unlinked, "fin25")).code())
                    .as("the name alone is not enough when that is switched off")
                    .isEqualTo("IDENTITY_UNKNOWN");
        } finally {
            saved(Map.of());
        }
    }

    @Test
    void the_check_tells_a_server_that_judges_from_one_that_does_not() {
        assertThat(security.post(SETTINGS + "/check", Map.of()).text()).contains("\"usable\":true");
        cas.answersAre(all -> all.replace("INVALID_TICKET", "INVALID_SERVICE"));
        assertThat(security.post(SETTINGS + "/check", Map.of()).text()).contains("\"usable\":false", "INVALID_SERVICE");
        cas.answersAre(all -> all.replaceAll(
                "<cas:authenticationFailure.*</cas:authenticationFailure>",
                "<cas:authenticationSuccess><cas:user>x</cas:user></cas:authenticationSuccess>"));
        assertThat(security.post(SETTINGS + "/check", Map.of()).text())
                .as("one that says yes to everything")
                .contains("\"usable\":false", "认可了并不存在的票据");
        cas.statusIs(500);
        assertThat(security.post(SETTINGS + "/check", Map.of()).text()).contains("\"usable\":false", "HTTP 500");
    }

    @Test
    void settings_name_every_fault_and_are_written_down() {
        var faults = save(Map.of("url", "http://sso.example.org/cas", "attribute", "a b", "name", ""));
        assertThat(faults.json().path("errors").findValuesAsString("path"))
                .containsExactlyInAnyOrder("url", "attribute", "name");
        assertThat(system.put(SETTINGS, Map.of()).code()).isEqualTo("NOT_PERMITTED");
        assertThat(jdbc.sql("select count(*) from access.audit_log where unit_id = :unit and act = '修改 CAS 单点登录'")
                        .param("unit", UNIT)
                        .query(Long.class)
                        .single())
                .isPositive();
        try {
            saved(Map.of("enabled", false));
            assertThat(new Browser(port)
                            .post(SIGN_IN + "/begin", Map.of("unit", UNIT, "way", "CAS"))
                            .code())
                    .isEqualTo("SINGLE_SIGN_ON_OFF");
        } finally {
            saved(Map.of());
        }
        assertThat(new Browser(port)
                        .post(SIGN_IN + "/begin", Map.of("unit", UNIT, "way", "OIDC"))
                        .code())
                .as("this hospital has no provider, only CAS")
                .isEqualTo("SINGLE_SIGN_ON_OFF");
    }
}
