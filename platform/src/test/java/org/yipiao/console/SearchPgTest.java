package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.database.SharedDatabase;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Charges;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Unit;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.NumberStock;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.JsonNode;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({Accounts.class, ConsolePgTest.Bureau.class})
@SharedDatabase("console")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchPgTest {
    private static final UnitId OURS = new UnitId("990041");
    private static final UnitId THEIRS = new UnitId("990042");
    private static final String LISTS = "/api/console/me/lists";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    Units units;

    @Autowired
    IssuingPoints points;

    @Autowired
    NumberStock numbers;

    @Autowired
    Issuing issuing;

    @Autowired
    JdbcClient jdbc;

    private Browser finance;
    private Browser stranger;
    private IssuedBill bill;

    @BeforeAll
    void two_hospitals_with_a_bill_a_sheet_a_voucher_and_a_document() {
        hospital(OURS, "97060126");
        hospital(THEIRS, "96060126");
        accounts.add("990041", "finance41", "FINANCE");
        accounts.add("990042", "finance42", "FINANCE");
        finance = signedIn("finance41");
        stranger = signedIn("finance42");
        bill = issued(OURS, "FIND-41");
        issued(THEIRS, "FIND-42");
        jdbc.sql("""
                insert into paper.conversion (
                  unit_id, subject, subject_id, e_code, e_number, red, paper_code, paper_number, point, state, operator,
                  caller, bus_at, at, local_at)
                values ('990041', 'BILL', :bill, :code, :number, false, '9706', '00777001', '0101', 'PRINTING', '测试甲',
                  'his', timestamp '2026-06-30 10:00', timestamptz '2026-06-30 10:00+08', timestamp '2026-06-30 10:00')
                """)
                .param("bill", bill.id().value())
                .param("code", bill.code().digits())
                .param("number", bill.number().digits())
                .update();
        jdbc.sql("""
                insert into prepayment.voucher (
                  unit_id, kind, code, number, check_code, caller, key_no, bus_no, content_sm3, bus_type, point, bus_at,
                  issued_at, amount_fen, payer, hospital_no, visit_no, department, operator, reason, remark, details)
                values ('990041', 'DEPOSIT', 'YJ2026', '0000777002', 'abcdef', 'his', 'K1', 'B1',
                  decode(repeat('00', 32), 'hex'), '02', '0101', timestamp '2026-06-30 10:00',
                  timestamp '2026-06-30 10:00', 5000, '周测试', 'ZY777003', '', '', '测试甲', '', '', '{}')
                """).update();
        jdbc.sql("""
                insert into numbering.document (
                  unit_id, document_no, type, state, code, paper, count, by_whom, by_account, created_at, state_at)
                values ('990041', 'XF777004', 'DISTRIBUTION', 'DONE', '97060126', false, 5, '测试甲', 'finance41',
                  timestamptz '2026-06-30 10:00+08', timestamptz '2026-06-30 10:00+08')
                """).update();
    }

    private void hospital(UnitId unit, String code) {
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
        points.save(new IssuingPoints.IssuingPoint(unit, "0101", "门诊一号窗", List.of(BillKind.OUTPATIENT), false));
        numbers.register(unit, new BillCode(code), BillKind.OUTPATIENT, 2026);
        numbers.request(unit, BillKind.OUTPATIENT, 2026, 100, "测试甲");
        numbers.distribute(unit, "0101", BillKind.OUTPATIENT, 2026, 50, "测试甲");
    }

    @Test
    void colleagues_are_found_by_who_keeps_the_accounts_and_only_those_of_the_own_hospital() {
        accounts.add("990041", "sysadmin41", "ADMIN");
        accounts.add("990041", "auditor41", "AUDITOR");
        var hits = groups(signedIn("auditor41"), "sysadmin4");
        assertThat(hits).singleElement().satisfies(group -> {
            assertThat(group.path("kind").asString()).isEqualTo("USER");
            assertThat(group.path("hits").get(0).path("number").asString()).isEqualTo("sysadmin41");
            assertThat(group.path("hits").get(0).path("link").asString()).isEqualTo("/access/users?text=sysadmin41");
        });
        assertThat(groups(signedIn("sysadmin41"), "finance4"))
                .as("nobody of the other hospital")
                .singleElement()
                .satisfies(group -> assertThat(group.path("hits").size()).isEqualTo(1));
        assertThat(groups(finance, "sysadmin4")).as("finance keeps no accounts").isEmpty();
    }

    private static List<JsonNode> groups(Browser browser, String text) {
        var found = new ArrayList<JsonNode>();
        browser.get("/api/console/search?text=" + text).json().forEach(found::add);
        return found;
    }

    private Browser signedIn(String username) {
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    private IssuedBill issued(UnitId unit, String busNo) {
        var charge = Charges.outpatient(busNo);
        var result = issuing.issue(new Charge(
                unit,
                charge.caller(),
                busNo,
                charge.busType(),
                charge.point(),
                charge.busAt(),
                charge.content(),
                true,
                "",
                charge.contact(),
                charge.his()));
        return ((IssueResult.Accepted) result).bill();
    }

    /** Kind and number of every hit. */
    private static List<String> found(Browser browser, String text) {
        var answer = browser.get("/api/console/search?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json()
                .valueStream()
                .flatMap(group -> group.path("hits")
                        .valueStream()
                        .map(hit -> group.path("kind").asString() + " "
                                + hit.path("number").asString()))
                .toList();
    }

    @Test
    void a_bill_is_found_by_number_with_and_without_code_by_settlement_and_by_payer() {
        String code = bill.code().digits();
        String number = bill.number().digits();
        String hit = "BILL " + code + " " + number;
        for (String text : new String[] {
            code + number, code + " " + number, code + "-" + number, number, "FIND-41", "FIND-4", bill.payerName()
        }) {
            assertThat(found(finance, text)).as(text).contains(hit);
            assertThat(found(stranger, text)).as(text).doesNotContain(hit);
        }
        assertThat(found(finance, "99999999" + number)).isEmpty();
        var group = finance.get("/api/console/search?text=FIND-41").json().get(0);
        assertThat(group.path("hits").get(0).path("who").asString()).isEqualTo("测**");
        assertThat(group.path("hits").get(0).path("link").asString()).isEqualTo("/bills/" + bill.id());
        assertThat(group.path("more").asBoolean()).isFalse();
    }

    @Test
    void sheets_vouchers_and_documents_are_found_by_their_numbers() {
        for (String text : new String[] {"00777001", "9706 00777001"}) {
            assertThat(found(finance, text)).as(text).containsExactly("PAPER 9706 00777001");
        }
        assertThat(found(finance, "9705 00777001")).isEmpty();
        for (String text : new String[] {"0000777002", "ZY7770", "周测"}) {
            assertThat(found(finance, text)).as(text).containsExactly("VOUCHER YJ2026 0000777002");
        }
        assertThat(found(finance, "xf777004")).containsExactly("DOCUMENT XF777004");
        for (String text : new String[] {"00777001", "0000777002", "周测", "XF777004"}) {
            assertThat(found(stranger, text)).as(text).isEmpty();
        }
    }

    @Test
    void what_a_person_may_not_see_is_not_found() {
        accounts.addScoped("990041", "elsewhere41", "POINT", List.of("0102"), "", "FINANCE");
        accounts.addScoped("990041", "other41", "OWN", List.of(), "另一人", "FINANCE");
        for (String name : new String[] {"elsewhere41", "other41"}) {
            var browser = signedIn(name);
            for (String text : new String[] {"FIND-41", bill.number().digits(), bill.payerName()}) {
                assertThat(found(browser, text)).as(name + " " + text).isEmpty();
            }
        }
        assertThat(found(signedIn("elsewhere41"), "00777001")).isEmpty();
        assertThat(found(signedIn("elsewhere41"), "0000777002")).isEmpty();
        accounts.add("990041", "ops41", "OPS");
        // Operations look at bills and numbers, not at deposits and sheets.
        var ops = signedIn("ops41");
        assertThat(found(ops, "0000777002")).isEmpty();
        assertThat(found(ops, "FIND-41")).hasSize(1);
    }

    @Test
    void of_many_only_the_first_are_shown_and_the_person_is_told_that_there_are_more() {
        for (int i = 0; i < SearchHttp.HITS_MAX + 1; i++) {
            issued(THEIRS, "MANY-" + i);
        }
        var group = stranger.get("/api/console/search?text=MANY-").json().get(0);
        assertThat(group.path("hits").size()).isEqualTo(SearchHttp.HITS_MAX);
        assertThat(group.path("more").asBoolean()).isTrue();
    }

    @Test
    void a_text_too_short_or_too_long_is_refused() {
        for (String text : new String[] {"", "%20", "1", "x".repeat(SearchHttp.TEXT_MAX + 1), "%00"}) {
            assertThat(finance.get("/api/console/search?text=" + text).code())
                    .as(text)
                    .isEqualTo("FIELD_INVALID");
        }
        assertThat(found(finance, "%' or 1=1 --")).isEmpty();
    }

    @Test
    void filters_and_columns_are_kept_per_person() {
        assertThat(finance.get(LISTS).json().isEmpty()).isTrue();
        finance.put(LISTS + "/bills/filters", Map.of("name", "今日红票", "query", "red=true"));
        finance.put(LISTS + "/bills/filters", Map.of("name", "今日红票", "query", "red=true&kind=INPATIENT"));
        var kept = finance.put(LISTS + "/bills", Map.of("hidden", List.of("业务流水号"), "pageSize", 50));
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
        var view = finance.get(LISTS).json().get(0);
        assertThat(view.path("list").asString()).isEqualTo("bills");
        assertThat(view.path("hidden").get(0).asString()).isEqualTo("业务流水号");
        assertThat(view.path("pageSize").asInt()).isEqualTo(50);
        assertThat(view.path("filters").size()).isEqualTo(1);
        assertThat(view.path("filters").get(0).path("query").asString()).isEqualTo("red=true&kind=INPATIENT");
        assertThat(stranger.get(LISTS).text()).doesNotContain("今日红票");
        finance.delete(LISTS + "/bills/filters?name=" + URLEncoder.encode("今日红票", StandardCharsets.UTF_8));
        assertThat(finance.get(LISTS).json().get(0).path("filters").size()).isZero();
    }

    @Test
    void a_filter_has_a_short_name_and_a_list_holds_so_many_only() {
        for (Map<String, String> bad : List.of(
                Map.of("name", "", "query", ""),
                Map.of("name", "x".repeat(21), "query", ""),
                Map.of("name", "名", "query", "x".repeat(1001)))) {
            assertThat(stranger.put(LISTS + "/bills/filters", bad).code()).isEqualTo("FIELD_INVALID");
        }
        assertThat(stranger.put(LISTS + "/Bills!", Map.of("hidden", List.of(), "pageSize", 20))
                        .code())
                .isEqualTo("FIELD_INVALID");
        assertThat(stranger.put(LISTS + "/bills", Map.of("hidden", List.of(), "pageSize", 21))
                        .code())
                .isEqualTo("FIELD_INVALID");
        for (int i = 0; i < ListViewsHttp.FILTERS_MAX; i++) {
            assertThat(stranger.put(LISTS + "/users/filters", Map.of("name", "筛选" + i, "query", "page=" + i))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(stranger.put(LISTS + "/users/filters", Map.of("name", "再一个", "query", ""))
                        .code())
                .isEqualTo("FILTERS_TOO_MANY");
        assertThat(stranger.put(LISTS + "/users/filters", Map.of("name", "筛选0", "query", "changed=1"))
                        .status())
                .isEqualTo(200);
    }
}
