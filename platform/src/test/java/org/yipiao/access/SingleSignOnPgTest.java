package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bouncycastle.util.encoders.Base32;
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

/** Signing in at the hospital's own identity provider, and everything a forged or stale answer of it may look like. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleSignOnPgTest {
    private static final String UNIT = "990021";
    private static final String SETTINGS = "/api/console/policy/sso";
    private static final String SIGN_IN = "/api/console/login/sso";
    private static final String CODE = "/api/console/login/code";
    private static final String FACTOR = "/api/console/me/second-factor";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    InstantSource clock;

    private FakeProvider provider;
    private Browser security;
    private Browser system;

    @BeforeAll
    void a_hospital_with_a_provider_and_one_linked_person() throws Exception {
        provider = new FakeProvider();
        accounts.add(UNIT, "sec21", "SECURITY");
        accounts.add(UNIT, "sys21", "ADMIN");
        accounts.add(UNIT, "fin21", "FINANCE");
        accounts.add(UNIT, "own21", "FINANCE");
        accounts.add("990022", "sec22", "SECURITY");
        security = signedIn("sec21");
        system = signedIn("sys21");
        assertThat(security.put(SETTINGS, settings(Map.of())).status()).isEqualTo(200);
        assertThat(link("fin21", "staff-1").status()).isEqualTo(200);
    }

    @AfterAll
    void nobody_answers_any_more() {
        provider.close();
    }

    @BeforeEach
    void an_honest_provider() {
        provider.tokensAre(claims -> claims);
        provider.tokensAreUnsigned(false);
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Map<String, Object> settings(Map<String, Object> changed) {
        var all = new LinkedHashMap<String, Object>(Map.of(
                "name",
                "医院统一身份",
                "issuer",
                provider.issuer(),
                "clientId",
                FakeProvider.CLIENT,
                "secret",
                FakeProvider.SECRET,
                "claim",
                "sub",
                "enabled",
                true,
                "version",
                security.get(SETTINGS).json().path("version").asInt()));
        all.putAll(changed);
        return all;
    }

    private Browser.Answer link(String username, String subject) {
        return system.post("/api/console/users/" + accounts.id(username) + "/identities", Map.of("subject", subject));
    }

    /** Goes to the provider. @return the code and state that the browser comes back with */
    private Map<String, String> journey(Browser browser, String subject) {
        var begun = browser.post(SIGN_IN + "/begin", Map.of("unit", UNIT));
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        return provider.signIn(begun.json().path("address").asString(), subject);
    }

    private void refused(UnaryOperator<JWTClaimsSet.Builder> wrong) {
        provider.tokensAre(wrong);
        var browser = new Browser(port);
        var answer = browser.post(SIGN_IN, journey(browser, "staff-1"));
        assertThat(answer.code()).as(answer.text()).isEqualTo("SINGLE_SIGN_ON_REFUSED");
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }

    @Test
    void who_is_linked_comes_in_and_is_signed_out_there_too() {
        var browser = new Browser(port);
        assertThat(browser.get("/api/console/login/ways").text())
                .contains("医院统一身份")
                .doesNotContain(FakeProvider.SECRET);
        var answer = browser.post(SIGN_IN, journey(browser, "staff-1"));
        assertThat(answer.json().path("username").asString()).as(answer.text()).isEqualTo("fin21");
        assertThat(browser.get("/api/console/bills").status()).isEqualTo(200);
        assertThat(jdbc.sql(
                                "select method || ' ' || result from access.sign_in where username = 'fin21' order by at desc limit 1")
                        .query(String.class)
                        .single())
                .isEqualTo("OIDC OK");
        String away = browser.post("/api/console/logout", Map.of())
                .json()
                .path("address")
                .asString();
        assertThat(away).startsWith(provider.issuer() + "/logout").contains("id_token_hint=");
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
        assertThat(signedIn("own21")
                        .post("/api/console/logout", Map.of())
                        .json()
                        .path("address")
                        .asString())
                .as("nobody who came by password is sent there")
                .isEmpty();
    }

    @Test
    void the_address_carries_a_challenge_and_nothing_secret() {
        var browser = new Browser(port);
        String address = browser.post(SIGN_IN + "/begin", Map.of("unit", UNIT))
                .json()
                .path("address")
                .asString();
        assertThat(address)
                .contains("code_challenge_method=S256", "response_type=code", "nonce=", "state=in-", "console.html")
                .doesNotContain("secret");
    }

    @Test
    void whom_nobody_linked_is_refused_and_gets_no_account() {
        long before = jdbc.sql("select count(*) from access.account")
                .query(Long.class)
                .single();
        var browser = new Browser(port);
        var answer = browser.post(SIGN_IN, journey(browser, "stranger"));
        assertThat(answer.code()).isEqualTo("IDENTITY_UNKNOWN");
        assertThat(answer.text()).contains("个人设置中关联");
        assertThat(jdbc.sql("select count(*) from access.account")
                        .query(Long.class)
                        .single())
                .isEqualTo(before);
    }

    @Test
    void a_state_of_somebody_else_is_refused_before_the_provider_is_asked() {
        var browser = new Browser(port);
        var back = new HashMap<>(journey(browser, "staff-1"));
        back.put("state", "in-00000000000000000000000000000000");
        int asked = provider.tokenCalls.get();
        assertThat(browser.post(SIGN_IN, back).code()).isEqualTo("SINGLE_SIGN_ON_REFUSED");
        assertThat(provider.tokenCalls.get()).isEqualTo(asked);
        assertThat(new Browser(port).post(SIGN_IN, journey(browser, "staff-1")).code())
                .as("a browser that did not begin")
                .isEqualTo("SINGLE_SIGN_ON_REFUSED");
    }

    @Test
    void what_the_browser_brought_back_counts_once() {
        var browser = new Browser(port);
        var back = journey(browser, "staff-1");
        assertThat(browser.post(SIGN_IN, back).status()).isEqualTo(200);
        assertThat(browser.post(SIGN_IN, back).code()).isEqualTo("SINGLE_SIGN_ON_REFUSED");
        var other = new Browser(port);
        var fresh = new HashMap<>(journey(other, "staff-1"));
        fresh.put("code", back.get("code"));
        assertThat(other.post(SIGN_IN, fresh).code())
                .as("a code that was used, in a journey of one's own")
                .isEqualTo("SINGLE_SIGN_ON_REFUSED");
    }

    @Test
    void a_token_that_is_not_for_us_now_and_here_is_refused() {
        refused(claims -> claims.claim("nonce", "another"));
        refused(claims -> claims.claim("nonce", null));
        refused(claims -> claims.audience("another-client"));
        refused(claims -> claims.issuer("https://idp.example.org"));
        var hourAgo = Date.from(InstantSource.system().instant().minus(Duration.ofHours(1)));
        refused(claims -> claims.expirationTime(hourAgo));
        provider.tokensAreUnsigned(true);
        refused(claims -> claims);
    }

    @Test
    void a_new_key_of_the_provider_is_found_by_itself() throws Exception {
        var browser = new Browser(port);
        assertThat(browser.post(SIGN_IN, journey(browser, "staff-1")).status()).isEqualTo(200);
        provider.rotate();
        var other = new Browser(port);
        assertThat(other.post(SIGN_IN, journey(other, "staff-1")).status()).isEqualTo(200);
    }

    @Test
    void a_disabled_account_stays_out() {
        accounts.add(UNIT, "off21", "FINANCE");
        link("off21", "staff-off");
        jdbc.sql("update access.account set status = 'DISABLED' where username = 'off21'")
                .update();
        var browser = new Browser(port);
        assertThat(browser.post(SIGN_IN, journey(browser, "staff-off")).code()).isEqualTo("ACCOUNT_DISABLED");
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }

    @Test
    void a_person_links_the_own_account_and_nobody_elses_identity() {
        var browser = signedIn("own21");
        var back = provider.signIn(
                browser.post("/api/console/me/sso/begin", Map.of())
                        .json()
                        .path("address")
                        .asString(),
                "staff-own");
        assertThat(new Browser(port).post(SIGN_IN, back).code())
                .as("a code for linking signs nobody in")
                .isEqualTo("SINGLE_SIGN_ON_REFUSED");
        var linked = browser.post("/api/console/me/sso", back);
        assertThat(linked.json().path("identities").get(0).path("subject").asString())
                .as(linked.text())
                .isEqualTo("staff-own");
        var again = new Browser(port);
        assertThat(again.post(SIGN_IN, journey(again, "staff-own"))
                        .json()
                        .path("username")
                        .asString())
                .isEqualTo("own21");
        var taken = provider.signIn(
                browser.post("/api/console/me/sso/begin", Map.of())
                        .json()
                        .path("address")
                        .asString(),
                "staff-1");
        assertThat(browser.post("/api/console/me/sso", taken).code()).isEqualTo("IDENTITY_TAKEN");
        assertThat(browser.delete("/api/console/me/sso").status()).isEqualTo(204);
        var gone = new Browser(port);
        assertThat(gone.post(SIGN_IN, journey(gone, "staff-own")).code()).isEqualTo("IDENTITY_UNKNOWN");
    }

    @Test
    void a_second_factor_that_was_enrolled_here_is_asked_for_after_the_provider_too() {
        accounts.add(UNIT, "two21", "FINANCE");
        link("two21", "staff-two");
        var enrolled = enrolled(signedIn("two21"));
        var browser = new Browser(port);
        var half = browser.post(SIGN_IN, journey(browser, "staff-two"));
        assertThat(half.code()).as(half.text()).isEqualTo("SECOND_FACTOR_NEEDED");
        assertThat(browser.get("/api/console/me").status()).as("not in yet").isEqualTo(401);
        assertThat(browser.post(CODE, Map.of("code", "abcd-efgh")).code()).isEqualTo("SECOND_FACTOR_WRONG");
        String recovery = enrolled.json().path("recoveryCodes").get(0).asString();
        var in = browser.post(CODE, Map.of("code", recovery));
        assertThat(in.json().path("username").asString()).as(in.text()).isEqualTo("two21");
        assertThat(jdbc.sql(
                                "select method || ' ' || result from access.sign_in where username = 'two21' order by at desc limit 1")
                        .query(String.class)
                        .single())
                .as("the login log still says by which way")
                .isEqualTo("OIDC OK");
    }

    @Test
    void where_a_role_demands_a_second_factor_the_provider_does_not_replace_it() {
        accounts.add(UNIT, "must21", "CASHIER");
        jdbc.sql("insert into access.second_factor_role (unit_id, role_code) values (:unit, 'CASHIER')")
                .param("unit", UNIT)
                .update();
        link("must21", "staff-must");
        var browser = new Browser(port);
        var in = browser.post(SIGN_IN, journey(browser, "staff-must"));
        assertThat(in.json().path("mustEnrolSecondFactor").asBoolean())
                .as(in.text())
                .isTrue();
        assertThat(browser.get("/api/console/bills").code()).isEqualTo("SECOND_FACTOR_MUST_ENROL");
        enrolled(browser);
        assertThat(browser.get("/api/console/bills").status()).isEqualTo(200);
    }

    private Browser.Answer enrolled(Browser browser) {
        byte[] secret = Base32.decode(
                browser.post(FACTOR + "/offer", Map.of()).json().path("secret").asString());
        var answer = browser.post(FACTOR, Map.of("code", Totp.code(secret, Totp.step(clock.instant()))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    @Test
    void settings_keep_their_secret_and_are_written_down() {
        var shown = security.get(SETTINGS);
        assertThat(shown.json().path("hasSecret").asBoolean()).isTrue();
        assertThat(shown.text()).doesNotContain(FakeProvider.SECRET);
        assertThat(security.put(SETTINGS, settings(Map.of("secret", ""))).status())
                .as("the secret that is there stays")
                .isEqualTo(200);
        assertThat(security.put(SETTINGS, settings(Map.of("secret", "", "issuer", "https://other.example.org")))
                        .text())
                .contains("更换颁发者地址时须重新填写");
        assertThat(security.put(SETTINGS, settings(Map.of("issuer", "http://idp.example.org")))
                        .text())
                .contains("应为 https 地址");
        assertThat(security.put(SETTINGS, settings(Map.of("version", 0))).code())
                .isEqualTo("CHANGED_MEANWHILE");
        assertThat(security.post(SETTINGS + "/check", Map.of())
                        .json()
                        .path("usable")
                        .asBoolean())
                .isTrue();
        assertThat(system.put(SETTINGS, settings(Map.of())).code()).isEqualTo("NOT_PERMITTED");
        assertThat(jdbc.sql("select count(*) from access.audit_log where unit_id = '990021' and act = '修改单点登录'")
                        .query(Long.class)
                        .single())
                .isPositive();
        assertThat(jdbc.sql("select count(*) from access.identity_provider where secret = convert_to(:secret, 'UTF8')")
                        .param("secret", FakeProvider.SECRET)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void another_hospital_has_no_part_in_it() {
        assertThat(signedIn("sec22").get(SETTINGS).json().path("issuer").asString())
                .isEmpty();
        assertThat(new Browser(port)
                        .post(SIGN_IN + "/begin", Map.of("unit", "990022"))
                        .code())
                .isEqualTo("SINGLE_SIGN_ON_OFF");
    }
}
