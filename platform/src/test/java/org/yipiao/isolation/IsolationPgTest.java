package org.yipiao.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yipiao.OneHospital;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.access.Permission;
import org.yipiao.archive.Archive;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.sign.CertificateAuthority;
import org.yipiao.intake.BusinessSystem;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.UnitRegister;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.LedgerSigner;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.NumberStock;
import org.yipiao.numbering.PaperCode;
import org.yipiao.numbering.PaperKind;
import org.yipiao.numbering.PaperStock;
import org.yipiao.numbering.Place;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SigningAccess;
import org.yipiao.supervision.BureauAccess;
import tools.jackson.databind.json.JsonMapper;

/**
 * P-065 Two hospitals in one installation, each with something everywhere. Every route is asked by people of the one who
 * hold every permission and name the other's things: nothing is shown, nothing is changed. Then the owner asks the same,
 * and gets it: otherwise the first half proves nothing.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.login.tries-per-minute=1000", "yipiao.transit.enabled=false"})
@Import({Accounts.class, IsolationPgTest.OutsideWorld.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationPgTest {
    private static final UnitId OURS = new UnitId("990001");
    private static final UnitId THEIRS = new UnitId("990002");
    /** What is done at the second window of our hospital. */
    private static final String SECOND = "SECONDWIN";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What only the other hospital writes. */
    private static final Pattern MARKS = Pattern.compile("(ZBHOSP|zbhosp)[\\w.-]*|980601\\d\\d|9801\\d{2,5}|990002");

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Units units;

    @Autowired
    IssuingPoints points;

    @Autowired
    ChargeItems items;

    @Autowired
    Callers callers;

    @Autowired
    CodeMapping mapping;

    @Autowired
    NumberStock numbers;

    @Autowired
    PaperStock papers;

    @Autowired
    Issuing issuing;

    @Autowired
    Archive archive;

    @Autowired
    UnitRegister register;

    @Autowired
    BureauAccess bureau;

    @Autowired
    SigningAccess signing;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    InstantSource clock;

    /** Writes what it counted when it stops, and then no more. */
    @Autowired
    @Qualifier("codeCounter")
    SmartLifecycle counter;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    /** A bureau that allots at once and a signature server that signs; the road stands still. */
    @TestConfiguration(proxyBeanMethods = false)
    static class OutsideWorld {
        @Bean
        @Primary
        NumberSource allotsAtOnce() {
            var next = new java.util.concurrent.atomic.AtomicLong(1);
            return (unit, requestNo, code, count) -> {
                long first = next.getAndAdd(count);
                return new NumberSource.Grant.Allotted(
                        List.of(new NumberSource.Segment(code, first, first + count - 1)));
            };
        }

        /** Jobs by the clock, which runs none of them here. */
        private static final List<Runnable> CLOCKWORK = new CopyOnWriteArrayList<>();

        static void runOnce(String job) {
            CLOCKWORK.stream().filter(one -> one.toString().endsWith(job)).forEach(Runnable::run);
        }

        /** Nothing happens by itself: whatever changes, a request has changed it. */
        @Bean
        TaskScheduler noClockwork() {
            return (TaskScheduler) Proxy.newProxyInstance(
                    TaskScheduler.class.getClassLoader(),
                    new Class<?>[] {TaskScheduler.class},
                    (scheduler, method, arguments) -> {
                        if (arguments != null && arguments.length > 0 && arguments[0] instanceof Runnable job) {
                            CLOCKWORK.add(job);
                        }
                        return null;
                    });
        }

        @Bean
        @Primary
        LedgerSigner signs(InstantSource clock) throws IOException {
            var keys = Files.createTempDirectory("isolation");
            char[] password = "test".toCharArray();
            var key = CertificateAuthority.openOrCreate(keys.resolve("root.p12"), password, "测试根", clock.instant())
                    .key(keys.resolve("ledger.p12"), password, "测试账本", clock.instant());
            return (unit, content) -> new LedgerSigner.Signed(key.certificate(), key.sign(content));
        }
    }

    private final List<String> tables = new ArrayList<>();
    private Hospital ours;
    private Hospital theirs;

    @BeforeAll
    void two_hospitals() {
        jdbc.sql("insert into access.role (code, name, office, note) values ('DEMO', '全权', 'DEMO', '')")
                .update();
        for (Permission permission : Permission.values()) {
            jdbc.sql("insert into access.role_permission (role_code, permission) values ('DEMO', :permission)")
                    .param("permission", permission.name())
                    .update();
        }
        ours = hospital(OURS, "AAHOSP", "9906", "990117");
        theirs = hospital(THEIRS, "ZBHOSP", "9806", "980117");
        theirs.oneMoreOfEach();
        await().until(() -> jdbc.sql("select count(*) from intake.batch_row where bill_id is null")
                        .query(Long.class)
                        .single()
                == 0);
        counter.stop();
    }

    private Hospital hospital(UnitId unit, String mark, String codes, String paper) {
        var hospital = Hospital.of(
                unit, mark, codes, paper, port, new BusinessSystem(port, mark + "HIS", Hospital.KEY, clock));
        masterData(hospital);
        for (String who : List.of("one", "two")) {
            accounts.add(unit.value(), hospital.username(who), "DEMO");
        }
        hospital.signIn(port);
        hospital.work();
        hospital.callsOfItsSystem();
        file(hospital);
        return hospital;
    }

    private void masterData(Hospital hospital) {
        var unit = hospital.unit();
        var model = new OneHospital().version(OneHospital.ID, 1);
        units.save(new Unit(
                unit,
                1,
                new InvoicingParty("12990000000000000X", hospital.name("医院"), hospital.name("医院"), "1", "示例银行"),
                model.supervisorArea(),
                model.tag(),
                model.normVersion(),
                model.province(),
                model.unitSeal(),
                model.supervisorySeal(),
                model.charset(),
                model.zone()));
        for (String code : List.of("01", "02")) {
            points.save(new IssuingPoints.IssuingPoint(
                    unit, hospital.name(code), hospital.name("窗" + code), List.of(BillKind.OUTPATIENT), false));
        }
        items.save(List.of(new ChargeItems.ChargeItem(
                unit, hospital.name("I1"), hospital.name("诊察费"), List.of(BillKind.OUTPATIENT), 1, true)));
        callers.save(new Callers.Caller(
                unit, hospital.name("HIS"), hospital.name("业务系统"), Hospital.KEY, false, false, true));
        mapping.save(
                unit,
                List.of(
                        new CodeMapping.Entry(
                                hospital.name("HIS"), CodeMapping.Kind.PLACE, hospital.name("W1"), hospital.name("01")),
                        new CodeMapping.Entry(
                                hospital.name("HIS"),
                                CodeMapping.Kind.CHARGE_ITEM,
                                hospital.name("H1"),
                                hospital.name("I1"))));
        register.turn(unit, true, hospital.name("试停"), hospital.name("管理员"));
        register.turn(unit, false, hospital.name("恢复"), hospital.name("管理员"));
        // No address that anybody could be asked at.
        bureau.keep(unit, new BureauAccess.Draft(hospital.name("财政地址"), hospital.name("密钥")), hospital.name("管理员"));
        signing.keep(
                unit,
                new SigningAccess.Draft(hospital.name("签名地址"), 1, hospital.name("口令"), true),
                hospital.name("管理员"));
        int year =
                LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Shanghai")).getYear();
        numbers.register(unit, new BillCode(hospital.codes() + "01" + year % 100), BillKind.OUTPATIENT, year);
        numbers.request(unit, BillKind.OUTPATIENT, year, 1000, "测试");
        for (String code : List.of("01", "02")) {
            assertThat(numbers.distribute(unit, hospital.name(code), BillKind.OUTPATIENT, year, 200, "测试"))
                    .isNotEmpty();
        }
        papers.register(
                unit, new PaperCode(hospital.paper(), hospital.name("门诊收据"), PaperKind.OUTPATIENT, 9, null, false));
        papers.receive(unit, new PaperStock.PaperRange(hospital.paper(), "000000001", "000000500"), "测试", "入库");
        papers.move(
                unit,
                new PaperStock.PaperRange(hospital.paper(), "000000001", "000000100"),
                Place.UNIT,
                Place.point(hospital.name("01")),
                "测试",
                "下发");
    }

    /** What the road would have left behind, and where its ids are read from. */
    private void file(Hospital hospital) {
        var unit = hospital.unit();
        for (String name : List.of("bill", "second", "third")) {
            var bill = new BillId(Long.parseLong(hospital.known(name)));
            issuing.advance(unit, List.of(bill), List.of(BillState.NUMBERED), BillState.UNIT_SIGNED);
            issuing.advance(unit, List.of(bill), List.of(BillState.UNIT_SIGNED), BillState.ISSUED);
            archive.deposit(
                    unit,
                    bill,
                    hospital.name("版式").getBytes(StandardCharsets.UTF_8),
                    hospital.name("原文").getBytes(StandardCharsets.UTF_8));
        }
        await().until(() -> hospital.get("messages?text=" + hospital.name("-OUT1"))
                        .json()
                        .path("total")
                        .asInt()
                > 0);
        hospital.keep("message", hospital.first("messages?text=" + hospital.name("-OUT1"), "rows", "id"));
        await().until(() -> hospital.get("parked").json().path("total").asInt() > 0);
        hospital.keep("parked", hospital.first("parked", "rows", "id"));
        OutsideWorld.runOnce("Segments.look");
        hospital.keep("segment", hospital.first("stock/segments", "rows", "id"));
        hospital.keep("usage", "HX-" + hospital.mark());
        whatTheBureauDecided(hospital);
        hospital.keep("mark", hospital.mark());
        hospital.keep("unit", unit.value());
        hospital.keep("username", hospital.username("one"));
        hospital.keep("paper", hospital.paper());
    }

    /** What the bureau's answers leave behind, which no page can write. */
    private void whatTheBureauDecided(Hospital hospital) {
        for (String sql : List.of("""
                insert into supervision.usage_report (unit_id, report_no, until, after_id, cut_id, state, content,
                       numbers, bills, total_fen, answer, by_whom, created_at)
                values (:unit, :no, '2026-01-31', 0, 0, 'SUBMITTED', '[]', 0, 0, 0, :mark, :mark, now())
                """, """
                insert into supervision.usage_step (unit_id, report_no, at, act, by_whom, note)
                values (:unit, :no, now(), '申报', :mark, :mark)
                """, """
                insert into supervision.review (unit_id, review_no, year, state, content, opinion, by_whom, created_at)
                values (:unit, :no, 2025, 'SUBMITTED',
                        '{"reviewNo":"1","year":2025,"reports":[],"numbers":0,"bills":0,"totalFen":0}', :mark, :mark, now())
                """, """
                insert into supervision.review_step (unit_id, review_no, at, act, by_whom, note)
                values (:unit, :no, now(), '申报', :mark, :mark)
                """, """
                insert into intake.list_detail (unit_id, appid, bus_no, content, rows, at)
                values (:unit, :mark, :no, '{"listDetail":[{"name":"清单行"}]}', 1, now())
                """, """
                insert into offline.cause_rule (unit_id, cause, window_hours, report_hours, by_whom, at)
                values (:unit, 'OTHER', 12, 12, :mark, now())
                """, """
                insert into supervision.sync_state (unit_id, tried_at, failure, our_digest, bureau_digest)
                values (:unit, now(), :mark, '', '')
                """, """
                insert into supervision.sync_change (unit_id, at, asked_by, added, removed)
                values (:unit, now(), :mark, array[:mark], array[]::text[])
                """, """
                insert into supervision.totals_check (unit_id, day, kind, checked_at, our_count_before, our_count, our_fen,
                       bureau_count, bureau_fen, in_transit)
                values (:unit, '2026-01-31', 'OUTPATIENT', now(), 0, 0, 0, 1, 1, 0)
                """, """
                insert into supervision.message (unit_id, direction, peer, path, sent_sm3, sent_size, at, took_ms, outcome)
                values (:unit, 'OUT', :mark, '/', '', 0, now(), 0, '')
                """, """
                insert into numbering.stock_alert (unit_id, subject, name, point, left_count, per_day, opened_at)
                values (:unit, '1', :mark, '', 0, 0, now())
                """, """
                insert into access.certificate (unit_id, account_id, issuer, serial, subject, not_after, bound_by, bound_at)
                select unit_id, id, 'test', substr(md5(:mark), 1, 16), :mark, now(), :mark, now()
                  from access.account where unit_id = :unit and username = :username
                """)) {
            jdbc.sql(sql)
                    .param("unit", hospital.unit().value())
                    .param("no", "HX-" + hospital.mark())
                    .param("mark", hospital.name("财政"))
                    .param("username", hospital.username("new"))
                    .update();
        }
        hospital.keep(
                "certificate",
                jdbc.sql("select id::text from access.certificate where unit_id = :unit")
                        .param("unit", hospital.unit().value())
                        .query(String.class)
                        .single());
    }

    @Test
    @Order(1)
    void every_route_is_in_the_table() throws IOException {
        var known = new TreeSet<String>();
        Routes.console().forEach(line -> known.add(line.route()));
        Routes.others().forEach(line -> known.add(line.route()));
        var contract = JSON.readTree(Files.readString(Path.of("../docs/openapi.json")));
        var routes = new TreeSet<String>();
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(verb -> routes.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(known).isEqualTo(routes);
        var served = new TreeSet<String>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(verb -> mapping.getPatternValues().stream()
                                .filter(path -> path.startsWith("/api/"))
                                .forEach(path -> served.add(verb + " " + path))));
        assertThat(routes).as("the contract has every route that is served").containsAll(served);
    }

    @Test
    @Order(2)
    void nothing_of_the_other_hospital_is_shown_or_changed() {
        var faults = new ArrayList<String>();
        var before = rows(THEIRS);
        for (var line : Routes.console()) {
            if (line.kind() == Routes.Kind.NOT_ASKED) {
                continue;
            }
            var answer = ask(ours, line);
            var shown = shown(answer, line);
            if (!shown.isEmpty()) {
                faults.add(line.route() + " " + line.path() + " shows " + shown);
            }
            if (answer.status() >= 500 && answer.status() != 503) {
                faults.add(line.route() + " fails with " + answer.status() + " " + answer.text());
            }
            if (line.kind() == Routes.Kind.NAMED && answer.status() < 400) {
                faults.add(line.route() + " " + line.path() + " answers " + answer.status() + " " + answer.text());
            }
            if (!line.verb().equals("GET")) {
                var now = rows(THEIRS);
                now.forEach((table, digest) -> {
                    if (!digest.equals(before.get(table))) {
                        faults.add(line.route() + " " + line.path() + " changes " + table);
                    }
                });
                before.putAll(now);
            }
        }
        assertThat(faults).isEmpty();
    }

    private Browser.Answer ask(Hospital asking, Routes.Line line) {
        String path = filled(line.path());
        var request = asking.one().request(path.replace(" ", "%20"));
        if (line.verb().equals("GET")) {
            return asking.one().send(request.GET());
        }
        String body = line.body().isEmpty() ? "{}" : filled(line.body());
        return asking.one()
                .send(request.header("X-XSRF-TOKEN", asking.one().token())
                        .header("Content-Type", "application/json")
                        .method(line.verb(), BodyPublishers.ofString(body)));
    }

    private String filled(String text) {
        return filled(text, theirs);
    }

    private String filled(String text, Hospital whose) {
        var filled = new StringBuilder();
        var names = Pattern.compile("\\{([a-zA-Z_0-9]+)}").matcher(text);
        while (names.find()) {
            String name = names.group(1);
            String value = name.startsWith("own_") ? ours.known(name.substring(4)) : whose.known(name);
            names.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return names.appendTail(filled).toString();
    }

    /** Marks in the answer that the question did not name. */
    private List<String> shown(Browser.Answer answer, Routes.Line line) {
        String asked = filled(line.path()) + filled(line.body());
        return marks(text(answer)).stream()
                .filter(mark -> !asked.toLowerCase(Locale.ROOT).contains(mark.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static List<String> marks(String text) {
        return MARKS.matcher(text)
                .results()
                .map(result -> result.group())
                .distinct()
                .toList();
    }

    /** What a person would read, spreadsheets unpacked. */
    private static String text(Browser.Answer answer) {
        byte[] body = answer.raw().body();
        if (body.length < 4 || body[0] != 'P' || body[1] != 'K') {
            return answer.text();
        }
        var text = new StringBuilder();
        try {
            var file = Files.createTempFile("answer", ".zip");
            Files.write(file, body);
            try (var zip = new ZipFile(file.toFile())) {
                for (var entry : zip.stream().toList()) {
                    text.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Pattern.compile("&#x([0-9a-fA-F]+);")
                .matcher(text)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    /** A digest of every table's rows of one unit. */
    private Map<String, String> rows(UnitId unit) {
        var digests = new LinkedHashMap<String, String>();
        jdbc.sql(tables().stream()
                        .map(table -> "select '" + table + "' as of_table, count(*) || ' ' || coalesce("
                                + "md5(string_agg(t::text, '|' order by t::text)), '') as digest from " + table
                                + " t where unit_id = :unit")
                        .collect(Collectors.joining(" union all ")))
                .param("unit", unit.value())
                .query(row -> {
                    digests.put(row.getString("of_table"), row.getString("digest"));
                });
        return digests;
    }

    private List<String> tables() {
        if (tables.isEmpty()) {
            tables.addAll(found());
        }
        return tables;
    }

    private List<String> found() {
        return jdbc.sql("""
                select table_schema || '.' || table_name
                  from information_schema.columns c
                  join information_schema.tables t using (table_schema, table_name)
                  join pg_class k on k.oid = to_regclass(format('%I.%I', table_schema, table_name))
                 where column_name = 'unit_id'
                   and not k.relispartition
                   and table_schema not in ('pg_catalog', 'information_schema')
                   and table_type = 'BASE TABLE'
                 order by 1
                """).query(String.class).list();
    }

    /** Tables that no line of business of these two hospitals fills, and who asks them. */
    private static final Map<String, String> EMPTY = Map.ofEntries(
            Map.entry("access.delegation", "read for the own account only"),
            Map.entry("access.password_history", "read for the own account only, when it changes its password"),
            Map.entry("access.second_factor", "read for the own account only"),
            Map.entry("access.recovery_code", "read for the own account only"),
            Map.entry("access.weak_check", "filled by a check of hours"),
            Map.entry("access.weak_elsewhere", "of the machines; kept for the unit that runs the installation"),
            Map.entry("booking.payer_booking", "by bill"),
            Map.entry("booking.registration", "by booking sheet"),
            Map.entry("delivery.bill_check", "by bill, of the payer's page"),
            Map.entry("delivery.errand", "by bill"),
            Map.entry("delivery.notice", "by bill"),
            Map.entry("issuing.circulation", "by bill"),
            Map.entry("issuing.partial_refund", "by bill"),
            Map.entry("issuing.offline", "by bill"),
            Map.entry("issuing.reversed_once", "by bill; nobody reads it"),
            Map.entry("numbering.approval", "by document"),
            Map.entry("numbering.term_told", "filled by a timer; nobody reads it"),
            Map.entry("statistics.day", "sums of the tallies, which are there"),
            Map.entry("statistics.hour", "sums of the tallies, which are there"),
            Map.entry("statistics.minute", "sums of the tallies, which are there"),
            Map.entry("offline.block", "by window agent, whose key signs"),
            Map.entry("offline.bill", "by window agent, whose key signs"),
            Map.entry("prepayment.usage", "by voucher"),
            Map.entry("signing.frozen_block", "by bill"),
            Map.entry("signing.unit_signature", "by bill"),
            Map.entry("signing.supervisory_signature", "by bill"),
            Map.entry("signing.unit_seal", "by bill"),
            Map.entry("supervision.config", "read by the unit's own sync only"),
            Map.entry("transit.step", "by bill"));

    @Test
    @Order(3)
    void both_hospitals_have_something_in_every_table() {
        var empty = new ArrayList<String>();
        rows(THEIRS).forEach((table, digest) -> {
            if (digest.startsWith("0 ") && !EMPTY.containsKey(table)) {
                empty.add(table);
            }
        });
        assertThat(empty).isEmpty();
    }

    /** What the market's methods and the open API are asked by the other hospital's business system. */
    @Test
    @Order(4)
    void a_business_system_gets_and_changes_nothing_of_another_hospital() {
        var faults = new ArrayList<String>();
        var before = rows(THEIRS);
        String bill = "/api/open/v1/bills/" + theirs.known("hisCode") + "/" + theirs.known("hisNumber");
        assertThat(ours.system().open("GET", bill, "", "k0000001").statusCode()).isEqualTo(404);
        assertThat(ours.system()
                        .open("POST", bill + "/reversal", "{\"reason\":\"重复收费\"}", "k0000002")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ours.system()
                        .open("GET", "/api/open/v1/bills?busNo=" + theirs.name("-OUT1"), "", "k0000003")
                        .body())
                .isEqualTo("[]");
        for (String place : List.of(theirs.name("W1"), ours.name("W1"), "")) {
            var values = theirValues(place);
            for (String method : ours.system().methods()) {
                var told = ours.system().call(method, values);
                var shown = marks(told.text()).stream()
                        .filter(mark -> !values.toString().contains(mark))
                        .toList();
                if (!shown.isEmpty()) {
                    faults.add(method + " shows " + shown);
                }
            }
        }
        assertThat(rows(THEIRS)).isEqualTo(before);
        assertThat(faults).isEmpty();
    }

    /** Everything the other hospital's papers say. */
    private Map<String, Object> theirValues(String place) {
        var values = new HashMap<>(BusinessSystem.settlement(theirs.name("-OUT1"), "某人", place, ours.name("H1")));
        values.put("billBatchCode", theirs.known("hisCode"));
        values.put("billNo", theirs.known("hisNumber"));
        values.put("random", theirs.known("hisCheck"));
        values.put("createTime", theirs.known("hisTime"));
        values.put("pBillBatchCode", theirs.paper());
        values.put("pBillNo", theirs.known("paperNumber"));
        values.put("voucherBatchCode", theirs.known("voucherCode"));
        values.put("voucherNo", theirs.known("voucherNumber"));
        values.put("hospitalNo", theirs.name("ZY1"));
        values.put("batchNo", theirs.name("-NO1"));
        values.put("acNo", theirs.known("account"));
        values.put("eBillAccNo", theirs.known("account"));
        values.put("busBgnDate", "20200101000000000");
        values.put("busEndDate", "20201231235959000");
        values.put("busDate", "2024-03-05");
        values.put("bgnDate", "2026-01-01");
        values.put("endDate", "2026-12-31");
        values.put("beginDate", "2026-01-01");
        values.put("bgBusDate", "2024-03-05");
        values.put("endBusDate", "2024-03-05");
        values.put("busDateBgnTime", "20240305000000000");
        values.put("busDateEndTime", "20240305235959000");
        values.put("isReturnList", "1");
        return values;
    }

    /** Lists, counts and exports; the second window's mark stands for everything done there. */
    private static final List<String> LISTS = List.of(
            "bills?from=2020-01-01T00:00:00&pageSize=200",
            "bills?from=2020-01-01T00:00:00&text=" + SECOND,
            "bills/export?from=2020-01-01T00:00:00",
            "paper?pageSize=200",
            "paper/codes",
            "points",
            "prepayments/balances?pageSize=200",
            "prepayments/vouchers?pageSize=200",
            "transit?pageSize=200",
            "numbers",
            "numbers/movements?pageSize=200",
            "stock/alerts",
            "stock/balances",
            "stock/balances?at=2099-01-01T00:00:00",
            "stock/balances/export",
            "stock/documents?pageSize=200",
            "stock/documents/export");

    /** By address, and a thing of the second window each. */
    private static final Map<String, String> THINGS = Map.ofEntries(
            Map.entry("GET bills/{bill2}", ""),
            Map.entry("GET bills/{bill2}/face/1.svg", ""),
            Map.entry("GET bills/{bill2}/files/xml", ""),
            Map.entry("GET bills/{bill2}/paper", ""),
            Map.entry("POST bills/{bill2}/prints", "{\"what\":\"BILL\"}"),
            Map.entry("POST bills/{bill2}/reversal", "{\"reason\":\"重复收费\"}"),
            Map.entry("POST bills/{unprinted2}/paper", "{\"paperCode\":\"990117\",\"point\":\"{mark}02\"}"),
            Map.entry("POST desk/bills/{bill2}/partial-refund", "{\"reason\":\"部分退费\",\"lines\":[]}"),
            Map.entry(
                    "POST desk/bills",
                    "{\"key\":\"S1\",\"point\":\"{mark}02\",\"payer\":\"某人\",\"totalFen\":100,"
                            + "\"lines\":[{\"code\":\"{mark}I1\",\"price\":1}]}"),
            Map.entry("GET paper/{sheet2}/sheet.pdf", ""),
            Map.entry("POST paper/{sheet2}/release", "{}"),
            Map.entry("POST paper/{sheet2}/confirmation", "{}"),
            Map.entry(
                    "POST paper/blank-voids",
                    "{\"paperCode\":\"990117\",\"first\":\"000000304\",\"last\":\"000000304\","
                            + "\"point\":\"{mark}02\",\"reason\":\"潮湿\"}"),
            Map.entry(
                    "POST prepayments/vouchers",
                    "{\"key\":\"S2\",\"payer\":\"某人\",\"hospitalNo\":\"1\",\"amountFen\":1,\"point\":\"{mark}02\"}"),
            Map.entry("GET prepayments/vouchers/{voucher2}", ""),
            Map.entry(
                    "POST prepayments/vouchers/{voucher2}/refund",
                    "{\"key\":\"S3\",\"amountFen\":1,\"reason\":\"退款\"}"),
            Map.entry("GET stock/documents/{document2}", ""),
            Map.entry("GET stock/proofs/dump", ""),
            Map.entry("GET stock/proofs/1/file", ""),
            Map.entry("GET usage/draft", ""));

    /** F-046 By no list, count or export and by no guessed address; who may see the window sees it all. */
    @Test
    @Order(5)
    void who_sees_one_window_sees_and_does_nothing_at_another() {
        ours.one().login(ours.username("one"), Accounts.PASSWORD);
        ours.workAtTheSecondWindow(SECOND);
        accounts.addScoped(OURS.value(), "scoped-first", "POINT", List.of(ours.name("01")), "", "DEMO");
        accounts.addScoped(OURS.value(), "scoped-second", "POINT", List.of(ours.name("02")), "", "DEMO");
        accounts.addScoped(OURS.value(), "scoped-own", "OWN", List.of(ours.name("01")), "收费员一", "DEMO");
        var campus = accounts.addCampus(OURS.value(), "scoped-campus", ours.name("C1"), "DEMO");
        assertThat(campus).isPositive();
        for (String who : List.of("scoped-first", "scoped-own", "scoped-campus")) {
            var faults = new ArrayList<String>();
            var browser = signedIn(who);
            for (String list : LISTS) {
                var answer = browser.get("/api/console/" + list);
                if (answer.status() != 200) {
                    faults.add(list + " " + answer.text());
                }
                if (text(answer).contains(SECOND) && !list.contains(SECOND)
                        || text(answer).contains("窗02")) {
                    faults.add(list + " shows the second window");
                }
            }
            THINGS.forEach((asked, body) -> {
                var answer = ask(browser, asked, body);
                if (answer.status() < 400) {
                    faults.add(asked + " answers " + answer.text());
                }
            });
            assertThat(faults).as(who).isEmpty();
        }
        var own = signedIn("scoped-own").get("/api/console/bills?from=2020-01-01T00:00:00&pageSize=200");
        assertThat(own.text()).contains(ours.name("-OUT1")).doesNotContain("GT" + ours.name("B1"));
        var totals = signedIn("scoped-campus").get("/api/console/bills/totals?from=2020-01-01T00:00:00");
        assertThat(totals.json().path("blueCount").asLong()).isZero();
        var second = signedIn("scoped-second");
        for (String list : LISTS) {
            var answer = text(second.get("/api/console/" + list));
            assertThat(answer.contains(SECOND) || answer.contains(ours.name("窗02")) || list.startsWith("transit"))
                    .as(list + " " + answer)
                    .isTrue();
        }
        assertThat(second.get("/api/console/transit").json().path("total").asInt())
                .isEqualTo(2);
        for (String asked : List.of(
                "GET bills/{bill2}",
                "GET paper/{sheet2}/sheet.pdf",
                "GET prepayments/vouchers/{voucher2}",
                "GET stock/documents/{document2}")) {
            assertThat(ask(second, asked, "").status()).as(asked).isEqualTo(200);
        }
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, Accounts.PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private Browser.Answer ask(Browser browser, String asked, String body) {
        String verb = asked.substring(0, asked.indexOf(' '));
        var request = browser.request("/api/console/" + filled(asked.substring(verb.length() + 1), ours));
        return browser.send(
                verb.equals("GET")
                        ? request.GET()
                        : request.header("X-XSRF-TOKEN", browser.token())
                                .header("Content-Type", "application/json")
                                .method(verb, BodyPublishers.ofString(filled(body, ours))));
    }

    /** The other half of the proof: its own people get what was refused, its own system too. */
    @Test
    @Order(6)
    void the_owner_gets_what_the_others_were_refused() {
        var faults = new ArrayList<String>();
        for (var line : Routes.console()) {
            if (line.kind() == Routes.Kind.LIST
                    && marks(text(ask(theirs, line))).isEmpty()) {
                faults.add(line.route() + " " + line.path() + " shows the owner nothing");
            }
        }
        for (String method :
                List.of("getEBillByBusNo", "getEBillStatesByBillInfo", "getBillDetail", "getBillByBusDate")) {
            var told = theirs.system().call(method, theirValues(theirs.name("W1")));
            if (!told.success()) {
                faults.add(method + " refuses its owner too: " + told.text());
            }
        }
        for (var line : Routes.console()) {
            if (line.kind() == Routes.Kind.NAMED && !line.path().contains("usage")) {
                String refused = ask(ours, line).code();
                var got = ask(theirs, line);
                if (got.status() >= 400 && got.code().equals(refused)) {
                    faults.add(line.route() + " " + line.path() + " refuses its owner too: " + got.text());
                }
            }
        }
        assertThat(faults).isEmpty();
    }
}
