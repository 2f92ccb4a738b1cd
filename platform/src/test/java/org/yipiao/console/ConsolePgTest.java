package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.OneHospital;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.database.SharedDatabase;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Charges;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({Accounts.class, ConsolePgTest.Bureau.class})
@SharedDatabase("console")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePgTest {
    private static final UnitId OURS = OneHospital.ID;
    private static final UnitId THEIRS = new UnitId("990002");

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Units units;

    @Autowired
    IssuingPoints points;

    @Autowired
    NumberStock numbers;

    @Autowired
    Issuing issuing;

    @Autowired
    BillQueries bills;

    @Autowired
    JdbcClient jdbc;

    /** Answers at once; two units have codes of their own. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Bureau {
        @Bean
        @Primary
        NumberSource bureauOfTheTest() {
            var next = new java.util.concurrent.atomic.AtomicLong(1);
            return (unit, requestNo, code, count) -> {
                if (count == 13) {
                    throw new CallFailed(Outcome.Fault.UNREACHABLE, "连接不上财政票据系统");
                }
                if (count == 14) {
                    return new NumberSource.Grant.Refused("本期核销未完成");
                }
                long first = next.getAndAdd(count);
                return new NumberSource.Grant.Allotted(
                        List.of(new NumberSource.Segment(code, first, first + count - 1)));
            };
        }
    }

    private Browser finance;
    private Browser theirFinance;
    private Browser cashier;
    private Browser ops;

    @BeforeAll
    void two_hospitals() {
        hospital(OURS, "99060126");
        hospital(THEIRS, "98060126");
        accounts.add("990001", "finance", "FINANCE");
        accounts.add("990001", "cashier", "CASHIER");
        accounts.add("990001", "ops", "OPS");
        accounts.add("990002", "finance2", "FINANCE");
        finance = signedIn("finance");
        cashier = signedIn("cashier");
        ops = signedIn("ops");
        theirFinance = signedIn("finance2");
    }

    private void hospital(UnitId unit, String code) {
        var model = new OneHospital().version(OURS, 1);
        units.save(new Unit(
                unit,
                1,
                model.party(),
                model.supervisorArea(),
                model.tag(),
                model.normVersion(),
                model.province(),
                model.unitSeal(),
                model.supervisorySeal(),
                model.charset(),
                model.zone()));
        points.save(new IssuingPoints.IssuingPoint(unit, "0101", "门诊一号窗", List.of(BillKind.OUTPATIENT), false));
        numbers.register(unit, new BillCode(code), BillKind.OUTPATIENT, 2026);
        numbers.request(unit, BillKind.OUTPATIENT, 2026, 1000, "测试甲");
        assertThat(numbers.distribute(unit, "0101", BillKind.OUTPATIENT, 2026, 500, "测试甲"))
                .isNotEmpty();
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private IssuedBill issued(UnitId unit, String busNo) {
        var charge = Charges.outpatient(busNo);
        var result = issuing.issue(new Charge(
                unit,
                charge.caller(),
                busNo,
                charge.busType(),
                charge.point(),
                charge.busAt(),
                charge.content(),
                true,
                "",
                charge.contact(),
                charge.his()));
        return ((IssueResult.Accepted) result).bill();
    }

    private IssuedBill countersigned(UnitId unit, String busNo) {
        var bill = issued(unit, busNo);
        issuing.advance(unit, List.of(bill.id()), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED);
        issuing.advance(unit, List.of(bill.id()), List.of(BillState.UNIT_SIGNED), BillState.ISSUED);
        return bill;
    }

    @Test
    void a_bill_is_found_with_its_payer_masked_and_counted_in_the_totals() {
        var bill = issued(OURS, "LIST-1");
        var list = finance.get("/api/console/bills?text=LIST-1&from=2026-01-01T00:00:00");
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        assertThat(list.json().path("total").asLong()).isEqualTo(1);
        var row = list.json().path("rows").get(0);
        assertThat(row.path("id").asString()).isEqualTo(bill.id().toString());
        assertThat(row.path("payerName").asString()).isEqualTo("测**");
        assertThat(row.path("pointName").asString()).isEqualTo("门诊一号窗");
        assertThat(row.path("totalFen").asLong()).isEqualTo(1205);
        assertThat(row.path("archived").asBoolean()).isFalse();
        var totals = finance.get("/api/console/bills/totals?text=LIST-1&from=2026-01-01T00:00:00");
        assertThat(totals.json().path("blueFen").asLong()).isEqualTo(1205);
    }

    /** F-046: by no page and by no guessed address. */
    @Test
    void a_cashier_of_another_window_sees_nothing_of_a_bill() {
        var bill = countersigned(OURS, "SCOPE-1");
        accounts.addScoped("990001", "here1", "POINT", List.of("0101"), "", "CASHIER", "FINANCE");
        accounts.addScoped("990001", "elsewhere1", "POINT", List.of("0102"), "", "CASHIER", "FINANCE", "OPS");
        accounts.addScoped(
                "990001",
                "own1",
                "OWN",
                List.of(),
                bills.bill(bill.id()).content().handlingPerson(),
                "CASHIER");
        accounts.addScoped("990001", "other1", "OWN", List.of(), "另一人", "CASHIER");
        for (String name : new String[] {"here1", "own1"}) {
            var browser = signedIn(name);
            assertThat(browser.get("/api/console/bills/" + bill.id()).status())
                    .as(name)
                    .isEqualTo(200);
            assertThat(found(browser, "SCOPE-1")).as(name).isEqualTo(1);
            assertThat(today(browser)).as(name).isPositive();
            assertThat(waiting(browser)).as(name).isPositive();
        }
        for (String name : new String[] {"elsewhere1", "other1"}) {
            var browser = signedIn(name);
            for (String route : new String[] {"", "/face/1.svg", "/files/xml", "/files/ofd", "/files/pdf"}) {
                var answer = browser.get("/api/console/bills/" + bill.id() + route);
                assertThat(answer.code()).as(name + route).isEqualTo("BILL_NOT_FOUND");
            }
            assertThat(browser.post("/api/console/bills/" + bill.id() + "/reversal", Map.of("reason", "重复收费"))
                            .code())
                    .isEqualTo("BILL_NOT_FOUND");
            assertThat(found(browser, "SCOPE-1")).as(name).isZero();
            assertThat(today(browser)).as(name).isZero();
            assertThat(waiting(browser)).as(name).isZero();
        }
        var elsewhere = signedIn("elsewhere1");
        assertThat(elsewhere.get("/api/console/points").json().toString()).doesNotContain("0101");
        var exported = elsewhere.get("/api/console/bills/export?text=SCOPE-1&from=2026-01-01T00:00:00");
        assertThat(exported.status()).isEqualTo(200);
        assertThat(sheet(exported)).doesNotContain(bill.number().digits());
        assertThat(elsewhere
                        .post(
                                "/api/console/transit/retry",
                                Map.of("billIds", List.of(bill.id().toString())))
                        .json()
                        .path("woken")
                        .asInt())
                .isZero();
    }

    private static long found(Browser browser, String text) {
        return browser.get("/api/console/bills?from=2026-01-01T00:00:00&text=" + text)
                .json()
                .path("total")
                .asLong();
    }

    private static long today(Browser browser) {
        var home = browser.get("/api/console/home").json();
        long hours = 0;
        for (var hour : home.path("hourly")) {
            hours += hour.asLong();
        }
        assertThat(hours)
                .isEqualTo(home.path("today").path("blueCount").asLong()
                        + home.path("today").path("redCount").asLong());
        return hours;
    }

    private static long waiting(Browser browser) {
        long total = browser.get("/api/console/transit").json().path("total").asLong();
        long counted = 0;
        for (var stage : browser.get("/api/console/home").json().path("stages")) {
            counted += stage.path("waiting").asLong();
        }
        assertThat(counted).isEqualTo(total);
        return total;
    }

    @Test
    void no_route_shows_or_changes_another_hospitals_bill() {
        var bill = countersigned(OURS, "THEIRS-1");
        String id = "/api/console/bills/" + bill.id();
        assertThat(finance.get(id).status()).isEqualTo(200);
        for (String route : new String[] {"", "/face/1.svg", "/files/xml", "/files/ofd", "/files/pdf"}) {
            var answer = theirFinance.get(id + route);
            assertThat(answer.status()).as(route).isEqualTo(404);
            assertThat(answer.code()).as(route).isEqualTo("BILL_NOT_FOUND");
            assertThat(answer.text()).doesNotContain(bill.number().digits());
        }
        assertThat(theirFinance.post(id + "/reversal", Map.of("reason", "重复收费")).code())
                .isEqualTo("BILL_NOT_FOUND");
        var list = theirFinance.get("/api/console/bills?text=THEIRS-1&from=2026-01-01T00:00:00");
        assertThat(list.json().path("total").asLong()).isZero();
        assertThat(theirFinance
                        .get("/api/console/bills/totals?text=THEIRS-1&from=2026-01-01T00:00:00")
                        .json()
                        .path("blueCount")
                        .asLong())
                .isZero();
        var export = theirFinance.get("/api/console/bills/export?text=THEIRS-1&from=2026-01-01T00:00:00");
        assertThat(sheet(export)).doesNotContain(bill.number().digits());
        assertThat(theirFinance.get("/api/console/numbers").text()).doesNotContain("99060126");
        assertThat(theirFinance.get("/api/console/numbers/movements").text()).doesNotContain("99060126");
        assertThat(theirFinance.get("/api/console/transit?pageSize=200").text())
                .doesNotContain("\"" + bill.id() + "\"");
        assertThat(finance.get(id).json().path("state").asString()).isEqualTo("ISSUED");
    }

    @Test
    void the_page_of_a_bill_shows_everything_known_about_it() {
        var bill = issued(OURS, "PAGE-1");
        var page = finance.get("/api/console/bills/" + bill.id());
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        var json = page.json();
        assertThat(json.path("number").asString()).isEqualTo(bill.number().digits());
        assertThat(json.path("checkCode").asString()).isEqualTo(bill.checkCode().text());
        assertThat(json.path("title").asString()).isEqualTo("示例省医疗门诊收费票据（电子）");
        assertThat(json.path("payer").path("code").asString()).contains("********");
        assertThat(json.path("items").get(0).path("amountFen").asLong()).isEqualTo(1205);
        assertThat(json.path("auxItems").size()).isEqualTo(1);
        assertThat(json.path("medical").toString())
                .contains("就诊日期")
                .contains("2026-06-15")
                .doesNotContain("YB0001");
        assertThat(json.path("link").asString()).contains("/p/");
        assertThat(json.path("timeline").get(0).path("label").asString()).isEqualTo("开具赋码");
        assertThat(json.path("reverses").isNull()).isTrue();
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(finance.get("/api/console/bills/9999").code()).isEqualTo("BILL_NOT_FOUND");
        assertThat(finance.get("/api/console/bills/x'y").code()).isEqualTo("BILL_NOT_FOUND");
    }

    @Test
    void the_face_is_drawn_before_the_bureau_has_signed() {
        var bill = issued(OURS, "FACE-1");
        var face = finance.get("/api/console/bills/" + bill.id() + "/face/1.svg");
        assertThat(face.status()).as(face.text()).isEqualTo(200);
        assertThat(face.header("Content-Type")).startsWith("image/svg+xml");
        assertThat(face.text()).contains("<svg");
        assertThat(finance.get("/api/console/bills/" + bill.id() + "/face/99.svg")
                        .code())
                .isEqualTo("PAGE_NOT_FOUND");
    }

    @Test
    void files_that_are_not_there_yet_say_so() {
        var bill = issued(OURS, "FILES-1");
        for (String kind : new String[] {"xml", "ofd", "pdf"}) {
            var answer = finance.get("/api/console/bills/" + bill.id() + "/files/" + kind);
            assertThat(answer.status()).as(kind).isEqualTo(404);
            assertThat(answer.code()).as(kind).isEqualTo("FILE_NOT_READY");
            assertThat(answer.json().path("detail").asString()).contains("稍后再试");
        }
        assertThat(finance.get("/api/console/bills/" + bill.id() + "/files/exe").code())
                .isEqualTo("FILE_KIND_UNKNOWN");
    }

    @Test
    void a_bill_is_reversed_once_with_a_reason_and_the_act_is_noted() {
        var bill = countersigned(OURS, "REVERSE-1");
        String route = "/api/console/bills/" + bill.id() + "/reversal";
        for (String reason : new String[] {"", " ", "错", "长".repeat(201), "换\n行"}) {
            var answer = cashier.post(route, Map.of("reason", reason));
            assertThat(answer.code()).as(reason).isEqualTo("FIELD_INVALID");
            assertThat(answer.json().path("errors").get(0).path("label").asString())
                    .isEqualTo("冲红原因");
        }
        assertThat(cashier.post(route, Map.of()).code()).isEqualTo("FIELD_INVALID");
        var red = cashier.post(route, Map.of("reason", "重复收费"));
        assertThat(red.status()).as(red.text()).isEqualTo(200);
        var again = cashier.post(route, Map.of("reason", "重复收费"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("ALREADY_REVERSED");
        var page = finance.get(
                "/api/console/bills/" + red.json().path("red").path("id").asString());
        assertThat(page.json().path("red").asBoolean()).isTrue();
        assertThat(page.json().path("totalFen").asLong()).isEqualTo(-1205);
        assertThat(page.json().path("reverses").path("number").asString())
                .isEqualTo(bill.number().digits());
        assertThat(page.json().path("remark").asString()).contains("重复收费");
        assertThat(jdbc.sql("select entry from access.audit_log where act = '冲红' and username = 'cashier' order by seq")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allMatch(entry -> entry.contains(bill.number().digits()))
                .element(1, org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .contains("拒绝");
    }

    @Test
    void a_filter_that_makes_no_sense_is_explained_field_by_field() {
        var order = finance.get(
                "/api/console/bills?from=2026-06-15T10:00:00&until=2026-06-15T09:00:00&text=" + "x".repeat(51));
        assertThat(order.code()).isEqualTo("FIELD_INVALID");
        assertThat(order.json().path("errors").size()).isEqualTo(2);
        var kind = finance.get("/api/console/bills?kind=DENTAL&from=yesterday");
        assertThat(kind.code()).isEqualTo("FIELD_INVALID");
        assertThat(kind.json().path("errors").toString()).contains("票据种类").contains("起始时间");
        assertThat(finance.get("/api/console/bills?pageNo=x").code()).isEqualTo("FIELD_INVALID");
        for (String text : new String[] {"%27%20or%201%3D1%20--", "%00", "%25", "_", "%5C"}) {
            var answer = finance.get("/api/console/bills?from=2026-01-01T00:00:00&text=" + text);
            assertThat(answer.status()).as(text).isEqualTo(200);
        }
        assertThat(finance.get("/api/console/bills?from=2026-01-01T00:00:00&text=%27%20or%201%3D1%20--")
                        .json()
                        .path("total")
                        .asLong())
                .isZero();
    }

    @Test
    void the_list_can_be_taken_away_as_a_spreadsheet_by_those_who_may() {
        var bill = issued(OURS, "EXPORT-1");
        var export = finance.get("/api/console/bills/export?text=EXPORT-1&from=2026-01-01T00:00:00");
        assertThat(export.status()).as(export.text()).isEqualTo(200);
        assertThat(export.header("Content-Disposition")).contains("attachment").contains(".xlsx");
        assertThat(sheet(export))
                .contains("12.05")
                .contains(bill.number().digits())
                .contains("测**")
                .doesNotContain("测试甲");
        assertThat(cashier.get("/api/console/bills/export").code()).isEqualTo("NOT_PERMITTED");
        assertThat(jdbc.sql("select count(*) from access.audit_log where act = '导出票据' and entry like '%1 张%'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void numbers_are_asked_for_and_handed_to_a_point() {
        var granted = finance.post("/api/console/numbers/requests", Map.of("kind", "OUTPATIENT", "count", 100));
        assertThat(granted.json().path("state").asString()).as(granted.text()).isEqualTo("ALLOTTED");
        assertThat(granted.json().path("segments").get(0).path("count").asLong())
                .isEqualTo(100);
        var moved = finance.post(
                "/api/console/numbers/distributions", Map.of("point", "0101", "kind", "OUTPATIENT", "count", 50));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        var stock = finance.get("/api/console/numbers").json().path("stock");
        assertThat(stock.toString()).contains("门诊一号窗").contains("单位库存");
        assertThat(finance.get("/api/console/numbers/movements")
                        .json()
                        .path("rows")
                        .toString())
                .contains("门诊一号窗");
        assertThat(finance.post(
                                "/api/console/numbers/distributions",
                                Map.of("point", "0101", "kind", "OUTPATIENT", "count", 9_000_000))
                        .code())
                .isEqualTo("STOCK_EXHAUSTED");
        var wrong = finance.post("/api/console/numbers/distributions", Map.of("point", "9999", "count", 0));
        assertThat(wrong.code()).isEqualTo("FIELD_INVALID");
        assertThat(wrong.json().path("errors").size()).isEqualTo(3);
        assertThat(cashier.post("/api/console/numbers/requests", Map.of("kind", "OUTPATIENT", "count", 1))
                        .code())
                .isEqualTo("NOT_PERMITTED");
    }

    @Test
    void a_bureau_that_refuses_or_is_away_is_told_apart() {
        var refused = theirFinance.post("/api/console/numbers/requests", Map.of("kind", "OUTPATIENT", "count", 14));
        assertThat(refused.json().path("state").asString()).as(refused.text()).isEqualTo("REFUSED");
        assertThat(refused.json().path("reason").asString()).isEqualTo("本期核销未完成");
        var away = theirFinance.post("/api/console/numbers/requests", Map.of("kind", "OUTPATIENT", "count", 13));
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.json().path("detail").asString()).contains("连接不上财政票据系统");
    }

    @Test
    void what_waits_on_the_road_is_shown_and_can_be_woken() {
        issued(OURS, "ROAD-1");
        var waiting = ops.get("/api/console/transit?stage=SIGN");
        assertThat(waiting.status()).as(waiting.text()).isEqualTo(200);
        assertThat(ops.post("/api/console/transit/retry", Map.of()).code()).isEqualTo("FIELD_INVALID");
        assertThat(ops.post("/api/console/transit/retry", Map.of("stage", "SIGN"))
                        .status())
                .isEqualTo(200);
        assertThat(ops.post("/api/console/transit/retry", Map.of("billIds", List.of("x")))
                        .code())
                .isEqualTo("BILL_NOT_FOUND");
        assertThat(cashier.post("/api/console/transit/retry", Map.of("stage", "SIGN"))
                        .code())
                .isEqualTo("NOT_PERMITTED");
    }

    @Test
    void the_home_page_tells_the_day_the_road_and_what_needs_attention() {
        issued(OURS, "HOME-1");
        var home = cashier.get("/api/console/home");
        assertThat(home.status()).as(home.text()).isEqualTo(200);
        assertThat(home.json().path("today").path("blueCount").asLong()).isPositive();
        assertThat(home.json().path("hourly").size()).isEqualTo(24);
        assertThat(cashier.get("/api/console/me").json().path("unitName").asString())
                .isEqualTo("示例医院");
        assertThat(cashier.get("/api/console/points").json().get(0).path("name").asString())
                .isEqualTo("门诊一号窗");
    }

    private static String sheet(Browser.Answer export) {
        return Pattern.compile("&#x([0-9a-f]+);")
                .matcher(part(export, "xl/worksheets/sheet1.xml"))
                .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16)));
    }

    private static String part(Browser.Answer export, String name) {
        try {
            var file = Files.createTempFile("export", ".xlsx");
            Files.write(file, export.raw().body());
            try (var zip = new ZipFile(file.toFile())) {
                var entry = zip.getEntry(name);
                return entry == null
                        ? ""
                        : new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
