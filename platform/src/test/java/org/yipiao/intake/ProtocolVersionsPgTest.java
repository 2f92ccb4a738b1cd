package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.yipiao.intake.MarketHospital.APPID;
import static org.yipiao.intake.MarketHospital.KEY;
import static org.yipiao.intake.MarketHospital.UNIT;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.yipiao.access.Accounts;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Money;
import org.yipiao.intake.HisClient.Answer;
import org.yipiao.intake.Samples.Sample;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Arrears;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;
import org.yipiao.numbering.NumberStock;
import tools.jackson.databind.json.JsonMapper;

/** 协议版本 One account set to each version in turn: what it may call, must send and is answered is that version's table. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.demo=true", "yipiao.demo.his.key=" + KEY})
@Import({MarketHospital.class, Accounts.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolVersionsPgTest {
    private static final Map<String, String> ISSUING = Map.of(
            "invoiceEBillOutpatient", "02",
            "invEBillHospitalized", "01",
            "invEBillRegistration", "06",
            "invEBillCheckUp", "05",
            "invoiceEBillCommon", "02");

    @LocalServerPort
    int port;

    @Autowired
    NumberStock stock;

    @Autowired
    InstantSource clock;

    @Autowired
    BillQueries queries;

    @Autowired
    Callers callers;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private HisClient his;
    private int counter;

    @BeforeAll
    void the_hospital_is_ready() {
        MarketHospital.bureauAnswers(stock, clock);
        his = new HisClient(port, APPID, KEY);
    }

    @AfterEach
    void the_account_takes_every_version_again() {
        account(Protocol.ANY, Arrears.UNIT_POLICY);
    }

    private void account(Protocol protocol, Arrears arrears) {
        callers.save(new Caller(UNIT, APPID, "演示业务系统", KEY, false, false, true, protocol, arrears));
    }

    private Map<String, Object> values(Protocol version, Map<String, Object> more) {
        counter++;
        var values = new HashMap<>(BusinessSystem.settlement("VER-" + version + "-" + counter, "测试甲", "W01", "03"));
        values.put("checker", "复核员一");
        values.put("cardNo", "CARD-V");
        values.put("busBgnDate", "20240301000000000");
        values.put("busEndDate", "20240331235959000");
        // Lists of 2.0.3 and 3.1.0 have six decimals, later ones four and, for quantities, two.
        values.put("listDetail", List.of(Map.of("name", "测试药", "std", 0.123456, "number", 1.23456, "amt", 0.152415)));
        values.putAll(more);
        return values;
    }

    private Answer called(MarketTable table, String method, boolean full, Map<String, Object> values) {
        var answer = his.call(method, table.payload(method, full, values));
        table.check(method, answer);
        return answer;
    }

    private static Map<String, Object> of(String busType) {
        return busType.equals("01")
                ? Map.of("busType", busType, "placeCode", "1001", "chargeCode", "99920003")
                : Map.of("busType", busType);
    }

    private static Map<String, Object> bill(Answer issued) {
        return Map.of(
                "billBatchCode", issued.text("billBatchCode"),
                "billNo", issued.text("billNo"),
                "random", issued.text("random"),
                "createTime", issued.text("createTime"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"V2_0_3", "V3_1_0", "V3_2_0", "V3_3_0"})
    void every_versioned_method_takes_and_answers_the_fields_of_its_version(Protocol version) {
        account(version, Arrears.UNIT_POLICY);
        var table = new MarketTable(version.code());
        Answer bill = null;
        for (var issuing : ISSUING.entrySet()) {
            String method = issuing.getKey();
            for (boolean full : new boolean[] {true, false}) {
                var values = values(version, of(issuing.getValue()));
                if (!table.methods().contains(method)) {
                    assertThat(his.call(method, table.payload(method, full, values)))
                            .isEqualTo(new Answer(
                                    "E0002",
                                    "接口方法" + method + "在协议版本" + version.code() + "中没有（3.2.0起提供）；请改用本版本的方法，"
                                            + "或请信息科在接入方中核对应用帐号" + APPID + "的协议版本"));
                    continue;
                }
                var answer = called(table, method, full, values);
                if (method.equals("invoiceEBillOutpatient") && full) {
                    bill = answer;
                    var again = called(table, "getEBillByBusNo", true, values);
                    assertThat(again.text("billNo")).isEqualTo(answer.text("billNo"));
                }
            }
        }
        assertThat(bill).isNotNull();
        looked(version, table, bill(bill));
        prepaid(version, table);
        batched(version, table);
        called(table, "writeOffEBill", true, values(version, bill(bill)));
    }

    private void looked(Protocol version, MarketTable table, Map<String, Object> bill) {
        var detail = called(table, "getBillDetail", true, bill)
                .json()
                .path("listDetail")
                .path(0);
        boolean six = version.upTo(Protocol.V3_1_0);
        assertThat(detail.path("std").decimalValue()).isEqualByComparingTo(six ? "0.123456" : "0.1235");
        assertThat(detail.path("number").decimalValue()).isEqualByComparingTo(six ? "1.23456" : "1.23");
        assertThat(detail.path("amt").decimalValue()).isEqualByComparingTo(six ? "0.152415" : "0.1524");
        called(table, "getEBillPicUrl", true, bill);

        var account = his.call("getEBillAccountStatus", table.payload("getEBillAccountStatus", true, bill));
        if (version == Protocol.V2_0_3) {
            assertThat(account.result()).isEqualTo("E0002");
            assertThat(account.message()).contains("2.0.3中没有（3.1.0起提供）");
        } else {
            table.check("getEBillAccountStatus", account);
        }

        var unprinted = table.payload("getNotPrintList", true, values(version, Map.of("placeCode", "", "busType", "")));
        table.check("getNotPrintList", his.call("getNotPrintList", unprinted));
        var otherName = his.call("getNotPrintDetailList", unprinted);
        if (version == Protocol.V3_1_0) {
            table.check("getNotPrintList", otherName);
        } else {
            assertThat(otherName.result()).isEqualTo("E0002");
            assertThat(otherName.message()).contains("只有3.1.0提供");
        }

        listsBefore(version, table);
    }

    /** Our choice of fields, for the texts of 2.0.3 give none. */
    private void listsBefore(Protocol version, MarketTable table) {
        var without = values(version, of("03"));
        without.put("listDetail", List.of());
        var full = Map.<String, Object>of(
                "listDetailNo",
                "1",
                "code",
                "D001",
                "name",
                "测试片",
                "specification",
                "10mg*12",
                "unit",
                "盒",
                "std",
                18.25,
                "number",
                2,
                "amt",
                36.5,
                "medicalCareType",
                "1");
        var minimal = Map.<String, Object>of("name", "测试片乙", "amt", "0.5");
        var sent = Map.of("busNo", without.get("busNo"), "listDetail", List.of(full, minimal));
        var answer = his.call("receiveListDetail", JSON.writeValueAsString(sent));
        if (version != Protocol.V2_0_3) {
            assertThat(answer.result()).isEqualTo("E0002");
            assertThat(answer.message()).contains("只有2.0.3提供");
            return;
        }
        assertThat(answer.isSuccess()).as(answer.message()).isTrue();
        assertThat(his.call("receiveListDetail", JSON.writeValueAsString(sent)).isSuccess())
                .as("the same again")
                .isTrue();
        var bill = called(table, "invoiceEBillOutpatient", true, without);
        assertThat(called(table, "invoiceEBillOutpatient", true, without).text("billNo"))
                .as("the settlement again, still without its list")
                .isEqualTo(bill.text("billNo"));
        var lines = called(table, "getBillDetail", true, bill(bill)).json().path("listDetail");
        assertThat(lines.valueStream().map(line -> line.path("name").asString()))
                .containsExactly("测试片", "测试片乙");
        assertThat(his.call("receiveListDetail", JSON.writeValueAsString(sent)).isSuccess())
                .as("what the bill carries already")
                .isTrue();
        var other = his.call("receiveListDetail", list(without.get("busNo"), minimal));
        assertThat(other.isSuccess()).isFalse();
        assertThat(other.message()).contains("不可更改").contains(bill.text("billNo"));

        var faulty = his.call("receiveListDetail", list("", Map.of("amt", "x")));
        assertThat(faulty.message())
                .contains("busNo")
                .contains("listDetail[0].chargeName")
                .contains("listDetail[0].amt");
        assertThat(his.call("receiveListDetail", "{\"busNo\":\"X\"}").message()).contains("listDetail");
        assertThat(his.call("invoiceEBillOutpatient", "{\"busNo\":\"A\\u0000\"}")
                        .message())
                .as("no list is looked for under a number that is none")
                .contains("busNo")
                .doesNotContain("系统内部错误");

        // A list of its own goes before one that was sent; the last one sent before the bill counts.
        var own = values(version, of("03"));
        his.call("receiveListDetail", list(own.get("busNo"), minimal));
        his.call("receiveListDetail", list(own.get("busNo"), full));
        var ownBill = called(table, "invoiceEBillOutpatient", true, own);
        assertThat(called(table, "getBillDetail", true, bill(ownBill))
                        .json()
                        .path("listDetail")
                        .path(0)
                        .path("name")
                        .asString())
                .isEqualTo("测试药");
    }

    private static String list(@Nullable Object busNo, Map<String, Object> line) {
        return JSON.writeValueAsString(Map.of("busNo", String.valueOf(busNo), "listDetail", List.of(line)));
    }

    private void prepaid(Protocol version, MarketTable table) {
        var deposit = Map.<String, Object>of("busType", "07", "placeCode", "1001", "amt", 100, "ownAcBalance", 0);
        var voucher = called(table, "invoicePayMentVoucher", true, values(version, deposit));
        var named = Map.<String, Object>of(
                "voucherBatchCode", voucher.text("voucherBatchCode"), "voucherNo", voucher.text("voucherNo"));
        var unsaid = values(version, of("01"));
        unsaid.put("payMentVoucher", List.of(named));
        var told = new HashMap<>(named);
        told.put("voucherAmt", 36.5);
        if (version.upTo(Protocol.V3_1_0)) {
            unsaid.put("voucherAmt", "");
            var refused = his.call("invEBillHospitalized", table.payload("invEBillHospitalized", true, unsaid));
            assertThat(refused.isSuccess()).isFalse();
            assertThat(refused.message())
                    .contains("payMentVoucher[0].voucherAmt")
                    .contains("不能为空");
            unsaid.put("payMentVoucher", List.of(told));
            called(table, "invEBillHospitalized", true, unsaid);
        } else {
            // All that the voucher holds, without saying how much.
            called(table, "invEBillHospitalized", false, withVouchers(unsaid));
        }
        var other = called(table, "invoicePayMentVoucher", false, values(version, deposit));
        called(
                table,
                "writeOffPayMentVoucher",
                true,
                values(
                        version,
                        Map.of(
                                "busType",
                                "07",
                                "placeCode",
                                "1001",
                                "voucherBatchCode",
                                other.text("voucherBatchCode"),
                                "voucherNo",
                                other.text("voucherNo"),
                                "amt",
                                100)));
    }

    private static Map<String, Object> withVouchers(Map<String, Object> values) {
        values.put("+payMentVoucher", true);
        return values;
    }

    private void batched(Protocol version, MarketTable table) {
        String no = "VER-" + version;
        String row = table.payload("invoiceEBillOutpatient", true, values(version, Map.of()));
        his.call("batchInvoiceEBillOutpatient", "{\"batchNo\":\"" + no + "\",\"eBillList\":[" + row + "]}");
        var asked = Map.<String, Object>of("batchNo", no);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> called(table, "getBatchInvoiceEBill", true, asked)
                                .json()
                                .path("eBillList")
                                .path(0)
                                .path("status")
                                .intValue()
                        != 0);
        var made = called(table, "getBatchInvoiceEBill", true, asked)
                .json()
                .path("eBillList")
                .path(0);
        assertThat(made.path("status").intValue()).as(made.toString()).isEqualTo(1);
        assertThat(made.has("pictureNetUrl")).isEqualTo(version != Protocol.V2_0_3);
    }

    /** @param missing what only some versions must have */
    private String without(Protocol version, String method, String missing) {
        account(version, Arrears.UNIT_POLICY);
        var values = values(version, of(ISSUING.getOrDefault(method, "02")));
        values.put(missing, "");
        return his.call(method, new MarketTable(Protocol.NEWEST.code()).payload(method, true, values))
                .message();
    }

    @Test
    void each_version_says_what_is_missing_where_its_table_requires_it_and_no_other_does() {
        for (var version : List.of(
                Protocol.V2_0_3, Protocol.V3_1_0, Protocol.V3_2_0, Protocol.V3_3_0, Protocol.ANY, Protocol.OPEN)) {
            boolean chosen = version.upTo(Protocol.V2_0_3) != version.since(Protocol.V3_1_0);
            for (String method : List.of(
                    "invoiceEBillOutpatient", "invEBillRegistration", "invEBillHospitalized", "invEBillCheckUp")) {
                var missing = new ArrayList<String>();
                for (String field : List.of("payerType", "checker", "patientCategory", "patientCategoryCode")) {
                    if (without(version, method, field).contains("(" + field + ")")) {
                        missing.add(field);
                    }
                }
                var needed =
                        !chosen
                                ? List.<String>of()
                                : new MarketTable(version.code())
                                        .needed(method).stream()
                                                .filter(List.of(
                                                        "payerType",
                                                        "checker",
                                                        "patientCategory",
                                                        "patientCategoryCode")::contains)
                                                .toList();
                assertThat(missing).as(version + " " + method).containsExactlyInAnyOrderElementsOf(needed);
            }
        }
    }

    static List<Sample> samples() {
        return Samples.ISSUING;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_known_client_gets_its_bill_under_the_version_it_was_written_for(Sample sample) {
        account(sample.protocol(), Arrears.UNIT_POLICY);
        var tree = Samples.tree(sample.name());
        tree.put("busNo", "VER-" + sample.busNo());
        var answer = his.call(sample.method(), tree.toString());
        assertThat(answer.isSuccess()).as(answer.message()).isTrue();
    }

    /** 十二元挂号 The same money and clinic in the words of each version. */
    private static String registration(Protocol version) {
        var tree = Samples.tree("zlhis-registration-203");
        tree.put("busNo", "VER-SAME");
        List.of(
                        "chequePay",
                        "transferAccountPay",
                        "chequeRecharge",
                        "transferRecharge",
                        "chequeRefund",
                        "transferRefund")
                .forEach(tree::remove);
        tree.put("cashPay", 12.0).put("cashRecharge", 0.0).put("cashRefund", 0.0);
        if (version.upTo(Protocol.V3_1_0)) {
            tree.put("cashPay", 9.0).put("chequePay", 1.0).put("transferAccountPay", 2.0);
            tree.put("category", "内科").put("patientCategory", "101");
        } else {
            tree.remove("category");
            tree.put("patientCategory", "内科").put("patientCategoryCode", "101");
            tree.put("consultationDate", "20240105");
        }
        if (version != Protocol.V2_0_3) {
            tree.put("payerType", "1");
        }
        return tree.toString();
    }

    @Test
    void the_same_settlement_in_the_words_of_each_version_is_one_equal_bill() {
        var numbers = new ArrayList<String>();
        for (var version : List.of(Protocol.V2_0_3, Protocol.V3_1_0, Protocol.V3_2_0, Protocol.V3_3_0)) {
            account(version, Arrears.UNIT_POLICY);
            var answer = his.call("invEBillRegistration", registration(version));
            assertThat(answer.isSuccess()).as(version + answer.message()).isTrue();
            numbers.add(answer.text("billNo"));
        }
        assertThat(numbers.stream().distinct()).hasSize(1);
        var bills = queries.byBusNo(UNIT, APPID, "VER-SAME");
        assertThat(bills).hasSize(1);
        var medical = queries.bill(bills.getFirst().id()).content().medical();
        assertThat(medical.department()).isEqualTo("内科");
        assertThat(medical.prepay()).isEqualTo(Money.ofYuan("12.00"));
    }

    @Test
    void a_cheque_that_3_2_no_longer_knows_is_not_added_to_the_prepaid_sum_that_already_has_it() {
        account(Protocol.V3_2_0, Arrears.UNIT_POLICY);
        var tree = Samples.tree("zlhis-outpatient");
        tree.put("busNo", "VER-CHEQUE").put("cashPay", 12.0).put("chequePay", 5.0);
        assertThat(his.call("invoiceEBillOutpatient", tree.toString()).isSuccess())
                .isTrue();
        var bill = queries.byBusNo(UNIT, APPID, "VER-CHEQUE").getFirst();
        assertThat(queries.bill(bill.id()).content().medical().prepay()).isEqualTo(Money.ofYuan("12.00"));
    }

    @Test
    void an_account_whose_program_marks_every_bill_as_owed_may_be_told_to_deliver_all_the_same() {
        for (var arrears : Arrears.values()) {
            account(Protocol.ANY, arrears);
            var tree = Samples.tree("openhis-outpatient");
            tree.put("busNo", "VER-OWED-" + arrears).put("isArrears", "0");
            assertThat(his.call("invoiceEBillOutpatient", tree.toString()).isSuccess())
                    .isTrue();
            var bill = queries.byBusNo(UNIT, APPID, "VER-OWED-" + arrears).getFirst();
            assertThat(queries.circulates(bill.id())).as(arrears.toString()).isEqualTo(arrears == Arrears.DELIVER);
        }
    }

    @Test
    void each_business_kind_of_the_protocol_makes_its_bill_or_its_voucher() {
        var table = new MarketTable();
        var methods = Map.of(
                "01", "invEBillHospitalized",
                "02", "invoiceEBillOutpatient",
                "03", "invoiceEBillOutpatient",
                "04", "invoiceEBillOutpatient",
                "05", "invEBillCheckUp",
                "06", "invEBillRegistration");
        methods.forEach((kind, method) -> {
            var values = values(Protocol.ANY, of(kind));
            called(table, method, true, values);
            var bill =
                    queries.byBusNo(UNIT, APPID, (String) values.get("busNo")).getFirst();
            assertThat(bill.kind()).as(kind).isEqualTo(kind.equals("01") ? BillKind.INPATIENT : BillKind.OUTPATIENT);
        });
        for (String kind : List.of("07", "08")) {
            var deposit = Map.<String, Object>of("busType", kind, "placeCode", "1001", "amt", 100, "ownAcBalance", 0);
            called(table, "invoicePayMentVoucher", true, values(Protocol.ANY, deposit));
        }
    }
}
