package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.database.SharedDatabase;
import tools.jackson.databind.JsonNode;

/** One page lists what was made or received for people, shows each person only theirs, and knows who took it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesPgTest {
    private static final String UNIT = "990036";
    private static final String FILES = "/api/console/files";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    private Browser auditor;
    private Browser security;
    private Browser finance;

    @BeforeAll
    void three_people() {
        auditor = signedIn(UNIT, "aud36", "AUDITOR");
        security = signedIn(UNIT, "sec36", "SECURITY");
        finance = signedIn(UNIT, "fin36", "FINANCE");
    }

    private Browser signedIn(String unit, String name, String role) {
        accounts.add(unit, name, role);
        var browser = new Browser(port);
        assertThat(browser.login(name, Accounts.PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private static List<JsonNode> rows(Browser browser, String filter) {
        var answer = browser.get(FILES + filter);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var rows = new ArrayList<JsonNode>();
        answer.json().path("rows").forEach(rows::add);
        assertThat(answer.json().path("total").asInt()).isGreaterThanOrEqualTo(rows.size());
        return rows;
    }

    private static List<String> kinds(Browser browser) {
        var kinds = new ArrayList<String>();
        browser.get(FILES + "/kinds")
                .json()
                .forEach(one -> kinds.add(one.path("label").asString()));
        return kinds;
    }

    private String ask(String reason) {
        return auditor.post("/api/console/audit/exports", Map.of("reason", reason))
                .json()
                .path("id")
                .asString();
    }

    private static JsonNode row(Browser browser, String key) {
        return rows(browser, "?kind=AUDIT_EXPORT&pageSize=200").stream()
                .filter(row -> row.path("key").asString().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoever_keeps_the_basic_information_may_open_it_too() {
        assertThat(rows(signedIn(UNIT, "inf36", "INFO"), "")).isEmpty();
        assertThat(jdbc.sql("""
                        select r.code from access.role r
                         where not exists (select from access.role_permission p
                                            where p.role_code = r.code and p.permission = 'FILES_READ')
                           and r.code in ('ADMIN', 'SECURITY', 'AUDITOR', 'FINANCE', 'CASHIER', 'OPS', 'INFO')
                        """).query(String.class).list()).isEmpty();
    }

    @Test
    void an_export_can_be_taken_by_who_asked_once_another_agreed_and_every_time_is_on_record() {
        String id = ask("年度审计");
        assertThat(row(auditor, id).path("stateLabel").asString()).isEqualTo("待审批");
        assertThat(row(auditor, id).path("address").asString()).isEmpty();
        security.post("/api/console/audit/exports/" + id + "/decision", Map.of("approved", true, "opinion", ""));
        var ready = row(auditor, id);
        assertThat(ready.path("stateLabel").asString()).isEqualTo("可下载");
        assertThat(ready.path("expiresAt").asString()).isNotEmpty();
        assertThat(row(security, id).path("address").asString())
                .as("who approved may see it and not take it")
                .isEmpty();
        String given = FILES + "/given?kind=AUDIT_EXPORT&key=" + id;
        assertThat(auditor.get(given).json()).isEmpty();

        for (int i = 0; i < 2; i++) {
            assertThat(auditor.get(ready.path("address").asString()).status()).isEqualTo(200);
        }
        assertThat(security.get(ready.path("address").asString()).status()).isEqualTo(403);

        assertThat(row(auditor, id).path("given").asInt()).isEqualTo(2);
        var takers = security.get(given).json();
        assertThat(takers).hasSize(2);
        assertThat(takers.get(0).path("username").asString()).isEqualTo("aud36");
        assertThat(finance.get(given).code()).as("not for finance").isEqualTo("FILE_NOT_FOUND");

        jdbc.sql("update access.export_request set decided_at = decided_at - interval '25 hours' where id = :id")
                .param("id", Long.valueOf(id))
                .update();
        assertThat(row(auditor, id).path("stateLabel").asString()).isEqualTo("已过期");
        assertThat(row(auditor, id).path("address").asString()).isEmpty();
        assertThat(rows(auditor, "?state=EXPIRED"))
                .extracting(row -> row.path("key").asString())
                .contains(id);
        assertThat(rows(auditor, "?state=READY"))
                .extracting(row -> row.path("key").asString())
                .doesNotContain(id);
    }

    @Test
    void what_is_written_at_once_is_on_record_without_being_kept_and_only_the_auditor_sees_everybodys() {
        var sheet = finance.get("/api/console/basics/sheets/POINT");
        assertThat(sheet.status()).isEqualTo(200);
        var mine = rows(finance, "?kind=EXPORT");
        assertThat(mine).hasSize(1);
        assertThat(mine.getFirst().path("name").asString()).isEqualTo("开票点.xlsx");
        assertThat(mine.getFirst().path("bytes").asInt()).isEqualTo(sheet.raw().body().length);
        assertThat(mine.getFirst().path("stateLabel").asString()).isEqualTo("未留存");
        assertThat(mine.getFirst().path("address").asString()).isEmpty();
        assertThat(rows(auditor, "?kind=EXPORT&text=开票点"))
                .extracting(row -> row.path("maker").asString())
                .containsExactly("测试甲");
        assertThat(rows(security, "?kind=EXPORT")).isEmpty();
        assertThat(rows(auditor, "?kind=EXPORT&text=%25"))
                .as("a percent sign is a percent sign")
                .isEmpty();
        assertThatThrownBy(() -> jdbc.sql("delete from console.file_record").update())
                .hasMessageContaining("never changed or deleted");
    }

    @Test
    void each_person_is_offered_the_kinds_of_their_own_pages() {
        assertThat(kinds(auditor)).contains("日志导出", "导出的表格").doesNotContain("入账汇总单", "批量开票");
        assertThat(kinds(finance)).contains("票号日证明", "号段证书", "导入的表格").doesNotContain("日志导出");
        accounts.addScoped(UNIT, "win36", "POINT", List.of("W1"), "", "CASHIER");
        var window = new Browser(port);
        window.login("win36", Accounts.PASSWORD);
        assertThat(kinds(window))
                .as("what tells of the whole unit is for who sees all of it")
                .doesNotContain("票号日证明", "号段证书", "入账汇总单");
        assertThat(window.get(FILES + "?text=" + "x".repeat(101)).status()).isEqualTo(400);
    }

    @Test
    void another_hospital_sees_none_of_it() {
        String id = ask("只给本院");
        var stranger = signedIn("990037", "aud37", "AUDITOR");
        assertThat(rows(stranger, "?pageSize=200")).isEmpty();
        assertThat(stranger.get(FILES + "/given?kind=AUDIT_EXPORT&key=" + id).code())
                .isEqualTo("FILE_NOT_FOUND");
    }
}
