package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.OneHospital;
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.bill.BillKind;
import org.yipiao.database.SharedDatabase;
import org.yipiao.masterdata.Callers;
import org.yipiao.masterdata.Callers.Arrears;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Protocol;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** The pages of basic information, asked as their users ask. Shares its context with {@link ConsolePgTest}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({Accounts.class, ConsolePgTest.Bureau.class})
@SharedDatabase("console")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BasicsPgTest {
    private static final UnitId OURS = new UnitId("990003");
    private static final UnitId THEIRS = new UnitId("990004");
    private static final String POINTS = "/api/console/basics/points";

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
    CodeMapping mapping;

    @Autowired
    Callers callers;

    @Autowired
    JdbcClient jdbc;

    private Browser info;
    private Browser theirInfo;
    private Browser cashier;

    @BeforeAll
    void two_hospitals() {
        for (UnitId unit : List.of(OURS, THEIRS)) {
            var model = new OneHospital().version(OneHospital.ID, 1);
            units.save(new Unit(
                    unit,
                    1,
                    model.party(),
                    model.supervisorArea(),
                    model.tag(),
                    model.normVersion(),
                    model.province(),
                    model.unitSeal(),
                    model.supervisorySeal(),
                    model.charset(),
                    model.zone()));
        }
        items.save(List.of(
                new ChargeItem(OURS, "04", "化验费", List.of(BillKind.values()), 4, true),
                new ChargeItem(OURS, "09", "西药费", List.of(BillKind.values()), 9, true)));
        callers.save(new Callers.Caller(OURS, "BASICHIS", "测试业务系统", "0011223344", false, false, true));
        accounts.add(OURS.value(), "info", "INFO");
        accounts.add(OURS.value(), "basiccashier", "CASHIER");
        accounts.add(THEIRS.value(), "info2", "INFO");
        info = signedIn("info");
        cashier = signedIn("basiccashier");
        theirInfo = signedIn("info2");
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private static Browser.Answer put(Browser browser, String path, Object body) {
        return browser.send(browser.request(path)
                .header("X-XSRF-TOKEN", browser.token())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(new tools.jackson.databind.json.JsonMapper().writeValueAsString(body))));
    }

    private static Map<String, Object> point(String code, String name) {
        return Map.of(
                "code",
                code,
                "name",
                name,
                "form",
                "WINDOW",
                "kinds",
                List.of("OUTPATIENT"),
                "terminals",
                List.of("10.0.0.1"));
    }

    @Test
    void a_point_is_made_changed_stopped_and_found_in_its_history() {
        assertThat(info.post(POINTS, point("P01", "急诊一号窗"))
                        .json()
                        .path("formLabel")
                        .asString())
                .isEqualTo("人工窗口");
        assertThat(info.post(POINTS, point("P01", "急诊二号窗")).code()).isEqualTo("RECORD_EXISTS");
        assertThat(put(info, POINTS + "/P01", point("P01", "急诊窗")).status()).isEqualTo(200);
        assertThat(points.find(OURS, "P01").orElseThrow().name()).isEqualTo("急诊窗");
        assertThat(info.post(POINTS + "/P01/stop", Map.of())
                        .json()
                        .path("stopped")
                        .asBoolean())
                .isTrue();
        assertThat(points.find(OURS, "P01").orElseThrow().stopped()).isTrue();
        var history = info.get("/api/console/basics/history?kind=POINT&code=P01")
                .json()
                .path("rows");
        assertThat(history.findValuesAsString("act")).containsExactly("停用", "修改", "新建");
        assertThat(history.get(1).path("fields").toString()).contains("急诊一号窗").contains("急诊窗");
        var log = jdbc.sql("select act from access.audit_log where username = 'info' and entry like '%P01%'")
                .query(String.class)
                .list();
        assertThat(log).contains("新建开票点", "修改开票点", "停用开票点");
        var asOf = info.get("/api/console/basics/as-of?kind=POINT&at=2000-01-01T00:00:00")
                .json();
        assertThat(asOf.size()).isZero();
    }

    @Test
    void everything_wrong_with_a_record_is_said_at_once_in_chinese() {
        var answer = info.post(
                POINTS, Map.of("code", "窗 1", "name", "", "form", "HOUSE", "kinds", List.of(), "campus", "不存在的院区"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").findValuesAsString("label"))
                .containsExactly("开票点编码", "开票点名称", "开票点类型", "票据种类", "院区");
        assertThat(points.find(OURS, "窗 1")).isEmpty();
        assertThat(info.post(POINTS, Map.of()).json().path("errors").size()).isEqualTo(4);
    }

    @Test
    void another_unit_and_a_cashier_see_and_change_nothing() {
        info.post(POINTS, point("P02", "内科窗"));
        assertThat(theirInfo.get(POINTS).json().path("total").asInt()).isZero();
        assertThat(theirInfo.post(POINTS + "/P02/stop", Map.of()).status()).isEqualTo(404);
        assertThat(put(theirInfo, POINTS + "/P02", point("P02", "改名")).status()).isEqualTo(404);
        assertThat(theirInfo
                        .get("/api/console/basics/history?kind=POINT&code=P02")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(theirInfo
                        .get("/api/console/basics/mappings?caller=BASICHIS")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(theirInfo
                        .post("/api/console/basics/callers/BASICHIS/key", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(cashier.get(POINTS).code()).isEqualTo("NOT_PERMITTED");
        assertThat(cashier.post(POINTS + "/P02/stop", Map.of()).code()).isEqualTo("NOT_PERMITTED");
        assertThat(points.find(OURS, "P02").orElseThrow().stopped()).isFalse();
    }

    @Test
    void a_renamed_point_takes_its_mapping_along_or_neither_changes() {
        info.post(POINTS, point("P03", "儿科窗"));
        var with = new java.util.HashMap<>(point("P03", "儿科一号窗"));
        with.put("mappings", List.of(Map.of("caller", "BASICHIS", "hisCode", "EK1")));
        assertThat(put(info, POINTS + "/P03", with).status()).isEqualTo(200);
        assertThat(mapping.ours(OURS, "BASICHIS", CodeMapping.Kind.PLACE, "EK1"))
                .contains("P03");
        with.put("name", "儿科二号窗");
        with.put("mappings", List.of(Map.of("caller", "NOBODY", "hisCode", "EK2")));
        assertThat(put(info, POINTS + "/P03", with).json().path("errors").findValuesAsString("label"))
                .containsExactly("接入方");
        assertThat(points.find(OURS, "P03").orElseThrow().name()).isEqualTo("儿科一号窗");
        with.put("mappings", List.of(Map.of("caller", "BASICHIS", "hisCode", "EK2")));
        assertThat(put(info, POINTS + "/P03", with).status()).isEqualTo(200);
        assertThat(mapping.ours(OURS, "BASICHIS", CodeMapping.Kind.PLACE, "EK1"))
                .isEmpty();
        assertThat(info.get(POINTS + "/P03/mappings").json().findValuesAsString("hisCode"))
                .containsExactly("EK2");
    }

    @Test
    void an_item_is_found_by_initials_and_what_the_bureau_says_of_it_stays() {
        var found = info.get("/api/console/basics/items?text=hyf").json().path("rows");
        assertThat(found.findValuesAsString("code")).containsExactly("04");
        assertThat(found.get(0).path("categoryLabel").asString()).isEqualTo("化验费");
        var renamed = Map.of(
                "name", "检验费", "kinds", List.of("OUTPATIENT", "INPATIENT"), "order", "4", "validFrom", "2026-01-01");
        var refused = put(info, "/api/console/basics/items/04", renamed);
        assertThat(refused.json().path("errors").get(0).path("hint").asString()).contains("单位项目申请表");
        var backwards = Map.of(
                "name",
                "化验费",
                "kinds",
                List.of("OUTPATIENT", "INPATIENT"),
                "order",
                "4",
                "validFrom",
                "2026-02-01",
                "validUntil",
                "2026-01-01");
        assertThat(put(info, "/api/console/basics/items/04", backwards)
                        .json()
                        .path("errors")
                        .findValuesAsString("label"))
                .containsExactly("失效日期");
        var made = info.post(
                "/api/console/basics/items",
                Map.of("code", "77", "name", "远程会诊费", "kinds", List.of("OUTPATIENT"), "order", "77"));
        assertThat(made.json().path("usable").asString()).isEqualTo("NOT_LISTED");
        assertThat(made.json().path("mnemonic").asString()).isEqualTo("ychzf");
    }

    @Test
    void the_key_of_an_account_is_shown_once_and_never_again() {
        var made =
                info.post("/api/console/basics/callers", Map.of("appid", "LAB1", "name", "检验系统", "protocol", "3.2.0"));
        String key = made.json().path("key").asString();
        assertThat(key).matches("[0-9a-f]{26}");
        assertThat(callers.find("LAB1").orElseThrow().key()).isEqualTo(key);
        assertThat(info.get("/api/console/basics/callers").text())
                .contains("LAB1")
                .doesNotContain(key);
        assertThat(info.get("/api/console/basics/history?kind=CALLER&code=LAB1").text())
                .doesNotContain(key);
        assertThat(info.post("/api/console/basics/callers", Map.of("appid", "LAB1", "name", "重复", "protocol", "3.2.0"))
                        .code())
                .isEqualTo("RECORD_EXISTS");
        String second = info.post("/api/console/basics/callers/LAB1/key", Map.of())
                .json()
                .path("key")
                .asString();
        assertThat(second).isNotEqualTo(key);
        info.post("/api/console/basics/callers/LAB1/stop", Map.of());
        assertThat(callers.find("LAB1").orElseThrow().enabled()).isFalse();
    }

    @Test
    void an_account_without_a_chosen_version_gets_the_newest_and_an_unknown_one_is_refused() {
        var made = info.post("/api/console/basics/callers", Map.of("appid", "LAB2", "name", "自助机"))
                .json()
                .path("caller");
        assertThat(made.path("protocol").asString()).isEqualTo("3.3.0");
        assertThat(made.path("arrears").asString()).isEqualTo("UNIT_POLICY");
        var unknown = info.put("/api/console/basics/callers/LAB2", Map.of("name", "自助机", "protocol", "4.0"));
        assertThat(unknown.code()).isEqualTo("FIELD_INVALID");
        assertThat(unknown.text()).contains("2.0.3").contains("any");
        info.put("/api/console/basics/callers/LAB2", Map.of("name", "自助机", "protocol", "2.0.3", "arrears", "DELIVER"));
        assertThat(callers.find("LAB2").orElseThrow().protocol()).isEqualTo(Protocol.V2_0_3);
        assertThat(callers.find("LAB2").orElseThrow().arrears()).isEqualTo(Arrears.DELIVER);
        info.put("/api/console/basics/callers/LAB2", Map.of("name", "自助缴费机"));
        assertThat(callers.find("LAB2").orElseThrow().protocol()).isEqualTo(Protocol.V2_0_3);
        var shown = info.get("/api/console/basics/callers/protocols").json();
        assertThat(shown.valueStream()
                        .filter(one -> one.path("newest").asBoolean())
                        .map(one -> one.path("code").asString()))
                .containsExactly("3.3.0");
        assertThat(shown.valueStream().map(one -> one.path("points").size())).allMatch(size -> size > 0);
    }

    @Test
    void a_sheet_with_wrong_lines_changes_nothing_unless_only_the_good_ones_are_asked_for() {
        String path = "/api/console/basics/sheets/CAMPUS";
        List<String> titles = List.of("编码", "名称", "地址", "电话", "状态");
        byte[] file = sheet(
                titles,
                List.of(
                        List.of("E", "东院区", "示例路1号", "0990-1234567", "启用"),
                        List.of("W 院", "", "", "电话", "好"),
                        List.of("E", "东院区二", "", "", "启用")));
        var checked = upload(path, file).json();
        assertThat(checked.path("wrong").asInt()).isEqualTo(2);
        assertThat(checked.path("written").asInt()).isZero();
        assertThat(checked.path("errors").findValuesAsString("line")).contains("3", "4");
        assertThat(checked.path("errors").findValuesAsString("column")).contains("院区编码", "院区名称", "电话", "状态");
        assertThat(upload(path + "?mode=ALL", file).json().path("written").asInt())
                .isZero();
        assertThat(info.get("/api/console/basics/campuses").json().size()).isZero();
        assertThat(upload(path + "?mode=GOOD", file).json().path("written").asInt())
                .isEqualTo(1);
        assertThat(info.get("/api/console/basics/campuses").json().findValuesAsString("name"))
                .containsExactly("东院区");

        byte[] exported = info.get(path).raw().body();
        assertThat(cells(exported)).contains(List.of("E", "东院区", "示例路1号", "0990-1234567", "启用"));
        assertThat(upload(path + "?mode=ALL", exported).json().path("same").asInt())
                .isEqualTo(1);
        assertThat(upload(path, "编码,名称".getBytes(StandardCharsets.UTF_8)).code())
                .isEqualTo("SHEET_UNREADABLE");
        assertThat(upload(path, sheet(List.of("名称"), List.of())).code()).isEqualTo("SHEET_TITLES");
    }

    private Browser.Answer upload(String path, byte[] file) {
        return info.send(info.request(path)
                .header("X-XSRF-TOKEN", info.token())
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(file)));
    }

    private static byte[] sheet(List<String> titles, List<List<String>> lines) {
        var out = new ByteArrayOutputStream();
        try (var book = new Workbook(out, "test", "1.0")) {
            var sheet = book.newWorksheet("表");
            var all = new ArrayList<List<String>>();
            all.add(titles);
            all.addAll(lines);
            for (int row = 0; row < all.size(); row++) {
                for (int column = 0; column < all.get(row).size(); column++) {
                    sheet.value(row, column, all.get(row).get(column));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static List<List<String>> cells(byte[] file) {
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(file));
                var rows = book.getFirstSheet().openStream()) {
            return rows.map(row -> row.stream()
                            .map(cell -> cell == null ? "" : cell.getText())
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
