package org.yipiao.sandbox.his;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SettlementMakerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SettlementMaker maker =
            new SettlementMaker(new Random(42), InstantSource.fixed(Instant.parse("2026-11-21T02:00:00Z")));

    private List<Settlement> settlements(Shape shape, int count) {
        var made = new ArrayList<Settlement>();
        for (int i = 0; i < count; i++) {
            made.add(maker.settlement(shape.kind(), shape.place(), shape.registration()));
        }
        return made;
    }

    private static BigDecimal number(JsonNode node) {
        return new BigDecimal(node.isString() ? node.stringValue() : node.toString());
    }

    private static BigDecimal sum(JsonNode list, String member) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode row : list) {
            sum = sum.add(number(row.get(member)));
        }
        return sum;
    }

    @Test
    void every_total_is_the_sum_of_its_charge_items_and_of_its_pay_channels() {
        for (Shape shape : Shape.values()) {
            for (Settlement settlement : settlements(shape, 200)) {
                JsonNode sent = JSON.readTree(JSON.writeValueAsString(shape.write(settlement)));
                BigDecimal total = number(sent.get("totalAmt"));
                assertThat(total).isPositive();
                assertThat(sum(sent.get("chargeDetail"), "amt")).as(shape + "").isEqualByComparingTo(total);
                assertThat(sum(sent.get("payChannelDetail"), "payChannelValue"))
                        .as(shape + "")
                        .isEqualByComparingTo(total);
            }
        }
    }

    @Test
    void the_list_adds_up_to_every_charge_item() {
        for (Shape shape : Shape.values()) {
            if (shape == Shape.MZGH || shape == Shape.IIH) {
                continue; // one sends no list, the other a list without item codes
            }
            for (Settlement settlement : settlements(shape, 100)) {
                JsonNode sent = JSON.readTree(JSON.writeValueAsString(shape.write(settlement)));
                for (JsonNode charge : sent.get("chargeDetail")) {
                    BigDecimal lines = BigDecimal.ZERO;
                    for (JsonNode line : sent.get("listDetail")) {
                        if (line.get("chargeCode").equals(charge.get("chargeCode"))) {
                            lines = lines.add(number(line.get("amt")));
                        }
                    }
                    assertThat(lines).as(shape + "").isEqualByComparingTo(number(charge.get("amt")));
                }
            }
        }
    }

    @Test
    void the_payment_split_satisfies_the_three_identities() {
        for (Shape shape : Shape.values()) {
            for (Settlement settlement : settlements(shape, 200)) {
                var pay = settlement.payment();
                assertThat(pay.fund() + pay.other() + pay.account() + pay.cash())
                        .isEqualTo(settlement.total());
                assertThat(pay.selfPay() + pay.own()).isEqualTo(pay.account() + pay.cash());
                assertThat(pay.prepaid() + pay.recharged() - pay.refunded()).isEqualTo(pay.cash());
                assertThat(List.of(pay.fund(), pay.other(), pay.account(), pay.cash(), pay.selfPay(), pay.own()))
                        .allMatch(fen -> fen >= 0);
            }
        }
    }

    @Test
    void an_inpatient_list_has_5_to_200_lines() {
        assertThat(settlements(Shape.WEINING, 300))
                .allMatch(settlement ->
                        settlement.lines().size() >= 5 && settlement.lines().size() <= 200)
                .anyMatch(settlement -> settlement.lines().size() > 100);
    }

    @Test
    void there_are_rare_names_unreachable_people_and_bills_in_arrears() {
        var made = settlements(Shape.NHIS, 500);
        assertThat(made).anyMatch(settlement -> settlement.patient().name().contains("䶮"));
        assertThat(made)
                .anyMatch(settlement -> settlement.patient().tel().isEmpty()
                        && settlement.patient().openId().isEmpty());
        assertThat(made).anyMatch(settlement -> !settlement.circulates());
        assertThat(made.stream().map(Settlement::busNo).distinct()).hasSize(500);
    }

    @Test
    void the_mix_is_three_registrations_to_six_outpatients_and_check_ups_to_one_inpatient() {
        Map<Settlement.Kind, Integer> counts = new EnumMap<>(Settlement.Kind.class);
        for (int i = 0; i < 10_000; i++) {
            counts.merge(maker.anyKind(), 1, Integer::sum);
        }
        assertThat(counts.get(Settlement.Kind.REGISTRATION)).isBetween(2800, 3200);
        assertThat(counts.get(Settlement.Kind.OUTPATIENT) + counts.get(Settlement.Kind.CHECKUP))
                .isBetween(5800, 6200);
        assertThat(counts.get(Settlement.Kind.INPATIENT)).isBetween(850, 1150);
    }

    @Test
    void each_family_keeps_its_own_types() {
        JsonNode zlhis = sent(Shape.ZLHIS_3);
        JsonNode nhis = sent(Shape.NHIS);
        JsonNode openhis = sent(Shape.OPENHIS);
        JsonNode mzgh = sent(Shape.MZGH);
        JsonNode weining = sent(Shape.WEINING);
        assertThat(zlhis.get("totalAmt").isNumber()).isTrue();
        assertThat(zlhis.has("isArrears")).isFalse();
        assertThat(nhis.get("otherInfo").isNull()).isTrue();
        assertThat(nhis.get("inHospitalDate").asString()).contains("-");
        assertThat(openhis.get("totalAmt").isString()).isTrue();
        assertThat(openhis.get("patientNo").isIntegralNumber()).isTrue();
        assertThat(mzgh.get("chargeDetail").get(0).get("number").isString()).isTrue();
        assertThat(mzgh.get("listDetail")).isEmpty();
        assertThat(weining.get("payerType").isNumber()).isTrue();
        assertThat(weining.get("otherInfo").asString()).isEmpty();
        assertThat(sent(Shape.IIH).properties().stream()
                        .map(Map.Entry::getValue)
                        .collect(Collectors.toList()))
                .noneMatch(JsonNode::isNull);
        assertThat(sent(Shape.ZLHIS_2).get("category").asString()).isNotEmpty();
    }

    private JsonNode sent(Shape shape) {
        return JSON.readTree(
                JSON.writeValueAsString(shape.write(settlements(shape, 1).getFirst())));
    }
}
