package org.yipiao.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterAll;
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

/** Signing in with the name and password of the hospital's directory, over real LDAP with and without TLS. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectoryPgTest {
    private static final String UNIT = "990023";
    private static final String SETTINGS = "/api/console/policy/ldap";
    private static final String SIGN_IN = "/api/console/login/directory";
    private static final String GROUP = "CN=bill,OU=Groups,DC=example,DC=org";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    java.time.InstantSource clock;

    private FakeDirectory directory;
    private Browser security;
    private Browser system;

    @BeforeAll
    void a_hospital_with_a_directory() throws Exception {
        directory = new FakeDirectory();
        accounts.add(UNIT, "sec23", "SECURITY");
        accounts.add(UNIT, "sys23", "ADMIN");
        accounts.add(UNIT, "fin23", "FINANCE");
        accounts.add("990024", "sec24", "SECURITY");
        accounts.add("990024", "fin24", "FINANCE");
        security = signedIn("sec23");
        system = signedIn("sys23");
        saved(Map.of());
        directory.person("财务", "Fin23", GROUP);
        directory.person("系统", "sys23", GROUP);
        directory.person("他院", "fin24", GROUP);
        directory.person("重名甲", "twice", GROUP);
        directory.person("重名乙", "twice", GROUP);
        directory.person("组外", "out23", "CN=other,DC=example,DC=org");
    }

    @AfterAll
    void nobody_answers_any_more() {
        directory.close();
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Map<String, Object> settings(Map<String, Object> changed) {
        var all = new LinkedHashMap<String, Object>();
        all.put("name", "医院域账户");
        all.put("url", directory.plain());
        all.put("certificate", "");
        all.put("bindDn", FakeDirectory.INQUIRER);
        all.put("password", FakeDirectory.SECRET);
        all.put("base", FakeDirectory.BASE);
        all.put("attribute", "sAMAccountName");
        all.put("filter", "(memberOf=" + GROUP + ")");
        all.put("tries", 3);
        all.put("sameName", true);
        all.put("enabled", true);
        all.putAll(changed);
        return all;
    }

    private void saved(Map<String, Object> changed) {
        var answer = security.put(SETTINGS, settings(changed));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Browser.Answer asked(Browser browser, String name, String password) {
        return browser.post(SIGN_IN, Map.of("unit", UNIT, "username", name, "password", password));
    }

    private Browser.Answer asked(String name, String password) {
        return asked(new Browser(port), name, password);
    }

    private String checked(String username) {
        return security.post(SETTINGS + "/check", Map.of("username", username)).text();
    }

    private String lastSignIn(String username) {
        return jdbc.sql(
                        "select method || ' ' || result from access.sign_in where username = :name order by at desc limit 1")
                .param("name", username)
                .query(String.class)
                .single();
    }

    @Test
    void the_password_of_the_desk_computer_opens_the_account_of_that_name() {
        var browser = new Browser(port);
        var in = asked(browser, " FIN23 ", FakeDirectory.RIGHT);
        assertThat(in.json().path("username").asString()).as(in.text()).isEqualTo("fin23");
        assertThat(browser.get("/api/console/bills").status()).isEqualTo(200);
        assertThat(lastSignIn("fin23")).isEqualTo("LDAP OK");
        var ways = new Browser(port).get("/api/console/login/ways").json().path("singleSignOn");
        assertThat(ways.toString()).contains("\"way\":\"LDAP\"", "医院域账户").doesNotContain(FakeDirectory.SECRET);
        assertThat(jdbc.sql(
                                "select count(*) from access.audit_log where unit_id = :unit and username = 'fin23' and entry like '%成功：域账户%'")
                        .param("unit", UNIT)
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void wrong_empty_and_strange_names_and_passwords_are_refused_with_one_text() {
        accounts.add(UNIT, "txt23", "FINANCE");
        String wrong = asked("nobody23", "Wrong-Word-1").text();
        assertThat(wrong).contains("LOGIN_WRONG", "连续错误 3 次");
        for (String[] pair : new String[][] {
            {"fin23", "Wrong-Word-1"},
            {"fin23", ""},
            {"", FakeDirectory.RIGHT},
            {"*", FakeDirectory.RIGHT},
            {"fin23)(cn=*", FakeDirectory.RIGHT},
            {"twice", FakeDirectory.RIGHT},
            {"out23", FakeDirectory.RIGHT},
            {"fin23\u0000", FakeDirectory.RIGHT},
            {"x".repeat(65), FakeDirectory.RIGHT}
        }) {
            var answer = asked(pair[0], pair[1]);
            assertThat(answer.text()).as(pair[0]).contains("域账户或口令错误");
            assertThat(answer.status()).isEqualTo(401);
        }
        assertThat(asked("fin23", FakeDirectory.RIGHT).status()).isEqualTo(200);
    }

    @Test
    void who_guesses_is_stopped_before_the_directory_locks_the_person() throws Exception {
        accounts.add(UNIT, "lock23", "FINANCE");
        directory.person("猜测", "lock23", GROUP);
        for (int i = 0; i < 3; i++) {
            assertThat(asked("lock23", "Wrong-Word-" + i).code()).isEqualTo("LOGIN_WRONG");
        }
        int binds = directory.binds.get();
        var stopped = asked("LOCK23", FakeDirectory.RIGHT);
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(423);
        assertThat(directory.binds.get())
                .as("the directory is not asked any more")
                .isEqualTo(binds);
        assertThat(system.post("/api/console/users/" + accounts.id("lock23") + "/unlock", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(asked("lock23", FakeDirectory.RIGHT).status())
                .as("the administrator's unlocking counts here too")
                .isEqualTo(200);
    }

    @Test
    void what_the_directory_says_of_an_account_is_told_to_its_owner() throws Exception {
        var told = Map.of("532", "已过期", "773", "须先修改", "533", "停用", "701", "停用", "775", "锁定", "530", "不允许");
        int number = 0;
        for (var one : told.entrySet()) {
            String name = "kept" + number++;
            directory.person(name, name, GROUP);
            directory.keptOut.put(name, one.getKey());
            var answer = asked(name, FakeDirectory.RIGHT);
            assertThat(answer.code()).as(answer.text()).isEqualTo("DIRECTORY_ACCOUNT_REFUSED");
            assertThat(answer.text()).contains(one.getValue());
        }
        directory.person("pass52e", "pass52e", GROUP);
        directory.keptOut.put("pass52e", "52e");
        assertThat(asked("pass52e", "Wrong-Word-1").code()).isEqualTo("LOGIN_WRONG");
    }

    @Test
    void nobody_becomes_an_administrator_or_somebody_else_by_a_name() throws Exception {
        assertThat(asked("sys23", FakeDirectory.RIGHT).code()).isEqualTo("IDENTITY_UNKNOWN");
        assertThat(asked("fin24", FakeDirectory.RIGHT).code())
                .as("an account of another hospital")
                .isEqualTo("IDENTITY_UNKNOWN");
        directory.person("有关联", "Zhang.San", GROUP);
        directory.person("同名", "zs23", GROUP);
        accounts.add(UNIT, "zs23", "FINANCE");
        assertThat(system.post(
                                "/api/console/users/" + accounts.id("zs23") + "/identities",
                                Map.of("subject", "ZHANG.SAN", "way", "LDAP"))
                        .status())
                .isEqualTo(200);
        assertThat(asked("zhang.san", FakeDirectory.RIGHT)
                        .json()
                        .path("username")
                        .asString())
                .isEqualTo("zs23");
        assertThat(asked("zs23", FakeDirectory.RIGHT).code())
                .as("the account is somebody else's by link")
                .isEqualTo("IDENTITY_UNKNOWN");
        long before = jdbc.sql("select count(*) from access.account")
                .query(Long.class)
                .single();
        directory.person("新人", "new23", GROUP);
        assertThat(asked("new23", FakeDirectory.RIGHT).code()).isEqualTo("IDENTITY_UNKNOWN");
        assertThat(jdbc.sql("select count(*) from access.account")
                        .query(Long.class)
                        .single())
                .isEqualTo(before);
        assertThat(system.post(
                                "/api/console/users/" + accounts.id("zs23") + "/identities",
                                Map.of("subject", "x", "way", "NIS"))
                        .text())
                .contains("\"way\"", "OIDC、CAS 或 LDAP");
    }

    @Test
    void a_disabled_account_and_a_second_factor_count_here_as_well() throws Exception {
        accounts.add(UNIT, "off23", "FINANCE");
        directory.person("停用", "off23", GROUP);
        jdbc.sql("update access.account set status = 'DISABLED' where username = 'off23'")
                .update();
        assertThat(asked("off23", FakeDirectory.RIGHT).code()).isEqualTo("ACCOUNT_DISABLED");
        accounts.add(UNIT, "two23", "FINANCE");
        directory.person("双因素", "two23", GROUP);
        var own = signedIn("two23");
        byte[] secret = Base32.decode(own.post("/api/console/me/second-factor/offer", Map.of())
                .json()
                .path("secret")
                .asString());
        var enrolled = own.post(
                "/api/console/me/second-factor", Map.of("code", Totp.code(secret, Totp.step(clock.instant()))));
        var browser = new Browser(port);
        assertThat(asked(browser, "two23", FakeDirectory.RIGHT).code()).isEqualTo("SECOND_FACTOR_NEEDED");
        assertThat(browser.get("/api/console/me").status()).as("not in yet").isEqualTo(401);
        String recovery = enrolled.json().path("recoveryCodes").get(0).asString();
        assertThat(browser.post("/api/console/login/code", Map.of("code", recovery))
                        .status())
                .isEqualTo(200);
        assertThat(lastSignIn("two23")).isEqualTo("LDAP OK");
    }

    @Test
    void beyond_this_machine_nothing_is_said_without_tls_and_only_to_whom_the_certificate_names() throws Exception {
        try {
            saved(Map.of("url", directory.startTls(), "certificate", directory.certificate()));
            assertThat(checked("fin23")).contains("\"usable\":true", "对应账户 fin23");
            assertThat(asked("fin23", FakeDirectory.RIGHT).status()).isEqualTo(200);
            saved(Map.of("url", directory.tls(FakeDirectory.ELSEWHERE), "certificate", directory.certificate()));
            assertThat(checked("")).contains("\"usable\":true");
            saved(Map.of("url", directory.tls(FakeDirectory.ELSEWHERE)));
            assertThat(checked("")).as("nobody vouches for it").contains("\"usable\":false", "证书不可信");
            saved(Map.of("url", directory.startTls()));
            assertThat(checked("")).contains("\"usable\":false", "证书不可信");
            assertThat(asked("fin23", FakeDirectory.RIGHT).code()).isEqualTo("SINGLE_SIGN_ON_DOWN");
            // The library takes any name for an address of this machine alone, so another of its addresses is asked.
            String other = FakeDirectory.addressInTheNetwork();
            saved(Map.of("url", directory.tls(other), "certificate", directory.certificate()));
            assertThat(checked("")).as("a certificate for another address").contains("\"usable\":false", "证书不可信");
        } finally {
            saved(Map.of());
        }
    }

    @Test
    void a_directory_that_is_silent_or_wrongly_set_up_is_named_and_no_try_is_counted() throws Exception {
        try {
            saved(Map.of("password", "not the reader's"));
            assertThat(checked("")).contains("\"usable\":false", "不接受查询账户");
            saved(Map.of("base", "ou=None,dc=example,dc=org"));
            assertThat(checked("")).contains("\"usable\":false", "没有起始目录");
            saved(Map.of("url", "ldap://127.0.0.1:1"));
            for (int i = 0; i < 4; i++) {
                assertThat(asked("fin23", FakeDirectory.RIGHT).code()).isEqualTo("SINGLE_SIGN_ON_DOWN");
            }
        } finally {
            saved(Map.of());
        }
        assertThat(checked("nobody23")).contains("\"usable\":false", "没有找到唯一的");
        assertThat(checked("sys23")).contains("\"usable\":false", "没有对应的医票账户");
        assertThat(asked("fin23", FakeDirectory.RIGHT).status()).isEqualTo(200);
    }

    @Test
    void settings_keep_their_secret_name_every_fault_and_are_written_down() {
        assertThat(security.get(SETTINGS).text()).doesNotContain(FakeDirectory.SECRET);
        saved(Map.of("password", ""));
        assertThat(asked("fin23", FakeDirectory.RIGHT).status())
                .as("the secret that is there stays")
                .isEqualTo(200);
        assertThat(security.put(SETTINGS, settings(Map.of("password", "", "url", "ldaps://evil.example.org")))
                        .text())
                .contains("须重新填写");
        var faults = security.put(
                        SETTINGS,
                        settings(Map.of(
                                "url",
                                "http://x",
                                "base",
                                "no place",
                                "attribute",
                                "1)",
                                "filter",
                                "(((",
                                "tries",
                                0,
                                "certificate",
                                "nonsense")))
                .json()
                .path("errors");
        assertThat(faults.findValuesAsString("path"))
                .containsExactlyInAnyOrder("url", "base", "attribute", "filter", "tries", "certificate");
        assertThat(system.put(SETTINGS, settings(Map.of())).code()).isEqualTo("NOT_PERMITTED");
        assertThat(signedIn("fin23").get(SETTINGS).code()).isEqualTo("NOT_PERMITTED");
        assertThat(jdbc.sql(
                                "select count(*) from access.audit_log where unit_id = :unit and act = '修改域账户登录' and entry like '%连续错误 3 次%'")
                        .param("unit", UNIT)
                        .query(Long.class)
                        .single())
                .isPositive();
        assertThat(jdbc.sql("select count(*) from access.audit_log where entry like '%' || :secret || '%'")
                        .param("secret", FakeDirectory.SECRET)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(signedIn("sec24").get(SETTINGS).json().path("saved").asBoolean())
                .as("another hospital has no part in it")
                .isFalse();
        assertThat(new Browser(port)
                        .post(SIGN_IN, Map.of("unit", "990024", "username", "fin24", "password", FakeDirectory.RIGHT))
                        .code())
                .isEqualTo("SINGLE_SIGN_ON_OFF");
    }
}
