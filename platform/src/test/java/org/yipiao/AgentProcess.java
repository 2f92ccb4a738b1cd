package org.yipiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 窗口代理 The agent as a process of its own on a cashier's machine, called as a desktop HIS calls it. */
final class AgentProcess implements AutoCloseable {
    static final String HIS_KEY = "00112233445566778899aabbcc";

    private static final String APPID = "DEMOHIS";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)/extend");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private final int platform;
    private Process process;
    private int port;

    private AgentProcess(Path home, int platform) {
        this.home = home;
        this.platform = platform;
    }

    static AgentProcess start(int platform, String enrolment) throws IOException {
        var agent = new AgentProcess(Files.createTempDirectory("agent"), platform);
        Files.writeString(agent.home.resolve("agent.properties"), """
                port=0
                platform=http://127.0.0.1:%d/medical-web
                enrolment=%s
                probe-ms=100
                printer=folder
                terminal=示例终端
                """.formatted(platform, enrolment));
        agent.run();
        return agent;
    }

    private void run() throws IOException {
        Path classes =
                Path.of("..", "agent", "target", "classes").toAbsolutePath().normalize();
        String ours = Path.of("target").toAbsolutePath().normalize().toString();
        String classPath = classes
                + File.pathSeparator
                + Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.startsWith(ours))
                        .collect(Collectors.joining(File.pathSeparator));
        Path log = Files.createTempFile(home, "agent", ".log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dstdout.encoding=UTF-8",
                        "org.yipiao.agent.Agent",
                        "--home",
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", classPath);
        process = builder.start();
        await("the agent's address", () -> {
            String said = Files.readString(log);
            if (!process.isAlive()) {
                throw new IllegalStateException("the agent ended: " + said);
            }
            var address = ADDRESS.matcher(said);
            if (address.find()) {
                port = Integer.parseInt(address.group(1));
            }
            return port != 0;
        });
        call(
                "InitParams",
                "{\"url\":\"http://127.0.0.1:" + platform + "/medical-web\",\"appkey\":\"" + HIS_KEY + "\"}");
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    JsonNode status() {
        return JSON.readTree(get("/status"));
    }

    /** Signed up, with base data and a block. */
    void ready() {
        await(
                "a block at the window: " + status(),
                () -> !status().path("blocks").isEmpty());
    }

    void awaits(String mode) {
        await(mode, () -> status().path("mode").asString().equals(mode));
    }

    void uploaded() {
        await("everything uploaded: " + status(), () -> status().path("waiting").asInt() == 0);
    }

    /** The bill of a settlement of 36.50. */
    JsonNode issue(String busNo, String place) {
        JsonNode answer = opened(call("invoiceEBillOutpatient", settlement(busNo, place, "36.50")));
        assertThat(answer.path("result").asString()).as(message(answer)).isEqualTo("S0000");
        return JSON.readTree(message(answer));
    }

    String refusal(String busNo, String place, String yuan) {
        JsonNode answer = opened(call("invoiceEBillOutpatient", settlement(busNo, place, yuan)));
        assertThat(answer.path("result").asString()).isEqualTo("E0001");
        return message(answer);
    }

    /** @return pages that went to the printer */
    int print(JsonNode bill) throws IOException {
        JsonNode answer = opened(call("printElectBill", JSON.writeValueAsString(bill)));
        assertThat(answer.path("result").asString()).as(message(answer)).isEqualTo("S0000");
        return pages(bill.path("billBatchCode").asString() + "_"
                + bill.path("billNo").asString());
    }

    private int pages(String printed) throws IOException {
        try (var pdf =
                Loader.loadPDF(home.resolve("print").resolve(printed + ".pdf").toFile())) {
            return pdf.getNumberOfPages();
        }
    }

    /** 换开并打印 on the next sheet of the point. @return its number */
    String convert(JsonNode bill, String place, String paperCode) throws IOException {
        JsonNode next = opened(
                call("getPaperBillNo", "{\"placeCode\":\"" + place + "\",\"pBillBatchCode\":\"" + paperCode + "\"}"));
        assertThat(next.path("result").asString()).as(message(next)).isEqualTo("S0000");
        String number = JSON.readTree(message(next)).path("pBillNo").asString();
        JsonNode answer = opened(call("turnPaperPrint", """
                {"billBatchCode":"%s","billNo":"%s","pBillBatchCode":"%s","pBillNo":"%s","busDateTime":"20261121093011000",
                 "placeCode":"%s","operator":"收费员一"}
                """.formatted(
                bill.path("billBatchCode").asString(), bill.path("billNo").asString(), paperCode, number, place)));
        assertThat(answer.path("result").asString()).as(message(answer)).isEqualTo("S0000");
        assertThat(pages(paperCode + "_" + number + "-paper")).isEqualTo(1);
        return number;
    }

    /** kill -9 while a settlement is on its way, then started again with the same folder. */
    void killDuring(String busNo, String place) throws Exception {
        Thread calling = Thread.ofPlatform().start(() -> {
            try {
                call("invoiceEBillOutpatient", settlement(busNo, place, "36.50"));
            } catch (UncheckedIOException killed) {
                // The window never hears the answer.
            }
        });
        process.destroyForcibly().waitFor();
        calling.join();
        port = 0;
        run();
        awaits("离线");
    }

    private static String settlement(String busNo, String place, String yuan) {
        return """
                {"busNo":"%s","busType":"02","payer":"测试甲","busDateTime":"20261121093011000","placeCode":"%s","payee":"收费员一",
                 "totalAmt":%s,"payerType":"1","idCardNo":"990000199001011234","cardType":"3101","cardNo":"C1","sex":"男","age":"35",
                 "medCareTypeCode":"01","patientCategory":"内科","patientNo":"T1","consultationDate":"2026-11-21","tel":"13900000000",
                 "selfCashPay":"%s","isArrears":"1","payChannelDetail":[{"payChannelCode":"05","payChannelValue":%s}],
                 "otherInfo":[{"infoName":"起付标准","infoValue":"100.00"}],
                 "chargeDetail":[{"sortNo":1,"chargeCode":"01","chargeName":"西药费","unit":"","std":%s,"number":1.0,"amt":%s}],
                 "listDetail":[{"chargeCode":"01","code":"D1","name":"测试片","specification":"10mg*12","unit":"盒","std":"12.50",
                  "number":2,"amt":25.0,"medicalCareType":"甲"}]}
                """.formatted(busNo, place, yuan, yuan, yuan, yuan, yuan);
    }

    private static String message(JsonNode answer) {
        return new String(Base64.getDecoder().decode(answer.path("message").asString("")), StandardCharsets.UTF_8);
    }

    private static JsonNode opened(String answer) {
        return JSON.readTree(
                Base64.getDecoder().decode(JSON.readTree(answer).path("data").asString()));
    }

    private String call(String method, String data) {
        String encoded = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        String signed = "appid=" + APPID + "&data=" + encoded + "&noise=n1&key=" + HIS_KEY + "&version=1.0";
        String payload = "{\"method\":\"" + method + "\",\"params\":{\"appid\":\"" + APPID + "\",\"data\":\"" + encoded
                + "\",\"noise\":\"n1\",\"version\":\"1.0\",\"sign\":\"" + md5(signed) + "\"}}";
        return get("/extend?dllName=NontaxIndustry&func=CallNontaxIndustry&payload="
                + Base64.getUrlEncoder()
                        .encodeToString(payload.getBytes(StandardCharsets.UTF_8))
                        .replace('-', '+')
                        .replace('_', '/')
                        .replace("+", "%2B")
                        .replace("=", "%3D"));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String get(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
