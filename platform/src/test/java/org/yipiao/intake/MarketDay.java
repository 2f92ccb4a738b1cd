package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.yipiao.intake.MarketHospital.UNIT;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yipiao.intake.HisClient.Answer;
import org.yipiao.numbering.PaperCode;
import org.yipiao.numbering.PaperKind;
import org.yipiao.numbering.PaperStock;

/**
 * One day of a hospital system that knows every method: each is called with every field of its table and with no more than
 * it must have, where it makes sense, and each answer is held against the table.
 */
final class MarketDay {
    static final String PAPER = "000000117";
    static final String VOUCHER_PAPER = "000000700";

    private final HisClient his;
    private final MarketTable table = new MarketTable();
    private final Set<String> full = new LinkedHashSet<>();
    private final Set<String> minimal = new LinkedHashSet<>();
    private int counter;

    MarketDay(HisClient his) {
        this.his = his;
    }

    static void paper(PaperStock stock) {
        stock.register(UNIT, new PaperCode(PAPER, "门诊收费票据", PaperKind.OUTPATIENT, 9, null, false));
        stock.receive(UNIT, new PaperStock.PaperRange(PAPER, "000000001", "000000500"), "测试甲", "入库1");
        stock.register(UNIT, new PaperCode(VOUCHER_PAPER, "预交金凭证", PaperKind.PREPAYMENT, 8, null, false));
        stock.receive(UNIT, new PaperStock.PaperRange(VOUCHER_PAPER, "00000001", "00000100"), "测试甲", "入库2");
    }

    /** What settlements of the day have in common. */
    private Map<String, Object> values(Map<String, Object> more) {
        var values = new HashMap<String, Object>();
        counter++;
        values.put("busNo", "DAY-M" + counter);
        values.put("busType", "02");
        values.put("payer", "测试甲");
        values.put("busDateTime", "20240305093011000");
        values.put("placeCode", "W01");
        values.put("payee", "收费员一");
        values.put("author", "收费员一");
        values.put("operator", "收费员一");
        values.put("totalAmt", 36.5);
        values.put("payerType", "1");
        values.put("idCardNo", "990000199001011234");
        values.put("cardType", "3101");
        values.put("cardNo", "CARD-M");
        values.put("consultationDate", "20240305");
        values.put("inHospitalDate", "20240301");
        values.put("outHospitalDate", "20240305");
        values.put("sex", "男");
        values.put("age", "35岁");
        values.put("tel", "13800000001");
        values.put("email", "a@example.cn");
        values.put("hospitalNo", "Z0001");
        values.put("visitNo", "Z0001");
        values.put("isArrears", "1");
        values.put("selfCashPay", 36.5);
        values.put("ownPay", 36.5);
        values.put("chargeCode", "03");
        values.put("chargeName", "检查费");
        values.put("std", 36.5);
        values.put("number", 1);
        values.put("amt", 36.5);
        values.put("payChannelCode", "02");
        values.put("payChannelValue", 36.5);
        values.put("payMentVoucher", List.of());
        values.put("pageNo", 1);
        values.put("pageSize", 200);
        values.put("busBgnDate", "20240301000000000");
        values.put("busEndDate", "20240331235959000");
        values.putAll(more);
        return values;
    }

    private Answer full(String method, Map<String, Object> more) {
        full.add(method);
        return called(method, table.payload(method, true, values(more)));
    }

    private Answer minimal(String method, Map<String, Object> more) {
        minimal.add(method);
        return called(method, table.payload(method, false, values(more)));
    }

    /** Both, for methods that only look. */
    private Answer both(String method, Map<String, Object> more) {
        minimal(method, more);
        return full(method, more);
    }

    private Answer called(String method, String payload) {
        var answer = his.call(method, payload);
        table.check(method, answer);
        return answer;
    }

    private static Map<String, Object> bill(Answer issued) {
        return Map.of(
                "billBatchCode",
                issued.text("billBatchCode"),
                "billNo",
                issued.text("billNo"),
                "random",
                issued.text("random"),
                "createTime",
                issued.text("createTime"));
    }

    private static Map<String, Object> and(Map<String, Object> values, Map<String, Object> more) {
        var all = new HashMap<>(values);
        all.putAll(more);
        return all;
    }

    private Answer outpatient() {
        return full("invoiceEBillOutpatient", Map.of());
    }

    void run() {
        both("testServerConnect", Map.of());
        issuing();
        batches();
        stock();
        paper();
        prints();
        prepayment();
        notices();
        booking();
        checks();
        assertThat(full).as("called with its full payload").containsAll(table.methods());
        assertThat(minimal).as("called with its minimal payload").containsAll(table.methods());
        assertThat(table.listsNeverSeen()).isEqualTo(List.of("getBillDetail otherSpecialParameter"));
    }

    private void issuing() {
        var ward = Map.<String, Object>of("placeCode", "1001", "busType", "01", "chargeCode", "99920003");
        var first = outpatient();
        minimal("invoiceEBillOutpatient", Map.of());
        full("invEBillRegistration", Map.of("busType", "06"));
        minimal("invEBillRegistration", Map.of("busType", "06"));
        full("invEBillCheckUp", Map.of("busType", "05"));
        minimal("invEBillCheckUp", Map.of("busType", "05"));
        full("invEBillHospitalized", ward);
        minimal("invEBillHospitalized", ward);
        full("invoiceEBillCommon", Map.of());
        minimal("invoiceEBillCommon", Map.of());
        assertThat(his.call(
                                "invoiceEBillCommon",
                                table.payload("invoiceEBillCommon", true, values(Map.of("busType", "10"))))
                        .message())
                .contains("busType")
                .contains("捐赠票");

        var known = new HashMap<>(bill(first));
        known.put("busNo", "DAY-M3");
        both("getEBillByBusNo", known);
        both("getEBillStatesByBillInfo", known);
        both("getBillDetail", known);
        both("getEBillPicUrl", known);
        both("getEBillNotifyPic", and(known, Map.of("isReturnPic", "1")));
        full("writeOffEBill", bill(outpatient()));
        minimal("writeOffEBill", bill(outpatient()));
    }

    private void batches() {
        var methods = Map.of(
                "batchInvoiceEBillOutpatient", "invoiceEBillOutpatient",
                "batchInvoiceEBillRegistration", "invEBillRegistration",
                "batchInvoiceEBillCheckUp", "invEBillCheckUp",
                "batchInvoiceEBillHospitalized", "invEBillHospitalized");
        methods.forEach((batch, single) -> {
            for (boolean all : new boolean[] {true, false}) {
                String rows = "["
                        + table.payload(single, all, values(Map.of("placeCode", "1001", "chargeCode", "99920003")))
                        + ","
                        + table.payload(single, all, values(Map.of("placeCode", "nowhere"))) + "]";
                String no = batch + all;
                called(batch, "{\"batchNo\":\"" + no + "\",\"eBillList\":" + rows + "}");
                (all ? full : minimal).add(batch);
                await().atMost(Duration.ofSeconds(30)).until(() -> done(no));
                var results =
                        full("getBatchInvoiceEBill", Map.of("batchNo", no)).json();
                assertThat(results.path("count").intValue()).isEqualTo(2);
                var made = results.path("eBillList").path(0);
                assertThat(made.path("status").intValue()).as(made.toString()).isEqualTo(1);
                assertThat(made.path("billNo").asString()).hasSize(10);
                var refused = results.path("eBillList").path(1);
                assertThat(refused.path("status").intValue()).isEqualTo(2);
                assertThat(refused.path("errMsg").asString())
                        .contains("placeCode")
                        .contains("nowhere");
                minimal("getBatchInvoiceEBill", Map.of("batchNo", no));
            }
        });
    }

    private boolean done(String batchNo) {
        var list = his.call("getBatchInvoiceEBill", "{\"batchNo\":\"" + batchNo + "\"}")
                .json()
                .path("eBillList");
        return list.valueStream().noneMatch(row -> row.path("status").intValue() == 0);
    }

    private void stock() {
        stockOut(PAPER, "000000001", "000000100", 100, true);
        stockOut(PAPER, "000000101", "000000120", 20, false);
        stockOut(VOUCHER_PAPER, "00000001", "00000050", 50, true);
        var back = Map.<String, Object>of(
                "returner",
                "收费员一",
                "billNoList",
                List.of(Map.of(
                        "billBatchCode", PAPER, "billBgnNo", "000000111", "billEndNo", "000000115", "copyNum", 5)));
        full("billStockReturn", back);
        minimal(
                "billStockReturn",
                and(
                        back,
                        Map.of(
                                "billNoList",
                                List.of(Map.of(
                                        "billBatchCode",
                                        PAPER,
                                        "billBgnNo",
                                        "000000116",
                                        "billEndNo",
                                        "000000120",
                                        "copyNum",
                                        5)))));
        var electronic = full("getValidBillNo", Map.of("billCode", "", "billBatchCode", ""))
                .json()
                .path("billNoList");
        assertThat(electronic.valueStream().map(row -> row.path("billBatchCode").asString()))
                .anyMatch(code -> code.equals(PAPER))
                .anyMatch(code -> code.startsWith("9906"));
        minimal("getValidBillNo", Map.of());
        both("getValidBillBatchCode", Map.of());
        var out = both("getBillStockOutList", Map.of("bgnDate", "2026-01-01", "endDate", "2026-12-31", "placeCode", ""))
                .json();
        assertThat(out.path("count").intValue()).isGreaterThanOrEqualTo(3);
    }

    private void stockOut(String code, String first, String last, int count, boolean all) {
        var values = Map.<String, Object>of(
                "billNoList",
                List.of(Map.of("billBatchCode", code, "billBgnNo", first, "billEndNo", last, "copyNum", count)));
        if (all) {
            full("billStockOut", values);
        } else {
            minimal("billStockOut", values);
        }
    }

    private Map<String, Object> nextPaper(String code) {
        var next = both("getPaperBillNo", Map.of("pBillBatchCode", code));
        return Map.of("pBillBatchCode", code, "pBillNo", next.text("pBillNo"));
    }

    private void paper() {
        var turned = and(bill(outpatient()), nextPaper(PAPER));
        assertThat(full("turnPaper", turned).message()).isEqualTo("操作成功");
        minimal("turnPaper", turned);
        both("getEBillPrintList", Map.of("placeCode", ""));
        both("printPaperBill", turned);
        var again = and(turned, nextPaper(PAPER));
        full("reTurnPaper", again);
        minimal("reTurnPaper", again);
        var states = full("getEBillStatesByBillInfo", turned);
        assertThat(states.text("isPrtPaper")).isEqualTo("1");
        assertThat(states.text("pBillNo")).isEqualTo(again.get("pBillNo"));

        var printed = and(bill(outpatient()), nextPaper(PAPER));
        full("turnPaperPrint", printed);
        minimal("turnPaperPrint", printed);
        var reprinted = and(printed, nextPaper(PAPER));
        full("reTurnPaperPrint", reprinted);
        minimal("reTurnPaperPrint", reprinted);

        var first = full("invalidPaper", and(again, Map.of("reason", "退费")));
        assertThat(minimal("invalidPaper", again).text("eScarletBillNo")).isEqualTo(first.text("eScarletBillNo"));
        both(
                "invalidBlankBillNo",
                Map.of(
                        "pBillBatchCode",
                        PAPER,
                        "pBillNoStart",
                        "000000090",
                        "pBillNoEnd",
                        "000000092",
                        "reason",
                        "潮湿"));
        var toPaper = and(and(reprinted, nextPaper(PAPER)), Map.of("reason", "退费"));
        var red = full("writeOffEBillToPaper", toPaper);
        assertThat(minimal("writeOffEBillToPaper", toPaper)).isEqualTo(red);
    }

    private void prints() {
        var bill = bill(outpatient());
        both("getNotPrintList", Map.of("cardNo", "", "idCardNo", "", "patientId", ""));
        both("getEBillUnPrintList", Map.of());
        both("printElectBill", bill);
        int pages = both("getElectBilllListTotal", bill).json().path("total").intValue();
        assertThat(pages).isPositive();
        both("printElectBillList", and(bill, Map.of("total", pages, "pageNoBgn", 0, "pageNoEnd", pages)));
    }

    private void prepayment() {
        var deposit = Map.<String, Object>of("busType", "07", "placeCode", "1001", "amt", 500, "ownAcBalance", 0);
        var first = full("invoicePayMentVoucher", deposit);
        var second = minimal("invoicePayMentVoucher", deposit);
        var used = List.of(
                Map.of(
                        "voucherBatchCode",
                        first.text("voucherBatchCode"),
                        "voucherNo",
                        first.text("voucherNo"),
                        "voucherAmt",
                        30),
                Map.of(
                        "voucherBatchCode",
                        second.text("voucherBatchCode"),
                        "voucherNo",
                        second.text("voucherNo"),
                        "voucherAmt",
                        6.5));
        var ward = Map.<String, Object>of(
                "placeCode", "1001", "busType", "01", "chargeCode", "99920003", "payMentVoucher", used);
        var there = Map.<String, Object>of("placeCode", "1001");
        full("cancelPayMentVoucherBalance", and(bill(full("invEBillHospitalized", ward)), there));
        minimal("cancelPayMentVoucherBalance", and(bill(full("invEBillHospitalized", ward)), there));
        var refund = new HashMap<String, Object>();
        refund.put("voucherBatchCode", first.text("voucherBatchCode"));
        refund.put("voucherNo", first.text("voucherNo"));
        refund.put("billBatchCode", first.text("voucherBatchCode"));
        refund.put("billNo", first.text("voucherNo"));
        refund.put("amt", 500);
        refund.put("ownAcBalance", 500);
        var given = full("writeOffPayMentVoucher", refund);
        assertThat(minimal("writeOffPayMentVoucher", refund)).isEqualTo(given);

        var onPaper = and(nextPaper(VOUCHER_PAPER), Map.of("reason", "退款"));
        full(
                "turnPaper",
                and(
                        onPaper,
                        Map.of("billBatchCode", second.text("voucherBatchCode"), "billNo", second.text("voucherNo"))));
        var red = full("invalidPayMentVoucherPaper", onPaper);
        assertThat(minimal("invalidPayMentVoucherPaper", onPaper)).isEqualTo(red);
    }

    private void notices() {
        var held = full(
                "invEBillHospitalized",
                Map.of(
                        "placeCode",
                        "1001",
                        "busType",
                        "01",
                        "chargeCode",
                        "99920003",
                        "isArrears",
                        "0",
                        "arrearsReason",
                        "欠费"));
        var receivers = Map.<String, Object>of(
                "noticeList",
                List.of(
                        Map.of("noticeType", "1201", "noticeValue", "13800000001"),
                        Map.of("noticeType", "1202", "noticeValue", "a@example.cn")));
        var refused =
                his.call("sendBillNotice", table.payload("sendBillNotice", true, values(and(bill(held), receivers))));
        assertThat(refused.message()).contains("不可流通");
        both("receiveArreasFeedBack", and(bill(held), Map.of("feedBackDate", "2024-03-06")));
        both("sendBillNotice", and(bill(held), receivers));
    }

    private void booking() {
        var span = Map.<String, Object>of(
                "busDateBgnTime", "20240305000000000", "busDateEndTime", "20240305235959000", "placeCode", "");
        var sheet = full("generateAccount", span);
        minimal("generateAccount", and(span, Map.of("busDateBgnTime", "20240305000000000")));
        assertThat(sheet.text("pdfData")).startsWith("JVBER");
        String no = sheet.text("acNo");
        var days = Map.<String, Object>of("beginDate", "2026-01-01", "endDate", "2026-12-31");
        var listed = full("getEBillAcList", and(days, Map.of("acNo", no, "isAccount", "0", "acType", "1")))
                .json()
                .path("acNoList");
        assertThat(listed.size()).isEqualTo(1);
        minimal("getEBillAcList", days);
        both("downEBillAccount", Map.of("acNo", no));
        var entry = Map.<String, Object>of(
                "accVoucherNo",
                "记-001",
                "date",
                "2024-03-31",
                "eBillAccNo",
                no,
                "totalAmt",
                listed.path(0).path("totalAmt").decimalValue());
        both("registerEBillAcc", entry);
        full("cancelEBillAcc", entry);
        both("registerEBillAcc", entry);
        minimal("cancelEBillAcc", entry);
        assertThat(both("getEBillAccountStatus", bill(outpatient())).text("state"))
                .isEqualTo("0");
    }

    private void checks() {
        String today = his.call("getEBillAcList", "{\"beginDate\":\"2026-01-01\",\"endDate\":\"2026-12-31\"}")
                .json()
                .path("acNoList")
                .path(0)
                .path("createDate")
                .asString();
        var day = Map.<String, Object>of("busDate", "2024-03-05", "ivcDate", today, "isReturnList", "1");
        for (String method : List.of(
                "checkTotalData",
                "checkDataByPlace",
                "checkWriteOffData",
                "checkTotalDataByIvcDate",
                "checkDataPlaceByIvcDate",
                "checkWriteOffDataByIvcDate")) {
            both(method, day);
        }
        both("getBillByBusDate", Map.of("dataType", "", "placeCode", ""));
        var issued = Map.<String, Object>of(
                "dataType",
                "",
                "placeCode",
                "",
                "busBgnDate",
                today.replace("-", "") + "000000000",
                "busEndDate",
                today.replace("-", "") + "235959000");
        both("getBillByIvcDate", issued);
        pushes(full("checkTotalData", and(day, Map.of("placeCode", "", "busType", "")))
                .json()
                .path("billNoList")
                .path(0)
                .path("billBatchCode")
                .asString());
    }

    private void pushes(String code) {
        var span = Map.<String, Object>of("bgBusDate", "2024-03-05", "endBusDate", "2024-03-05", "placeCode", "");
        var ranges = and(
                span,
                Map.of(
                        "totalNum",
                        3,
                        "billNoList",
                        List.of(Map.of(
                                "placeCode",
                                "W01",
                                "billBatchCode",
                                code,
                                "bgnNo",
                                "0000000001",
                                "endNo",
                                "0000000003",
                                "copyNum",
                                3))));
        var rows = and(
                span,
                Map.of(
                        "totalNum",
                        1,
                        "billNoList",
                        List.of(Map.of(
                                "placeCode",
                                "W01",
                                "billBatchCode",
                                code,
                                "billNo",
                                "9999999999",
                                "dataType",
                                "1",
                                "busDate",
                                "20240305093011000",
                                "ivcDateTime",
                                "20240305093011000"))));
        both("receiveCheckTotalData", ranges);
        both("receiveCheckWriteOffData", ranges);
        both("receiveBillByBusDate", rows);
        for (String method : List.of("queryCheckTotalData", "queryCheckWriteOffData", "queryBillByBusDate")) {
            var found = both(method, span).json();
            // The same push again is the same row.
            assertThat(found.path("total").asString())
                    .as(method)
                    .isEqualTo(method.equals("queryBillByBusDate") ? "2" : "1");
            var first = found.path("dataList").path(0);
            assertThat(first.path("status").asString()).as(method).isEqualTo("2");
        }
    }
}
