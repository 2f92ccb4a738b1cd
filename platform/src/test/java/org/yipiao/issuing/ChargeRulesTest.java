package org.yipiao.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.shared.FieldError;

class ChargeRulesTest {
    private static final BillContent GOOD = Charges.content(BillKind.OUTPATIENT, "A1", "12.05", "测试甲");

    private static List<FieldError> faults(BillContent content) {
        return ChargeRules.faults(Charges.of("A1", "0101", content), Zero.REFUSE);
    }

    private static BillContent with(
            Money total, String payer, String remark, List<Item> items, List<AuxItem> auxItems, Medical medical) {
        return new BillContent(
                BillKind.INPATIENT,
                total,
                new Payer("1", "", payer, "", ""),
                "",
                "A1",
                remark,
                "",
                "",
                medical,
                items,
                auxItems);
    }

    private static Item item(Money amount, BigDecimal quantity) {
        return new Item("01", "诊察费", quantity, "项", BigDecimal.ONE, amount, "");
    }

    private static Medical stay(String in, String out) {
        return new Medical(
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                "",
                "",
                "",
                in,
                out,
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
    }

    @Test
    void a_right_settlement_has_no_fault() {
        assertThat(faults(GOOD)).isEmpty();
        assertThat(faults(Charges.content(BillKind.INPATIENT, "A1", "900.00", "测试䶮㛃𬱟")))
                .isEmpty();
    }

    @Test
    void all_faults_are_named_at_once_each_with_a_rule_and_what_to_do() {
        var faults = faults(with(
                Money.ofFen(100),
                " ",
                "退\u0007费",
                List.of(item(Money.ofFen(-1), BigDecimal.ONE)),
                GOOD.auxItems(),
                stay("20260230", "2026-06-01")));
        assertThat(faults)
                .extracting(FieldError::path)
                .contains(
                        "payer.name", "remark", "items[0].amount", "medical.inHospitalDate", "medical.outHospitalDate");
        assertThat(faults).allSatisfy(fault -> {
            assertThat(fault.rule()).isNotBlank();
            assertThat(fault.hint()).isNotBlank();
        });
    }

    @Test
    void the_total_is_the_sum_of_the_items() {
        var wrong = with(
                Money.ofFen(101), "测试甲", "", List.of(item(Money.ofFen(100), BigDecimal.ONE)), List.of(), stay("", ""));
        assertThat(faults(wrong))
                .singleElement()
                .satisfies(fault -> assertThat(fault.rule()).contains("1.00"));
    }

    @Test
    void a_total_of_zero_or_less_is_no_bill() {
        assertThat(faults(with(
                        Money.ZERO, "测试甲", "", List.of(item(Money.ZERO, BigDecimal.ONE)), List.of(), stay("", ""))))
                .extracting(FieldError::path)
                .containsExactly("total");
        assertThat(faults(with(
                        Money.ofFen(-5),
                        "测试甲",
                        "",
                        List.of(item(Money.ofFen(-5), BigDecimal.ONE)),
                        List.of(),
                        stay("", ""))))
                .extracting(FieldError::path)
                .contains("total", "items[0].amount");
    }

    @Test
    void amounts_beyond_the_norm_are_faults_and_never_overflow() {
        var huge = Collections.nCopies(100, item(Money.ofFen(Long.MAX_VALUE), BigDecimal.ONE));
        assertThat(faults(with(Money.ofFen(Long.MAX_VALUE), "测试甲", "", huge, List.of(), stay("", ""))))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.rule()).contains("12 位"));
        assertThat(faults(with(
                        Money.ofFen(1),
                        "测试甲",
                        "",
                        List.of(item(Money.ofFen(1), new BigDecimal("1E+999999999"))),
                        List.of(),
                        stay("", ""))))
                .extracting(FieldError::path)
                .containsExactly("items[0].quantity");
    }

    @Test
    void lists_have_a_longest_length() {
        var line = GOOD.auxItems().getFirst();
        assertThat(faults(with(GOOD.total(), "测试甲", "", GOOD.items(), Collections.nCopies(5_001, line), stay("", ""))))
                .extracting(FieldError::path)
                .containsExactly("auxItems");
        assertThat(faults(with(
                        GOOD.total(),
                        "测试甲",
                        "",
                        Collections.nCopies(101, GOOD.items().getFirst()),
                        List.of(),
                        stay("", ""))))
                .extracting(FieldError::path)
                .containsExactly("items");
    }

    @Test
    void nobody_leaves_before_coming_in() {
        assertThat(faults(with(GOOD.total(), "测试甲", "", GOOD.items(), List.of(), stay("20260610", "20260601"))))
                .extracting(FieldError::path)
                .containsExactly("medical.outHospitalDate");
    }

    @Test
    void a_value_in_a_message_is_short_and_printable() {
        assertThat(ChargeRules.shortened("长".repeat(100))).hasSize(61).endsWith("…");
        assertThat(ChargeRules.shortened("a\u0000b\ud800")).isEqualTo("a?b?");
    }

    @Test
    void a_number_that_only_looks_different_is_no_difference() {
        var other = new BillContent(
                GOOD.kind(),
                GOOD.total(),
                GOOD.payer(),
                GOOD.payMode(),
                GOOD.bizCode(),
                GOOD.remark(),
                GOOD.handlingPerson(),
                GOOD.checker(),
                GOOD.medical(),
                new ArrayList<>(GOOD.items()),
                List.of());
        assertThat(ContentDifference.between(GOOD, other))
                .extracting(FieldError::path)
                .containsExactly("auxItems");
        var item = GOOD.items().getFirst();
        var rewritten = new Item(
                item.code(),
                item.name(),
                new BigDecimal("1"),
                item.unit(),
                item.price().setScale(6),
                item.amount(),
                item.remark());
        assertThat(ContentDifference.between(
                        with(GOOD.total(), "测试甲", "", List.of(item), List.of(), stay("", "")),
                        with(GOOD.total(), "测试甲", "", List.of(rewritten), List.of(), stay("", ""))))
                .isEmpty();
    }

    @Test
    void the_stored_form_reads_back_the_same() {
        var inpatient = Charges.content(BillKind.INPATIENT, "A1", "900.00", "测试䶮㛃𬱟");
        assertThat(ContentJson.read(ContentJson.write(inpatient))).isEqualTo(inpatient);
        assertThat(ContentJson.read(ContentJson.write(inpatient.reversed("红冲", "测试乙")))
                        .total()
                        .plain())
                .isEqualTo("-900.00");
    }
}
