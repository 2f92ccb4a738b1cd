package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yipiao.shared.UnitId;

/** Passwords: what they have to be, when they run out, and which are too common. */
class PasswordPgTest extends SignInSite {
    @Autowired
    WeakPasswords weak;

    @BeforeAll
    void two_accounts() {
        accounts.add("990001", "password1", "FINANCE");
        accounts.addWhoMustChange("990001", "fresh1", "FINANCE");
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
}
