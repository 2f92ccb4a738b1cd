package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * 一致性检查 A vendor points it at an address with the account it was given, and gets a report that says what works and
 * what does not, and why: signature, issuing, repetition, refusals, queries. It issues bills: not for production.
 */
final class Conformance {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter DIGITS_17 = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    private static final String PATH = "/medical-web/api/medical/";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI address;
    private final String appid;
    private final MarketClient client;
    private final String place;
    private final String item;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<Check> checks = new ArrayList<>();

    private record Check(String title, boolean passed, String found) {}

    private interface Trial {
        /** @return what was seen @throws NotAsExpected when it is not as it should be */
        String run() throws IOException, InterruptedException;
    }

    private static final class NotAsExpected extends RuntimeException {
        NotAsExpected(String what) {
            super(what);
        }
    }

    Conformance(URI address, String appid, String key, String place, String item) {
        this.address = address;
        this.appid = appid;
        this.client = new MarketClient(appid, key);
        this.place = place;
        this.item = item;
    }

    public static void main(String[] args) throws Exception {
        var options = new HashMap<String, String>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        String url = options.getOrDefault("--url", "");
        String appid = options.getOrDefault("--appid", "");
        String key = options.getOrDefault("--key", "");
        if (url.isEmpty() || appid.isEmpty() || key.isEmpty()) {
            System.err.println(
                    "用法: --url 地址 --appid 应用账号 --key 密钥 [--place 开票点代码] [--item 收费项目代码] [--play 录制文件] [--report 报告文件]");
            System.exit(2);
        }
        var kit = new Conformance(
                URI.create(url),
                appid,
                key,
                options.getOrDefault("--place", "0101"),
                options.getOrDefault("--item", "09"));
        String recorded = options.getOrDefault("--play", "");
        if (!recorded.isEmpty()) {
            kit.play(Path.of(recorded));
        } else {
            kit.all();
        }
        String report = kit.report();
        Files.writeString(Path.of(options.getOrDefault("--report", "conformance.md")), report);
        System.out.print(report);
        System.exit(kit.passed() ? 0 : 1);
    }

    void all() {
        check(
                "连通：testServerConnect 成功，应答签名正确",
                () -> accepted(call("testServerConnect", "{}")).message());
        check("签名错误的请求被拒绝，应答仍是 HTTP 200 的完整信封", this::wrongSign);
        var first = new String[2];
        check("门诊结算开出票据，代码 8 位、号码 10 位、校验码 6 位", () -> {
            JsonNode bill = accepted(call("invoiceEBillOutpatient", settlement("A", "36.50")))
                    .json();
            first[0] = text(bill, "billBatchCode", "\\d{8}");
            first[1] = text(bill, "billNo", "\\d{10}");
            text(bill, "random", "[0-9a-f]{6}");
            text(bill, "createTime", "\\d{17}");
            text(bill, "pictureUrl", "https?://.{1,92}");
            return first[0] + " " + first[1];
        });
        check("同一业务流水号原样重发，返回第一次的票据", () -> {
            JsonNode bill = accepted(call("invoiceEBillOutpatient", settlement("A", "36.50")))
                    .json();
            expect(text(bill, "billNo", "\\d{10}").equals(first[1]), "得到另一个号码 " + bill.path("billNo"));
            return "仍是 " + first[1];
        });
        check("同一业务流水号换了金额，被拒绝且说明原因", () -> refused(call("invoiceEBillOutpatient", settlement("A", "37.50"))));
        check("按业务流水号查到同一张票据", () -> {
            JsonNode bill = accepted(call("getEBillByBusNo", "{\"busNo\":\"" + busNo("A") + "\"}"))
                    .json();
            expect(text(bill, "billNo", "\\d{10}").equals(first[1]), "查到另一个号码");
            return first[1];
        });
        check("没有的业务流水号，查询被拒绝并说可以开票", () -> refused(call("getEBillByBusNo", "{\"busNo\":\"" + busNo("NONE") + "\"}")));
        check("明细与合计不符，被拒绝并指出字段", () -> {
            var wrong = JSON.readTree(settlement("B", "36.50"));
            ((ObjectNode) wrong).put("totalAmt", 99.99);
            String text = refused(call("invoiceEBillOutpatient", JSON.writeValueAsString(wrong)));
            expect(text.contains("totalAmt"), "没有指出字段 totalAmt：" + text);
            return text;
        });
        check("缺少必填字段，一次列出全部问题", () -> {
            String text = refused(call("invoiceEBillOutpatient", "{\"busNo\":\"" + busNo("C") + "\"}"));
            expect(text.contains("busType") && text.contains("placeCode") && text.contains("payer"), "没有列全：" + text);
            return text.length() > 120 ? text.substring(0, 120) + "…" : text;
        });
        check("未对照的收费项目被拒绝并说明代码", () -> {
            var wrong = JSON.readTree(settlement("D", "36.50"));
            ((ObjectNode) wrong.path("chargeDetail").get(0)).put("chargeCode", "NOT-MAPPED-" + run);
            String text = refused(call("invoiceEBillOutpatient", JSON.writeValueAsString(wrong)));
            expect(text.contains("NOT-MAPPED-" + run), "没有指出代码：" + text);
            return "已指出代码";
        });
        check("取票地址可以打开查询状态", () -> {
            JsonNode state = accepted(call(
                            "getEBillStatesByBillInfo",
                            "{\"billBatchCode\":\"" + first[0] + "\",\"billNo\":\"" + first[1] + "\"}"))
                    .json();
            return "状态 " + text(state, "state", "[12]");
        });
        check("未提供的方法被拒绝并列出可用方法", () -> refused(call("noSuchMethod", "{}")));
    }

    /** 录制回放 One call a line: {@code {"method":"…","data":{…}}}; every answer is to be a success. */
    void play(Path recorded) throws IOException {
        int line = 0;
        for (String text : Files.readAllLines(recorded)) {
            line++;
            if (!text.isBlank()) {
                JsonNode call = JSON.readTree(text);
                String method = call.path("method").asString("");
                check(
                        "第 " + line + " 行 " + method,
                        () -> shortened(accepted(call(method, JSON.writeValueAsString(call.path("data"))))
                                .message()));
            }
        }
    }

    private String wrongSign() throws IOException, InterruptedException {
        byte[] body = new MarketClient(appid, "not-the-key")
                .envelope("{}", UUID.randomUUID().toString());
        var answer = client.open(post("testServerConnect", body));
        expect(!answer.accepted(), "签名错误也被接受");
        return answer.result() + " " + shortened(answer.message());
    }

    private void check(String title, Trial trial) {
        try {
            checks.add(new Check(title, true, trial.run()));
        } catch (IOException | RuntimeException e) {
            checks.add(new Check(title, false, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            checks.add(new Check(title, false, "中断"));
        }
    }

    private MarketClient.Answer call(String method, String data) throws IOException, InterruptedException {
        return client.open(post(method, client.envelope(data, UUID.randomUUID().toString())));
    }

    private byte[] post(String method, byte[] body) throws IOException, InterruptedException {
        var answer = http.send(
                HttpRequest.newBuilder(address.resolve(PATH + method))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
        expect(answer.statusCode() == 200, "HTTP " + answer.statusCode());
        return answer.body();
    }

    private static MarketClient.Answer accepted(MarketClient.Answer answer) {
        expect(answer.accepted(), answer.result() + " " + answer.message());
        return answer;
    }

    private static String refused(MarketClient.Answer answer) {
        expect(!answer.accepted(), "应当拒绝，却成功了");
        expect(!answer.message().isBlank(), "没有说明原因");
        return shortened(answer.message());
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static String text(JsonNode json, String field, String pattern) {
        String value = json.path(field).asString("");
        expect(value.matches(pattern), field + "=" + value + " 不符合 " + pattern);
        return value;
    }

    private static void expect(boolean right, String otherwise) {
        if (!right) {
            throw new NotAsExpected(otherwise);
        }
    }

    private String busNo(String suffix) {
        return "KIT-" + run + "-" + suffix;
    }

    private String settlement(String suffix, String yuan) {
        var line = Map.of(
                "sortNo",
                1,
                "chargeCode",
                item,
                "chargeName",
                "西药费",
                "unit",
                "项",
                "std",
                yuan,
                "number",
                1,
                "amt",
                yuan);
        var bill = new HashMap<String, Object>(Map.of(
                "busNo",
                busNo(suffix),
                "busType",
                "02",
                "payer",
                "测试甲",
                "busDateTime",
                DIGITS_17.format(LocalDateTime.now(ZoneId.of("Asia/Shanghai"))),
                "placeCode",
                place,
                "payee",
                "收费员一",
                "totalAmt",
                yuan,
                "payerType",
                "1",
                "chargeDetail",
                List.of(line)));
        bill.putAll(Map.of("cardType", "3101", "cardNo", "T0001", "sex", "女", "age", "28岁", "selfCashPay", yuan));
        if (suffix.equals("A")) {
            // Sent again with the same content: the business time must not move.
            bill.put("busDateTime", "20260105093011000");
        }
        return JSON.writeValueAsString(bill);
    }

    boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /** 报告 in Markdown, for people. */
    String report() {
        long good = checks.stream().filter(Check::passed).count();
        var text = new StringBuilder("# 业务系统接口一致性检查\n\n地址 ")
                .append(address)
                .append("，应用账号 ")
                .append(appid)
                .append("\n\n**")
                .append(passed() ? "全部通过" : "没有全部通过")
                .append("**：")
                .append(good)
                .append(" / ")
                .append(checks.size())
                .append("\n\n| 结果 | 检查 | 实际 |\n|---|---|---|\n");
        for (Check check : checks) {
            text.append("| ")
                    .append(check.passed() ? "通过" : "**不通过**")
                    .append(" | ")
                    .append(check.title())
                    .append(" | ")
                    .append(check.found().replace("|", "｜").replace("\n", " "))
                    .append(" |\n");
        }
        return text.toString();
    }
}
