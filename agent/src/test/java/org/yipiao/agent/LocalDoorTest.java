package org.yipiao.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** Calls as desktop HIS programs write them, byte for byte, against a platform at the wire. */
class LocalDoorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAGE = "http://his.example";
    private static final Envelope CALLER = new Envelope("APP1", "0123456789abcdef0123456789");

    @TempDir
    private Path folder;

    private FakePlatform platform;
    private LocalDoor door;
    private String refusal = "";

    @BeforeEach
    void open() throws IOException {
        platform = new FakePlatform((method, body) -> switch (method) {
            case "getEBillPicUrl" ->
                CALLER.answer("S0000", "{\"pictureUrl\":\"http://elsewhere/p/" + FakePlatform.TOKEN + "\"}");
            case "turnPaper", "reTurnPaper" ->
                refusal.isEmpty() ? CALLER.answer("S0000", "操作成功") : CALLER.answer("E0001", refusal);
            case "getPaperSheet" -> CALLER.answer("S0000", "{\"pdf\":\"" + FakePlatform.base64Pdf() + "\"}");
            default -> CALLER.answer("S0000", "{\"echo\":\"" + method + "\"}");
        });
        door = door(Optional.empty());
    }

    private LocalDoor door(Optional<java.net.URI> only) throws IOException {
        Printing jammed = (pdf, name) -> {
            throw new IOException("打印机缺纸");
        };
        var settings = new Settings(0, only, Set.of(PAGE), new Printing.Folder(folder), Map.of("jammed", jammed));
        return new LocalDoor(new Component(settings), settings);
    }

    @AfterEach
    void close() {
        door.close();
        platform.close();
    }

    @Test
    void a_call_before_the_start_is_refused_and_after_it_passed_on_as_it_came() throws IOException {
        assertThat(call("getBillDetail", "{\"billNo\":\"1\"}")).isEqualTo("T2003");
        assertThat(start(platform.url())).isEqualTo("T2000");
        String answer = call("getBillDetail", "{\"billNo\":\"1\"}");
        assertThat(CALLER.open(answer.getBytes(StandardCharsets.UTF_8)).message())
                .isEqualTo("{\"echo\":\"getBillDetail\"}");
        assertThat(platform.calls)
                .singleElement()
                .satisfies(seen -> assertThat(seen)
                        .startsWith("/medical-web/api/medical/getBillDetail {")
                        .contains("\"extra\":\"kept\"", "\"sign\":"));
    }

    @Test
    void what_is_missing_is_told_by_the_component_s_own_codes() throws IOException {
        String payload = payload("InitParams", "{}");
        assertThat(get("/extend?func=CallNontaxIndustry&payload=" + payload)).isEqualTo("2001");
        assertThat(get("/extend?dllName=Other&func=CallNontaxIndustry&payload=" + payload))
                .isEqualTo("2002");
        assertThat(get("/extend?dllName=NontaxIndustry&func=CallNontaxIndustry&payload=!"))
                .isEqualTo("2003");
        String inner = Base64.getEncoder().encodeToString("{\"method\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(extend(inner)).isEqualTo("T2004");
        assertThat(extend(payload)).as("no address, no key").isEqualTo("T2001");
        assertThat(start("ftp://platform/medical-web")).isEqualTo("T2002");
    }

    @Test
    void both_spellings_and_a_plus_in_the_payload_are_understood() throws IOException {
        start(platform.url());
        String payload = payload("getBillDetail", "{}");
        // Blanks in front shift the characters until a plus and a slash stand in the base64.
        for (int blanks = 0; !(payload.contains("+") && payload.contains("/")); blanks++) {
            String json = " ".repeat(blanks)
                    + "{\"method\":\"getBillDetail\",\"params\":{\"data\":\"e30=\"},\"x\":\">>>???\"}";
            payload = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
        String answer = get("/extend?dllName=NontaxIndustry&Func=CallNontaxIndustry&payload=" + payload);
        assertThat(answer).startsWith("{\"data\":");
    }

    @Test
    void an_address_of_a_hundred_thousand_characters_is_read() throws IOException {
        start(platform.url());
        assertThat(call("getBillDetail", "{\"remark\":\"" + "长".repeat(20_000) + "\"}"))
                .startsWith("{\"data\":");
    }

    @Test
    void a_platform_that_does_not_answer_is_told_in_a_signed_answer() throws IOException {
        start(platform.url());
        platform.close();
        var answer = CALLER.open(call("invoiceEBillOutpatient", "{}").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.result()).isEqualTo("T2005");
        assertThat(answer.message()).contains("连接不上平台", "先查询再重试");
    }

    @Test
    void a_bill_is_printed_whole_once_for_each_call() throws IOException {
        start(platform.url());
        for (int i = 0; i < 2; i++) {
            assertThat(opened(call("printElectBill", bill(""))).accepted()).isTrue();
        }
        assertThat(folder.resolve("99060126_0000000001.pdf")).exists();
        assertThat(widths(folder.resolve("99060126_0000000001-2.pdf"))).containsExactly(100, 200, 300, 400);
    }

    @Test
    void of_the_list_only_the_pages_asked_for_are_printed() throws IOException {
        start(platform.url());
        String pages = ",\"total\":\"3\",\"pageNoBgn\":\"2\",\"pageNoEnd\":\"3\"";
        assertThat(opened(call("printElectBillList", bill(pages))).accepted()).isTrue();
        assertThat(widths(folder.resolve("99060126_0000000001-list.pdf"))).containsExactly(300, 400);
        var refused = opened(call("printElectBillList", bill(",\"pageNoBgn\":\"2\",\"pageNoEnd\":\"9\"")));
        assertThat(refused.result()).isEqualTo("E0001");
        assertThat(refused.message()).contains("清单共 3 页");
    }

    @Test
    void a_bill_s_number_can_not_name_another_folder() throws IOException {
        start(platform.url());
        var answer = opened(call("printElectBill", "{\"billBatchCode\":\"../x\",\"billNo\":\"1\",\"random\":\"r\"}"));
        assertThat(answer.accepted()).isFalse();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_list_from_page_0_has_its_face_and_what_was_printed_is_counted() throws IOException {
        start(platform.url());
        opened(call("printElectBillList", bill(",\"pageNoBgn\":\"0\",\"pageNoEnd\":\"1\"")));
        assertThat(widths(folder.resolve("99060126_0000000001-list.pdf"))).containsExactly(100, 200);
        assertThat(methods()).containsExactly("getEBillPicUrl", "printElectBillList");
        assertThat(sent(1)).isEqualTo(JSON.readTree("""
                {"billBatchCode":"99060126","billNo":"0000000001","random":"a1b2c3","total":3,"pageNoBgn":0,"pageNoEnd":1}"""));
    }

    @Test
    void a_sheet_is_converted_printed_and_counted() throws IOException {
        start(platform.url());
        for (String method : List.of("turnPaperPrint", "reTurnPaperPrint", "printPaperBill")) {
            assertThat(opened(call(method, sheet("")))).isEqualTo(new Envelope.Answer("S0000", "操作成功"));
        }
        assertThat(methods())
                .containsExactly(
                        "turnPaper",
                        "getPaperSheet",
                        "printPaperBill",
                        "reTurnPaper",
                        "getPaperSheet",
                        "printPaperBill",
                        "getPaperSheet",
                        "printPaperBill");
        assertThat(platform.calls.getFirst()).as("as the caller signed it").contains("\"extra\":\"kept\"");
        assertThat(folder.resolve("99069926_000000007-paper-3.pdf")).exists();
    }

    @Test
    void a_conversion_that_the_platform_refuses_prints_nothing() throws IOException {
        start(platform.url());
        refusal = "票据已换开";
        assertThat(opened(call("turnPaperPrint", sheet("")))).isEqualTo(new Envelope.Answer("E0001", refusal));
        assertThat(methods()).containsExactly("turnPaper");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_jam_after_the_conversion_is_told_with_the_number_and_what_to_do() throws IOException {
        start(platform.url());
        var answer = opened(call("turnPaperPrint", sheet(",\"moduleId\":\"jammed\"")));
        assertThat(answer.accepted()).isFalse();
        assertThat(answer.message())
                .contains("已换开纸质票据 99069926 000000007", "打印机缺纸", "printPaperBill", "reTurnPaperPrint");
        assertThat(methods()).as("not counted").containsExactly("turnPaper", "getPaperSheet");
    }

    private static String sheet(String more) {
        return "{\"billBatchCode\":\"99060126\",\"billNo\":\"0000000001\",\"pBillBatchCode\":\"99069926\","
                + "\"pBillNo\":\"000000007\"" + more + "}";
    }

    private List<String> methods() {
        return platform.calls.stream()
                .map(call -> call.substring(call.lastIndexOf('/', call.indexOf(' ')) + 1, call.indexOf(' ')))
                .toList();
    }

    private tools.jackson.databind.JsonNode sent(int call) {
        String body = platform.calls.get(call);
        return Envelope.data(JSON.readTree(body.substring(body.indexOf(' ') + 1)));
    }

    @Test
    void the_cause_is_only_said_from_the_agents_own_page_and_while_offline() throws IOException {
        assertThat(said("127.0.0.1:13526", "http://evil.example")).startsWith("HTTP/1.1 403");
        assertThat(said("evil.example", "http://evil.example")).startsWith("HTTP/1.1 403");
        assertThat(said("127.0.0.1:13526", PAGE)).startsWith("HTTP/1.1 403");
        assertThat(said("127.0.0.1:13526", "http://127.0.0.1:13526")).startsWith("HTTP/1.1 409");
    }

    private String said(String host, String origin) throws IOException {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), door.port())) {
            socket.getOutputStream()
                    .write(("POST /cause HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin
                                    + "\r\nContent-Length: 11\r\nConnection: close\r\n\r\ncause=POWER")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void strange_web_pages_and_other_host_names_are_refused() throws IOException {
        start(platform.url());
        String path = "/extend?dllName=NontaxIndustry&func=CallNontaxIndustry&payload=" + payload("x", "{}");
        assertThat(raw(path, "127.0.0.1", "Origin: http://evil.example\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw(path, "evil.example", "")).startsWith("HTTP/1.1 403");
        assertThat(raw(path, "127.0.0.1:13526", "Origin: " + PAGE + "\r\n"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Access-Control-Allow-Origin: " + PAGE);
        assertThat(platform.calls).hasSize(1);
    }

    @Test
    void an_address_fixed_in_the_settings_can_not_be_changed_by_a_call() throws IOException {
        door.close();
        door = door(Optional.of(java.net.URI.create("http://127.0.0.1:1/medical-web")));
        assertThat(start(platform.url())).isEqualTo("T2002");
    }

    private static String bill(String more) {
        return "{\"billBatchCode\":\"99060126\",\"billNo\":\"0000000001\",\"random\":\"a1b2c3\",\"moduleId\":\"\""
                + more + "}";
    }

    private static Envelope.Answer opened(String answer) {
        return CALLER.open(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Integer> widths(Path pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf.toFile())) {
            List<Integer> widths = new ArrayList<>();
            document.getPages()
                    .forEach(page -> widths.add((int) page.getMediaBox().getWidth()));
            return widths;
        }
    }

    private String start(String url) throws IOException {
        return call("InitParams", "{\"url\":\"" + url + "\",\"appkey\":\"" + CALLER.key() + "\",\"type\":\"medical\"}");
    }

    private String call(String method, String data) throws IOException {
        return extend(payload(method, data));
    }

    private static String payload(String method, String data) {
        var params = JSON.createObjectNode();
        params.setAll((tools.jackson.databind.node.ObjectNode)
                JSON.readTree(CALLER.request((tools.jackson.databind.node.ObjectNode) JSON.readTree(data))));
        params.put("extra", "kept");
        var call = JSON.createObjectNode().put("method", method);
        call.set("params", params);
        return Base64.getEncoder().encodeToString(JSON.writeValueAsBytes(call));
    }

    private String extend(String payload) throws IOException {
        return get("/extend?dllName=NontaxIndustry&func=CallNontaxIndustry&payload=" + payload);
    }

    private String get(String path) throws IOException {
        String answer = raw(path, "127.0.0.1:" + door.port(), "");
        assertThat(answer).startsWith("HTTP/1.1 200");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** As written, without a client that would encode it. */
    private String raw(String path, String host, String header) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + header
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
