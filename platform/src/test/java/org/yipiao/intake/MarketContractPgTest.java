package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.intake.MarketHospital.APPID;
import static org.yipiao.intake.MarketHospital.KEY;
import static org.yipiao.intake.MarketHospital.UNIT;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.intake.HisClient.Answer;
import org.yipiao.intake.Samples.Sample;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.numbering.NumberStock;
import org.yipiao.numbering.PaperStock;
import tools.jackson.databind.node.ObjectNode;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "yipiao.demo=true",
            "yipiao.demo.his.key=" + KEY,
            // Nobody listens there: a notice is taken, and waits.
            "yipiao.sms.url=http://127.0.0.1:9",
            "yipiao.sms.key=test",
            "yipiao.mail.host=127.0.0.1",
            "yipiao.mail.port=9",
            "yipiao.mail.from=bill@example.cn"
        })
@Import(MarketHospital.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarketContractPgTest {
    @LocalServerPort
    int port;

    @Autowired
    MarketMethods methods;

    @Autowired
    NumberStock stock;

    @Autowired
    PaperStock paper;

    @Autowired
    InstantSource clock;

    @Autowired
    Issuing issuing;

    @Autowired
    BillQueries queries;

    @Autowired
    Callers callers;

    @Autowired
    JdbcClient jdbc;

    HisClient his;

    @BeforeAll
    void the_hospital_is_ready() {
        MarketHospital.bureauAnswers(stock, clock);
        his = new HisClient(port, APPID, KEY);
    }

    static List<Sample> samples() {
        return Samples.ISSUING;
    }

    private Answer issue(String busNo) {
        return issue(busNo, tree -> {});
    }

    private Answer issue(String busNo, Consumer<ObjectNode> change) {
        var tree = Samples.tree("zlhis-outpatient");
        tree.put("busNo", busNo);
        change.accept(tree);
        return his.call("invoiceEBillOutpatient", tree.toString());
    }

    private static String bill(Answer issued, String more) {
        return "{\"billBatchCode\":\"" + issued.text("billBatchCode") + "\",\"billNo\":\"" + issued.text("billNo")
                + "\"" + more + "}";
    }

    private static String random(Answer issued) {
        return ",\"random\":\"" + issued.text("random") + "\"";
    }

    private Answer reverse(Answer issued) {
        return his.call(
                "writeOffEBill ",
                bill(
                        issued,
                        ",\"reason\":null,\"operator\":\"收费员二\",\"busDateTime\":\"20240106090000000\",\"placeCode\":\"1001\""));
    }

    @Test
    void the_manual_for_vendors_names_every_method() throws IOException {
        String manual = Files.readString(Path.of("../docs/manual/market.md"));
        assertThat(methods.names()).allSatisfy(name -> assertThat(manual).contains("`" + name + "`"));
    }

    @Test
    void every_method_of_the_protocol_answers_as_its_table_says() {
        MarketDay.paper(paper);
        new MarketDay(his).run();
    }

    @Test
    void the_connection_test_answers_plain_text() {
        var answer = his.call("testServerConnect", "{\"testValue\":\"任意\"}");
        assertThat(answer).isEqualTo(new Answer("S0000", "成功"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_known_client_gets_its_bill_and_the_same_one_again(Sample sample) throws Exception {
        var answer = his.call(sample.method(), sample.text());
        assertThat(answer.result()).as(answer.message()).isEqualTo("S0000");
        assertThat(answer.json().properties())
                .allSatisfy(member -> assertThat(member.getValue().isString())
                        .as(member.getKey())
                        .isTrue());
        assertThat(answer.text("billBatchCode")).matches("99060[12][0-9]{2}");
        assertThat(answer.text("billNo")).matches("[0-9]{10}");
        assertThat(answer.text("random")).matches("[0-9a-f]{6}");
        assertThat(answer.text("createTime")).matches("20[0-9]{15}");
        assertThat(answer.text("billBusDate"))
                .isEqualTo(Samples.tree(sample.name()).get("busDateTime").asString());
        assertThat(answer.text("busNo")).isEqualTo(sample.busNo());
        assertThat(answer.text("pictureUrl")).startsWith("http").hasSizeLessThanOrEqualTo(100);
        assertThat(answer.text("pictureNetUrl")).isNotNull();
        assertThat(answer.text("billQRCode").length()).isLessThan(700);
        var bill = queries.byBusNo(UNIT, APPID, sample.busNo()).getFirst();
        assertThat(qrText(answer.text("billQRCode")))
                .isEqualTo(queries.bill(bill.id()).qrText());

        assertThat(his.call(sample.method(), sample.text())).isEqualTo(answer);
        assertThat(queries.byBusNo(UNIT, APPID, sample.busNo())).hasSize(1);
    }

    private static String qrText(String base64) throws Exception {
        var picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        int width = picture.getWidth();
        int height = picture.getHeight();
        var source = new RGBLuminanceSource(width, height, picture.getRGB(0, 0, width, height, null, 0, width));
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }

    @Test
    void a_check_up_under_its_other_name_is_the_same_method() {
        var sample = Samples.ISSUING.getLast();
        var first = his.call("invEBillCheckUp", sample.text());
        assertThat(his.call("invoiceEBillCheckUp", sample.text())).isEqualTo(first);
    }

    @Test
    void the_same_number_with_other_content_is_refused_and_the_difference_named() {
        assertThat(issue("AGAIN-1").isSuccess()).isTrue();
        var other = issue("AGAIN-1", tree -> tree.put("payer", "测试乙"));
        assertThat(other.result()).isEqualTo("E0002");
        assertThat(other.message()).contains("AGAIN-1").contains("payer.name").contains("测试乙");
        assertThat(queries.byBusNo(UNIT, APPID, "AGAIN-1")).hasSize(1);
    }

    @Test
    void one_settlement_sent_by_many_threads_at_once_makes_one_bill() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<Answer> call = () -> issue("RACE-1");
            var answers = threads
                    .invokeAll(IntStream.range(0, 24).mapToObj(i -> call).toList())
                    .stream()
                    .map(Future::resultNow)
                    .distinct()
                    .toList();
            assertThat(answers).hasSize(1);
            assertThat(answers.getFirst().isSuccess()).isTrue();
        }
        assertThat(queries.byBusNo(UNIT, APPID, "RACE-1")).hasSize(1);
    }

    @Test
    void a_reversal_gives_a_red_bill_and_a_second_one_is_refused_in_the_words_old_clients_look_for() {
        var blue = issue("RED-1");
        var red = reverse(blue);
        assertThat(red.result()).as(red.message()).isEqualTo("S0000");
        assertThat(red.text("eScarletBillBatchCode")).isEqualTo(blue.text("billBatchCode"));
        assertThat(red.text("eScarletBillNo")).matches("[0-9]{10}").isNotEqualTo(blue.text("billNo"));
        assertThat(red.text("eScarletRandom")).matches("[0-9a-f]{6}");
        assertThat(red.text("createTime")).matches("20[0-9]{15}");
        assertThat(red.text("billBusDate")).isEqualTo("20240106090000000");
        assertThat(red.text("billQRCode")).isNotEmpty();
        assertThat(red.text("pictureUrl")).startsWith("http");

        var again = reverse(blue);
        assertThat(again.isSuccess()).isFalse();
        assertThat(again.message()).contains("已冲销，不能冲销开票");

        var states = his.call("getEBillStatesByBillInfo ", bill(blue, ""));
        assertThat(states.text("isScarlet")).isEqualTo("1");
        assertThat(states.text("scarletBillNo")).isEqualTo(red.text("eScarletBillNo"));
        assertThat(states.text("scarletRandom")).isEqualTo(red.text("eScarletRandom"));
        assertThat(states.text("isPrtPaper")).isEqualTo("0");
        assertThat(states.text("state")).isEqualTo("1");
        var found = his.call("getEBillByBusNo", "{\"busNo\":\"RED-1\",\"busDateTime\":\"20240105093011000\"}");
        assertThat(found.text("billNo")).isEqualTo(blue.text("billNo"));
        assertThat(found.text("scarletBillNo")).isEqualTo(red.text("eScarletBillNo"));
    }

    @Test
    void an_account_may_be_set_to_get_the_existing_red_bill_instead() {
        callers.save(new Caller(UNIT, "RETRYHIS", "测试业务系统", KEY, false, true, true));
        var blue = issue("RED-2");
        var red = reverse(blue);
        var retrying = new HisClient(port, "RETRYHIS", KEY);
        var again = retrying.call("writeOffEBill", bill(blue, ",\"reason\":\"退费\",\"operator\":\"收费员二\""));
        assertThat(again.isSuccess()).as(again.message()).isTrue();
        assertThat(again.text("eScarletBillNo")).isEqualTo(red.text("eScarletBillNo"));
    }

    @Test
    void a_bill_is_found_again_by_its_settlement_number_under_both_names() {
        var issued = issue("FIND-1");
        for (String method : List.of("getEBillByBusNo", "getEBillStatesByBusNo")) {
            var found = his.call(method, "{\"busNo\":\"FIND-1\",\"busDateTime\":\"20240105093011000\"}");
            assertThat(found.text("billNo")).isEqualTo(issued.text("billNo"));
            assertThat(found.text("random")).isEqualTo(issued.text("random"));
            assertThat(found.text("createTime")).isEqualTo(issued.text("createTime"));
            assertThat(found.text("isScarlet")).isEqualTo("0");
            assertThat(found.text("scarletBillNo")).isEmpty();
        }
        var missing = his.call("getEBillByBusNo", "{\"busNo\":\"NEVER\"}");
        assertThat(missing.result()).isEqualTo("E0002");
        assertThat(missing.message()).contains("NEVER").contains("没有开具过票据");
    }

    @Test
    void the_detail_says_the_bill_in_the_callers_own_codes() {
        var issued = issue(
                "DETAIL-1",
                tree -> tree.put("idCardNo", "990000199001011234")
                        .put("cardNo", "C-9")
                        .put("patientId", 70001));
        var detail = his.call("getBillDetail", bill(issued, random(issued)));
        assertThat(detail.isSuccess()).as(detail.message()).isTrue();
        assertThat(detail.text("busNo")).isEqualTo("DETAIL-1");
        assertThat(detail.text("placeCode")).isEqualTo("W01");
        assertThat(detail.text("cardNo")).isEqualTo("C-9");
        assertThat(detail.text("patientId")).isEqualTo("70001");
        assertThat(detail.text("idCardNo")).isEqualTo("990000199001011234");
        assertThat(detail.text("busDateTime")).isEqualTo("20240105093011000");
        var json = detail.json();
        assertThat(json.path("totalAmt").decimalValue()).isEqualByComparingTo("36.50");
        assertThat(json.path("chargeDetail").path(0).path("chargeCode").asString())
                .isEqualTo("01");
        assertThat(json.path("listDetail").path(0).path("name").asString()).isEqualTo("测试片");
        assertThat(json.path("listDetail").path(0).path("selfAmt").decimalValue())
                .isEqualByComparingTo("36.5");
        assertThat(json.path("payChannelDetail").isArray()).isTrue();
        assertThat(jdbc.sql("select his::text || content::text from issuing.bill where bus_no = 'DETAIL-1'")
                        .query(String.class)
                        .single())
                .doesNotContain("990000199001011234")
                .doesNotContain("C-9");

        var wrong = his.call("getBillDetail", bill(issued, ",\"random\":\"000000\""));
        assertThat(wrong.isSuccess()).isFalse();
        assertThat(wrong.message()).contains("校验码");
    }

    @Test
    void links_and_the_notice_are_given_for_the_right_check_code() throws Exception {
        var issued = issue("PIC-1");
        var url = his.call("getEBillPicUrl", bill(issued, random(issued) + ",\"channelMode\":\"1\""));
        assertThat(url.text("pictureUrl")).isEqualTo(issued.text("pictureUrl"));
        assertThat(url.text("pictureNetUrl")).isEqualTo(issued.text("pictureNetUrl"));
        var bare = his.call("getEBillNotifyPic", bill(issued, ",\"isReturnPic\":\"0\""));
        assertThat(bare.text("pictureData")).isEmpty();
        var drawn = his.call("getEBillNotifyPic", bill(issued, ",\"isReturnPic\":\"1\""));
        var picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(drawn.text("pictureData"))));
        assertThat(picture.getWidth()).isGreaterThan(300);
    }

    @Test
    void totals_and_lists_of_a_business_day_count_blue_and_red_bills() {
        String day = "20230301";
        var blue = issue("DAY-1", tree -> tree.put("busDateTime", day + "080000000"));
        issue("DAY-2", tree -> tree.put("busDateTime", day + "235959000"));
        his.call(
                "writeOffEBill",
                bill(
                        blue,
                        ",\"reason\":\"\",\"operator\":\"\",\"busDateTime\":\"" + day
                                + "100000000\",\"placeCode\":\"W01\""));
        var totals = his.call(
                        "checkTotalData",
                        "{\"busDate\":\"2023-03-01\",\"isReturnList\":1,\"pageNo\":\"1\",\"pageSize\":200}")
                .json();
        assertThat(totals.path("allTotalNum").intValue()).isEqualTo(3);
        assertThat(totals.path("allTotalAmt").decimalValue()).isEqualByComparingTo("109.50");
        assertThat(totals.path("billNoList").size()).isPositive();
        assertThat(totals.path("totalNum").intValue()).isEqualTo(3);
        assertThat(totals.path("billNoList").path(0).path("placeCode").asString())
                .isEqualTo("W01");

        var plain = his.call("checkTotalData", "{\"busDate\":\"20230301\",\"isReturnList\":0}")
                .json();
        assertThat(plain.path("billNoList").size()).isZero();
        assertThat(plain.path("allTotalNum").intValue()).isEqualTo(3);

        String bounds = "{\"busBgnDate\":\"20230301000000001\",\"busEndDate\":\"20230301235959001\",\"placeCode\":\"\"";
        var all = his.call("getBillByBusDate", bounds + ",\"dataType\":null,\"pageNo\":\"1\",\"pageSize\":\"2\"}")
                .json();
        assertThat(all.path("total").intValue()).isEqualTo(3);
        assertThat(all.path("billList").size()).isEqualTo(2);
        var red =
                his.call("getBillByBusDate", bounds + ",\"dataType\":2}").json().path("billList");
        assertThat(red.size()).isEqualTo(1);
        assertThat(red.path(0).path("relateBillNo").asString()).isEqualTo(blue.text("billNo"));
        assertThat(red.path(0).path("totalAmt").decimalValue()).isEqualByComparingTo("-36.50");
        assertThat(his.call("getBillByBusDate", bounds + ",\"dataType\":5}")
                        .json()
                        .path("total")
                        .intValue())
                .isZero();
    }

    @Test
    void the_reconciliation_samples_of_known_clients_are_answered() {
        assertThat(his.call("checkTotalData", Samples.text("reconcile-totals")).isSuccess())
                .isTrue();
        assertThat(his.call("getBillByBusDate", Samples.text("reconcile-list")).isSuccess())
                .isTrue();
        var unknown = his.call("writeOffEBill", Samples.text("write-off"));
        assertThat(unknown.message()).contains("票据不存在").contains("0000000001");
    }

    @Test
    void the_codes_with_numbers_left_are_listed_per_point() {
        var codes = his.call("getValidBillBatchCode", "{\"placeCode\":\"1001\"}")
                .json()
                .path("billCodeList");
        assertThat(codes.valueStream().map(kind -> kind.path("billCode").asString()))
                .contains("0601", "0602");
        assertThat(codes.valueStream()
                        .flatMap(kind -> kind.path("billBatchCodeList").valueStream())
                        .map(code -> code.path("billBatchCode").asString()))
                .anyMatch(code -> code.startsWith("990601"))
                .contains("990118");
        assertThat(his.call("getValidBillBatchCode", "{\"placeCode\":\"nowhere\"}")
                        .message())
                .contains("placeCode")
                .contains("nowhere");
    }

    @Test
    void a_client_set_to_unicode_gets_its_bill() {
        var tree = Samples.tree("zlhis-outpatient");
        tree.put("busNo", "WIDE-1").put("payer", "测试宽");
        var answer = his.call("invoiceEBillOutpatient", tree.toString(), StandardCharsets.UTF_16LE);
        assertThat(answer.isSuccess()).as(answer.message()).isTrue();
        var bill = queries.byBusNo(UNIT, APPID, "WIDE-1").getFirst();
        assertThat(bill.payerName()).isEqualTo("测试宽");
        MarketHospital.countersigned(issuing, bill.id());
        assertThat(queries.byId(UNIT, bill.id()).orElseThrow().state().label()).isEqualTo("已开具");
    }
}
