package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.intake.MarketHospital.APPID;
import static org.yipiao.intake.MarketHospital.KEY;
import static org.yipiao.intake.MarketHospital.UNIT;

import java.time.InstantSource;
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
import org.yipiao.access.Accounts;
import org.yipiao.access.Browser;
import org.yipiao.issuing.BillQueries;
import org.yipiao.numbering.NumberStock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From the refused call to its bill, as the information department does it. Shares its context with the market's door. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"yipiao.demo=true", "yipiao.demo.his.key=" + KEY})
@Import({MarketHospital.class, Accounts.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayDoorPgTest {
    @LocalServerPort
    int port;

    @Autowired
    NumberStock stock;

    @Autowired
    InstantSource clock;

    @Autowired
    BillQueries queries;

    @Autowired
    Accounts accounts;

    private HisClient his;
    private Browser info;

    @BeforeAll
    void the_hospital_is_ready() {
        MarketHospital.bureauAnswers(stock, clock);
        his = new HisClient(port, APPID, KEY);
        accounts.add(UNIT.value(), "replayer", "INFO");
        info = new Browser(port);
        assertThat(info.login("replayer", Accounts.PASSWORD).status()).isEqualTo(200);
    }

    private static String settlement(String busNo, String chargeCode) {
        var tree = Samples.tree("zlhis-outpatient").put("busNo", busNo);
        ((ObjectNode) tree.path("chargeDetail").get(0))
                .put("chargeCode", chargeCode)
                .put("chargeName", "西药费");
        ((ObjectNode) tree.path("listDetail").get(0)).put("chargeCode", chargeCode);
        return tree.toString();
    }

    private JsonNode parked(String busNo) {
        for (JsonNode row : info.get("/api/console/parked?pageSize=200").json().path("rows")) {
            if (row.path("busNo").asString().equals(busNo)) {
                return row;
            }
        }
        throw new AssertionError("not parked: " + busNo);
    }

    @Test
    void an_unmapped_call_waits_is_tried_dry_and_becomes_a_bill_with_one_click_after_the_mapping() {
        var refused = his.call("invoiceEBillOutpatient", settlement("REPLAY-1", "NEW77"));
        assertThat(refused.isSuccess()).isFalse();
        assertThat(refused.message()).contains("NEW77").contains("已转入重放中心");
        var row = parked("REPLAY-1");
        String path = "/api/console/parked/" + row.path("id").asString();
        assertThat(row.path("ready").asBoolean()).isFalse();
        assertThat(row.path("missing").findValuesAsString("code")).containsExactly("NEW77");
        assertThat(info.post(path + "/dry-run", Map.of())
                        .json()
                        .path("wouldSucceed")
                        .asBoolean())
                .isFalse();
        assertThat(info.post(path + "/replay", Map.of())
                        .json()
                        .path("succeeded")
                        .asBoolean())
                .isFalse();

        var unmapped = info.get("/api/console/basics/mappings/check").json().path("unmapped");
        JsonNode found = null;
        for (JsonNode one : unmapped) {
            found = one.path("hisCode").asString().equals("NEW77") ? one : found;
        }
        assertThat(found).isNotNull();
        assertThat(found.path("guess").asString())
                .as("the item of the same name")
                .isEqualTo("09");
        var mapping = Map.of("caller", APPID, "kind", "CHARGE_ITEM", "hisCode", "NEW77", "ourCode", "09");
        assertThat(info.post("/api/console/basics/mappings", Map.of("entries", List.of(mapping)))
                        .status())
                .isEqualTo(200);

        var forecast = info.post(path + "/dry-run", Map.of()).json();
        assertThat(forecast.path("wouldSucceed").asBoolean())
                .as(forecast.toString())
                .isTrue();
        assertThat(forecast.path("totalFen").asLong()).isEqualTo(3650);
        assertThat(queries.byBusNo(UNIT, APPID, "REPLAY-1")).as("dry means dry").isEmpty();
        assertThat(info.post(path + "/replay", Map.of())
                        .json()
                        .path("succeeded")
                        .asBoolean())
                .isTrue();
        assertThat(queries.byBusNo(UNIT, APPID, "REPLAY-1")).hasSize(1);
        assertThat(info.post(path + "/replay", Map.of()).code()).isEqualTo("PARKED_CLOSED");
        assertThat(his.call("invoiceEBillOutpatient", settlement("REPLAY-1", "NEW77"))
                        .isSuccess())
                .as("the business system may still send it again")
                .isTrue();
        assertThat(queries.byBusNo(UNIT, APPID, "REPLAY-1")).hasSize(1);
    }

    @Test
    void a_call_refused_for_its_amount_is_not_promised_anything() {
        var tree = Samples.tree("zlhis-outpatient").put("busNo", "REPLAY-2").put("totalAmt", 1);
        assertThat(his.call("invoiceEBillOutpatient", tree.toString()).message())
                .doesNotContain("重放中心");
    }

    @Test
    void a_waiting_call_is_dropped_with_a_reason_only() {
        his.call("invoiceEBillOutpatient", settlement("REPLAY-3", "NEW78"));
        String path = "/api/console/parked/" + parked("REPLAY-3").path("id").asString();
        assertThat(info.post(path + "/drop", Map.of("reason", "")).code()).isEqualTo("FIELD_INVALID");
        assertThat(info.post(path + "/drop", Map.of("reason", "已在窗口重新结算")).status())
                .isEqualTo(200);
        assertThat(info.post(path + "/drop", Map.of("reason", "再来一次")).code()).isEqualTo("PARKED_CLOSED");
    }

    @Test
    void a_settlement_by_a_stopped_channel_is_refused_by_its_name() {
        assertThat(info.post("/api/console/basics/channels/03/stop", Map.of()).status())
                .isEqualTo(200);
        var tree = Samples.tree("zlhis-outpatient").put("busNo", "REPLAY-4");
        tree.putArray("payChannelDetail")
                .addObject()
                .put("payChannelCode", "03")
                .put("payChannelValue", 36.5);
        assertThat(his.call("invoiceEBillOutpatient", tree.toString()).message())
                .contains("交费渠道03已停用");
        info.post("/api/console/basics/channels/03/start", Map.of());
        assertThat(his.call("invoiceEBillOutpatient", tree.toString()).isSuccess())
                .isTrue();
    }

    @Test
    void a_point_stopped_on_the_page_refuses_the_next_settlement_with_a_code_of_its_own() {
        assertThat(info.post("/api/console/basics/points/0301/stop", Map.of()).status())
                .isEqualTo(200);
        var tree = Samples.tree("mzgh-registration").put("busNo", "REPLAY-5");
        assertThat(his.call("invEBillRegistration", tree.toString()).message()).contains("开票点已停用");
        info.post("/api/console/basics/points/0301/start", Map.of());
        assertThat(his.call("invEBillRegistration", tree.toString()).isSuccess())
                .isTrue();
    }
}
