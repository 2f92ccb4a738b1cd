package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.intake.MarketHospital.APPID;
import static org.yipiao.intake.MarketHospital.KEY;
import static org.yipiao.intake.MarketHospital.UNIT;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.yipiao.access.Accounts;
import org.yipiao.issuing.BillQueries;
import org.yipiao.numbering.NumberStock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The open API as an integration meets it, and the examples of its documentation. Shares the context of the market's door. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.demo=true", "yipiao.demo.his.key=" + KEY})
@Import({MarketHospital.class, Accounts.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiPgTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ISSUE = "/api/open/v1/bills/OUTPATIENT";

    @LocalServerPort
    int port;

    @Autowired
    NumberStock stock;

    @Autowired
    InstantSource clock;

    @Autowired
    BillQueries queries;

    @TempDir
    Path files;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    void the_hospital_is_ready() {
        MarketHospital.bureauAnswers(stock, clock);
    }

    private record Answer(int status, JsonNode json, HttpResponse<String> raw) {
        String code() {
            return json.path("code").asString("");
        }
    }

    private static String settlement(String busNo) {
        return Samples.tree("zlhis-outpatient").put("busNo", busNo).toString();
    }

    private Answer ask(String method, String path, String body, String idempotencyKey, String key, String nonce) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String at = String.valueOf(clock.millis());
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("X-App-Id", APPID)
                .header("X-Timestamp", at)
                .header("X-Nonce", nonce)
                .header("X-Signature", OpenDoor.signature(key, method, path, at, nonce, bytes))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        if (!idempotencyKey.isEmpty()) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        try {
            var raw = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(raw.statusCode(), JSON.readTree(raw.body()), raw);
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer ask(String method, String path, String body, String idempotencyKey) {
        return ask(method, path, body, idempotencyKey, KEY, UUID.randomUUID().toString());
    }

    @Test
    void a_settlement_becomes_a_bill_and_the_same_key_answers_the_same_again() {
        var first = ask("POST", ISSUE, settlement("OPEN-1"), "key-open-1");
        assertThat(first.status()).as(first.raw().body()).isEqualTo(200);
        assertThat(first.json().path("code").asString()).matches("\\d{8}");
        assertThat(first.json().path("totalFen").asLong()).isEqualTo(3650);
        var again = ask("POST", ISSUE, settlement("OPEN-1"), "key-open-1");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.raw().headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(ask("POST", ISSUE, settlement("OPEN-2"), "key-open-1").code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(queries.byBusNo(UNIT, APPID, "OPEN-2")).isEmpty();
        assertThat(ask("POST", ISSUE, settlement("OPEN-2"), "").code()).isEqualTo("IDEMPOTENCY_KEY_MISSING");
        String bill = "/api/open/v1/bills/" + first.json().path("code").asString() + "/"
                + first.json().path("number").asString();
        assertThat(ask("GET", bill, "", "").json().path("busNo").asString()).isEqualTo("OPEN-1");
        assertThat(ask("GET", "/api/open/v1/bills?busNo=OPEN-1", "", "").json().size())
                .isEqualTo(1);
        var red = ask("POST", bill + "/reversal", "{\"reason\":\"重复收费\"}", "key-open-r1")
                .json();
        assertThat(red.path("totalFen").asLong()).isEqualTo(-3650);
        assertThat(red.path("reverses").path("number").asString())
                .isEqualTo(first.json().path("number").asString());
        assertThat(ask("POST", bill + "/reversal", "{\"reason\":\"重复收费\"}", "key-open-r3")
                        .code())
                .isEqualTo("ALREADY_REVERSED");
        assertThat(ask("POST", bill + "/reversal", "{}", "key-open-r2").code()).isEqualTo("FIELD_INVALID");
    }

    @Test
    void what_is_no_reason_reverses_nothing() {
        var blue = ask("POST", ISSUE, settlement("OPEN-7"), "key-open-7").json();
        String bill = "/api/open/v1/bills/" + blue.path("code").asString() + "/"
                + blue.path("number").asString();
        int n = 0;
        for (String body : new String[] {
            "null",
            "[]",
            "{not json",
            "{\"reason\":true}",
            "{\"reason\":99}",
            "{\"reason\":\"a\\u0000b\"}",
            "{\"reason\":\"\\udfff\\ud800\"}",
            "{\"reason\":\"重复收费\",\"operator\":{}}"
        }) {
            assertThat(ask("POST", bill + "/reversal", body, "key-open-no-" + n++)
                            .code())
                    .as(body)
                    .isEqualTo("FIELD_INVALID");
        }
        assertThat(ask("GET", bill, "", "").json().path("reversedBy").isNull()).isTrue();
    }

    @Test
    void what_is_not_signed_as_it_should_be_is_refused_and_nothing_is_issued() {
        String nonce = UUID.randomUUID().toString();
        assertThat(ask("POST", ISSUE, settlement("OPEN-3"), "key-open-3", "wrongkey", nonce)
                        .code())
                .isEqualTo("SIGNATURE_WRONG");
        assertThat(ask("GET", "/api/open/v1/bills?busNo=OPEN-3", "", "", KEY, nonce)
                        .status())
                .as("a refused request does not use up its nonce")
                .isEqualTo(200);
        var replayed = ask("GET", "/api/open/v1/bills?busNo=OPEN-3", "", "", KEY, nonce);
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.raw().headers().firstValue("Content-Type").orElse(""))
                .contains("application/problem+json");
        assertThat(queries.byBusNo(UNIT, APPID, "OPEN-3")).isEmpty();
    }

    @Test
    void faults_come_as_a_problem_with_every_field_named() {
        var answer = ask("POST", ISSUE, "{\"busNo\":\"OPEN-4\"}", "key-open-4");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asString())
                .contains("业务标识(busType)", "开票点编码(placeCode)", "收费项目明细(chargeDetail)");
        assertThat(ask("POST", ISSUE, "not json", "key-open-5").status()).isEqualTo(422);
        assertThat(ask("POST", "/api/open/v1/bills/HOUSE", "{}", "key-open-6").status())
                .isEqualTo(400);
        assertThat(ask("GET", "/api/open/v1/totals?from=2026-02-01&until=2026-01-01", "", "")
                        .status())
                .isEqualTo(422);
        assertThat(ask("GET", "/api/open/v1/totals?from=2026-01-01&until=2026-01-31", "", "")
                        .json()
                        .has("blueFen"))
                .isTrue();
        assertThat(ask("GET", "/api/open/v1/bills/99060126/0000000000", "", "").code())
                .isEqualTo("BILL_NOT_FOUND");
    }

    /** There is no Windows here, and not everywhere a Mono: what these two share with the examples that run is looked at. */
    @Test
    void the_examples_that_can_not_run_everywhere_name_the_same_headers_lines_and_algorithm() throws Exception {
        for (String name : List.of("OpenApi.java", "open-api.mjs", "open_api.py", "OpenApi.cs", "open_api.vbs")) {
            String text = Files.readString(Path.of("../docs/examples/open-api", name));
            assertThat(text.toLowerCase(Locale.ROOT)).as(name).contains("sm3", "hmac");
            assertThat(text)
                    .as(name)
                    .contains("X-App-Id", "X-Timestamp", "X-Nonce", "X-Signature", "Idempotency-Key")
                    .containsPattern(
                            "(?is)method[,&\\s]+(vblf & )?path[,&\\s]+(vblf & )?timestamp[,&\\s]+(vblf & )?nonce");
        }
    }

    @Test
    void the_commands_that_the_example_for_visual_basic_calls_sign_as_the_platform_does() throws Exception {
        Assumptions.assumeTrue(exists("openssl"));
        String script = Files.readString(Path.of("../docs/examples/open-api/open_api.vbs"));
        Path body = Files.writeString(files.resolve("vb.json"), settlement("EXAMPLE-VB"));
        String digest = output(command(script, "OPENSSL_SM3", body, "")).split(" ", -1)[0];
        Path signed = Files.writeString(
                files.resolve("vb.sign"),
                String.join("\n", "POST", ISSUE, "1767225600000", "abcdefgh12345678", digest));
        String key = HexFormat.of().formatHex(KEY.getBytes(StandardCharsets.UTF_8));
        assertThat(output(command(script, "OPENSSL_HMAC", signed, key)).split(" ", -1)[0])
                .isEqualTo(OpenDoor.signature(
                        KEY, "POST", ISSUE, "1767225600000", "abcdefgh12345678", Files.readAllBytes(body)));
    }

    private static List<String> command(String script, String constant, Path file, String key) {
        String line = script.lines()
                .filter(one -> one.startsWith("Const " + constant + " = "))
                .findFirst()
                .orElseThrow();
        String command = line.substring(line.indexOf('"') + 1, line.length() - 1);
        return List.of(command.replace("{file}", file.toString())
                .replace("{hexkey}", key)
                .split(" ", -1));
    }

    @Test
    void the_examples_of_the_documentation_sign_as_the_platform_does() throws Exception {
        Path examples = Path.of("../docs/examples/open-api");
        Path body = Files.writeString(files.resolve("body.json"), settlement("EXAMPLE-1"));
        String right =
                OpenDoor.signature(KEY, "POST", ISSUE, "1767225600000", "abcdefgh12345678", Files.readAllBytes(body));
        var bouncyCastle = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
                .filter(entry -> entry.contains("bcprov"))
                .findFirst()
                .orElseThrow();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var runs = new ArrayList<List<String>>();
        runs.add(List.of(
                java, "-cp", bouncyCastle, examples.resolve("OpenApi.java").toString()));
        runs.add(List.of("node", examples.resolve("open-api.mjs").toString()));
        runs.add(List.of("python3", examples.resolve("open_api.py").toString()));
        if (exists("mcs") && exists("mono")) {
            String program = files.resolve("OpenApi.exe").toString();
            assertThat(output(List.of(
                            "mcs",
                            "-warnaserror",
                            "-out:" + program,
                            examples.resolve("OpenApi.cs").toString())))
                    .as("compiles without a word")
                    .isEmpty();
            runs.add(List.of("mono", program));
        }
        int ran = 0;
        for (var run : runs) {
            if (!exists(run.getFirst())) {
                continue;
            }
            var sign = new ArrayList<>(run);
            sign.addAll(List.of("sign", KEY, "POST", ISSUE, "1767225600000", "abcdefgh12345678", body.toString()));
            assertThat(output(sign)).as(run.getLast()).isEqualTo(right);
            var call = new ArrayList<>(run);
            call.addAll(List.of(
                    "http://localhost:" + port, APPID, KEY, "POST", ISSUE, body.toString(), "key-example-" + ran));
            assertThat(output(call)).as(run.getLast()).startsWith("200").contains("EXAMPLE-1");
            ran++;
        }
        Assumptions.assumeTrue(ran > 0);
        assertThat(queries.byBusNo(UNIT, APPID, "EXAMPLE-1")).hasSize(1);
    }

    private static boolean exists(String program) {
        return program.startsWith("/")
                || Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String output(List<String> command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text.strip();
    }
}
