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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 一致性检查 A vendor points it at an address with the account it was given, and gets a report that says what works and
 * what does not, and why: signature, issuing, repetition, refusals, queries, reversal, and what the account's version of the
 * protocol demands and leaves out. It issues bills: not for production.
 */
final class Conformance {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/medical-web/api/medical/";
    private static final String EARLY_LIST = "receiveListDetail";
    private static final int SHOWN_MAX = 200;

    /** How an account of one version refuses a method of another. */
    private static final Pattern NOT_IN = Pattern.compile("协议版本(\\d+(?:\\.\\d+)+)中没有");

    /** 上线确认单 What people still have to look at together before a change goes live. */
    private static final String SIGN_OFF = """

            ## 上线确认单

            | 核对 | 结果 |
            |---|---|
            | 上面各项全部通过，或不通过的项目已另行说明 |  |
            | 控制台“第三方对照”没有未对照的编码，“重放中心”没有待处理的来报 |  |
            | 各类业务（门诊、住院、挂号、体检、预交金、退费）各试开一张，票面与业务系统一致 |  |
            | 冲红、换开、补打在窗口各试一次，打印位置正确 |  |
            | 断网和平台停机时窗口的处理办法已演练 |  |
            | 当日对账（业务系统、平台、财政）一致 |  |
            | 回退办法和联系人已确认 |  |

            | 角色 | 结论（同意 / 不同意） | 签字 | 日期 |
            |---|---|---|---|
            | 业务系统厂商 |  |  |  |
            | 医院信息科 |  |  |  |
            | 医院财务 |  |  |  |
            """;

    private static final String USAGE = """
            用法: --url 地址 --appid 应用账号 --key 密钥 [--protocol 协议版本] [--place 开票点代码] [--inpatient-place 住院开票点代码] [--item 收费项目代码] [--play 录制文件] [--report 报告文件]
              --protocol         %s；不填时由应答判断
              --place            能开门诊票据的开票点，业务系统自己的代码，默认 0101
              --inpatient-place  能开住院票据的开票点；不填则不检查住院开具
              --item             收费项目，业务系统自己的代码，默认 09
            """.formatted(ConformanceVersion.codes());

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI address;
    private final String appid;
    private final MarketClient client;
    private final String place;
    private final String inpatientPlace;
    private final String item;
    private final List<Check> checks = new ArrayList<>();
    private ConformanceVersion version = ConformanceVersion.ANY;
    private String versionSaid = "未判断";
    private String section = "";

    private enum Result {
        PASSED("通过"),
        FAILED("**不通过**"),
        /** 未检查 for want of something that only the vendor can say. */
        SKIPPED("未检查");

        private final String label;

        Result(String label) {
            this.label = label;
        }
    }

    private record Check(String section, String title, Result result, String found) {}

    private interface Trial {
        /** @return what was seen @throws NotAsExpected when it is not as it should be */
        String run() throws IOException, InterruptedException;
    }

    private static final class NotAsExpected extends RuntimeException {
        NotAsExpected(String what) {
            super(what);
        }
    }

    Conformance(URI address, String appid, String key, String place, String inpatientPlace, String item) {
        this.address = address;
        this.appid = appid;
        this.client = new MarketClient(appid, key);
        this.place = place;
        this.inpatientPlace = inpatientPlace;
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
        String protocol = options.getOrDefault("--protocol", "");
        var version = ConformanceVersion.of(protocol);
        if (url.isEmpty() || appid.isEmpty() || key.isEmpty() || (version.isEmpty() && !protocol.isEmpty())) {
            System.err.print(protocol.isEmpty() || version.isPresent() ? USAGE : "不认识的协议版本 " + protocol + "\n" + USAGE);
            System.exit(2);
        }
        var kit = new Conformance(
                URI.create(url),
                appid,
                key,
                options.getOrDefault("--place", "0101"),
                options.getOrDefault("--inpatient-place", ""),
                options.getOrDefault("--item", "09"));
        String recorded = options.getOrDefault("--play", "");
        if (!recorded.isEmpty()) {
            kit.play(Path.of(recorded));
        } else {
            kit.all(version.orElse(null));
        }
        String report = kit.report();
        Files.writeString(Path.of(options.getOrDefault("--report", "conformance.md")), report);
        System.out.print(report);
        System.exit(kit.passed() ? 0 : 1);
    }

    /** @param said the version the vendor says; null: found out from the answers */
    void all(@Nullable ConformanceVersion said) {
        section = "连通与签名";
        check(
                "连通：testServerConnect 成功，应答签名正确",
                () -> accepted(call("testServerConnect", "{}")).message());
        check("签名错误的请求被拒绝，应答仍是 HTTP 200 的完整信封", this::wrongSign);
        check("未提供的方法被拒绝并列出可用方法", () -> refused(call("noSuchMethod", "{}")));
        if (!passed()) {
            // Everything that follows would fail for the same reason.
            return;
        }
        check("协议版本", () -> version(said));
        var bills = new ConformanceBills(version, place, inpatientPlace, item);
        var issued = issuing(bills);
        refusals(bills);
        ofVersion(bills, issued);
        afterwards(bills, issued);
    }

    /** Two methods that not every version has say of which version the account is. */
    private String version(@Nullable ConformanceVersion said) throws IOException, InterruptedException {
        var found = notIn(EARLY_LIST).or(() -> notIn(ConformanceBills.COMMON));
        version = said != null ? said : found.flatMap(ConformanceVersion::of).orElse(ConformanceVersion.ANY);
        versionSaid = version.label() + (said != null ? "（由 --protocol 指定）" : "（由应答判断）");
        expect(
                said == null
                        || said == ConformanceVersion.ANY
                        || found.isEmpty()
                        || found.get().equals(said.code()),
                "按 " + version.label() + " 检查，但对方的账号设为 " + found.orElse("") + "；请在接入方中核对应用帐号的协议版本");
        return versionSaid;
    }

    private Optional<String> notIn(String method) {
        try {
            var matcher = NOT_IN.matcher(call(method, "{}").message());
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException silent) {
            throw new NotAsExpected(String.valueOf(silent.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAsExpected("中断");
        }
    }

    /** 一张票据 as the answer names it; empty parts when it was not issued. */
    private record Issued(String code, String number, String random, String createTime) {
        static final Issued NONE = new Issued("", "", "", "");

        Map<String, Object> named() {
            return Map.of("billBatchCode", code, "billNo", number, "random", random, "createTime", createTime);
        }
    }

    private Issued issuing(ConformanceBills bills) {
        section = "开具";
        var first = new Issued[] {Issued.NONE};
        check("门诊结算开出票据，代码 8 位、号码 10 位、校验码 6 位", () -> {
            JsonNode bill = issue(bills, ConformanceBills.OUTPATIENT, "A", "36.50");
            first[0] = new Issued(
                    text(bill, "billBatchCode", "\\d{8}"),
                    text(bill, "billNo", "\\d{10}"),
                    text(bill, "random", "[0-9a-f]{6}"),
                    text(bill, "createTime", "\\d{17}"));
            text(bill, "pictureUrl", "https?://.{1,92}");
            return first[0].code() + " " + first[0].number();
        });
        check("同一业务流水号原样重发，返回第一次的票据", () -> {
            JsonNode bill = issue(bills, ConformanceBills.OUTPATIENT, "A", "36.50");
            expect(text(bill, "billNo", "\\d{10}").equals(first[0].number()), "得到另一个号码 " + bill.path("billNo"));
            return "仍是 " + first[0].number();
        });
        check(
                "同一业务流水号换了金额，被拒绝且说明原因",
                () -> refused(call(
                        ConformanceBills.OUTPATIENT, bills.settlement(ConformanceBills.OUTPATIENT, "A", "37.50"))));
        check("挂号结算开出票据", () -> number(issue(bills, ConformanceBills.REGISTRATION, "G", "12.00")));
        check("体检结算开出票据", () -> number(issue(bills, ConformanceBills.CHECK_UP, "T", "88.00")));
        if (inpatientPlace.isEmpty()) {
            skip("住院结算开出票据", "没有用 --inpatient-place 给出能开住院票据的开票点");
        } else {
            check("住院结算开出票据", () -> number(issue(bills, ConformanceBills.INPATIENT, "Z", "1200.00")));
        }
        return first[0];
    }

    private void refusals(ConformanceBills bills) {
        section = "错误的来报";
        check("明细与合计不符，被拒绝并指出字段", () -> {
            var wrong = bills.settlement(ConformanceBills.OUTPATIENT, "B", "36.50");
            wrong.put("totalAmt", "99.99");
            return names(refused(call(ConformanceBills.OUTPATIENT, wrong)), "totalAmt");
        });
        check(
                "缺少必填字段，一次列出全部问题",
                () -> names(
                        refused(call(ConformanceBills.OUTPATIENT, Map.of("busNo", bills.busNo("C")))),
                        "busType",
                        "placeCode",
                        "payer"));
        check("未对照的收费项目被拒绝并说明代码", () -> {
            var unmapped = new ConformanceBills(version, place, inpatientPlace, "NOT-MAPPED-" + bills.run());
            var wrong = unmapped.settlement(ConformanceBills.OUTPATIENT, "D", "36.50");
            names(refused(call(ConformanceBills.OUTPATIENT, wrong)), "NOT-MAPPED-" + bills.run());
            return "已指出代码";
        });
    }

    /** What one version demands has to be missed when it is missing; what it does not know has to be said to be unknown. */
    private void ofVersion(ConformanceBills bills, Issued issued) {
        section = "协议版本 " + version.label();
        demanded(bills, ConformanceVersion.V3_1_0, ConformanceBills.OUTPATIENT, "payerType");
        demanded(bills, ConformanceVersion.V3_2_0, ConformanceBills.REGISTRATION, "checker");
        demanded(bills, ConformanceVersion.V3_2_0, ConformanceBills.CHECK_UP, "checker");
        demanded(
                bills,
                ConformanceVersion.V3_3_0,
                ConformanceBills.OUTPATIENT,
                "patientCategory",
                "patientCategoryCode");
        demanded(
                bills,
                ConformanceVersion.V3_3_0,
                ConformanceBills.REGISTRATION,
                "patientCategory",
                "patientCategoryCode");
        boolean net = version.since(ConformanceVersion.V3_1_0);
        check("开具应答" + (net ? "有" : "没有") + "外网取票地址 pictureNetUrl", () -> {
            JsonNode bill = issue(bills, ConformanceBills.OUTPATIENT, "A", "36.50");
            if (net) {
                String link = text(bill, "pictureNetUrl", "|https?://.+");
                expect(!bill.path("pictureNetUrl").isMissingNode(), "没有字段 pictureNetUrl");
                return link.isEmpty() ? "有，平台没有配置外网地址，为空" : link;
            }
            expect(bill.path("pictureNetUrl").isMissingNode(), "有字段 pictureNetUrl，2.0.3 的业务系统不认识");
            return "没有";
        });
        if (version.since(ConformanceVersion.V3_2_0)) {
            check("医疗通用开具 invoiceEBillCommon 开出票据", () -> number(issue(bills, ConformanceBills.COMMON, "M", "20.00")));
        } else {
            unknown(ConformanceBills.COMMON, Map.of());
        }
        if (version.since(ConformanceVersion.V3_1_0)) {
            check("入账状态 getEBillAccountStatus 说明未入账", () -> {
                JsonNode state =
                        accepted(call("getEBillAccountStatus", issued.named())).json();
                return "状态 " + text(state, "state", "[01]");
            });
        } else {
            unknown("getEBillAccountStatus", issued.named());
        }
        if (version.knowsEarlyLists()) {
            earlyLists(bills);
        } else {
            unknown(EARLY_LIST, Map.of());
        }
    }

    /** 清单项目数据接收 The list comes before its settlement, which then has none of its own. */
    private void earlyLists(ConformanceBills bills) {
        String busNo = bills.busNo("L");
        var line = Map.<String, Object>of("name", "一致性清单行", "number", "1", "std", "9.00", "amt", "9.00");
        var sent = Map.<String, Object>of("busNo", busNo, "listDetail", List.of(line));
        check("清单先于结算送达 " + EARLY_LIST + "，重发仍成功", () -> {
            accepted(call(EARLY_LIST, sent));
            return accepted(call(EARLY_LIST, sent)).message();
        });
        check("随后的结算不带清单，票据用先送的清单", () -> {
            var settlement = bills.settlement(ConformanceBills.OUTPATIENT, "L", "9.00");
            settlement.put("listDetail", List.of());
            JsonNode bill =
                    accepted(call(ConformanceBills.OUTPATIENT, settlement)).json();
            var named = new Issued(
                    text(bill, "billBatchCode", "\\d{8}"),
                    text(bill, "billNo", "\\d{10}"),
                    text(bill, "random", "[0-9a-f]{6}"),
                    text(bill, "createTime", "\\d{17}"));
            JsonNode detail = accepted(call("getBillDetail", named.named())).json();
            expect(detail.path("listDetail").path(0).path("name").asString("").equals("一致性清单行"), "票据明细中没有先送的清单");
            return named.number();
        });
        check(
                "开票后送不同的清单，被拒绝",
                () -> refused(call(
                        EARLY_LIST,
                        Map.of("busNo", busNo, "listDetail", List.of(Map.of("name", "另一行", "amt", "9.00"))))));
        check("清单为空，被拒绝并指出字段", () -> names(refused(call(EARLY_LIST, Map.of("busNo", busNo + "E"))), "listDetail"));
    }

    private void demanded(ConformanceBills bills, ConformanceVersion since, String method, String... fields) {
        if (!version.demandsSince(since)) {
            return;
        }
        String missing = String.join("、", fields);
        check(method + " 缺少 " + missing + "，被拒绝并指出", () -> {
            var wrong = bills.settlement(method, "V-" + method + "-" + fields[0], "10.00");
            for (String field : fields) {
                wrong.remove(field);
            }
            return names(refused(call(method, wrong)), fields);
        });
    }

    private void unknown(String method, Map<String, Object> data) {
        check("没有方法 " + method + "，说明本版本没有", () -> names(refused(call(method, data)), method, version.code()));
    }

    private void afterwards(ConformanceBills bills, Issued issued) {
        section = "查询与冲红";
        check("按业务流水号查到同一张票据", () -> {
            JsonNode bill = accepted(call("getEBillByBusNo", Map.of("busNo", bills.busNo("A"))))
                    .json();
            expect(text(bill, "billNo", "\\d{10}").equals(issued.number()), "查到另一个号码");
            return issued.number();
        });
        check("没有的业务流水号，查询被拒绝并说可以开票", () -> refused(call("getEBillByBusNo", Map.of("busNo", bills.busNo("NONE")))));
        check("取票据状态：正常、未换开、未冲红", () -> {
            JsonNode state =
                    accepted(call("getEBillStatesByBillInfo", issued.named())).json();
            text(state, "isPrtPaper", "0");
            text(state, "isScarlet", "0");
            return "状态 " + text(state, "state", "1");
        });
        var reversal = Map.<String, Object>of(
                "billBatchCode",
                issued.code(),
                "billNo",
                issued.number(),
                "reason",
                "一致性检查",
                "operator",
                "收费员一",
                "busDateTime",
                bills.now(),
                "placeCode",
                bills.place());
        var red = new String[] {""};
        check("冲红 writeOffEBill 开出另一个号码的红票", () -> {
            JsonNode answer = accepted(call("writeOffEBill", reversal)).json();
            red[0] = text(answer, "eScarletBillNo", "\\d{10}");
            expect(!red[0].equals(issued.number()), "红票的号码与原票相同");
            return text(answer, "eScarletBillBatchCode", "\\d{8}") + " " + red[0];
        });
        check("再次冲红，被拒绝或返回同一张红票", () -> {
            var again = call("writeOffEBill", reversal);
            if (!again.accepted()) {
                return shortened(again.message());
            }
            expect(text(again.json(), "eScarletBillNo", "\\d{10}").equals(red[0]), "开出了第二张红票");
            return "仍是 " + red[0];
        });
        check("冲红后按业务流水号查到红票", () -> {
            JsonNode bill = accepted(call("getEBillByBusNo", Map.of("busNo", bills.busNo("A"))))
                    .json();
            text(bill, "isScarlet", "1");
            expect(text(bill, "scarletBillNo", "\\d{10}").equals(red[0]), "查到另一张红票");
            return red[0];
        });
    }

    private JsonNode issue(ConformanceBills bills, String method, String suffix, String yuan)
            throws IOException, InterruptedException {
        return accepted(call(method, bills.settlement(method, suffix, yuan))).json();
    }

    private static String number(JsonNode bill) {
        return text(bill, "billBatchCode", "\\d{8}") + " " + text(bill, "billNo", "\\d{10}");
    }

    /** @return the text, shortened, when it names all of these */
    private static String names(String text, String... parts) {
        for (String part : parts) {
            expect(text.contains(part), "没有指出 " + part + "：" + text);
        }
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }

    /** 录制回放 One call a line: {@code {"method":"…","data":{…}}}; every answer is to be a success. */
    void play(Path recorded) throws IOException {
        section = "回放 " + recorded.getFileName();
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
            checks.add(new Check(section, title, Result.PASSED, trial.run()));
        } catch (IOException | RuntimeException e) {
            checks.add(
                    new Check(section, title, Result.FAILED, e.getMessage() == null ? e.toString() : e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            checks.add(new Check(section, title, Result.FAILED, "中断"));
        }
    }

    private void skip(String title, String why) {
        checks.add(new Check(section, title, Result.SKIPPED, why));
    }

    private MarketClient.Answer call(String method, Map<String, Object> data) throws IOException, InterruptedException {
        return call(method, JSON.writeValueAsString(data));
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
        return answer.message();
    }

    private static String shortened(String text) {
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
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

    /** One line. */
    String summary() {
        return "协议版本 " + versionSaid + "：" + (passed() ? "全部通过" : "没有全部通过") + "，通过 " + count(Result.PASSED) + "，不通过 "
                + count(Result.FAILED) + "，未检查 " + count(Result.SKIPPED);
    }

    ConformanceVersion version() {
        return version;
    }

    boolean passed() {
        return checks.stream().noneMatch(check -> check.result() == Result.FAILED);
    }

    private long count(Result result) {
        return checks.stream().filter(check -> check.result() == result).count();
    }

    /** 报告 in Markdown, for people. */
    String report() {
        var text = new StringBuilder("# 业务系统接口一致性检查\n\n| | |\n|---|---|\n")
                .append("| 地址 | ")
                .append(address)
                .append(" |\n| 应用账号 | ")
                .append(appid)
                .append(" |\n| 协议版本 | ")
                .append(versionSaid)
                .append(" |\n| 结论 | **")
                .append(passed() ? "全部通过" : "没有全部通过")
                .append("**：通过 ")
                .append(count(Result.PASSED))
                .append("，不通过 ")
                .append(count(Result.FAILED))
                .append("，未检查 ")
                .append(count(Result.SKIPPED))
                .append(" |\n");
        String last = "";
        for (Check check : checks) {
            if (!check.section().equals(last)) {
                last = check.section();
                text.append("\n## ").append(last).append("\n\n| 结果 | 检查 | 实际 |\n|---|---|---|\n");
            }
            text.append("| ")
                    .append(check.result().label)
                    .append(" | ")
                    .append(check.title())
                    .append(" | ")
                    .append(shortened(check.found()).replace("|", "｜").replaceAll("[\\r\\n]+", " "))
                    .append(" |\n");
        }
        return text.append(SIGN_OFF).toString();
    }
}
