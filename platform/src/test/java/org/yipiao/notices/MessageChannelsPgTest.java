package org.yipiao.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.SandboxProcess;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.access.Permission;
import org.yipiao.database.SharedDatabase;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.JsonNode;

/** A hospital sets up its channels on its page, and its people get their notices by real SMTP, SMS and WeChat. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageChannelsPgTest {
    private static final UnitId UNIT = new UnitId("990033");
    private static final String CHANNELS = "/api/console/message-channels";
    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(20);

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Notices notices;

    @Autowired
    Forwarder forwarder;

    @Autowired
    JdbcClient jdbc;

    private final SandboxProcess sandbox = SandboxProcess.shared();
    private Browser admin;
    private Browser finance;
    private Browser stranger;

    @BeforeAll
    void an_administrator_a_finance_officer_and_somebody_of_another_hospital() {
        accounts.add("990033", "admin23", "ADMIN");
        accounts.add("990033", "finance23", "FINANCE");
        accounts.add("990034", "admin24", "ADMIN");
        admin = signedIn("admin23");
        finance = signedIn("finance23");
        stranger = signedIn("admin24");
    }

    @AfterEach
    void the_outside_is_well_again() {
        sandbox.healthy();
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Map<String, Object> mail(String password) {
        var typed = new HashMap<String, Object>();
        typed.put("host", "127.0.0.1");
        typed.put("port", sandbox.mailPort());
        typed.put("username", SandboxProcess.MAIL_ACCOUNT);
        typed.put("from", "bill@example.cn");
        typed.put("security", "starttls");
        typed.put("certificate", sandbox.mailCertificate());
        typed.put("secret", password);
        return typed;
    }

    private Map<String, Object> sms(String key) {
        return new HashMap<>(Map.of(
                "url", sandbox.url(),
                "account", "yipiao",
                "template", "BILL_NOTICE",
                "staffTemplate", "STAFF_NOTICE",
                "secret", key));
    }

    private static Map<String, Object> with(Map<String, Object> typed, String name, Object value) {
        var changed = new HashMap<>(typed);
        changed.put(name, value);
        return changed;
    }

    private JsonNode trial(String channel, Map<String, Object> typed) {
        var answer = admin.post(CHANNELS + "/" + channel + "/trial", typed);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode channel(Browser browser, String channel) {
        for (var row : browser.get(CHANNELS).json()) {
            if (row.path("channel").asString().equals(channel)) {
                return row;
            }
        }
        throw new AssertionError("no channel " + channel);
    }

    private JsonNode arrived(String to) {
        return sandbox.get("/sandbox/mail/messages?limit=1&to=" + to).path("rows");
    }

    /** The states of a notice's forwardings as its reader sees them, by way. */
    private Map<String, String> states(Browser browser, String title) {
        var states = new HashMap<String, String>();
        for (var row : browser.get("/api/console/notices?pageSize=200").json().path("rows")) {
            if (row.path("title").asString().equals(title)) {
                row.path("forwards")
                        .forEach(one -> states.put(
                                one.path("wayLabel").asString(),
                                one.path("state").asString()));
            }
        }
        return states;
    }

    private void untilStates(Browser browser, String title, Map<String, String> wanted) {
        long end = System.nanoTime() + ARRIVES_WITHIN.toNanos();
        while (System.nanoTime() < end && !states(browser, title).equals(wanted)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(states(browser, title)).isEqualTo(wanted);
    }

    private static void done(Browser.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    @Test
    void notices_reach_their_reader_by_mail_short_message_and_wechat() {
        done(admin.put(CHANNELS + "/MAIL", mail(SandboxProcess.MAIL_PASSWORD)));
        done(admin.put(CHANNELS + "/SMS", sms(SandboxProcess.SMS_KEY)));
        done(admin.put(
                CHANNELS + "/WECHAT",
                Map.of(
                        "url",
                        sandbox.url(),
                        "appid",
                        SandboxProcess.APPID,
                        "staffTemplate",
                        "T2",
                        "secret",
                        SandboxProcess.SECRET)));
        finance.get("/api/console/me/ways")
                .json()
                .forEach(way -> assertThat(way.path("configured").asBoolean())
                        .as(way.toString())
                        .isTrue());
        done(finance.put("/api/console/me/phone", Map.of("phone", "13900000023")));
        done(finance.put("/api/console/me/mail", Map.of("mail", "finance23@example.cn")));
        var profile = finance.put("/api/console/me/wechat", Map.of("wechat", "openid-finance-23"));
        assertThat(profile.json().path("mail").asString()).isEqualTo("f***@example.cn");
        assertThat(profile.json().path("wechat").asString()).isEqualTo("open****e-23");
        done(finance.put(
                "/api/console/me/subscriptions",
                Map.of("kind", "STOCK", "shown", true, "bySms", true, "byMail", true, "byWechat", true)));
        notices.tell(
                Permission.NUMBERS_MANAGE,
                new Notices.Notice(UNIT, Notices.Kind.STOCK, "门诊票号不足二三", "还剩 12 个号码", "/numbers", ""));
        untilStates(finance, "门诊票号不足二三", Map.of("邮件", "SENT", "短信", "SENT", "微信", "SENT"));
        var mail = arrived("finance23@example.cn").get(0);
        assertThat(mail.path("subject").asString()).isEqualTo("【库存预警】门诊票号不足二三");
        assertThat(mail.path("text").asString()).contains("还剩 12 个号码");
        assertThat(mail.path("encrypted").asBoolean()).isTrue();
        assertThat(sandbox.get("/sandbox/sms/messages?limit=1&mobile=13900000023")
                        .path("rows")
                        .get(0)
                        .path("params")
                        .asString())
                .contains("门诊票号不足二三")
                .doesNotContain("还剩 12");

        var log = admin.get("/api/console/forwardings?way=MAIL&text=二三").json();
        assertThat(log.path("total").asInt()).isEqualTo(1);
        assertThat(log.path("rows").get(0).path("reader").asString()).endsWith("finance23");
        assertThat(log.path("rows").get(0).path("stateLabel").asString()).isEqualTo("已发送");
        assertThat(stranger.get("/api/console/forwardings").json().path("total").asInt())
                .isZero();
        assertThat(finance.get("/api/console/forwardings").code()).isEqualTo("NOT_PERMITTED");
    }

    @Test
    void what_the_mail_server_is_not_able_to_take_now_is_tried_again_and_what_it_never_will_is_given_up() {
        done(admin.put(CHANNELS + "/MAIL", mail(SandboxProcess.MAIL_PASSWORD)));
        accounts.add("990033", "reader23", "CASHIER");
        var reader = signedIn("reader23");
        done(reader.put("/api/console/me/mail", Map.of("mail", "reader23@example.cn")));
        done(reader.put("/api/console/me/subscriptions", Map.of("kind", "SYSTEM", "shown", true, "byMail", true)));
        sandbox.fault("mail", "{\"errorShare\":1}");
        notices.tell(accounts.id("reader23"), new Notices.Notice(UNIT, Notices.Kind.SYSTEM, "服务器忙时", "", "", ""));
        untilStates(reader, "服务器忙时", Map.of("邮件", "RETRYING"));
        var waiting = admin.get("/api/console/forwardings?state=RETRYING&text=服务器忙时")
                .json()
                .path("rows")
                .get(0);
        assertThat(waiting.path("detail").asString()).isEqualTo("邮件服务器暂不接收（451）");
        assertThat(waiting.path("nextTry").isNull()).isFalse();
        sandbox.healthy();
        String id = waiting.path("id").asString();
        assertThat(stranger.post("/api/console/forwardings/" + id + "/again", Map.of())
                        .code())
                .isEqualTo("FORWARDING_NOT_FOUND");
        done(admin.post("/api/console/forwardings/" + id + "/again", Map.of()));
        untilStates(reader, "服务器忙时", Map.of("邮件", "SENT"));
        assertThat(admin.post("/api/console/forwardings/" + id + "/again", Map.of())
                        .code())
                .isEqualTo("FORWARDING_NOT_FOUND");

        done(reader.put("/api/console/me/mail", Map.of("mail", "left@nobody.example.cn")));
        notices.tell(accounts.id("reader23"), new Notices.Notice(UNIT, Notices.Kind.SYSTEM, "查无此人", "", "", ""));
        untilStates(reader, "查无此人", Map.of("邮件", "GIVEN_UP"));
        var lost = admin.get("/api/console/forwardings?state=GIVEN_UP&text=查无此人")
                .json()
                .path("rows")
                .get(0);
        assertThat(lost.path("detail").asString()).isEqualTo("邮件服务器不接受该邮箱地址（550）");
    }

    @Test
    void a_trial_sends_by_what_was_typed_and_keeps_nothing() {
        var typed = with(mail(SandboxProcess.MAIL_PASSWORD), "to", "trial23@example.cn");
        int changes = channel(admin, "MAIL").path("changes").size();
        assertThat(trial("MAIL", typed).path("succeeded").asBoolean()).isTrue();
        assertThat(arrived("trial23@example.cn").get(0).path("subject").asString())
                .contains("消息通道测试");
        assertThat(trial("MAIL", with(typed, "secret", "wrong")).path("detail").asString())
                .contains("拒绝登录");
        assertThat(trial("MAIL", with(typed, "certificate", "0".repeat(64)))
                        .path("detail")
                        .asString())
                .contains("不认可邮件服务器的证书");
        assertThat(trial("MAIL", with(typed, "certificate", "")).path("detail").asString())
                .as("no public authority vouches for it")
                .contains("不认可邮件服务器的证书");
        assertThat(channel(admin, "MAIL").path("changes").size()).isEqualTo(changes);
        // Six a minute: who asks more is told to wait.
        trial("MAIL", typed);
        trial("MAIL", typed);
        assertThat(admin.post(CHANNELS + "/MAIL/trial", typed).code()).isEqualTo("TOO_MANY_TRIALS");
    }

    @Test
    void secrets_are_never_shown_and_what_was_typed_wrong_is_said_all_at_once() {
        var kept = stranger.put(CHANNELS + "/SMS", sms("a secret of the test"));
        done(kept);
        assertThat(kept.text()).doesNotContain("a secret of the test");
        assertThat(kept.json().path("secretKept").asBoolean()).isTrue();
        done(stranger.put(CHANNELS + "/SMS", with(sms(""), "account", "another")));
        var row = channel(stranger, "SMS");
        assertThat(row.path("ownPage").asBoolean()).isTrue();
        assertThat(row.path("changes").size()).isEqualTo(2);
        assertThat(row.path("changes").get(0).path("secretMark"))
                .as("left empty, the kept one stays")
                .isEqualTo(row.path("changes").get(1).path("secretMark"));
        jdbc.sql("select sealed_secret from access.connection where unit_id = '990034'")
                .query(byte[].class)
                .list()
                .forEach(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain("a secret of the test"));
        var refused = stranger.put(
                CHANNELS + "/MAIL",
                Map.of(
                        "host",
                        "http://mail",
                        "port",
                        0,
                        "from",
                        "nobody",
                        "security",
                        "plain",
                        "username",
                        "u",
                        "secret",
                        "hidden-secret",
                        "certificate",
                        "xyz"));
        assertThat(refused.code()).isEqualTo("FIELD_INVALID");
        assertThat(refused.json().path("errors").size()).isEqualTo(5);
        assertThat(refused.text()).doesNotContain("hidden-secret");
        assertThat(finance.put(CHANNELS + "/SMS", sms("x")).code()).isEqualTo("NOT_PERMITTED");
        assertThat(stranger.put(CHANNELS + "/PIGEON", Map.of()).status()).isEqualTo(400);
        assertThat(jdbc.sql("select count(*) from access.audit_log where unit_id = '990034' and act = '修改消息通道'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void how_many_family_members_a_payer_may_keep_is_the_hospitals_own_number_within_bounds() {
        String page = "/api/console/payer-page";
        assertThat(stranger.get(page).json().path("familyMax").asInt()).isEqualTo(5);
        for (Object wrong : new Object[] {-1, 21}) {
            var refused = admin.put(page, Map.of("familyMax", wrong));
            assertThat(refused.code()).isEqualTo("FIELD_INVALID");
            assertThat(refused.json().path("errors").get(0).path("path").asString())
                    .isEqualTo("familyMax");
        }
        assertThat(admin.put(page, Map.of()).code()).isEqualTo("FIELD_INVALID");
        assertThat(finance.put(page, Map.of("familyMax", 3)).code()).isEqualTo("NOT_PERMITTED");
        assertThat(admin.get(page).json().path("familyMax").asInt()).isEqualTo(5);

        assertThat(admin.put(page, Map.of("familyMax", 3)).status()).isEqualTo(200);
        assertThat(admin.put(page, Map.of("familyMax", 0)).status()).isEqualTo(200);
        assertThat(admin.get(page).json().path("familyMax").asInt()).isZero();
        assertThat(stranger.get(page).json().path("familyMax").asInt()).isEqualTo(5);
        assertThat(jdbc.sql("""
                select entry
                  from access.audit_log
                 where unit_id = :unit
                   and act = '修改取票页设置'
                 order by seq
                """).param("unit", UNIT.value()).query(String.class).list())
                .satisfiesExactly(
                        first -> assertThat(first).contains("5 位", "3 位"),
                        second -> assertThat(second).contains("3 位", "0 位"));
    }
}
