package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;

/** The code from the phone: enrolled, asked for, guessed at, demanded. */
class SecondFactorPgTest extends SignInSite {
    private static final String FACTOR = "/api/console/me/second-factor";
    private static final String CODE = "/api/console/login/code";

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
}
