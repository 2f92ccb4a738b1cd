package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import tools.jackson.databind.JsonNode;

/** What the platform does by itself, what it was told and what it remembers is shown in words. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "yipiao.login.tries-per-minute=1000",
            "yipiao.bureau.agency=990027",
            "yipiao.sms.key=a key nobody sees"
        })
@Import(Accounts.class)
class JobsPgTest {
    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    org.springframework.jdbc.core.simple.JdbcClient jdbc;

    private Browser signedIn(String unit, String name, String role) {
        accounts.add(unit, name, role);
        var browser = new Browser(port);
        assertThat(browser.login(name, Accounts.PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private static JsonNode row(Browser.Answer answer, String field, String value) {
        for (var row : answer.json().path("rows")) {
            if (row.path(field).asString().equals(value)) {
                return row;
            }
        }
        throw new AssertionError(value + " is not in " + answer.text());
    }

    @Test
    void every_timed_job_has_a_name_for_people_and_says_when() {
        var browser = signedIn("990027", "ops27", "OPS");
        var names = new ArrayList<String>();
        var timings = new ArrayList<String>();
        for (var row : browser.get("/api/console/jobs").json()) {
            names.add(row.path("name").asString());
            timings.add(row.path("timing").asString());
        }
        assertThat(names).contains("弱口令检测", "出具每日票号证明", "批量开票").doesNotHaveDuplicates();
        assertThat(names).as("a title for each in JobsHttp").noneMatch(name -> name.matches("[A-Za-z]+\\.[A-Za-z]+"));
        assertThat(timings).contains("每天 2:30", "每隔 1 小时").doesNotContain("由程序决定");
    }

    @Test
    void settings_say_where_they_come_from_and_what_may_be_changed_is_changed_with_a_history() {
        String parameters = "/api/console/system/parameters";
        String key = "yipiao.login.tries-per-minute";
        var system = signedIn("990027", "sys27", "ADMIN");
        var shown = system.get(parameters);
        assertThat(shown.text()).doesNotContain("a key nobody sees");
        assertThat(row(shown, "key", "yipiao.sms.key").path("value").asString()).isEqualTo("已设置，不显示");
        assertThat(row(shown, "key", "yipiao.mail.password").path("value").asString())
                .isEqualTo("未设置");
        assertThat(row(shown, "key", "yipiao.offline.hours-max").path("source").asString())
                .isEqualTo("缺省值");
        assertThat(row(shown, "key", key).path("value").asString()).isEqualTo("1000");

        var wrong = system.put(parameters + "/" + key, Map.of("value", 9));
        assertThat(wrong.text()).contains("\"value\"", "10 到 10000 的整数");
        assertThat(system.put(parameters + "/yipiao.database.url", Map.of("value", 9))
                        .code())
                .isEqualTo("PARAMETER_NOT_FOUND");
        var changed = row(system.put(parameters + "/" + key, Map.of("value", 900)), "key", key);
        assertThat(changed.path("value").asString() + changed.path("source").asString())
                .isEqualTo("900本页设置");
        assertThat(row(system.put(parameters + "/" + key, Map.of()), "key", key)
                        .path("value")
                        .asString())
                .as("as configured again")
                .isEqualTo("1000");
        var history = system.get(parameters + "/" + key + "/history").json();
        assertThat(history.get(0).path("value").asString() + ","
                        + history.get(1).path("value").asString())
                .isEqualTo(",900");
        assertThat(jdbc.sql("select count(*) from access.audit_log where act = '修改系统参数' and entry like '%900%'")
                        .query(Long.class)
                        .single())
                .isPositive();
        String silent = "yipiao.offline.silent-after";
        var span = row(system.put(parameters + "/" + silent, Map.of("value", 30)), "key", silent);
        assertThat(span.path("value").asString()
                        + span.path("figure").path("unit").asString())
                .isEqualTo("30m分钟");
        assertThat(system.put(parameters + "/" + silent, Map.of("value", 1441)).text())
                .contains("1 到 1440 的整数");
        assertThat(system.get(parameters + "/" + silent + "/history")
                        .json()
                        .get(0)
                        .path("value")
                        .asString())
                .isEqualTo("30m");
        assertThat(row(system.get(parameters), "key", "yipiao.database.pool-size")
                        .path("place")
                        .asString())
                .isEqualTo("配置文件，改动需重启");
        assertThat(signedIn("990027", "fin27", "FINANCE").get(parameters).code())
                .isEqualTo("NOT_PERMITTED");
        var other = signedIn("990030", "sys30", "ADMIN");
        assertThat(other.get(parameters).code())
                .as("another hospital of the installation")
                .isEqualTo("INSTALLATION_ONLY");
        assertThat(other.put(parameters + "/" + key, Map.of("value", 20)).code())
                .isEqualTo("INSTALLATION_ONLY");
    }

    @Test
    void what_is_remembered_is_counted_and_forgotten_on_demand() {
        String caches = "/api/console/system/caches";
        var system = signedIn("990027", "sys28", "ADMIN");
        for (int i = 0; i < 5; i++) {
            assertThat(system.get("/api/console/me").status()).isEqualTo(200);
        }
        var policies = row(system.get(caches), "name", "access.policies");
        assertThat(policies.path("entries").asLong()).isPositive();
        assertThat(policies.path("asked").asLong()).isGreaterThan(5);
        assertThat(policies.path("hitPercent").asLong()).isBetween(1L, 100L);
        assertThat(system.post(caches + "/access.policies/forget", Map.of()).status())
                .isEqualTo(200);
        assertThat(system.post(caches + "/nothing/forget", Map.of()).code()).isEqualTo("CACHE_NOT_FOUND");
        assertThat(jdbc.sql("select count(*) from access.audit_log where act = '清理缓存'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(signedIn("990030", "sys31", "ADMIN").get(caches).code()).isEqualTo("INSTALLATION_ONLY");
    }
}
