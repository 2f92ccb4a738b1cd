package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.intake.MarketHospital.APPID;
import static org.yipiao.intake.MarketHospital.KEY;
import static org.yipiao.intake.MarketHospital.UNIT;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.intake.HisClient.Answer;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.numbering.NumberStock;

/** 入账 at the console, on bills that a business system sent. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.demo=true", "yipiao.demo.his.key=" + KEY})
@Import({MarketHospital.class, Accounts.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookingDoorPgTest {
    private static final String SHEETS = "/api/console/bookings";

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
    Accounts accounts;

    private HisClient his;
    private Browser finance;
    private Browser cashier;

    @BeforeAll
    void the_hospital_is_ready() {
        MarketHospital.bureauAnswers(stock, clock);
        his = new HisClient(port, APPID, KEY);
        accounts.add(UNIT.value(), "booker", "FINANCE");
        accounts.add(UNIT.value(), "bookless", "CASHIER");
        finance = signedIn("booker");
        cashier = signedIn("bookless");
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, Accounts.PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Answer issue(String busNo, String busDate) {
        var tree = Samples.tree("zlhis-outpatient");
        tree.put("busNo", busNo).put("busDateTime", busDate + "093011000");
        var answer = his.call("invoiceEBillOutpatient", tree.toString());
        assertThat(answer.isSuccess()).as(answer.message()).isTrue();
        return answer;
    }

    private IssuedBill bill(String busNo) {
        return queries.byBusNo(UNIT, APPID, busNo).getFirst();
    }

    private Browser.Answer summarised(String day) {
        return finance.post(SHEETS, Map.of("from", day, "until", day, "point", ""));
    }

    @Test
    void a_sheet_sums_up_each_bill_once_and_is_registered_with_its_own_total_only() {
        issue("BOOK-1", "20230410");
        issue("BOOK-2", "20230410");
        var sheet = summarised("2023-04-10").json();
        String no = sheet.path("no").asString();
        assertThat(no).startsWith("RZ");
        assertThat(sheet.path("span").asString()).isEqualTo("2023-04-10");
        assertThat(sheet.path("blueCount").asInt()).isEqualTo(2);
        assertThat(sheet.path("totalFen").asLong()).isEqualTo(7300);
        assertThat(summarised("2023-04-10").json().path("no").asString()).isEqualTo(no);

        String path = SHEETS + "/" + no;
        var wrong =
                finance.post(path + "/registration", Map.of("voucherNo", "记-0001", "on", "2023-04-30", "total", 72.99));
        assertThat(wrong.code()).isEqualTo("TOTAL_DIFFERS");
        var unfilled = finance.post(path + "/registration", Map.of());
        assertThat(unfilled.code()).isEqualTo("FIELD_INVALID");
        assertThat(unfilled.text()).contains("voucherNo").contains("入账日期").contains("入账金额");
        var done =
                finance.post(path + "/registration", Map.of("voucherNo", "记-0001", "on", "2023-04-30", "total", 73.00));
        assertThat(done.json().path("voucherNo").asString()).isEqualTo("记-0001");
        assertThat(finance.post(
                                path + "/registration",
                                Map.of("voucherNo", "记-0002", "on", "2023-04-30", "total", 73.00))
                        .code())
                .isEqualTo("ALREADY_REGISTERED");

        var found = finance.get(SHEETS + "?no=%E8%AE%B0-0001&registered=true").json();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.path("rows").path(0).path("no").asString()).isEqualTo(no);
        assertThat(finance.get(SHEETS + "?no=" + no + "&registered=false")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(finance.get(SHEETS + "?no=" + no + "&type=2")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        byte[] pdf = finance.get(path + "/pdf").raw().body();
        assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        byte[] xlsx = finance.get(SHEETS + "/export?no=" + no).raw().body();
        assertThat(new String(xlsx, 0, 2, StandardCharsets.ISO_8859_1)).isEqualTo("PK");

        assertThat(finance.post(path + "/withdrawal", Map.of())
                        .json()
                        .path("voucherNo")
                        .asString())
                .isEmpty();
        assertThat(finance.post(path + "/withdrawal", Map.of()).code()).isEqualTo("NOT_REGISTERED");
    }

    @Test
    void what_the_page_sends_wrong_is_said_field_by_field() {
        var reversed = finance.post(SHEETS, Map.of("from", "2023-05-02", "until", "2023-05-01", "point", "9999"));
        assertThat(reversed.code()).isEqualTo("FIELD_INVALID");
        assertThat(reversed.text()).contains("业务日期").contains("开票点");
        assertThat(finance.get(SHEETS + "?from=2023-01-01&until=2025-01-01").code())
                .isEqualTo("FIELD_INVALID");
        assertThat(finance.post(SHEETS, Map.of("from", "2001-05-01", "until", "2001-05-01"))
                        .code())
                .isEqualTo("NOTHING_TO_BOOK");
        assertThat(finance.get(SHEETS + "/RZ000/pdf").code()).isEqualTo("SHEET_NOT_FOUND");
    }

    @Test
    void a_bill_that_its_payer_booked_can_not_be_reversed_until_the_payer_takes_it_back() {
        var issued = issue("BOOK-3", "20230411");
        var bill = bill("BOOK-3");
        MarketHospital.countersigned(issuing, bill.id());
        String path = "/api/console/bills/" + bill.id() + "/payer-booking";
        assertThat(finance.get(path).json().path("booking").isNull()).isTrue();
        var early = finance.post(path, Map.of("organisation", "示例企业", "voucher", "付-9", "on", "2099-01-01"));
        assertThat(early.code()).isEqualTo("FIELD_INVALID");
        assertThat(finance.post(path, Map.of("organisation", "示例企业", "voucher", "付-9", "on", "2023-05-01"))
                        .status())
                .isEqualTo(200);
        assertThat(finance.get(path).json().path("booking").path("organisation").asString())
                .isEqualTo("示例企业");
        assertThat(finance.post(path, Map.of("organisation", "别家", "voucher", "付-1", "on", "2023-05-01"))
                        .code())
                .isEqualTo("ALREADY_BOOKED");
        String reversal = "{\"billBatchCode\":\"" + issued.text("billBatchCode") + "\",\"billNo\":\""
                + issued.text("billNo") + "\",\"reason\":\"退费\",\"operator\":\"收费员二\"}";
        var refused = his.call("writeOffEBill", reversal);
        assertThat(refused.isSuccess()).isFalse();
        assertThat(refused.message()).contains("已入账，不能冲红");
        assertThat(finance.post(path + "/withdrawal", Map.of()).status()).isEqualTo(200);
        assertThat(finance.post(path + "/withdrawal", Map.of()).code()).isEqualTo("NOT_BOOKED");
        assertThat(his.call("writeOffEBill", reversal).isSuccess()).isTrue();
    }

    @Test
    void a_cashier_and_who_sees_some_points_only_have_no_sheets() {
        assertThat(cashier.get(SHEETS).status()).isEqualTo(403);
        accounts.addScoped(UNIT.value(), "booker-narrow", "POINT", List.of("0101"), "", "FINANCE");
        var narrow = signedIn("booker-narrow");
        for (var answer :
                List.of(narrow.get(SHEETS), narrow.get(SHEETS + "/export"), narrow.get(SHEETS + "/RZ1/pdf"))) {
            assertThat(answer.code()).isEqualTo("SCOPE_TOO_NARROW");
        }
    }
}
