package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.yipiao.intake.MarketHospital.APPID;
import static org.yipiao.intake.MarketHospital.KEY;
import static org.yipiao.intake.MarketHospital.UNIT;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
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
import org.yipiao.intake.HisClient.Answer;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.numbering.NumberStock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.demo=true", "yipiao.demo.his.key=" + KEY})
@Import({MarketHospital.class, Accounts.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarketDoorPgTest {
    private static final String PATH = "/medical-web/api/medical/";

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

    @Autowired
    MessageStore messages;

    @Autowired
    Accounts accounts;

    @Autowired
    JdbcClient jdbc;

    HisClient his;

    @BeforeAll
    void the_hospital_is_ready() {
        MarketHospital.bureauAnswers(stock, clock);
        his = new HisClient(port, APPID, KEY);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String settlement(String busNo) {
        return Samples.tree("zlhis-outpatient").put("busNo", busNo).toString();
    }

    private String form(String data, boolean encoded) {
        return "appid=" + APPID + "&data=" + (encoded ? URLEncoder.encode(data, StandardCharsets.UTF_8) : data)
                + "&noise=n&version=1.0&sign=" + his.sign(data, "n");
    }

    private Answer post(String path, String type, String body) {
        return his.read(
                his.send(his.request(path).setHeader("Content-Type", type).POST(BodyPublishers.ofString(body))),
                StandardCharsets.UTF_8);
    }

    @Test
    void kiosk_pages_that_send_a_form_under_any_header_with_a_random_query_get_their_bill() {
        int n = 0;
        for (String type :
                List.of("application/json", "text/plain;charset=utf8", "application/x-www-form-urlencoded")) {
            for (boolean encoded : new boolean[] {true, false}) {
                String busNo = "FORM-" + n++;
                var answer = post(
                        PATH + "invoiceEBillOutpatient?random= 123456&_=1700000000000",
                        type,
                        form(base64(settlement(busNo)), encoded));
                assertThat(answer.isSuccess()).as(type + " " + answer.message()).isTrue();
                assertThat(answer.text("busNo")).isEqualTo(busNo);
            }
        }
    }

    @Test
    void any_service_segment_and_spaces_around_the_method_are_taken() {
        for (String path : List.of(
                "/industry-web/api/medical/testServerConnect",
                "/medical-web/api/medical/testServerConnect ",
                "/x/api/medical/ testServerConnect")) {
            assertThat(his.post(path, his.envelope("e30=", "same"), StandardCharsets.UTF_8)
                            .message())
                    .isEqualTo("成功");
        }
    }

    @Test
    void the_same_noise_every_time_is_no_obstacle() {
        for (int i = 0; i < 3; i++) {
            assertThat(his.post(PATH + "testServerConnect", his.envelope("e30=", "CONSTANT"), StandardCharsets.UTF_8)
                            .isSuccess())
                    .isTrue();
        }
    }

    @Test
    void a_browser_may_ask_from_any_origin_but_not_with_cookies() {
        var preflight = his.send(his.request(PATH + "getBillDetail")
                .header("Origin", "http://kiosk.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Methods")
                        .orElse(""))
                .contains("POST");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .containsIgnoringCase("content-type");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        var called = his.send(his.request(PATH + "testServerConnect")
                .header("Origin", "null")
                .POST(BodyPublishers.ofString(his.envelope("e30=", "n"))));
        assertThat(called.statusCode()).isEqualTo(200);
        assertThat(called.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    }

    @Test
    void chunked_together_with_a_content_length_is_taken_and_the_connection_closed_after_it() throws IOException {
        byte[] body = his.envelope(base64("{\"testValue\":\"" + "长".repeat(20_000) + "\"}"), "n")
                .getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            out.write(("POST " + PATH + "testServerConnect HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // Reads to the end: what follows on this connection can be nobody's smuggled second request.
            String response = read(socket.getInputStream());
            assertThat(response).startsWith("HTTP/1.1 200");
            assertThat(response.toLowerCase(Locale.ROOT)).contains("connection: close");
            String json = response.substring(response.indexOf("\r\n\r\n") + 4);
            assertThat(his.read(json, StandardCharsets.UTF_8).message()).isEqualTo("成功");
        }
    }

    private static String read(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void every_refusal_comes_signed_in_http_200() {
        var wrongKey = new HisClient(port, APPID, "not-the-key");
        refused(
                his.read(
                        his.send(his.request(PATH + "testServerConnect")
                                .POST(BodyPublishers.ofString(wrongKey.envelope("e30=", "n")))),
                        StandardCharsets.UTF_8),
                "E0001",
                "签名(sign)错误");

        var unknown = new HisClient(port, "NOBODY", "any");
        var signedWithoutKey = new HisClient(port, "NOBODY", "");
        refused(
                signedWithoutKey.read(
                        unknown.send(unknown.request(PATH + "testServerConnect")
                                .POST(BodyPublishers.ofString(unknown.envelope("e30=", "n")))),
                        StandardCharsets.UTF_8),
                "E0001",
                "应用帐号(appid)不存在");

        var nobody = new HisClient(port, "", "");
        for (String body : List.of("", "{", "[]", "hello", "{\"appid\":1}", "\0\0\0")) {
            var answer = nobody.send(nobody.request(PATH + "testServerConnect").POST(BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"data\"", "\"noise\"", "\"sign\"");
        }

        refused(his.call("turnPapers", Samples.text("reconcile-totals")), "E0002", "turnPapers未提供");
        refused(his.call("no/such".replace("/", "_"), "{}"), "E0002", "未提供；名称相近的方法");
        refused(his.call("invoiceEBillOutpatient", "[1]"), "E0001", "不是JSON对象");
        refused(his.call("getBillDetail", "{}"), "E0002", "billBatchCode");
    }

    @Test
    void a_stopped_account_is_refused() {
        callers.save(new Caller(UNIT, "STOPPED", "测试业务系统", KEY, false, false, false));
        refused(new HisClient(port, "STOPPED", KEY).call("testServerConnect", "{}"), "E0001", "已停用");
    }

    @Test
    void oversized_deep_and_endless_messages_are_refused_and_the_platform_goes_on() {
        var nobody = new HisClient(port, "", "");
        refused(
                nobody.post(
                        PATH + "testServerConnect",
                        "{\"data\":\"" + "A".repeat(9 << 20) + "\"}",
                        StandardCharsets.UTF_8),
                "E0001",
                "请求体超过8MB");
        refused(his.call("invoiceEBillOutpatient", "{\"a\":".repeat(40) + "1" + "}".repeat(40)), "E0001", "嵌套最多32层");
        refused(his.call("invoiceEBillOutpatient", "[".repeat(200_000)), "E0001", "JSON");
        refused(his.call("invoiceEBillOutpatient", lines(5_001)), "E0002", "超过5000行");
        var full = his.call("invoiceEBillOutpatient", lines(5_000));
        assertThat(full.isSuccess()).as(full.message()).isTrue();
        refused(his.call("invoiceEBillOutpatient", settlement("NEG").replace("36.5", "-36.5")), "E0002", "金额不能为负");
        refused(his.call("invoiceEBillOutpatient", settlement("BIG").replace("36.5", "1e20")), "E0002", "超出范围");
        refused(
                his.call("invoiceEBillOutpatient", settlement("EXP").replace("36.5", "1e999999999")),
                "E0002",
                "不是可用的数字");
        assertThat(his.call("testServerConnect", "{}").isSuccess()).isTrue();
    }

    private static String lines(int count) {
        var tree = Samples.tree("zlhis-outpatient");
        tree.put("busNo", "LINES-" + count);
        var lines = tree.putArray("listDetail");
        for (int i = 0; i < count; i++) {
            lines.addObject().put("name", "测试项" + i).put("chargeCode", "01").put("amt", "0.0073");
        }
        return tree.toString();
    }

    @Test
    void sql_in_every_text_field_comes_back_unharmed() {
        String evil = "'; drop table x;--";
        var tree = Samples.tree("zlhis-outpatient");
        var fields = new ArrayList<String>();
        for (var member : tree.properties()) {
            if (member.getValue().isString()
                    && !List.of("busType", "busDateTime", "placeCode", "consultationDate", "sex", "payerType")
                            .contains(member.getKey())) {
                fields.add(member.getKey());
            }
        }
        fields.forEach(field -> tree.put(field, evil));
        for (String list : List.of("chargeDetail", "listDetail")) {
            var line = (ObjectNode) tree.get(list).get(0);
            for (var member : List.copyOf(line.properties())) {
                if (member.getValue().isString() && !member.getKey().equals("chargeCode")) {
                    line.put(member.getKey(), evil);
                }
            }
        }
        var issued = his.call("invoiceEBillOutpatient", tree.toString());
        assertThat(issued.isSuccess()).as(issued.message()).isTrue();
        assertThat(issued.text("busNo")).isEqualTo(evil);
        var detail = his.call(
                "getBillDetail",
                "{\"billBatchCode\":\"" + issued.text("billBatchCode") + "\",\"billNo\":\"" + issued.text("billNo")
                        + "\",\"random\":\"" + issued.text("random") + "\"}");
        for (String field : List.of("payer", "payee", "author", "remark", "cardNo", "patientNo", "caseNumber", "age")) {
            assertThat(detail.text(field)).as(field).isEqualTo(evil);
        }
        var line = detail.json().path("listDetail").path(0);
        assertThat(line.path("name").asString()).isEqualTo(evil);
        assertThat(line.path("chrgtype").asString()).isEqualTo(evil);
        assertThat(his.call("getEBillByBusNo", "{\"busNo\":\"'; drop table x;--\"}")
                        .text("billNo"))
                .isEqualTo(issued.text("billNo"));
        for (String method : List.of(evil, "x%00y", "getBillDetail'--")) {
            var response = his.send(his.request(PATH + URLEncoder.encode(method, StandardCharsets.UTF_8))
                    .POST(BodyPublishers.ofString(his.envelope("e30=", "n"))));
            assertThat(response.statusCode()).isIn(200, 400, 404);
        }
        for (String field : List.of("busType", "placeCode", "busDateTime", "sex", "payerType")) {
            var answer = his.call(
                    "invoiceEBillOutpatient",
                    Samples.tree("zlhis-outpatient")
                            .put("busNo", "SQL-" + field)
                            .put(field, evil)
                            .toString());
            assertThat(answer.result()).isIn("S0000", "E0002");
        }
        assertThat(jdbc.sql("select count(*) from issuing.bill")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void the_raw_message_is_kept_sealed_before_it_is_understood() {
        String body = "this is no message at all, 测试甲";
        new HisClient(port, "", "").send(his.request(PATH + "rawOne").POST(BodyPublishers.ofString(body)));
        var kept = jdbc.sql("select id, sealed_body, body_bytes from intake.message where method = 'rawOne'")
                .query()
                .singleRow();
        assertThat(new String((byte[]) kept.get("sealed_body"), StandardCharsets.UTF_8))
                .doesNotContain("no message");
        assertThat(messages.message((java.util.UUID) kept.get("id"))
                        .orElseThrow()
                        .body())
                .isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void people_see_messages_decoded_and_can_play_them_again_without_a_second_bill() {
        accounts.add("990001", "ops1", "OPS");
        accounts.add("990002", "ops2", "OPS");
        var issued = his.call("invoiceEBillOutpatient", settlement("REPLAY-1"));
        his.call("invoiceEBillOutpatient", settlement("REPLAY-2").replace("W01", "X99"));
        var browser = new Browser(port);
        browser.login("ops1", Accounts.PASSWORD);
        var row = awaited(browser, "/api/console/messages?text=REPLAY-1");
        assertThat(row.path("method").asString()).isEqualTo("invoiceEBillOutpatient");
        assertThat(row.path("result").asString()).isEqualTo("S0000");
        String id = row.path("id").asString();
        var detail = browser.get("/api/console/messages/" + id).json();
        assertThat(detail.path("request").asString()).contains("REPLAY-1").contains("测试甲");
        assertThat(detail.path("answer").asString()).contains(issued.text("billNo"));
        var replayed = browser.post("/api/console/messages/" + id + "/replay", java.util.Map.of());
        assertThat(replayed.json().path("result").asString())
                .as(replayed.text())
                .isEqualTo("S0000");
        assertThat(queries.byBusNo(UNIT, APPID, "REPLAY-1")).hasSize(1);

        var failed = awaited(browser, "/api/console/messages?result=failed&text=X99");
        assertThat(failed.path("message").asString()).contains("未对照到开票点");

        var stranger = new Browser(port);
        stranger.login("ops2", Accounts.PASSWORD);
        assertThat(stranger.get("/api/console/messages/" + id).status()).isEqualTo(404);
        assertThat(new Browser(port).get("/api/console/messages").status()).isEqualTo(401);
    }

    /** Outcomes are written just after the answer. */
    private static JsonNode awaited(Browser browser, String path) {
        return await().until(() -> browser.get(path).json().path("rows").path(0), JsonNode::isObject);
    }

    private static void refused(Answer answer, String result, String text) {
        assertThat(answer.result()).as(answer.message()).isEqualTo(result);
        assertThat(answer.message()).contains(text);
    }
}
