package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing in and out, locks, sessions. */
class LoginPgTest extends SignInSite {
    @Autowired
    AuditLog audit;

    @Autowired
    SessionCleaning cleaning;

    @BeforeAll
    void people() {
        for (String name : new String[] {"finance1", "locked1", "locked2", "revoked1", "roles1", "idle1"}) {
            accounts.add("990001", name, "FINANCE");
        }
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
