package org.yipiao.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.access.Accounts.PASSWORD;

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
import org.yipiao.access.Permission;
import org.yipiao.database.SharedDatabase;
import org.yipiao.shared.UnitId;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticesPgTest {
    private static final UnitId UNIT = new UnitId("990031");
    private static final String NOTICES = "/api/console/notices";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Notices notices;

    @Autowired
    JdbcClient jdbc;

    private Browser finance;
    private Browser cashier;
    private Browser stranger;

    @BeforeAll
    void a_finance_officer_a_cashier_and_somebody_of_another_hospital() {
        accounts.add("990031", "finance21", "FINANCE");
        accounts.add("990031", "cashier21", "CASHIER");
        accounts.add("990032", "finance22", "FINANCE");
        accounts.add("990029", "reader29", "CASHIER");
        finance = signedIn("finance21");
        cashier = signedIn("cashier21");
        stranger = signedIn("finance22");
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private static Notices.Notice stock(String title, String matter) {
        return new Notices.Notice(UNIT, Notices.Kind.STOCK, title, "还剩 12 个号码", "/numbers", matter);
    }

    private static long total(Browser browser, String title) {
        var rows = browser.get(NOTICES + "?pageSize=200").json().path("rows");
        long found = 0;
        for (var row : rows) {
            found += row.path("title").asString().equals(title) ? 1 : 0;
        }
        return found;
    }

    private static long unread(Browser browser) {
        return browser.get(NOTICES + "/unread").json().path("unread").asLong();
    }

    @Test
    void marking_says_which_or_all_and_an_empty_request_marks_nothing() {
        var own = signedIn("reader29");
        for (String title : List.of("逐条已读", "全部已读")) {
            notices.tell(
                    accounts.id("reader29"),
                    new Notices.Notice(new UnitId("990029"), Notices.Kind.STOCK, title, "还剩 12 个号码", "/numbers", ""));
        }
        for (Object wrong : List.of(
                Map.of(),
                Map.of("ids", List.of()),
                Map.of("all", false),
                Map.of("all", true, "ids", List.of("1")),
                Map.of("ids", List.of("one")))) {
            var answer = own.post(NOTICES + "/read", wrong);
            assertThat(answer.status()).as(wrong + " " + answer.text()).isEqualTo(400);
            assertThat(answer.json().path("errors").get(0).path("path").asString())
                    .isIn("ids", "all");
        }
        assertThat(unread(own)).as("nothing is marked by a mistake").isEqualTo(2);
        String one = own.get(NOTICES).json().path("rows").get(0).path("id").asString();
        assertThat(own.post(NOTICES + "/read", Map.of("ids", List.of(one))).status())
                .isEqualTo(200);
        assertThat(unread(own)).isEqualTo(1);
        assertThat(own.post(NOTICES + "/read", Map.of("all", true)).status()).isEqualTo(200);
        assertThat(unread(own)).isZero();
    }

    @Test
    void who_may_act_is_told_and_nobody_else() {
        assertThat(notices.tell(Permission.NUMBERS_MANAGE, stock("库存不足甲", ""))).isTrue();
        assertThat(total(finance, "库存不足甲")).isEqualTo(1);
        assertThat(total(cashier, "库存不足甲")).isZero();
        assertThat(total(stranger, "库存不足甲")).isZero();
    }

    @Test
    void one_matter_is_told_once_until_it_is_closed() {
        assertThat(notices.tell(Permission.NUMBERS_MANAGE, stock("库存不足乙", "stock:0101")))
                .isTrue();
        assertThat(notices.tell(Permission.NUMBERS_MANAGE, stock("库存不足乙", "stock:0101")))
                .isFalse();
        notices.close(UNIT, "stock:0101");
        assertThat(notices.tell(Permission.NUMBERS_MANAGE, stock("库存不足乙", "stock:0101")))
                .isTrue();
        assertThat(total(finance, "库存不足乙")).isEqualTo(2);
    }

    @Test
    void a_read_notice_is_read_for_this_person_only_and_its_receipt_is_written_once() {
        notices.tell(Permission.BILL_READ, stock("大家都看", ""));
        long mine = unread(finance);
        long theirs = unread(cashier);
        String id = finance.get(NOTICES).json().path("rows").get(0).path("id").asString();
        assertThat(stranger.post(NOTICES + "/read", Map.of("ids", List.of(id))).status())
                .isEqualTo(200);
        assertThat(finance.post(NOTICES + "/read", Map.of("ids", List.of(id)))
                        .json()
                        .path("unread")
                        .asLong())
                .isEqualTo(mine - 1);
        assertThat(unread(cashier)).isEqualTo(theirs);
        assertThatThrownBy(() -> jdbc.sql("update notices.receipt set read_at = now() where read_at is not null")
                        .update())
                .hasMessageContaining("written once");
        assertThat(finance.post(NOTICES + "/read", Map.of("ids", List.of("x"))).code())
                .isEqualTo("FIELD_INVALID");
    }

    @Test
    void an_announcement_reaches_everybody_of_the_hospital_and_shows_who_has_read_it() {
        assertThat(cashier.post(NOTICES + "/announcements", Map.of("title", "停机通知"))
                        .code())
                .isEqualTo("NOT_PERMITTED");
        assertThat(finance.post(NOTICES + "/announcements", Map.of("title", "")).code())
                .isEqualTo("FIELD_INVALID");
        assertThat(finance.post(NOTICES + "/announcements", Map.of("title", "停机通知", "body", "今晚十点\n升级"))
                        .status())
                .isEqualTo(201);
        assertThat(total(cashier, "停机通知")).isEqualTo(1);
        assertThat(total(stranger, "停机通知")).isZero();
        cashier.post(NOTICES + "/read", Map.of("all", true));
        String id = finance.get(NOTICES + "/announcements")
                .json()
                .path("rows")
                .get(0)
                .path("id")
                .asString();
        var receipts = finance.get(NOTICES + "/" + id + "/receipts").json();
        assertThat(receipts.size()).isEqualTo(2);
        assertThat(receipts.get(0).path("username").asString()).isEqualTo("cashier21");
        assertThat(receipts.get(0).path("readAt").isNull()).isFalse();
        assertThat(stranger.get(NOTICES + "/" + id + "/receipts").code()).isEqualTo("NOTICE_NOT_FOUND");
    }

    @Test
    void a_kind_that_was_turned_off_is_not_shown_and_one_that_is_wanted_goes_to_the_phone() {
        var changed =
                cashier.put("/api/console/me/subscriptions", Map.of("kind", "TRANSIT", "shown", false, "bySms", true));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        notices.tell(Permission.BILL_READ, new Notices.Notice(UNIT, Notices.Kind.TRANSIT, "在途积压", "", "/transit", ""));
        assertThat(total(cashier, "在途积压")).isZero();
        assertThat(total(finance, "在途积压")).isEqualTo(1);
        assertThat(jdbc.sql("select count(*) from notices.forwarding where account_id = :account")
                        .param("account", accounts.id("cashier21"))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void settings_are_kept_for_the_next_time_and_only_those_that_exist() {
        assertThat(cashier.put(
                                "/api/console/me/settings",
                                Map.of("theme", "PINK", "density", "COMPACT", "defaultPoint", "nowhere"))
                        .json()
                        .path("errors")
                        .size())
                .isEqualTo(2);
        cashier.put(
                "/api/console/me/settings",
                Map.of("theme", "DARK", "density", "COMPACT", "defaultPoint", "", "printer", "针式一号"));
        var later = signedIn("cashier21").get("/api/console/me/settings").json();
        assertThat(later.path("theme").asString()).isEqualTo("DARK");
        assertThat(later.path("printer").asString()).isEqualTo("针式一号");
        assertThat(finance.get("/api/console/me/settings").json().path("theme").asString())
                .isEqualTo("AUTO");
    }

    /** Another browser than the one that is known: the person hears of it. */
    @Test
    void a_sign_in_from_a_new_device_is_told_to_its_owner() {
        accounts.add("990031", "traveller21", "CASHIER");
        var first = signedIn("traveller21");
        assertThat(total(first, "账户在新设备上登录")).isZero();
        signedIn("traveller21");
        assertThat(total(first, "账户在新设备上登录")).isEqualTo(1);
        var devices = first.get("/api/console/me/devices").json();
        assertThat(devices.size()).isEqualTo(2);
        String other = devices.get(0).path("own").asBoolean()
                ? devices.get(1).path("id").asString()
                : devices.get(0).path("id").asString();
        assertThat(cashier.delete("/api/console/me/devices/" + other).code()).isEqualTo("SESSION_NOT_FOUND");
        assertThat(first.delete("/api/console/me/devices/" + other).status()).isEqualTo(204);
    }

    @Test
    void a_telephone_number_is_kept_sealed_and_shown_masked() {
        assertThat(cashier.put("/api/console/me/phone", Map.of("phone", "123")).code())
                .isEqualTo("FIELD_INVALID");
        var profile = cashier.put("/api/console/me/phone", Map.of("phone", "13800000000"))
                .json();
        assertThat(profile.path("phone").asString()).isEqualTo("138****0000");
        assertThat(new String(
                        jdbc.sql("select phone from access.account where username = 'cashier21'")
                                .query(byte[].class)
                                .single(),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("13800000000");
    }
}
