package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.access.Accounts.PASSWORD;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.database.SharedDatabase;
import tools.jackson.databind.JsonNode;

/** Users, roles, sessions and logs as the three separate administrators work with them. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersPgTest {
    private static final String USERS = "/api/console/users";
    private static final String ROLES = "/api/console/roles";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    private Browser system;
    private Browser security;
    private Browser auditor;

    @BeforeAll
    void three_administrators_of_one_hospital_and_two_of_another() {
        accounts.add("990011", "sys11", "ADMIN");
        accounts.add("990011", "sec11", "SECURITY");
        accounts.add("990011", "aud11", "AUDITOR");
        accounts.add("990012", "sys12", "ADMIN");
        accounts.add("990012", "sec12", "SECURITY");
        system = signedIn("sys11", PASSWORD);
        security = signedIn("sec11", PASSWORD);
        auditor = signedIn("aud11", PASSWORD);
    }

    private Browser signedIn(String username, String password) {
        var browser = new Browser(port);
        var answer = browser.login(username, password);
        assertThat(answer.status()).as(username + " " + answer.text()).isEqualTo(200);
        return browser;
    }

    private JsonNode made(String username) {
        var made = system.post(USERS, Map.of("username", username, "displayName", "测试甲", "department", "门诊收费处"));
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return made.json();
    }

    private static Map<String, Object> rights(String reach, String... roles) {
        return Map.of("roles", List.of(roles), "reach", reach, "operatorName", "");
    }

    @Test
    void one_administrator_makes_the_account_and_another_gives_it_rights() {
        var made = made("new-cashier");
        String id = made.path("user").path("id").asString();
        String password = made.path("oneTimePassword").asString();
        assertThat(system.put(USERS + "/" + id + "/rights", rights("UNIT", "CASHIER"))
                        .code())
                .isEqualTo("NOT_PERMITTED");
        var granted = security.put(USERS + "/" + id + "/rights", rights("UNIT", "CASHIER"));
        assertThat(granted.json().path("officeLabel").asString())
                .as(granted.text())
                .isEqualTo("业务");
        var cashier = signedIn("new-cashier", password);
        assertThat(cashier.get("/api/console/me")
                        .json()
                        .path("mustChangePassword")
                        .asBoolean())
                .isTrue();
        assertThat(cashier.get("/api/console/bills").code()).isEqualTo("PASSWORD_MUST_CHANGE");
        assertThat(new Browser(port).login("new-cashier", password).code()).isEqualTo("ONE_TIME_PASSWORD_OVER");
        assertThat(cashier.post("/api/console/password", Map.of("old", password, "new", "Quite-Another-7"))
                        .status())
                .isEqualTo(200);
        assertThat(cashier.get("/api/console/bills").status()).isEqualTo(200);
        signedIn("new-cashier", "Quite-Another-7");
    }

    @Test
    void a_reset_password_is_new_each_time_and_the_old_ones_can_not_come_back() {
        String id = made("forgetful").path("user").path("id").asString();
        String first = system.post(USERS + "/" + id + "/password", Map.of())
                .json()
                .path("oneTimePassword")
                .asString();
        String second = system.post(USERS + "/" + id + "/password", Map.of())
                .json()
                .path("oneTimePassword")
                .asString();
        assertThat(new Browser(port).login("forgetful", first).code()).isEqualTo("LOGIN_WRONG");
        var browser = signedIn("forgetful", second);
        var back = browser.post("/api/console/password", Map.of("old", second, "new", first));
        assertThat(back.code()).isEqualTo("PASSWORD_WEAK");
        assertThat(back.text()).contains("最近 5 次");
    }

    @Test
    void wrong_input_is_told_all_at_once() {
        var answer = system.post(
                USERS,
                Map.of(
                        "username",
                        "中文",
                        "displayName",
                        "",
                        "phone",
                        "12",
                        "validFrom",
                        "2026-12-01",
                        "validUntil",
                        "2026-01-01"));
        assertThat(answer.code()).isEqualTo("FIELD_INVALID");
        assertThat(answer.json().path("errors").size()).isEqualTo(4);
        made("taken");
        assertThat(system.post(USERS, Map.of("username", "Taken", "displayName", "测试甲"))
                        .code())
                .isEqualTo("USERNAME_TAKEN");
    }

    @Test
    void administration_and_business_can_not_be_one_account() {
        String id = made("greedy").path("user").path("id").asString();
        var both = security.put(USERS + "/" + id + "/rights", rights("UNIT", "CASHIER", "SECURITY"));
        assertThat(both.code()).isEqualTo("FIELD_INVALID");
        assertThat(both.text()).contains("分立");
        security.put(USERS + "/" + id + "/rights", rights("UNIT", "CASHIER"));
        assertThatThrownBy(() -> jdbc.sql("""
                insert into access.account_role (account_id, role_code, office)
                values (:id, 'ADMIN', 'SYSTEM')
                """).param("id", Long.parseLong(id)).update())
                .hasMessageContaining("account_in_one_office");
        assertThatThrownBy(() -> jdbc.sql("""
                insert into access.role_permission (role_code, permission)
                values ('AUDITOR', 'BILL_REVERSE')
                """).update()).hasMessageContaining("belongs to another office");
        var reversing = security.post(
                ROLES, Map.of("name", "会冲红的管理员", "office", "SYSTEM", "permissions", List.of("BILL_REVERSE")));
        assertThat(reversing.code()).isEqualTo("FIELD_INVALID");
        var granting = security.post(
                ROLES, Map.of("name", "会授权的收费员", "office", "BUSINESS", "permissions", List.of("ROLES_GRANT")));
        assertThat(granting.code()).isEqualTo("FIELD_INVALID");
    }

    /** F-045. */
    @Test
    void a_copied_role_differs_in_what_was_changed_and_in_nothing_else() {
        var finance = role("FINANCE");
        var copy = security.post(
                ROLES, Map.of("name", "财务副本", "office", "BUSINESS", "permissions", names(finance.path("permissions"))));
        assertThat(copy.status()).as(copy.text()).isEqualTo(200);
        String code = copy.json().path("code").asString();
        var fewer = names(finance.path("permissions")).stream()
                .filter(name -> !name.equals("BILL_REVERSE"))
                .toList();
        var changed = security.put(ROLES + "/" + code, Map.of("name", "财务副本", "permissions", fewer, "version", 1));
        assertThat(names(changed.json().path("permissions"))).isEqualTo(fewer);
        assertThat(names(role("FINANCE").path("permissions"))).contains("BILL_REVERSE");
        assertThat(security.put(ROLES + "/" + code, Map.of("name", "财务副本", "permissions", fewer, "version", 1))
                        .code())
                .isEqualTo("CHANGED_MEANWHILE");
        assertThat(security.put(ROLES + "/FINANCE", Map.of("name", "财务", "permissions", fewer, "version", 1))
                        .code())
                .isEqualTo("ROLE_BUILT_IN");
        var entry = auditor.get("/api/console/audit?act=" + encoded("修改角色") + "&text=" + encoded("财务副本"))
                .json()
                .path("rows")
                .get(0);
        assertThat(entry.path("result").asString()).isEqualTo("成功：减少 冲红");
        assertThat(entry.path("before").asString()).contains("BILL_REVERSE");
        assertThat(entry.path("after").asString()).doesNotContain("BILL_REVERSE");
        assertThat(security.delete(ROLES + "/" + code).status()).isEqualTo(204);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private JsonNode role(String code) {
        return StreamSupport.stream(security.get(ROLES).json().path("roles").spliterator(), false)
                .filter(role -> role.path("code").asString().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .sorted()
                .toList();
    }

    /** F-044. */
    @Test
    void a_disabled_user_is_out_at_once_and_nobody_disables_themselves() {
        accounts.add("990011", "leaver", "CASHIER");
        var leaver = signedIn("leaver", PASSWORD);
        String leaving = USERS + "/" + accounts.id("leaver") + "/state";
        assertThat(system.put(leaving, Map.of("active", false)).code()).isEqualTo("FIELD_INVALID");
        assertThat(system.put(leaving, Map.of("active", false, "reason", "离职"))
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("停用");
        assertThat(leaver.get("/api/console/me").status()).isEqualTo(401);
        assertThat(system.put(USERS + "/" + accounts.id("sys11") + "/state", Map.of("active", false, "reason", "离职"))
                        .code())
                .isEqualTo("OWN_ACCOUNT");
        assertThat(system.put(USERS + "/" + accounts.id("aud11") + "/state", Map.of("active", false, "reason", "离职"))
                        .code())
                .isEqualTo("LAST_ADMINISTRATOR");
    }

    @Test
    void the_password_of_a_security_administrator_is_no_business_of_the_system_administrator() {
        var answer = system.post(USERS + "/" + accounts.id("sec11") + "/password", Map.of());
        assertThat(answer.code()).isEqualTo("OTHER_OFFICE");
        assertThat(security.get("/api/console/me").status()).isEqualTo(200);
    }

    /** F-050. */
    @Test
    void a_locked_user_is_unlocked_by_the_administrator() {
        accounts.add("990011", "locked11", "CASHIER");
        for (int i = 0; i < 5; i++) {
            new Browser(port).login("locked11", "wrong");
        }
        assertThat(new Browser(port).login("locked11", PASSWORD).code()).isEqualTo("LOGIN_LOCKED");
        String user = USERS + "/" + accounts.id("locked11");
        assertThat(system.get(user).json().path("state").asString()).isEqualTo("锁定");
        assertThat(system.post(user + "/unlock", Map.of()).json().path("state").asString())
                .isEqualTo("启用");
        signedIn("locked11", PASSWORD);
    }

    @Test
    void nothing_of_another_hospital_is_seen_or_changed() {
        var theirSystem = signedIn("sys12", PASSWORD);
        var theirSecurity = signedIn("sec12", PASSWORD);
        accounts.add("990011", "private11", "CASHIER");
        signedIn("private11", PASSWORD);
        String user = USERS + "/" + accounts.id("private11");
        assertThat(theirSystem.get(USERS + "?pageSize=200").text()).doesNotContain("private11");
        assertThat(theirSystem.get(user).code()).isEqualTo("USER_NOT_FOUND");
        assertThat(theirSystem.put(user, Map.of("displayName", "改名")).code()).isEqualTo("USER_NOT_FOUND");
        assertThat(theirSystem
                        .put(user + "/state", Map.of("active", false, "reason", "离职"))
                        .code())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(theirSystem.post(user + "/password", Map.of()).code()).isEqualTo("USER_NOT_FOUND");
        assertThat(theirSystem.post(user + "/unlock", Map.of()).code()).isEqualTo("USER_NOT_FOUND");
        assertThat(theirSecurity
                        .put(user + "/rights", rights("UNIT", "FINANCE"))
                        .code())
                .isEqualTo("USER_NOT_FOUND");
        String role = security.post(
                        ROLES, Map.of("name", "本院角色", "office", "BUSINESS", "permissions", List.of("BILL_READ")))
                .json()
                .path("code")
                .asString();
        assertThat(theirSecurity.get(ROLES).text()).doesNotContain(role);
        assertThat(theirSecurity
                        .put(ROLES + "/" + role, Map.of("name", "改名", "version", 1))
                        .code())
                .isEqualTo("ROLE_NOT_FOUND");
        assertThat(theirSecurity.delete(ROLES + "/" + role).code()).isEqualTo("ROLE_NOT_FOUND");
        String online = online(security, "private11").path("id").asString();
        assertThat(theirSystem.get("/api/console/sign-ins/online?pageSize=200").text())
                .doesNotContain("private11");
        assertThat(theirSystem.delete("/api/console/sign-ins/online/" + online).code())
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(theirSecurity.get("/api/console/sign-ins?pageSize=200").text())
                .doesNotContain("private11");
    }

    private static JsonNode online(Browser browser, String username) {
        return browser.get("/api/console/sign-ins/online?text=" + username)
                .json()
                .path("rows")
                .get(0);
    }

    @Test
    void who_is_sent_out_is_out_at_the_next_request() {
        accounts.add("990011", "guest11", "CASHIER");
        var guest = signedIn("guest11", PASSWORD);
        var row = online(system, "guest11");
        assertThat(row.path("own").asBoolean()).isFalse();
        String session = "/api/console/sign-ins/online/" + row.path("id").asString();
        assertThat(auditor.delete(session).code()).isEqualTo("NOT_PERMITTED");
        assertThat(system.delete(session).status()).isEqualTo(204);
        assertThat(guest.get("/api/console/me").status()).isEqualTo(401);
        assertThat(system.delete(session).code()).isEqualTo("SESSION_OVER");
        var log = security.get("/api/console/sign-ins?text=guest11").json().path("rows");
        assertThat(log.get(0).path("ended").asString()).isEqualTo("被管理员强制下线");
    }

    @Test
    void every_try_to_sign_in_is_in_the_log_with_its_result() {
        accounts.add("990011", "logged11", "CASHIER");
        new Browser(port).login("logged11", "wrong");
        signedIn("logged11", PASSWORD);
        var rows = security.get("/api/console/sign-ins?text=logged11").json().path("rows");
        assertThat(rows.get(0).path("result").asString()).isEqualTo("成功");
        assertThat(rows.get(1).path("result").asString()).isEqualTo("失败：用户名或口令错误");
        assertThat(security.get("/api/console/sign-ins?text=logged11&ok=false")
                        .json()
                        .path("total")
                        .asLong())
                .isEqualTo(1);
        assertThat(system.get("/api/console/sign-ins").code()).isEqualTo("NOT_PERMITTED");
    }

    @Test
    void the_auditor_proves_that_the_log_is_whole_and_sees_which_row_was_changed() {
        assertThat(system.get("/api/console/audit").code()).isEqualTo("NOT_PERMITTED");
        var whole = auditor.post("/api/console/audit/verification", Map.of()).json();
        assertThat(whole.path("whole").asBoolean()).as(whole.toString()).isTrue();
        assertThat(whole.path("entries").asLong()).isPositive();
        long seq = jdbc.sql("select min(seq) from access.audit_log where username = 'sys11'")
                .query(Long.class)
                .single();
        String entry = jdbc.sql("select entry from access.audit_log where seq = :seq")
                .param("seq", seq)
                .query(String.class)
                .single();
        tamper(seq, entry.replace("成功", "失败"));
        try {
            var broken =
                    auditor.post("/api/console/audit/verification", Map.of()).json();
            assertThat(broken.path("whole").asBoolean()).isFalse();
            assertThat(broken.path("fault").asString()).isEqualTo("第 " + seq + " 条的内容被改动");
            assertThat(broken.path("entries").asLong()).isEqualTo(seq - 1);
        } finally {
            tamper(seq, entry);
        }
    }

    private void tamper(long seq, String entry) {
        jdbc.sql("alter table access.audit_log disable trigger user").update();
        jdbc.sql("update access.audit_log set entry = :entry where seq = :seq")
                .param("entry", entry)
                .param("seq", seq)
                .update();
        jdbc.sql("alter table access.audit_log enable trigger user").update();
    }

    @Test
    void an_export_is_approved_by_somebody_else_and_bears_both_names() {
        String exports = "/api/console/audit/exports";
        assertThat(auditor.post(exports, Map.of("filter", Map.of())).code()).isEqualTo("FIELD_INVALID");
        var asked = auditor.post(
                exports, Map.of("filter", Map.of("from", "2026-01-01T00:00:00", "text", "sys11"), "reason", "月度审计"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        String request = exports + "/" + asked.json().path("id").asString();
        assertThat(auditor.get(request + "/file").code()).isEqualTo("NOT_APPROVED");
        assertThat(auditor.post(request + "/decision", Map.of("approved", true)).code())
                .isEqualTo("NOT_PERMITTED");
        assertThat(security.post(request + "/decision", Map.of("approved", true))
                        .status())
                .isEqualTo(200);
        assertThat(security.post(request + "/decision", Map.of("approved", false))
                        .code())
                .isEqualTo("ALREADY_DECIDED");
        assertThat(security.get(request + "/file").code()).isEqualTo("NOT_PERMITTED");
        var file = auditor.get(request + "/file");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.raw().body()).startsWith('P', 'K');
        assertThatThrownBy(() -> jdbc.sql("""
                update access.export_request
                   set state = 'APPROVED', decided_by = asked_by
                """).update()).hasMessageContaining("somebody_else_decides");
    }

    @Test
    void the_policy_counts_for_the_next_password_and_two_changes_at_once_are_told() {
        var before = security.get("/api/console/policy").json();
        var change = new java.util.HashMap<String, Object>(Map.of(
                "lengthMin",
                14,
                "history",
                5,
                "expiryDays",
                90,
                "idleMinutes",
                30,
                "oneSession",
                false,
                "version",
                before.path("version").asInt()));
        assertThat(system.put("/api/console/policy", change).code()).isEqualTo("NOT_PERMITTED");
        assertThat(security.put("/api/console/policy", change).status()).isEqualTo(200);
        assertThat(security.put("/api/console/policy", change).code()).isEqualTo("CHANGED_MEANWHILE");
        accounts.add("990011", "short11", "CASHIER");
        var browser = signedIn("short11", PASSWORD);
        var weak = browser.post("/api/console/password", Map.of("old", PASSWORD, "new", "Twelve-Chr-9"));
        assertThat(weak.text()).contains("14 到 128");
        change.put("lengthMin", 3);
        assertThat(security.put("/api/console/policy", change).code()).isEqualTo("FIELD_INVALID");
    }
}
