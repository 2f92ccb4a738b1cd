package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.yipiao.access.Accounts.PASSWORD;
import static org.yipiao.intake.MarketHospital.APPID;
import static org.yipiao.intake.MarketHospital.KEY;
import static org.yipiao.intake.MarketHospital.UNIT;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.console.basics.Workbooks;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy;
import org.yipiao.numbering.NumberStock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** 开票政策与收费台 What a unit decides on the console, as the business system and the cashier meet it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.demo=true", "yipiao.demo.his.key=" + KEY})
@Import({MarketHospital.class, Accounts.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyDoorPgTest {
    private static final String POLICY = "/api/console/basics/issuing-policy";

    @LocalServerPort
    int port;

    @Autowired
    NumberStock stock;

    @Autowired
    InstantSource clock;

    @Autowired
    BillQueries queries;

    @Autowired
    Issuing issuing;

    @Autowired
    IssuingPolicies policies;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    HisClient his;
    Browser info;
    Browser cashier;
    Browser finance;

    @BeforeAll
    void the_hospital_is_ready() {
        MarketHospital.bureauAnswers(stock, clock);
        his = new HisClient(port, APPID, KEY);
        info = person("policy-info", "INFO");
        cashier = person("policy-cashier", "CASHIER");
        finance = person("policy-finance", "FINANCE");
    }

    @AfterAll
    void the_careful_answers_hold_again() {
        policies.save(IssuingPolicy.first(UNIT), "测试");
    }

    private Browser person(String username, String role) {
        accounts.add(UNIT.value(), username, role);
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private void decided(Map<String, ?> change) {
        var policy = new HashMap<String, Object>(Map.of(
                "rounding", "REFUSE",
                "roundingMax", "0.05",
                "channels", "ACCEPT",
                "zero", "REFUSE",
                "arrears", "HOLD",
                "reasons", List.of("退费", "重复开票")));
        policy.putAll(change);
        assertThat(info.put(POLICY, policy).status()).isEqualTo(200);
    }

    private static ObjectNode settlement(String busNo) {
        return Samples.tree("zlhis-outpatient").put("busNo", busNo);
    }

    private HisClient.Answer outpatient(JsonNode settlement) {
        return his.call("invoiceEBillOutpatient", settlement.toString());
    }

    private IssuedBill issued(String busNo) {
        var answer = outpatient(settlement(busNo));
        assertThat(answer.isSuccess()).as(answer.message()).isTrue();
        var bill = queries.byBusNo(UNIT, APPID, busNo).getFirst();
        MarketHospital.countersigned(issuing, bill.id());
        return bill;
    }

    private String today() {
        return LocalDate.ofInstant(clock.instant(), java.time.ZoneId.of("Asia/Shanghai"))
                .toString();
    }

    private Browser.Answer effects(String effect) {
        return info.get(POLICY + "/effects?effect=" + effect + "&from=" + today() + "&until=" + today());
    }

    @Test
    void a_cent_of_difference_follows_the_rule_of_the_unit_and_is_listed() {
        decided(Map.of());
        var refused = outpatient(settlement("ROUND-1").put("totalAmt", 36.51));
        assertThat(refused.isSuccess()).isFalse();
        assertThat(refused.message()).contains("相差 0.01 元");
        decided(Map.of("rounding", "LARGEST"));
        assertThat(outpatient(settlement("ROUND-1").put("totalAmt", 36.51)).isSuccess())
                .isTrue();
        assertThat(effects("ROUNDED").text()).contains("ROUND-1").contains("\"roundingFen\":1");
        assertThat(outpatient(settlement("ROUND-2").put("totalAmt", 36.56)).message())
                .contains("超过本单位货币误差上限 0.05 元");
    }

    @Test
    void a_bill_in_arrears_is_issued_numbered_and_held_until_the_business_system_says_it_is_paid() {
        decided(Map.of());
        var arrears = settlement("ARREARS-1").put("isArrears", "0").put("arrearsReason", "欠费未结清");
        assertThat(outpatient(arrears).isSuccess()).isTrue();
        var bill = queries.byBusNo(UNIT, APPID, "ARREARS-1").getFirst();
        assertThat(bill.number().digits()).hasSize(10);
        assertThat(queries.circulates(bill.id())).isFalse();
        assertThat(finance.get("/api/console/bills/" + bill.id() + "/standing")
                        .json()
                        .path("heldWhy")
                        .asString())
                .isEqualTo("欠费未结清");
        var paid = Json.text(Map.of(
                "billBatchCode", bill.code().digits(), "billNo", bill.number().digits(), "feedBackDate", today()));
        assertThat(his.call("receiveArreasFeedBack", paid).message()).isEqualTo("成功");
        assertThat(queries.circulates(bill.id())).isTrue();

        decided(Map.of("arrears", "DELIVER"));
        assertThat(outpatient(arrears.put("busNo", "ARREARS-2")).isSuccess()).isTrue();
        assertThat(queries.circulates(
                        queries.byBusNo(UNIT, APPID, "ARREARS-2").getFirst().id()))
                .isTrue();
    }

    @Test
    void finance_lets_a_held_bill_go_with_a_reason_once() {
        decided(Map.of());
        outpatient(settlement("ARREARS-3").put("isArrears", "0"));
        var bill = queries.byBusNo(UNIT, APPID, "ARREARS-3").getFirst();
        String path = "/api/console/bills/" + bill.id() + "/circulation";
        assertThat(finance.post(path, Map.of("reason", "")).status()).isEqualTo(400);
        assertThat(finance.post(path, Map.of("reason", "欠费已结清")).status()).isEqualTo(200);
        assertThat(queries.circulates(bill.id())).isTrue();
        assertThat(finance.post(path, Map.of("reason", "欠费已结清")).code()).isEqualTo("CIRCULATES_ALREADY");
    }

    @Test
    void a_bill_of_zero_is_refused_issued_or_issued_and_held_as_the_unit_decided() {
        var zero = settlement("ZERO-1").put("totalAmt", 0).put("selfCashPay", 0).put("ownPay", 0);
        ((ObjectNode) zero.get("chargeDetail").get(0)).put("amt", 0).put("std", 0);
        decided(Map.of());
        assertThat(outpatient(zero).message()).contains("不开具零金额票据");
        String rules = "/api/console/desk/rules";
        assertThat(cashier.get(rules).json().path("zero").asString()).isEqualTo("REFUSE");
        decided(Map.of("zero", "ISSUE_UNDELIVERED"));
        assertThat(cashier.get(rules).json().path("zero").asString()).isEqualTo("ISSUE_UNDELIVERED");
        assertThat(cashier.get(rules).json().path("zeroLabel").asString()).isEqualTo("开具但不交付");
        assertThat(outpatient(zero).isSuccess()).isTrue();
        assertThat(queries.circulates(
                        queries.byBusNo(UNIT, APPID, "ZERO-1").getFirst().id()))
                .isFalse();
        decided(Map.of("zero", "ISSUE"));
        assertThat(outpatient(zero.put("busNo", "ZERO-2")).isSuccess()).isTrue();
        assertThat(queries.circulates(
                        queries.byBusNo(UNIT, APPID, "ZERO-2").getFirst().id()))
                .isTrue();
        assertThat(effects("ZERO").json().path("total").asInt()).isEqualTo(2);
    }

    @Test
    void the_settings_are_checked_and_every_change_is_kept() {
        var wrong = info.put(
                POLICY,
                Map.of(
                        "rounding", "OWN_ITEM",
                        "roundingItem", "9999",
                        "roundingMax", "1.01",
                        "approvalFrom", "0",
                        "reasons", List.of(" ")));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("\"roundingItem\"", "\"roundingMax\"", "\"approvalFrom\"", "\"reasons\"");
        assertThat(finance.put(POLICY, Map.of("reasons", List.of("退费"))).status())
                .isEqualTo(403);
        decided(Map.of("approvalFrom", "1234.50"));
        assertThat(info.get("/api/console/basics/history?kind=ISSUING_POLICY").text())
                .contains("1234.50")
                .contains("冲红审批起点");
        decided(Map.of());
    }

    @Test
    void a_reversal_above_the_amount_waits_for_another_person() {
        decided(Map.of("approvalFrom", "36.50"));
        var bill = issued("WAIT-1");
        String path = "/api/console/bills/" + bill.id();
        var asked = cashier.post(path + "/reversal", Map.of("reason", "重复开票"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(200);
        assertThat(asked.json().path("red").isNull()).isTrue();
        String request = asked.json().path("approval").path("id").asString();
        assertThat(queries.byId(UNIT, bill.id()).orElseThrow().reversedBy()).isEmpty();
        assertThat(cashier.post(path + "/reversal", Map.of("reason", "重复开票")).code())
                .isEqualTo("APPROVAL_PENDING");
        assertThat(finance.get("/api/console/notices").text()).contains("冲红待审批：退费 36.50 元");

        assertThat(cashier.post("/api/console/approvals/" + request + "/approve", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(cashier.get("/api/console/approvals").text()).contains(request);
        var done = finance.post("/api/console/approvals/" + request + "/approve", Map.of());
        assertThat(done.json().path("state").asString()).isEqualTo("DONE");
        assertThat(cashier.get("/api/console/notices").text())
                .contains("冲红申请" + done.json().path("stateLabel").asString());
        assertThat(queries.byId(UNIT, bill.id()).orElseThrow().reversedBy()).isPresent();
        assertThat(finance.post("/api/console/approvals/" + request + "/refuse", Map.of("why", "不退"))
                        .code())
                .isEqualTo("APPROVAL_DECIDED");
        decided(Map.of());
    }

    @Test
    void below_the_amount_the_cashier_gives_back_a_part_alone() {
        decided(Map.of("approvalFrom", "36.50"));
        var bill = issued("PART-1");
        String path = "/api/console/bills/" + bill.id() + "/partial-refund";
        var part = Map.of("reason", "退一盒", "lines", List.of(Map.of("code", "09", "refundFen", 1825)));
        assertThat(cashier.post(path, Map.of("reason", "退一盒", "lines", List.of()))
                        .status())
                .isEqualTo(400);
        var done = cashier.post(path, part);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().path("rest").path("number").asString()).hasSize(10);
        assertThat(cashier.post(path, part).json().path("rest"))
                .isEqualTo(done.json().path("rest"));
        assertThat(cashier.get("/api/console/bills/" + bill.id() + "/standing")
                        .json()
                        .path("refund")
                        .path("refundedFen")
                        .asLong())
                .isEqualTo(1825);
        decided(Map.of());
    }

    @Test
    void a_draft_is_there_again_for_its_own_cashier_and_unreadable_in_the_database() {
        assertThat(cashier.put("/api/console/desk/draft", Map.of("text", "{\"payer\":\"测试丁\"}"))
                        .status())
                .isEqualTo(200);
        var again = new Browser(port);
        again.login("policy-cashier", PASSWORD);
        assertThat(again.get("/api/console/desk/draft").json().path("text").asString())
                .contains("测试丁");
        assertThat(finance.get("/api/console/desk/draft").json().path("text").isNull())
                .isTrue();
        assertThat(jdbc.sql("select encode(sealed, 'escape') from issuing.hand_draft")
                        .query(String.class)
                        .list())
                .noneMatch(text -> text.contains("payer"));
        assertThat(cashier.put("/api/console/desk/draft", Map.of("text", "x".repeat(16_001)))
                        .status())
                .isEqualTo(400);
        assertThat(cashier.delete("/api/console/desk/draft").status()).isEqualTo(200);
        assertThat(cashier.get("/api/console/desk/draft").json().path("text").isNull())
                .isTrue();
    }

    private static List<String> line(
            String busNo, String payer, String item, String quantity, String price, String amount) {
        return List.of(busNo, "门诊", payer, "", "", "", "", "", "", item, quantity, price, amount, "");
    }

    private Browser.Answer upload(String mode, byte[] file) {
        return cashier.send(cashier.request("/api/console/desk/batches?point=0101&mode=" + mode + "&name=t.xlsx")
                .header("X-XSRF-TOKEN", cashier.token())
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(file)));
    }

    @Test
    void a_sheet_is_checked_line_by_line_then_issued_once() {
        var template = cashier.get("/api/console/desk/batches/template");
        var titles = firstLine(template.raw().body());
        byte[] wrong = Workbooks.write(
                "批量",
                titles,
                List.of(
                        line("S1", "测试甲", "09", "2", "10.00", "20.00"),
                        line("S1", "测试乙", "03", "1", "5", ""),
                        line("S2", "", "09", "零", "1", ""),
                        line("S3", "测试丙", "不存在", "1", "1.00", "1.01"),
                        line("S4", "测试丁", "09", "1", "8.88", "")));
        var report = upload("CHECK", wrong).json();
        assertThat(report.path("bills").asInt()).isEqualTo(4);
        assertThat(report.path("good").asInt()).isEqualTo(1);
        assertThat(report.path("totalFen").asLong()).isEqualTo(888);
        assertThat(report.path("errors").toString())
                .contains("\"line\":3,\"column\":\"交款人\",\"value\":\"测试乙\"")
                .contains("\"line\":4,\"column\":\"交款人\",\"value\":\"\"")
                .contains("\"line\":4,\"column\":\"数量\",\"value\":\"零\"")
                .contains("\"line\":5,\"column\":\"收费项目\",\"value\":\"不存在\"")
                .contains("\"line\":5,\"column\":\"金额\",\"value\":\"1.01\"");
        assertThat(upload("ALL", wrong).json().path("batch").isNull()).isTrue();
        assertThat(queries.byBusNo(UNIT, "console", "DRS4")).isEmpty();

        byte[] right = Workbooks.write(
                "批量",
                titles,
                List.of(
                        line("S1", "测试甲", "09", "2", "10.00", "20.00"),
                        line("S1", "", "检查费", "1", "1,005", ""),
                        line("S4", "测试丁", "09", "1", "8.88", "")));
        String batch = upload("ALL", right).json().path("batch").path("id").asString();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cashier.get("/api/console/desk/batches/" + batch)
                                .json()
                                .path("waiting")
                                .asInt()
                        == 0);
        assertThat(queries.byBusNo(UNIT, "console", "DRS1"))
                .singleElement()
                .satisfies(bill -> assertThat(bill.total().fen()).isEqualTo(102_500));
        assertThat(upload("ALL", right).json().path("batch").path("id").asString())
                .isEqualTo(batch);
        assertThat(queries.byBusNo(UNIT, "console", "DRS1")).hasSize(1);
        var result = cashier.get("/api/console/desk/batches/" + batch + "/result");
        assertThat(firstLine(result.raw().body())).startsWith("首行", "业务流水号");
        assertThat(finance.get("/api/console/desk/batches").text()).contains(batch);
        assertThat(person("policy-cashier-2", "CASHIER")
                        .get("/api/console/desk/batches/" + batch)
                        .code())
                .isEqualTo("BATCH_NOT_FOUND");
    }

    private static List<String> firstLine(byte[] xlsx) {
        try (var book = new org.dhatim.fastexcel.reader.ReadableWorkbook(new java.io.ByteArrayInputStream(xlsx));
                var rows = book.getFirstSheet().openStream()) {
            var row = rows.findFirst().orElseThrow();
            return row.stream().map(org.dhatim.fastexcel.reader.Cell::getText).toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
