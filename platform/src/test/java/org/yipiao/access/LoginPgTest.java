package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.shared.UnitId;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({MovableClock.Beans.class, Accounts.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginPgTest {
    private static final String FACTOR = "/api/console/me/second-factor";
    private static final String CODE = "/api/console/login/code";
    private static final String CERTIFICATE = "/api/console/login/certificate";

    /** The user authentication server of these tests: says what a test wants it to say. */
    private static final AtomicReference<String> VERDICT = new AtomicReference<>("");

    private static final HttpServer USER_AUTHENTICATION = userAuthentication();

    @TempDir
    static Path keys;

    private static HttpServer userAuthentication() {
        try {
            var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/userauth/verifyCertAndUser", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = VERDICT.get().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.length == 0 ? 500 : 200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void certificates(DynamicPropertyRegistry properties) {
        properties.add(
                "yipiao.certificate.url",
                () -> "http://127.0.0.1:" + USER_AUTHENTICATION.getAddress().getPort());
        properties.add("yipiao.certificate.bridge", () -> "http://127.0.0.1:21061/xtxapp");
    }

    @AfterAll
    static void no_more_questions() {
        USER_AUTHENTICATION.stop(0);
    }

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    MovableClock clock;

    @Autowired
    AuditLog audit;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SessionCleaning cleaning;

    @Autowired
    WeakPasswords weak;

    @BeforeAll
    void two_accounts() {
        for (String name :
                new String[] {"finance1", "locked1", "locked2", "password1", "revoked1", "roles1", "idle1"}) {
            accounts.add("990001", name, "FINANCE");
        }
        accounts.addWhoMustChange("990001", "fresh1", "FINANCE");
    }

    /** All of them come from one address, which has so many tries a minute. */
    @BeforeEach
    void a_new_minute() {
        clock.forward(Duration.ofMinutes(1));
    }

    @Test
    void a_signed_in_person_is_told_who_and_what_they_may_do_until_they_sign_out() {
        var browser = new Browser(port);
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
        var answer = browser.login(" Finance1 ", PASSWORD);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var me = browser.get("/api/console/me");
        assertThat(me.json().path("username").asString()).isEqualTo("finance1");
        assertThat(me.json().path("permissions").toString())
                .contains("BILL_REVERSE")
                .doesNotContain("MESSAGES_READ");
        assertThat(me.json().path("mustChangePassword").asBoolean()).isFalse();
        assertThat(browser.post("/api/console/logout", Map.of()).status()).isEqualTo(200);
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }

    @Test
    void the_session_cookie_is_out_of_reach_of_scripts_and_other_sites_and_changes_at_sign_in() {
        var browser = new Browser(port);
        String first = browser.login("finance1", PASSWORD).raw().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("YIPIAO_SESSION="))
                .findFirst()
                .orElseThrow();
        assertThat(first).contains("HttpOnly").contains("SameSite=Lax");
        String before = browser.cookie("YIPIAO_SESSION").orElseThrow().getValue();
        browser.login("finance1", PASSWORD);
        assertThat(browser.cookie("YIPIAO_SESSION").orElseThrow().getValue()).isNotEqualTo(before);
    }

    @Test
    void five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour() {
        var browser = new Browser(port);
        for (int i = 1; i < 5; i++) {
            assertThat(browser.login("locked1", "wrong").code()).isEqualTo("LOGIN_WRONG");
        }
        assertThat(browser.login("locked1", "wrong").code()).isEqualTo("LOGIN_LOCKED");
        var right = browser.login("locked1", PASSWORD);
        assertThat(right.status()).isEqualTo(423);
        assertThat(right.json().path("detail").asString()).contains("15 分钟");
        clock.forward(Duration.ofMinutes(16));
        assertThat(browser.login("locked1", PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void parallel_guesses_get_no_more_than_five_looks_at_the_password() throws Exception {
        try (var pool = Executors.newFixedThreadPool(8)) {
            var answers = pool.invokeAll(IntStream.range(0, 16)
                    .<Callable<String>>mapToObj(i -> () ->
                            new Browser(port).login("locked2", "wrong" + i).code())
                    .toList());
            long looks = 0;
            for (var answer : answers) {
                assertThat(answer.get()).isIn("LOGIN_WRONG", "LOGIN_LOCKED");
                looks += answer.get().equals("LOGIN_WRONG") ? 1 : 0;
            }
            assertThat(looks).isLessThanOrEqualTo(5);
        }
        assertThat(jdbc.sql("""
                select count(*) from access.audit_log where username = 'locked2' and entry like '%失败%'
                """).query(Long.class).single()).isLessThanOrEqualTo(5);
    }

    @Test
    void an_unknown_name_answers_and_locks_just_like_a_known_one() {
        var browser = new Browser(port);
        for (int i = 1; i < 5; i++) {
            var answer = browser.login("nobody1", "wrong");
            assertThat(answer.code()).isEqualTo("LOGIN_WRONG");
            assertThat(answer.status()).isEqualTo(401);
        }
        assertThat(browser.login("nobody1", "wrong").code()).isEqualTo("LOGIN_LOCKED");
    }

    @Test
    void strange_names_are_refused_and_not_a_fault() {
        var browser = new Browser(port);
        for (String name : new String[] {"", " ", "a\0b", "' or 1=1 --", "x".repeat(5000), "\ud800", "测试甲"}) {
            assertThat(browser.login(name, "wrong").status()).as(name).isEqualTo(401);
        }
        assertThat(browser.login("finance1", "\udfff\ud800").code()).isEqualTo("LOGIN_WRONG");
        assertThat(browser.post("/api/console/login", Map.of()).status()).isEqualTo(400);
        assertThat(audit.broken()).isEmpty();
    }

    @Test
    void a_request_without_the_token_is_taken_for_a_forged_one() {
        var browser = new Browser(port);
        browser.login("finance1", PASSWORD);
        var forged = browser.send(browser.request("/api/console/logout").POST(BodyPublishers.ofString("")));
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.code()).isEqualTo("CSRF_TOKEN_MISSING");
        assertThat(forged.header("Content-Type")).contains("application/problem+json");
        assertThat(browser.get("/api/console/me").status()).isEqualTo(200);
    }

    @Test
    void a_disabled_account_is_out_at_its_next_request() {
        var browser = new Browser(port);
        assertThat(browser.login("revoked1", PASSWORD).status()).isEqualTo(200);
        jdbc.sql("update access.account set status = 'DISABLED' where username = 'revoked1'")
                .update();
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
        assertThat(browser.login("revoked1", PASSWORD).code()).isEqualTo("ACCOUNT_DISABLED");
    }

    @Test
    void a_role_taken_away_counts_at_the_next_request() {
        var browser = new Browser(port);
        browser.login("roles1", PASSWORD);
        jdbc.sql("""
                delete from access.account_role
                 where account_id = (select id from access.account where username = 'roles1')
                """).update();
        assertThat(browser.get("/api/console/me").json().path("permissions").isEmpty())
                .isTrue();
    }

    @Test
    void a_session_ends_after_twelve_hours_even_when_it_is_used() {
        var browser = new Browser(port);
        browser.login("idle1", PASSWORD);
        assertThat(browser.get("/api/console/me").status()).isEqualTo(200);
        clock.forward(Duration.ofHours(13));
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }

    @Test
    void a_new_password_follows_the_policy_and_ends_every_other_session() {
        var here = new Browser(port);
        var elsewhere = new Browser(port);
        here.login("password1", PASSWORD);
        elsewhere.login("password1", PASSWORD);
        var wrongOld = here.post("/api/console/password", Map.of("old", "wrong", "new", "Another-Horse-10"));
        assertThat(wrongOld.code()).isEqualTo("OLD_PASSWORD_WRONG");
        var weak = here.post("/api/console/password", Map.of("old", PASSWORD, "new", "password1"));
        assertThat(weak.code()).isEqualTo("PASSWORD_WEAK");
        assertThat(weak.json().path("errors").size()).isEqualTo(3);
        assertThat(weak.text()).doesNotContain("\"password1\"");
        assertThat(here.post("/api/console/password", Map.of("old", PASSWORD, "new", PASSWORD))
                        .code())
                .isEqualTo("PASSWORD_WEAK");
        assertThat(here.post("/api/console/password", Map.of("old", PASSWORD, "new", "Another-Horse-10"))
                        .status())
                .isEqualTo(200);
        assertThat(here.get("/api/console/me").status()).isEqualTo(200);
        assertThat(elsewhere.get("/api/console/me").status()).isEqualTo(401);
        assertThat(elsewhere.login("password1", PASSWORD).code()).isEqualTo("LOGIN_WRONG");
        assertThat(elsewhere.login("password1", "Another-Horse-10").status()).isEqualTo(200);
    }

    @Test
    void a_password_runs_out_after_ninety_days() {
        accounts.add("990001", "old1", "FINANCE");
        clock.forward(Duration.ofDays(91));
        var browser = new Browser(port);
        assertThat(browser.login("old1", PASSWORD)
                        .json()
                        .path("mustChangePassword")
                        .asBoolean())
                .isTrue();
        assertThat(browser.get("/api/console/bills").code()).isEqualTo("PASSWORD_MUST_CHANGE");
        browser.post("/api/console/password", Map.of("old", PASSWORD, "new", "Another-Horse-11"));
        assertThat(browser.get("/api/console/bills").status()).isEqualTo(200);
    }

    @Test
    void an_account_counts_from_its_first_to_its_last_day() {
        accounts.add("990001", "temporary1", "FINANCE");
        validity("+1 day", "+3 days");
        assertThat(new Browser(port).login("temporary1", PASSWORD).code()).isEqualTo("ACCOUNT_DISABLED");
        clock.forward(Duration.ofDays(2));
        var browser = new Browser(port);
        assertThat(browser.login("temporary1", PASSWORD).status()).isEqualTo(200);
        clock.forward(Duration.ofDays(2));
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }

    private void validity(String from, String until) {
        jdbc.sql("""
                update access.account
                   set valid_from = cast(:now as timestamptz) + cast(:from as interval),
                       valid_until = cast(:now as timestamptz) + cast(:until as interval)
                 where username = 'temporary1'
                """)
                .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .param("from", from)
                .param("until", until)
                .update();
    }

    /** Pages ask every few seconds by themselves; that is nobody's work. */
    @Test
    void a_page_that_nobody_touches_is_signed_out_though_it_keeps_asking() {
        var browser = new Browser(port);
        browser.login("finance1", PASSWORD);
        var asked = browser.request("/api/console/me")
                .header("X-Idle-Seconds", "1799")
                .GET();
        assertThat(browser.send(asked).status()).isEqualTo(200);
        var again = browser.request("/api/console/me")
                .header("X-Idle-Seconds", "1800")
                .GET();
        assertThat(browser.send(again).status()).isEqualTo(401);
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }

    @Test
    void a_second_factor_is_enrolled_with_a_code_and_asked_for_from_then_on() {
        accounts.add("990001", "factor1", "FINANCE");
        var browser = new Browser(port);
        browser.login("factor1", PASSWORD);
        assertThat(browser.post(FACTOR, Map.of("code", "000000")).code()).isEqualTo("SECOND_FACTOR_NOT_OFFERED");
        var offer = browser.post(FACTOR + "/offer", Map.of()).json();
        assertThat(offer.path("uri").asString()).startsWith("otpauth://totp/").contains("factor1");
        assertThat(offer.path("qr").asString()).startsWith("<svg");
        byte[] secret = Base32.decode(offer.path("secret").asString());
        var wrong = browser.post(FACTOR, Map.of("code", "12345"));
        assertThat(wrong.code()).isEqualTo("SECOND_FACTOR_WRONG");
        var enrolled = browser.post(FACTOR, Map.of("code", now(secret)));
        assertThat(enrolled.json().path("recoveryCodes").size())
                .as(enrolled.text())
                .isEqualTo(8);
        String recovery = enrolled.json().path("recoveryCodes").get(0).asString();

        var next = new Browser(port);
        assertThat(next.post(CODE, Map.of("code", now(secret))).code()).isEqualTo("SIGN_IN_ANEW");
        var needed = next.login("factor1", PASSWORD);
        assertThat(needed.status()).isEqualTo(401);
        assertThat(needed.code()).isEqualTo("SECOND_FACTOR_NEEDED");
        assertThat(next.get("/api/console/me").status()).isEqualTo(401);
        assertThat(next.post(CODE, Map.of("code", now(secret))).code())
                .as("the code of the enrolment was seen")
                .isEqualTo("SECOND_FACTOR_WRONG");
        clock.forward(Duration.ofSeconds(Totp.STEP_SECONDS));
        assertThat(next.post(CODE, Map.of("code", now(secret))).status()).isEqualTo(200);
        assertThat(next.get("/api/console/bills").status()).isEqualTo(200);

        var lost = new Browser(port);
        lost.login("factor1", PASSWORD);
        assertThat(lost.post(CODE, Map.of("code", recovery)).status()).isEqualTo(200);
        var again = new Browser(port);
        again.login("factor1", PASSWORD);
        assertThat(again.post(CODE, Map.of("code", recovery)).code()).isEqualTo("SECOND_FACTOR_WRONG");
    }

    @Test
    void who_knows_the_password_has_five_guesses_at_the_code_however_often_the_password_is_typed() {
        accounts.add("990001", "factor2", "FINANCE");
        var browser = new Browser(port);
        browser.login("factor2", PASSWORD);
        byte[] secret = Base32.decode(
                browser.post(FACTOR + "/offer", Map.of()).json().path("secret").asString());
        browser.post(FACTOR, Map.of("code", now(secret)));
        for (int i = 0; i < 4; i++) {
            var guess = new Browser(port);
            guess.login("factor2", PASSWORD);
            assertThat(guess.post(CODE, Map.of("code", "abcd-efgh")).code()).isEqualTo("SECOND_FACTOR_WRONG");
        }
        var last = new Browser(port);
        last.login("factor2", PASSWORD);
        assertThat(last.post(CODE, Map.of("code", "abcd-efgh")).code()).isEqualTo("LOGIN_LOCKED");
        clock.forward(Duration.ofSeconds(Totp.STEP_SECONDS));
        assertThat(last.post(CODE, Map.of("code", now(secret))).code()).isEqualTo("LOGIN_LOCKED");
    }

    @Test
    void where_a_role_demands_a_second_factor_nothing_opens_without_one() {
        accounts.add("990004", "factor3", "FINANCE");
        jdbc.sql("insert into access.second_factor_role (unit_id, role_code) values ('990004', 'FINANCE')")
                .update();
        var browser = new Browser(port);
        var me = browser.login("factor3", PASSWORD).json();
        assertThat(me.path("mustEnrolSecondFactor").asBoolean()).isTrue();
        assertThat(browser.get("/api/console/bills").code()).isEqualTo("SECOND_FACTOR_MUST_ENROL");
        byte[] secret = Base32.decode(
                browser.post(FACTOR + "/offer", Map.of()).json().path("secret").asString());
        browser.post(FACTOR, Map.of("code", now(secret)));
        assertThat(browser.get("/api/console/bills").status()).isEqualTo(200);
        clock.forward(Duration.ofSeconds(Totp.STEP_SECONDS));
        var leave = browser.send(browser.request(FACTOR)
                .header("X-XSRF-TOKEN", browser.token())
                .header("Content-Type", "application/json")
                .method("DELETE", BodyPublishers.ofString("{\"code\":\"" + now(secret) + "\"}")));
        assertThat(leave.code()).isEqualTo("SECOND_FACTOR_DEMANDED");
    }

    private String now(byte[] secret) {
        return Totp.code(secret, Totp.step(clock.instant()));
    }

    @Test
    void a_bound_certificate_signs_in_with_a_signature_of_the_challenge_and_each_challenge_counts_once() {
        var key = key("cert1");
        var admin = administrator();
        accounts.add("990001", "cert1", "FINANCE");
        String bindings = "/api/console/users/" + accounts.id("cert1") + "/certificates";
        assertThat(admin.post(bindings, Map.of("certificate", "nonsense")).code())
                .isEqualTo("FIELD_INVALID");
        assertThat(admin.post(bindings, Map.of("certificate", encoded(key.certificate())))
                        .status())
                .isEqualTo(200);
        assertThat(admin.post(bindings, Map.of("certificate", encoded(key.certificate())))
                        .code())
                .isEqualTo("CERTIFICATE_TAKEN");
        accept(key);
        var browser = new Browser(port);
        String challenge = challenge(browser);
        assertThat(challenge).startsWith("LOGIN|YIPIAO|");
        var signed = signed(key, challenge);
        var in = browser.post(CERTIFICATE, signed);
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        assertThat(in.json().path("username").asString()).isEqualTo("cert1");
        assertThat(browser.post(CERTIFICATE, signed).code()).isEqualTo("CHALLENGE_OVER");
        assertThat(jdbc.sql("select method from access.sign_in where username = 'cert1' and result = 'OK'")
                        .query(String.class)
                        .single())
                .isEqualTo("CERTIFICATE");
    }

    @Test
    void a_certificate_is_refused_for_every_reason_there_is() {
        var key = key("cert2");
        var other = key("cert3");
        accounts.add("990001", "cert2", "FINANCE");
        administrator()
                .post(
                        "/api/console/users/" + accounts.id("cert2") + "/certificates",
                        Map.of("certificate", encoded(key.certificate())));
        var browser = new Browser(port);
        accept(other);
        assertThat(browser.post(CERTIFICATE, signed(other, challenge(browser))).text())
                .contains("证书未绑定用户");
        accept(key);
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser) + "x"))
                        .text())
                .contains("签名验证失败");
        var mixed = Map.of(
                "certificate",
                encoded(key.certificate()),
                "signature",
                signed(other, challenge(browser)).get("signature"));
        assertThat(browser.post(CERTIFICATE, mixed).text()).contains("签名验证失败");
        accept(other);
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser))).code())
                .as("the server speaks of another certificate")
                .isEqualTo("CERTIFICATE_REFUSED");
        VERDICT.set("{\"code\":\"4011\",\"message\":\"证书已吊销\"}");
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser))).text())
                .contains("证书已吊销");
        VERDICT.set("");
        assertThat(browser.post(CERTIFICATE, signed(key, challenge(browser))).code())
                .isEqualTo("USER_AUTHENTICATION_DOWN");
        accept(key);
        var late = signed(key, challenge(browser));
        clock.forward(Duration.ofSeconds(121));
        assertThat(browser.post(CERTIFICATE, late).code()).isEqualTo("CHALLENGE_OVER");
        var elsewhere = new Browser(port);
        assertThat(elsewhere.post(CERTIFICATE, signed(key, challenge(browser))).code())
                .as("the challenge is this browser's")
                .isEqualTo("CHALLENGE_OVER");
    }

    private Browser administrator() {
        if (jdbc.sql("select count(*) from access.account where username = 'sys1'")
                        .query(Long.class)
                        .single()
                == 0) {
            accounts.add("990001", "sys1", "ADMIN");
        }
        var admin = new Browser(port);
        assertThat(admin.login("sys1", PASSWORD).status()).isEqualTo(200);
        return admin;
    }

    private SoftKey key(String name) {
        var now = clock.instant().minus(Duration.ofDays(1));
        char[] password = "test".toCharArray();
        return CertificateAuthority.openOrCreate(keys.resolve("root.p12"), password, "测试根", now)
                .key(keys.resolve(name + ".p12"), password, name, now);
    }

    private static void accept(SoftKey key) {
        String serial = Sm2.certificate(key.certificate()).getSerialNumber().toString(16);
        VERDICT.set("{\"code\":\"0\",\"serial\":\"" + serial + "\"}");
    }

    private static String challenge(Browser browser) {
        return browser.post(CERTIFICATE + "/challenge", Map.of())
                .json()
                .path("challenge")
                .asString();
    }

    private static Map<String, String> signed(SoftKey key, String challenge) {
        return Map.of(
                "certificate",
                encoded(key.certificate()),
                "signature",
                encoded(key.sign(challenge.getBytes(StandardCharsets.UTF_8))));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** F-142, F-143. */
    @Test
    void a_weak_password_is_found_by_its_hash_told_to_its_owner_and_has_to_be_changed() {
        accounts.addWithPassword("990005", "weakling", "Weakling@123", "FINANCE");
        assertThat(weak.check(new UnitId("990005"))).isEqualTo(1);
        assertThat(weak.check(new UnitId("990005"))).as("tried once").isZero();
        var browser = new Browser(port);
        assertThat(browser.login("weakling", "Weakling@123")
                        .json()
                        .path("mustChangePassword")
                        .asBoolean())
                .isTrue();
        assertThat(browser.get("/api/console/notices").text())
                .contains("口令过于常见")
                .doesNotContain("Weakling@123");
        var again = browser.post("/api/console/password", Map.of("old", "Weakling@123", "new", "Weakling@2026"));
        assertThat(again.text()).contains("不得包含用户名");
        var common = browser.post("/api/console/password", Map.of("old", "Weakling@123", "new", "passWord@123"));
        assertThat(common.text()).contains("常见口令");
        assertThat(weak.found(new UnitId("990005"), 10).getFirst().changed()).isFalse();
        browser.post("/api/console/password", Map.of("old", "Weakling@123", "new", "Rather-Strong-5"));
        assertThat(browser.get("/api/console/bills").status()).isEqualTo(200);
        assertThat(weak.found(new UnitId("990005"), 10).getFirst().changed()).isTrue();
    }

    @Test
    void where_one_session_per_person_is_the_rule_the_second_ends_the_first() {
        accounts.add("990003", "alone1", "FINANCE");
        jdbc.sql("""
                insert into access.policy (unit_id, length_min, history, expiry_days, idle_minutes, one_session)
                values ('990003', 10, 5, 90, 30, true)
                """).update();
        var first = new Browser(port);
        var second = new Browser(port);
        first.login("alone1", PASSWORD);
        second.login("alone1", PASSWORD);
        assertThat(first.get("/api/console/me").status()).isEqualTo(401);
        assertThat(second.get("/api/console/me").status()).isEqualTo(200);
    }

    @Test
    void who_must_change_the_password_can_do_nothing_else() {
        var browser = new Browser(port);
        assertThat(browser.login("fresh1", PASSWORD)
                        .json()
                        .path("mustChangePassword")
                        .asBoolean())
                .isTrue();
        assertThat(browser.get("/api/console/me").status()).isEqualTo(200);
        assertThat(browser.get("/api/console/bills").code()).isEqualTo("PASSWORD_MUST_CHANGE");
    }

    @Test
    void sessions_that_ran_out_are_taken_from_the_database() {
        var browser = new Browser(port);
        browser.login("finance1", PASSWORD);
        jdbc.sql("update access.spring_session set expiry_time = 1").update();
        cleaning.clean();
        assertThat(jdbc.sql("select count(*) from access.spring_session_attributes")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(browser.get("/api/console/me").status()).isEqualTo(401);
    }
}
