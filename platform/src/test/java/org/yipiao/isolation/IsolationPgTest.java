package org.yipiao.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.access.Permission;
import org.yipiao.intake.BusinessSystem;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.json.JsonMapper;

/**
 * P-065 Two hospitals in one installation, each with something everywhere. Every route is asked by people of the one who
 * hold every permission and name the other's things: nothing is shown, nothing is changed. Then the owner asks the same,
 * and gets it: otherwise the first half proves nothing.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.login.tries-per-minute=1000", "yipiao.transit.enabled=false"})
@Import({Accounts.class, Founder.class, OutsideWorld.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationPgTest {
    private static final UnitId OURS = new UnitId("990001");
    private static final UnitId THEIRS = new UnitId("990002");
    /** What is done at the second window of our hospital. */
    private static final String SECOND = "SECONDWIN";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Founder founder;

    /** Writes what it counted when it stops, and then no more. */
    @Autowired
    @Qualifier("codeCounter")
    SmartLifecycle counter;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private Tables tables;
    private Hospital ours;
    private Hospital theirs;

    @BeforeAll
    void two_hospitals() {
        tables = new Tables(jdbc);
        jdbc.sql("insert into access.role (code, name, office, note) values ('DEMO', '全权', 'DEMO', '')")
                .update();
        for (Permission permission : Permission.values()) {
            jdbc.sql("insert into access.role_permission (role_code, permission) values ('DEMO', :permission)")
                    .param("permission", permission.name())
                    .update();
        }
        ours = founder.hospital(OURS, "AAHOSP", "9906", "990117", port);
        theirs = founder.hospital(THEIRS, "ZBHOSP", "9806", "980117", port);
        theirs.oneMoreOfEach();
        await().until(() -> jdbc.sql("select count(*) from intake.batch_row where bill_id is null")
                        .query(Long.class)
                        .single()
                == 0);
        counter.stop();
    }

    @Test
    @Order(1)
    void every_route_is_in_the_table() throws IOException {
        var known = new TreeSet<String>();
        Routes.console().forEach(line -> known.add(line.route()));
        Routes.others().forEach(line -> known.add(line.route()));
        var contract = JSON.readTree(Files.readString(Path.of("../docs/openapi.json")));
        var routes = new TreeSet<String>();
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(verb -> routes.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(known).isEqualTo(routes);
        var served = new TreeSet<String>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(verb -> mapping.getPatternValues().stream()
                                .filter(path -> path.startsWith("/api/"))
                                .forEach(path -> served.add(verb + " " + path))));
        assertThat(routes).as("the contract has every route that is served").containsAll(served);
    }

    @Test
    @Order(2)
    void nothing_of_the_other_hospital_is_shown_or_changed() {
        var faults = new ArrayList<String>();
        var before = tables.rows(THEIRS);
        for (var line : Routes.console()) {
            if (line.kind() == Routes.Kind.NOT_ASKED) {
                continue;
            }
            var answer = ask(ours, line);
            var shown = shown(answer, line);
            if (!shown.isEmpty()) {
                faults.add(line.route() + " " + line.path() + " shows " + shown);
            }
            if (answer.status() >= 500 && answer.status() != 503) {
                faults.add(line.route() + " fails with " + answer.status() + " " + answer.text());
            }
            if (line.kind() == Routes.Kind.NAMED && answer.status() < 400) {
                faults.add(line.route() + " " + line.path() + " answers " + answer.status() + " " + answer.text());
            }
            if (!line.verb().equals("GET")) {
                var now = tables.rows(THEIRS);
                now.forEach((table, digest) -> {
                    if (!digest.equals(before.get(table))) {
                        faults.add(line.route() + " " + line.path() + " changes " + table);
                    }
                });
                before.putAll(now);
            }
        }
        assertThat(faults).isEmpty();
    }

    private Browser.Answer ask(Hospital asking, Routes.Line line) {
        String path = filled(line.path());
        var request = asking.one().request(path.replace(" ", "%20"));
        if (line.verb().equals("GET")) {
            return asking.one().send(request.GET());
        }
        String body = line.body().isEmpty() ? "{}" : filled(line.body());
        return asking.one()
                .send(request.header("X-XSRF-TOKEN", asking.one().token())
                        .header("Content-Type", "application/json")
                        .method(line.verb(), BodyPublishers.ofString(body)));
    }

    private String filled(String text) {
        return filled(text, theirs);
    }

    private String filled(String text, Hospital whose) {
        var filled = new StringBuilder();
        var names = Pattern.compile("\\{([a-zA-Z_0-9]+)}").matcher(text);
        while (names.find()) {
            String name = names.group(1);
            String value = name.startsWith("own_") ? ours.known(name.substring(4)) : whose.known(name);
            names.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return names.appendTail(filled).toString();
    }

    /** Marks in the answer that the question did not name. */
    private List<String> shown(Browser.Answer answer, Routes.Line line) {
        String asked = filled(line.path()) + filled(line.body());
        return Shown.marks(Shown.text(answer)).stream()
                .filter(mark -> !asked.toLowerCase(Locale.ROOT).contains(mark.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Tables that no line of business of these two hospitals fills, and who asks them. */
    private static final Map<String, String> EMPTY = Map.ofEntries(
            Map.entry("access.delegation", "read for the own account only"),
            Map.entry("access.password_history", "read for the own account only, when it changes its password"),
            Map.entry("access.second_factor", "read for the own account only"),
            Map.entry("access.recovery_code", "read for the own account only"),
            Map.entry("access.weak_check", "filled by a check of hours"),
            Map.entry("access.weak_elsewhere", "of the machines; kept for the unit that runs the installation"),
            Map.entry("booking.payer_booking", "by bill"),
            Map.entry("booking.registration", "by booking sheet"),
            Map.entry("delivery.bill_check", "by bill, of the payer's page"),
            Map.entry("delivery.errand", "by bill"),
            Map.entry("delivery.notice", "by bill"),
            Map.entry("issuing.circulation", "by bill"),
            Map.entry("issuing.partial_refund", "by bill"),
            Map.entry("issuing.offline", "by bill"),
            Map.entry("issuing.reversed_once", "by bill; nobody reads it"),
            Map.entry("numbering.approval", "by document"),
            Map.entry("numbering.term_told", "filled by a timer; nobody reads it"),
            Map.entry("statistics.day", "sums of the tallies, which are there"),
            Map.entry("statistics.hour", "sums of the tallies, which are there"),
            Map.entry("statistics.minute", "sums of the tallies, which are there"),
            Map.entry("offline.block", "by window agent, whose key signs"),
            Map.entry("offline.bill", "by window agent, whose key signs"),
            Map.entry("prepayment.usage", "by voucher"),
            Map.entry("signing.frozen_block", "by bill"),
            Map.entry("signing.unit_signature", "by bill"),
            Map.entry("signing.supervisory_signature", "by bill"),
            Map.entry("signing.unit_seal", "by bill"),
            Map.entry("supervision.config", "read by the unit's own sync only"),
            Map.entry("transit.step", "by bill"));

    @Test
    @Order(3)
    void both_hospitals_have_something_in_every_table() {
        var empty = new ArrayList<String>();
        tables.rows(THEIRS).forEach((table, digest) -> {
            if (digest.startsWith("0 ") && !EMPTY.containsKey(table)) {
                empty.add(table);
            }
        });
        assertThat(empty).isEmpty();
    }

    /** What the market's methods and the open API are asked by the other hospital's business system. */
    @Test
    @Order(4)
    void a_business_system_gets_and_changes_nothing_of_another_hospital() {
        var faults = new ArrayList<String>();
        var before = tables.rows(THEIRS);
        String bill = "/api/open/v1/bills/" + theirs.known("hisCode") + "/" + theirs.known("hisNumber");
        assertThat(ours.system().open("GET", bill, "", "k0000001").statusCode()).isEqualTo(404);
        assertThat(ours.system()
                        .open("POST", bill + "/reversal", "{\"reason\":\"重复收费\"}", "k0000002")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ours.system()
                        .open("GET", "/api/open/v1/bills?busNo=" + theirs.name("-OUT1"), "", "k0000003")
                        .body())
                .isEqualTo("[]");
        for (String place : List.of(theirs.name("W1"), ours.name("W1"), "")) {
            var values = theirValues(place);
            for (String method : ours.system().methods()) {
                var told = ours.system().call(method, values);
                var shown = Shown.marks(told.text()).stream()
                        .filter(mark -> !values.toString().contains(mark))
                        .toList();
                if (!shown.isEmpty()) {
                    faults.add(method + " shows " + shown);
                }
            }
        }
        assertThat(tables.rows(THEIRS)).isEqualTo(before);
        assertThat(faults).isEmpty();
    }

    /** Everything the other hospital's papers say. */
    private Map<String, Object> theirValues(String place) {
        var values = new HashMap<>(BusinessSystem.settlement(theirs.name("-OUT1"), "某人", place, ours.name("H1")));
        values.put("billBatchCode", theirs.known("hisCode"));
        values.put("billNo", theirs.known("hisNumber"));
        values.put("random", theirs.known("hisCheck"));
        values.put("createTime", theirs.known("hisTime"));
        values.put("pBillBatchCode", theirs.paper());
        values.put("pBillNo", theirs.known("paperNumber"));
        values.put("voucherBatchCode", theirs.known("voucherCode"));
        values.put("voucherNo", theirs.known("voucherNumber"));
        values.put("hospitalNo", theirs.name("ZY1"));
        values.put("batchNo", theirs.name("-NO1"));
        values.put("acNo", theirs.known("account"));
        values.put("eBillAccNo", theirs.known("account"));
        values.put("busBgnDate", "20200101000000000");
        values.put("busEndDate", "20201231235959000");
        values.put("busDate", "2024-03-05");
        values.put("bgnDate", "2026-01-01");
        values.put("endDate", "2026-12-31");
        values.put("beginDate", "2026-01-01");
        values.put("bgBusDate", "2024-03-05");
        values.put("endBusDate", "2024-03-05");
        values.put("busDateBgnTime", "20240305000000000");
        values.put("busDateEndTime", "20240305235959000");
        values.put("isReturnList", "1");
        return values;
    }

    /** Lists, counts and exports; the second window's mark stands for everything done there. */
    private static final List<String> LISTS = List.of(
            "bills?from=2020-01-01T00:00:00&pageSize=200",
            "bills?from=2020-01-01T00:00:00&text=" + SECOND,
            "bills/export?from=2020-01-01T00:00:00",
            "paper?pageSize=200",
            "paper/codes",
            "points",
            "prepayments/balances?pageSize=200",
            "prepayments/vouchers?pageSize=200",
            "transit?pageSize=200",
            "numbers",
            "numbers/movements?pageSize=200",
            "stock/alerts",
            "stock/balances",
            "stock/balances?at=2099-01-01T00:00:00",
            "stock/balances/export",
            "stock/documents?pageSize=200",
            "stock/documents/export");

    /** By address, and a thing of the second window each. */
    private static final Map<String, String> THINGS = Map.ofEntries(
            Map.entry("GET bills/{bill2}", ""),
            Map.entry("GET bills/{bill2}/face/1.svg", ""),
            Map.entry("GET bills/{bill2}/files/xml", ""),
            Map.entry("GET bills/{bill2}/paper", ""),
            Map.entry("POST bills/{bill2}/prints", "{\"what\":\"BILL\"}"),
            Map.entry("POST bills/{bill2}/reversal", "{\"reason\":\"重复收费\"}"),
            Map.entry("POST bills/{unprinted2}/paper", "{\"paperCode\":\"990117\",\"point\":\"{mark}02\"}"),
            Map.entry("POST desk/bills/{bill2}/partial-refund", "{\"reason\":\"部分退费\",\"lines\":[]}"),
            Map.entry(
                    "POST desk/bills",
                    "{\"key\":\"S1\",\"point\":\"{mark}02\",\"payer\":\"某人\",\"totalFen\":100,"
                            + "\"lines\":[{\"code\":\"{mark}I1\",\"price\":1}]}"),
            Map.entry("GET paper/{sheet2}/sheet.pdf", ""),
            Map.entry("POST paper/{sheet2}/release", "{}"),
            Map.entry("POST paper/{sheet2}/confirmation", "{}"),
            Map.entry(
                    "POST paper/blank-voids",
                    "{\"paperCode\":\"990117\",\"first\":\"000000304\",\"last\":\"000000304\","
                            + "\"point\":\"{mark}02\",\"reason\":\"潮湿\"}"),
            Map.entry(
                    "POST prepayments/vouchers",
                    "{\"key\":\"S2\",\"payer\":\"某人\",\"hospitalNo\":\"1\",\"amountFen\":1,\"point\":\"{mark}02\"}"),
            Map.entry("GET prepayments/vouchers/{voucher2}", ""),
            Map.entry(
                    "POST prepayments/vouchers/{voucher2}/refund",
                    "{\"key\":\"S3\",\"amountFen\":1,\"reason\":\"退款\"}"),
            Map.entry("GET stock/documents/{document2}", ""),
            Map.entry("GET stock/proofs/dump", ""),
            Map.entry("GET stock/proofs/1/file", ""),
            Map.entry("GET usage/draft", ""));

    /** F-046 By no list, count or export and by no guessed address; who may see the window sees it all. */
    @Test
    @Order(5)
    void who_sees_one_window_sees_and_does_nothing_at_another() {
        ours.one().login(ours.username("one"), Accounts.PASSWORD);
        ours.workAtTheSecondWindow(SECOND);
        accounts.addScoped(OURS.value(), "scoped-first", "POINT", List.of(ours.name("01")), "", "DEMO");
        accounts.addScoped(OURS.value(), "scoped-second", "POINT", List.of(ours.name("02")), "", "DEMO");
        accounts.addScoped(OURS.value(), "scoped-own", "OWN", List.of(ours.name("01")), "收费员一", "DEMO");
        var campus = accounts.addCampus(OURS.value(), "scoped-campus", ours.name("C1"), "DEMO");
        assertThat(campus).isPositive();
        for (String who : List.of("scoped-first", "scoped-own", "scoped-campus")) {
            var faults = new ArrayList<String>();
            var browser = signedIn(who);
            for (String list : LISTS) {
                var answer = browser.get("/api/console/" + list);
                if (answer.status() != 200) {
                    faults.add(list + " " + answer.text());
                }
                if (Shown.text(answer).contains(SECOND) && !list.contains(SECOND)
                        || Shown.text(answer).contains("窗02")) {
                    faults.add(list + " shows the second window");
                }
            }
            THINGS.forEach((asked, body) -> {
                var answer = ask(browser, asked, body);
                if (answer.status() < 400) {
                    faults.add(asked + " answers " + answer.text());
                }
            });
            assertThat(faults).as(who).isEmpty();
        }
        var own = signedIn("scoped-own").get("/api/console/bills?from=2020-01-01T00:00:00&pageSize=200");
        assertThat(own.text()).contains(ours.name("-OUT1")).doesNotContain("GT" + ours.name("B1"));
        var totals = signedIn("scoped-campus").get("/api/console/bills/totals?from=2020-01-01T00:00:00");
        assertThat(totals.json().path("blueCount").asLong()).isZero();
        var second = signedIn("scoped-second");
        for (String list : LISTS) {
            var answer = Shown.text(second.get("/api/console/" + list));
            assertThat(answer.contains(SECOND) || answer.contains(ours.name("窗02")) || list.startsWith("transit"))
                    .as(list + " " + answer)
                    .isTrue();
        }
        assertThat(second.get("/api/console/transit").json().path("total").asInt())
                .isEqualTo(2);
        for (String asked : List.of(
                "GET bills/{bill2}",
                "GET paper/{sheet2}/sheet.pdf",
                "GET prepayments/vouchers/{voucher2}",
                "GET stock/documents/{document2}")) {
            assertThat(ask(second, asked, "").status()).as(asked).isEqualTo(200);
        }
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, Accounts.PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Browser.Answer ask(Browser browser, String asked, String body) {
        String verb = asked.substring(0, asked.indexOf(' '));
        var request = browser.request("/api/console/" + filled(asked.substring(verb.length() + 1), ours));
        return browser.send(
                verb.equals("GET")
                        ? request.GET()
                        : request.header("X-XSRF-TOKEN", browser.token())
                                .header("Content-Type", "application/json")
                                .method(verb, BodyPublishers.ofString(filled(body, ours))));
    }

    /** The other half of the proof: its own people get what was refused, its own system too. */
    @Test
    @Order(6)
    void the_owner_gets_what_the_others_were_refused() {
        var faults = new ArrayList<String>();
        for (var line : Routes.console()) {
            if (line.kind() == Routes.Kind.LIST
                    && Shown.marks(Shown.text(ask(theirs, line))).isEmpty()) {
                faults.add(line.route() + " " + line.path() + " shows the owner nothing");
            }
        }
        for (String method :
                List.of("getEBillByBusNo", "getEBillStatesByBillInfo", "getBillDetail", "getBillByBusDate")) {
            var told = theirs.system().call(method, theirValues(theirs.name("W1")));
            if (!told.success()) {
                faults.add(method + " refuses its owner too: " + told.text());
            }
        }
        for (var line : Routes.console()) {
            if (line.kind() == Routes.Kind.NAMED && !line.path().contains("usage")) {
                String refused = ask(ours, line).code();
                var got = ask(theirs, line);
                if (got.status() >= 400 && got.code().equals(refused)) {
                    faults.add(line.route() + " " + line.path() + " refuses its owner too: " + got.text());
                }
            }
        }
        assertThat(faults).isEmpty();
    }
}
