package org.yipiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.verify.Verifier;
import org.yipiao.delivery.BillLinks;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Contact;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.Reversal;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.numbering.NumberStock;
import org.yipiao.offline.WindowSignUp;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.SupervisorySeals;
import org.yipiao.transit.InTransit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole platform against the whole sandbox: from a settlement to a bill that a stranger can verify. */
@Import({WindowSignUp.class, Accounts.class})
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.demo=true", "yipiao.transit.enabled=true", "management.server.port=0"})
class MainRoadSpringTest {
    private static final UnitId UNIT = OneHospital.ID;
    private static final SandboxProcess SANDBOX = SandboxProcess.shared();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) throws IOException {
        Path home = Files.createTempDirectory("road");
        properties.add("yipiao.home", home::toString);
        properties.add("yipiao.signing.url", SANDBOX::url);
        properties.add("yipiao.signing.pin", () -> SandboxProcess.PIN);
        properties.add("yipiao.bureau.url", SANDBOX::url);
        properties.add("yipiao.bureau.agency", () -> SandboxProcess.AGENCY);
        properties.add("yipiao.bureau.key", () -> SandboxProcess.AGENCY_KEY);
        properties.add("yipiao.wechat.url", SANDBOX::url);
        properties.add("yipiao.wechat.appid", () -> SandboxProcess.APPID);
        properties.add("yipiao.wechat.secret", () -> SandboxProcess.SECRET);
        properties.add("yipiao.wechat.template", () -> "T1");
        properties.add("yipiao.sms.url", SANDBOX::url);
        properties.add("yipiao.sms.key", () -> SandboxProcess.SMS_KEY);
        properties.add("yipiao.demo.his.key", () -> AgentProcess.HIS_KEY);
    }

    @Autowired
    Issuing issuing;

    @Autowired
    NumberStock stock;

    @Autowired
    WindowSignUp agents;

    @Autowired
    InTransit transit;

    @Autowired
    Accounts accounts;

    @Autowired
    IssuingPoints points;

    @Autowired
    BillLinks links;

    @Autowired
    SupervisorySeals seals;

    @Autowired
    InstantSource clock;

    @Autowired
    JdbcClient jdbc;

    @LocalServerPort
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void healthy() {
        SANDBOX.healthy();
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(condition);
    }

    private void stocked() {
        await(
                "numbers at the window",
                () -> stock.stock(UNIT).stream()
                        .anyMatch(row ->
                                "0101".equals(row.point()) && row.kind() == BillKind.OUTPATIENT && row.left() > 100));
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), OneHospital.ZONE).truncatedTo(ChronoUnit.MILLIS);
    }

    private IssuedBill issue(String busNo, String yuan, Contact contact) {
        BillContent content = OneLedger.content(yuan);
        IssueResult result =
                issuing.issue(new Charge(UNIT, "test", busNo, "02", "0101", now(), content, true, "", contact, "{}"));
        assertThat(result).isInstanceOf(IssueResult.Accepted.class);
        return ((IssueResult.Accepted) result).bill();
    }

    private void arrived() {
        await("an empty road", () -> transit.backlog(UNIT).stream().allMatch(stage -> stage.waiting() == 0));
    }

    private static String token(String link) {
        return link.substring(link.lastIndexOf('/') + 1);
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> check(IssuedBill bill, String checkCode) throws Exception {
        String body = JSON.writeValueAsString(Map.of(
                "billCode",
                bill.code().digits(),
                "billNumber",
                bill.number().digits(),
                "checkCode",
                checkCode,
                "issueDate",
                bill.issuedAt().toLocalDate().toString(),
                "totalAmount",
                bill.total().plain()));
        return post("/api/payer/check", "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode json(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body());
    }

    @Test
    void a_settlement_becomes_a_bill_that_a_stranger_can_look_at_check_and_verify() throws Exception {
        stocked();
        IssuedBill bill = issue("ROAD-1", "12.05", new Contact("", "", "oMAINROADPAYER", "", ""));
        arrived();

        String token = token(links.link(bill.id()));
        var page = get("/api/payer/bills/" + token);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("X-Robots-Tag")).hasValue("noindex, nofollow");
        JsonNode view = json(page);
        assertThat(view.path("state").stringValue()).isEqualTo("ISSUED");
        assertThat(view.path("totalFen").asLong()).isEqualTo(1205);
        assertThat(view.path("archived").asBoolean()).isTrue();
        assertThat(view.path("familyMax").asInt()).isEqualTo(5);
        assertThat(view.path("stages").size()).isEqualTo(5);
        assertThat(view.path("stages")).allMatch(stage -> stage.path("done").asBoolean());

        byte[] ofd = get("/api/payer/bills/" + token + "/files/ofd").body();
        var checks = new Verifier(new Verifier.Trust(seals.roots(UNIT), seals.supervisors(UNIT))).verify(ofd);
        assertThat(Verifier.genuine(checks)).as("%s", checks).isTrue();
        assertThat(new String(get("/api/payer/bills/" + token + "/files/xml").body(), StandardCharsets.UTF_8))
                .startsWith("<?xml");
        assertThat(get("/api/payer/bills/" + token + "/files/pdf").body()).startsWith('%', 'P', 'D', 'F');
        assertThat(get("/api/payer/bills/" + token + "/face/1.svg").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("image/svg+xml"));
        assertThat(get("/api/payer/bills/" + token + "/face/1.png").body()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(get("/api/payer/bills/" + token + "/face/99.svg").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/payer/bills/" + token + "/files/exe").statusCode()).isEqualTo(404);
        assertThat(get("/api/payer/bills/" + "A".repeat(token.length())).statusCode())
                .isEqualTo(404);

        var verified = post("/api/payer/verify", "application/octet-stream", ofd);
        assertThat(json(verified).path("genuine").asBoolean()).isTrue();
        assertThat(json(verified).path("kind").stringValue()).isEqualTo("OFD");
        ofd[ofd.length / 2] ^= 1;
        assertThat(json(post("/api/payer/verify", "application/octet-stream", ofd))
                        .path("genuine")
                        .asBoolean())
                .isFalse();
        assertThat(post("/api/payer/verify", "application/octet-stream", new byte[5 * 1024 * 1024 + 1])
                        .statusCode())
                .isEqualTo(413);
        assertThat(json(get("/api/payer/trust")).path("roots").size()).isPositive();

        assertThat(SANDBOX.get("/sandbox/wechat/messages?openid=oMAINROADPAYER")
                        .path("rows")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void a_second_hospital_is_opened_on_the_console_from_nothing_to_its_first_bill() {
        var second = new UnitId("990055");
        var told = SANDBOX.register(second.value(), "12990000000000055X", "示例医院五十五");
        accounts.add(UNIT.value(), "opener", "ADMIN");
        var opener = new Browser(port);
        assertThat(opener.login("opener", Accounts.PASSWORD).status()).isEqualTo(200);
        String page = "/api/console/units/" + second;

        assertThat(opener.get(page).code()).isEqualTo("UNIT_NOT_FOUND");
        assertThat(opener.post("/api/console/units", Map.of("unit", "9 9", "name", ""))
                        .text())
                .contains("单位识别码")
                .contains("单位名称");
        var named = Map.of("unit", second.value(), "name", "示例医院五十五");
        assertThat(opener.post("/api/console/units", named).status()).isEqualTo(201);
        assertThat(opener.post("/api/console/units", named).code()).isEqualTo("UNIT_EXISTS");
        assertThat(done(opener, second)).containsExactly("BASE");

        assertThat(opener.put(page + "/bureau", Map.of("url", "ftp://x", "key", "geheim"))
                        .text())
                .contains("http://")
                .doesNotContain("geheim");
        var bureau = Map.of("url", SANDBOX.url(), "key", told.path("agencyKey").stringValue());
        assertThat(opener.post(page + "/bureau/trial", Map.of("url", SANDBOX.url(), "key", "wrong"))
                        .json()
                        .path("succeeded")
                        .asBoolean())
                .isFalse();
        assertThat(opener.post(page + "/bureau/trial", bureau)
                        .json()
                        .path("detail")
                        .stringValue())
                .contains("示例医院五十五");
        assertThat(opener.put(page + "/bureau", bureau).text())
                .doesNotContain(told.path("agencyKey").stringValue());
        var signing = Map.of(
                "url",
                SANDBOX.url(),
                "keyIndex",
                told.path("keyIndex").asInt(),
                "pin",
                told.path("pin").stringValue());
        assertThat(opener.post(page + "/signing/trial", signing)
                        .json()
                        .path("subject")
                        .stringValue())
                .contains("示例医院五十五");
        assertThat(opener.put(page + "/signing", signing).text())
                .doesNotContain(told.path("pin").stringValue());
        await("seal and charge items", () -> done(opener, second).containsAll(List.of("BUREAU", "SIGNING")));

        var made = opener.post(page + "/accounts", Map.of("ending", ".h55", "business", true));
        assertThat(made.json().size()).isEqualTo(6);
        assertThat(opener.post(page + "/accounts", Map.of("ending", ".h56")).code())
                .isEqualTo("ACCOUNTS_EXIST");
        var theirs = new Browser(port);
        var admin = made.json().get(0);
        assertThat(theirs.login(
                                admin.path("username").stringValue(),
                                admin.path("oneTimePassword").stringValue())
                        .json()
                        .path("mustChangePassword")
                        .asBoolean())
                .isTrue();

        points.save(new IssuingPoints.IssuingPoint(second, "A1", "一号窗", List.of(BillKind.OUTPATIENT), false));
        int year = now().getYear();
        stock.request(second, BillKind.OUTPATIENT, year, 100, "测试甲");
        assertThat(stock.distribute(second, "A1", BillKind.OUTPATIENT, year, 50, "测试甲"))
                .isNotEmpty();
        var first = (IssueResult.Accepted) issuing.issue(new Charge(
                second, "test", "OPEN-1", "02", "A1", now(), OneLedger.content("8.80"), true, "", Contact.NONE, "{}"));
        await("the first bill is countersigned", () -> done(opener, second).contains("FIRST_BILL"));
        assertThat(done(opener, second)).hasSize(7).doesNotContain("CALLERS");
        assertThat(SANDBOX.get("/sandbox/bureau/numbers"))
                .anyMatch(segment -> segment.path("agency").stringValue().equals(second.value()));

        accounts.add(second.value(), "theirs", "ADMIN");
        var guest = new Browser(port);
        guest.login("theirs", Accounts.PASSWORD);
        assertThat(guest.get("/api/console/units").json().path("units").size()).isEqualTo(1);
        assertThat(guest.get("/api/console/units/" + UNIT).code()).isEqualTo("UNIT_NOT_FOUND");
        assertThat(guest.get(page).json().path("manages").asBoolean()).isFalse();
        assertThat(guest.put(page + "/bureau", bureau).code()).isEqualTo("INSTALLATION_ONLY");
        assertThat(guest.post("/api/console/units", Map.of("unit", "990056", "name", "私设"))
                        .code())
                .isEqualTo("INSTALLATION_ONLY");

        assertThat(opener.post("/api/console/units/" + UNIT + "/stop", Map.of("reason", "试停"))
                        .code())
                .isEqualTo("UNIT_STATE");
        assertThat(opener.post(page + "/stop", Map.of("reason", "迁址停业")).status())
                .isEqualTo(200);
        assertThat(issuing.issue(new Charge(
                        second,
                        "test",
                        "OPEN-2",
                        "02",
                        "A1",
                        now(),
                        OneLedger.content("9"),
                        true,
                        "",
                        Contact.NONE,
                        "{}")))
                .isInstanceOfSatisfying(
                        IssueResult.Refused.class,
                        refused -> assertThat(refused.detail()).contains("单位已停用"));
        assertThat(issuing.issue(new Charge(
                        second,
                        "test",
                        "OPEN-1",
                        "02",
                        "A1",
                        now(),
                        OneLedger.content("8.80"),
                        true,
                        "",
                        Contact.NONE,
                        "{}")))
                .as("what was billed stays billed")
                .isInstanceOfSatisfying(
                        IssueResult.Accepted.class,
                        again -> assertThat(again.bill().id())
                                .isEqualTo(first.bill().id()));
        assertThat(opener.post(page + "/start", Map.of("reason", "复业")).status())
                .isEqualTo(200);
    }

    /** The steps of opening that are done, as the page shows them. */
    private static List<String> done(Browser browser, UnitId unit) {
        var done = new ArrayList<String>();
        browser.get("/api/console/units/" + unit).json().path("steps").forEach(step -> {
            if (step.path("done").asBoolean()) {
                done.add(step.path("key").stringValue());
            }
        });
        return done;
    }

    @Test
    void every_wrong_factor_gets_the_same_answer_and_a_bill_is_checked_five_times_a_day() throws Exception {
        stocked();
        IssuedBill bill = issue("ROAD-CHECK", "3.30", Contact.NONE);
        arrived();
        String right = bill.checkCode().text();
        String wrong = right.startsWith("a") ? "b" + right.substring(1) : "a" + right.substring(1);

        JsonNode found = json(check(bill, right));
        assertThat(found.path("found").asBoolean()).isTrue();
        assertThat(found.path("checkCount").asLong()).isEqualTo(1);
        assertThat(found.path("checks").size()).isGreaterThan(5);
        byte[] wrongCode = check(bill, wrong).body();
        assertThat(JSON.readTree(wrongCode).path("found").asBoolean()).isFalse();
        String unknown = JSON.writeValueAsString(Map.of(
                "billCode",
                bill.code().digits(),
                "billNumber",
                "9999999998",
                "checkCode",
                right,
                "issueDate",
                "20260101",
                "totalAmount",
                "1.00"));
        assertThat(post("/api/payer/check", "application/json", unknown.getBytes(StandardCharsets.UTF_8))
                        .body())
                .isEqualTo(wrongCode);
        for (int i = 0; i < 3; i++) {
            assertThat(check(bill, right).statusCode()).isEqualTo(200);
        }
        var limited = check(bill, right);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(json(limited).path("detail").stringValue()).contains("已达上限");
    }

    @Test
    void trouble_with_every_party_loses_nothing_doubles_nothing_and_both_ledgers_agree() {
        stocked();
        String some = "{\"lostShare\":0.3,\"wrongShare\":0.2,\"errorShare\":0.1}";
        List.of("bureau", "signer", "wechat").forEach(party -> SANDBOX.fault(party, some));
        List<IssuedBill> blues = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            blues.add(
                    issue("ROAD-TROUBLE-" + i, (i + 1) + ".50", new Contact("", "", "oTROUBLE" + i + "PAYER", "", "")));
        }
        SANDBOX.fault("bureau", "{\"outageSeconds\":5}");
        for (int i = 40; i < 60; i++) {
            blues.add(issue("ROAD-TROUBLE-" + i, (i + 1) + ".50", Contact.NONE));
        }
        SANDBOX.fault("bureau", some);
        await(
                "enough trouble",
                () -> transit.parties(new UnitId(SandboxProcess.AGENCY)).stream()
                                .mapToLong(InTransit.PartyHealth::failures)
                                .sum()
                        >= 15);
        SANDBOX.healthy();
        arrived();
        List<IssuedBill> reds = new ArrayList<>();
        for (IssuedBill blue : blues.subList(0, 10)) {
            var result =
                    issuing.reverse(new Reversal(UNIT, blue.code(), blue.number(), "退费", "测试乙", "", now(), "test"));
            assertThat(result).isInstanceOf(IssueResult.Accepted.class);
            reds.add(((IssueResult.Accepted) result).bill());
        }
        arrived();

        Map<String, String> theirs = new HashMap<>();
        SANDBOX.ledger()
                .forEach(row -> theirs.merge(
                        row.path("billCode").stringValue()
                                + row.path("billNumber").stringValue(),
                        row.path("state").stringValue() + " "
                                + row.path("totalFen").asLong(),
                        (a, b) -> "doubled"));
        for (IssuedBill blue : blues) {
            boolean reversed = blues.indexOf(blue) < 10;
            assertThat(theirs.get(blue.code().digits() + blue.number().digits()))
                    .isEqualTo(
                            (reversed ? "REVERSED " : "ISSUED ") + blue.total().fen());
        }
        for (IssuedBill red : reds) {
            assertThat(theirs.get(red.code().digits() + red.number().digits()))
                    .isEqualTo("ISSUED " + red.total().fen());
        }
        assertThat(jdbc.sql("""
                        select count(*) from issuing.bill_state where state not in ('ISSUED', 'REVERSED')
                        """).query(Long.class).single()).isZero();
        assertThat(jdbc.sql("select count(*) from archive.original where archived_at is not null")
                        .query(Long.class)
                        .single())
                .isEqualTo(jdbc.sql("select count(*) from issuing.bill")
                        .query(Long.class)
                        .single());
        for (int i = 0; i < 40; i++) {
            assertThat(SANDBOX.get("/sandbox/wechat/messages?openid=oTROUBLE" + i + "PAYER")
                            .path("rows")
                            .size())
                    .as("messages to payer %s: one of the bill, one of its reversal", i)
                    .isEqualTo(i < 10 ? 2 : 1);
        }
    }

    @Test
    void two_windows_go_on_without_the_network_and_every_bill_arrives_once_with_its_time() throws Exception {
        stocked();
        await(
                "numbers at the second window",
                () -> stock.stock(UNIT).stream()
                        .anyMatch(row ->
                                "0102".equals(row.point()) && row.kind() == BillKind.OUTPATIENT && row.left() > 300));
        try (var gate = new TcpGate(port);
                var first = AgentProcess.start(gate.port(), agents.invite(UNIT, "一号窗", "0101", "测试甲"));
                var second = AgentProcess.start(gate.port(), agents.invite(UNIT, "二号窗", "0102", "测试甲"))) {
            first.ready();
            second.ready();
            var online = first.issue("NET-ONLINE", "W01");
            assertThat(online.path("pictureUrl").asString()).isNotEmpty();
            arrived();
            String sheet = first.convert(online, "W01", "990117");
            assertThat(jdbc.sql("""
                            select c.state || ' ' || p.copy || ' ' || p.terminal
                              from paper.conversion c join paper.print p on p.unit_id = c.unit_id and p.subject = 'PAPER' and p.subject_id = c.conversion_id
                             where c.paper_code = '990117' and c.paper_number = :number
                            """).param("number", sheet).query(String.class).list())
                    .containsExactly("LIVE 1 示例终端");
            gate.shut();
            first.awaits("离线");
            second.awaits("离线");
            var answers = new HashMap<String, JsonNode>();
            for (int i = 0; i < 100; i++) {
                answers.put("NET-A" + i, first.issue("NET-A" + i, "W01"));
                if (i == 50) {
                    second.killDuring("NET-B50", "K1");
                }
                answers.put("NET-B" + i, second.issue("NET-B" + i, "K1"));
            }
            assertThat(first.issue("NET-A7", "W01"))
                    .as("the same settlement again")
                    .isEqualTo(answers.get("NET-A7"));
            assertThat(answers.values())
                    .extracting(bill -> bill.path("billBatchCode").asString()
                            + bill.path("billNo").asString())
                    .doesNotHaveDuplicates();
            assertThat(first.refusal("NET-DEAR", "W01", "999999.00")).contains("单张金额超过离线上限");
            assertThat(first.print(answers.get("NET-A0"))).as("face and codes").isGreaterThanOrEqualTo(2);
            gate.open();
            first.uploaded();
            second.uploaded();
            for (var entry : answers.entrySet()) {
                var rows = jdbc.sql("""
                        select to_char(b.issued_at, 'YYYYMMDDHH24MISSMS') || ' ' || b.bill_number || ' ' || b.check_code
                          from issuing.bill b
                          join issuing.offline o on o.unit_id = b.unit_id and o.bill_id = b.bill_id
                         where b.bus_no = :busNo
                        """)
                        .param("busNo", entry.getKey())
                        .query(String.class)
                        .list();
                var told = entry.getValue();
                assertThat(rows)
                        .as(entry.getKey())
                        .containsExactly(told.path("createTime").asString() + " "
                                + told.path("billNo").asString() + " "
                                + told.path("random").asString());
            }
            assertThat(jdbc.sql("select count(*) from offline.bill where state <> 'ACCEPTED'")
                            .query(Long.class)
                            .single())
                    .isZero();
            // Read by the platform itself, the settlement is the same bill.
            assertThat(second.issue("NET-A3", "W01").path("billNo"))
                    .isEqualTo(answers.get("NET-A3").path("billNo"));
            arrived();
            assertThat(jdbc.sql(
                                    "select count(*) from issuing.bill_state s join issuing.offline o on o.unit_id = s.unit_id and o.bill_id = s.bill_id where s.state = 'ISSUED'")
                            .query(Long.class)
                            .single())
                    .isEqualTo(200);
        }
    }
}
