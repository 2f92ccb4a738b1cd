package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.intake.OneCaller.CALLER;

import java.time.LocalDateTime;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.issuing.Charge;
import tools.jackson.databind.node.ObjectNode;

class SettlementsTest {
    private final Settlements settlements = OneCaller.settlements();

    private Charge read(IssueMethod method, String sample) {
        return settlements.charge(method, Samples.fields(Samples.text(sample)), CALLER);
    }

    private Charge changed(IssueMethod method, String sample, Consumer<ObjectNode> change) {
        var tree = Samples.tree(sample);
        change.accept(tree);
        return settlements.charge(method, Samples.fields(tree.toString()), CALLER);
    }

    private void refused(Consumer<ObjectNode> change, String... texts) {
        assertThatThrownBy(() -> changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", change))
                .isInstanceOf(Refusal.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(texts));
    }

    @Test
    void an_outpatient_settlement_of_3_2_says_everything_the_face_needs() {
        var charge = read(IssueMethod.OUTPATIENT, "zlhis-outpatient");
        assertThat(charge.point()).isEqualTo("0101");
        assertThat(charge.busAt()).isEqualTo(LocalDateTime.of(2024, 1, 5, 9, 30, 11));
        assertThat(charge.circulates()).isTrue();
        var content = charge.content();
        assertThat(content.kind()).isEqualTo(BillKind.OUTPATIENT);
        assertThat(content.total()).isEqualTo(Money.ofYuan("36.50"));
        assertThat(content.payer().type()).isEqualTo("1");
        assertThat(content.handlingPerson()).isEqualTo("收费员一");
        assertThat(content.items()).singleElement().satisfies(item -> {
            assertThat(item.code()).isEqualTo("09");
            assertThat(item.name()).isEqualTo("西药费");
            assertThat(item.unit()).isEqualTo("项");
            assertThat(item.amount()).isEqualTo(Money.ofYuan("36.50"));
        });
        assertThat(content.auxItems()).singleElement().satisfies(line -> {
            assertThat(line.itemCode()).isEqualTo("09");
            assertThat(line.specification()).isEqualTo("10mg*12");
            assertThat(line.price()).isEqualByComparingTo("18.25");
            assertThat(line.quantity()).isEqualByComparingTo("2");
        });
        var medical = content.medical();
        assertThat(medical.department()).isEqualTo("内科");
        assertThat(medical.patientNumber()).isEqualTo("T000001");
        assertThat(medical.medicalDate()).isEqualTo("20240105");
        assertThat(medical.selfCost()).isEqualTo(Money.ofYuan("36.50"));
        assertThat(medical.ownPay()).isEqualTo(Money.ofYuan("36.50"));
    }

    @Test
    void a_registration_of_2_0_3_adds_up_cash_cheque_and_transfer() {
        var charge = read(IssueMethod.REGISTRATION, "zlhis-registration-203");
        assertThat(charge.busType()).isEqualTo("06");
        var medical = charge.content().medical();
        assertThat(medical.department()).isEqualTo("内科");
        assertThat(medical.medicalDate()).isEqualTo("20240105");
        assertThat(medical.prepay()).isEqualTo(Money.ofYuan("9.00"));
        assertThat(medical.recharge()).isEqualTo(Money.ofYuan("12.00"));
        assertThat(medical.refund()).isEqualTo(Money.ofYuan("1.00"));
        assertThat(charge.content().payer().type()).isEqualTo("1");
        assertThat(charge.content().items().getFirst().price()).isEqualByComparingTo("12");
    }

    @Test
    void an_inpatient_settlement_full_of_nulls_with_own_channels_and_a_rounding_line_is_taken() {
        var charge = read(IssueMethod.INPATIENT, "nhis-inpatient");
        var content = charge.content();
        assertThat(content.kind()).isEqualTo(BillKind.INPATIENT);
        assertThat(content.items())
                .singleElement()
                .satisfies(item -> assertThat(item.code()).isEqualTo("01"));
        assertThat(content.auxItems()).hasSize(2);
        assertThat(content.auxItems().get(1).name()).isEqualTo("货币误差");
        assertThat(content.auxItems().get(1).amount()).isEqualByComparingTo("-0.01");
        assertThat(content.medical().inHospitalDate()).isEqualTo("20240102");
        assertThat(content.medical().outHospitalDate()).isEqualTo("20240110");
        assertThat(content.medical().hospitalizationNumber()).isEqualTo("Z0001");
        assertThat(content.medical().fundPay()).isEqualTo(Money.ofYuan("800.00"));
        assertThat(charge.his()).contains("YBTCJJ").contains("HBWC");
    }

    @Test
    void a_settlement_with_amounts_as_text_is_taken_and_may_not_circulate_when_it_says_so() {
        var charge = read(IssueMethod.OUTPATIENT, "openhis-outpatient");
        assertThat(charge.circulates()).isFalse();
        assertThat(charge.content().total()).isEqualTo(Money.ofYuan("88.00"));
        assertThat(charge.content().payer().type()).isEqualTo("2");
        assertThat(charge.content().payMode()).isEqualTo("4");
        assertThat(charge.content().medical().patientNumber()).isEqualTo("1900000000000000001");
        assertThat(charge.content().medical().extras())
                .containsExactly(new Medical.Extra("公务员医疗补助资金支出", "0.0"), new Medical.Extra("其他支出", "0.0"));
    }

    @Test
    void registrations_through_the_desktop_agent_send_every_number_as_text() {
        var charge = read(IssueMethod.REGISTRATION, "mzgh-registration");
        assertThat(charge.content().total()).isEqualTo(Money.ofYuan("12.00"));
        assertThat(charge.content().items().getFirst().name()).isEqualTo("挂号费");
        assertThat(charge.content().auxItems()).isEmpty();
        assertThat(charge.content().remark()).isEqualTo("微信-12");
    }

    @Test
    void empty_texts_instead_of_lists_and_an_open_stay_are_taken() {
        var charge = read(IssueMethod.INPATIENT, "winning-inpatient");
        assertThat(charge.content().payer().type()).isEqualTo("1");
        assertThat(charge.content().medical().outHospitalDate()).isEmpty();
        assertThat(charge.content().medical().department()).isEqualTo("内二科");
        assertThat(charge.content().medical().refund()).isEqualTo(Money.ofYuan("49.50"));
    }

    @Test
    void a_check_up_with_an_own_business_kind_and_list_lines_without_code_is_taken() {
        var charge = read(IssueMethod.CHECK_UP, "iih-checkup");
        assertThat(charge.busType()).isEqualTo("05");
        assertThat(charge.his()).contains("\"busType\":\"0103\"");
        assertThat(charge.content().items()).hasSize(2);
        assertThat(charge.content().auxItems())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.itemCode()).isEmpty());
    }

    @Test
    void one_extra_object_instead_of_a_list_is_a_list_of_one() {
        var charge = changed(
                IssueMethod.OUTPATIENT,
                "zlhis-outpatient",
                tree -> tree.putObject("otherMedicalList")
                        .put("infoNo", 1)
                        .put("infoName", "03")
                        .put("infoValue", 12.5)
                        .put("infoOther", "80%"));
        assertThat(charge.content().medical().extras()).containsExactly(new Medical.Extra("补充医疗保险", "12.5 80%"));
    }

    @Test
    void a_list_sent_as_text_is_read_from_the_text() {
        var charge = changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", tree -> {
            String lines = tree.get("chargeDetail").toString();
            tree.put("chargeDetail", lines);
        });
        assertThat(charge.content().items()).hasSize(1);
    }

    @Test
    void lines_of_one_category_are_added_up_and_kept_as_the_list() {
        var charge = changed(IssueMethod.CHECK_UP, "iih-checkup", tree -> {
            tree.putArray("listDetail");
            tree.withArray("chargeDetail")
                    .addObject()
                    .put("chargeCode", "C02b")
                    .put("chargeName", "生化")
                    .put("std", "0.5")
                    .put("number", 2)
                    .put("amt", 1);
            tree.put("totalAmt", 261);
        });
        assertThat(charge.content().items()).hasSize(2);
        assertThat(charge.content().items().get(1).amount()).isEqualTo(Money.ofYuan("61.00"));
        assertThat(charge.content().items().get(1).quantity()).isEqualByComparingTo("1");
        assertThat(charge.content().auxItems()).hasSize(3);
    }

    @Test
    void categories_stand_in_the_national_order() {
        var charge = changed(IssueMethod.CHECK_UP, "iih-checkup", tree -> {
            var lines = tree.withArray("chargeDetail");
            lines.insert(0, lines.remove(1));
        });
        assertThat(charge.content().items()).extracting("code").containsExactly("03", "04");
    }

    @Test
    void a_negative_rounding_line_is_taken_off_the_largest_category() {
        var charge = changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", tree -> {
            tree.withArray("chargeDetail")
                    .addObject()
                    .put("chargeCode", "WC")
                    .put("chargeName", "误差项")
                    .put("std", -0.02)
                    .put("number", 1)
                    .put("amt", -0.02);
            tree.put("totalAmt", 36.48);
        });
        assertThat(charge.content().items()).singleElement().satisfies(item -> {
            assertThat(item.amount()).isEqualTo(Money.ofYuan("36.48"));
            assertThat(item.price()).isEqualByComparingTo("36.48");
            assertThat(item.remark()).contains("含误差-0.02");
        });
        refused(
                tree -> {
                    tree.withArray("chargeDetail")
                            .addObject()
                            .put("chargeCode", "WC")
                            .put("amt", -1.00);
                    tree.put("totalAmt", 35.5);
                },
                "chargeDetail[1].amt",
                "金额不能为负",
                "冲红原票");
    }

    @Test
    void a_persons_number_is_masked_on_the_bill_and_sealed_in_what_is_kept() {
        String number = "990000199001011234";
        for (String type : new String[] {"1", "2"}) {
            var charge = changed(
                    IssueMethod.OUTPATIENT,
                    "zlhis-outpatient",
                    tree -> tree.put("idCardNo", number).put("payerType", type).put("cardNo", "CARD-77"));
            assertThat(charge.content().payer().code()).isEqualTo("990000********1234");
            assertThat(charge.his()).doesNotContain(number).doesNotContain("CARD-77");
            assertThat(new HisRemainder(new OneCaller(), new PersonKeys(new OneCaller()))
                            .open(charge.his())
                            .text("idCardNo"))
                    .isEqualTo(number);
        }
        var organisation = changed(
                IssueMethod.OUTPATIENT,
                "zlhis-outpatient",
                tree -> tree.put("idCardNo", "12990000000000000X").put("payerType", "2"));
        assertThat(organisation.content().payer().code()).isEqualTo("12990000000000000X");
    }

    @Test
    void every_fault_is_told_at_once_with_field_value_rule_and_what_to_do() {
        refused(
                tree -> {
                    tree.put("placeCode", "X99");
                    tree.put("busDateTime", "yesterday");
                    tree.put("payer", "");
                    tree.put("totalAmt", "12,5");
                    tree.put("fundPay", "9999999999999");
                    ((ObjectNode) tree.get("chargeDetail").get(0)).put("chargeCode", "Q7");
                    ((ObjectNode) tree.get("listDetail").get(0)).put("chargeCode", "Q8");
                },
                "开票点编码(placeCode)=X99：未对照到开票点",
                "业务发生时间(busDateTime)=yesterday：不是有效时间",
                "患者姓名(payer)=空：不能为空",
                "开票总金额(totalAmt)=12,5：不是可用的数字",
                "医保统筹基金支付(fundPay)=9999999999999：超出范围",
                "收费项目代码(chargeDetail[0].chargeCode)=Q7：未对照到财政收费项目",
                "收费项目代码(listDetail[0].chargeCode)=Q8：不在本次收费项目明细");
    }

    @Test
    void at_most_twenty_faults_are_spelled_out_and_the_rest_counted() {
        refused(
                tree -> {
                    var lines = tree.putArray("chargeDetail");
                    for (int i = 0; i < 30; i++) {
                        lines.addObject().put("chargeCode", "Q" + i).put("amt", 1);
                    }
                    tree.put("totalAmt", 30);
                    tree.putArray("listDetail");
                },
                "chargeDetail[19].chargeCode",
                "共30处问题，以上为前20处");
    }

    @Test
    void amounts_that_can_not_be_right_are_refused() {
        refused(tree -> tree.put("totalAmt", -36.5), "totalAmt", "金额不能为负", "writeOffEBill");
        refused(tree -> tree.put("totalAmt", 0), "totalAmt", "金额必须大于零");
        refused(tree -> tree.put("totalAmt", "1e999999999"), "totalAmt", "不是可用的数字");
        refused(tree -> tree.put("totalAmt", "999999999999.994"), "totalAmt", "超出范围");
        refused(tree -> tree.put("totalAmt", "36.505"), "totalAmt", "最多两位小数");
        refused(tree -> tree.put("totalAmt", 36.51), "totalAmt", "与收费项目明细合计36.50不一致");
        refused(tree -> tree.remove("totalAmt"), "totalAmt", "不能为空");
        refused(
                tree -> ((ObjectNode) tree.get("chargeDetail").get(0)).put("amt", "1e13"),
                "chargeDetail[0].amt",
                "超出范围");
    }

    @Test
    void the_noise_of_a_double_is_not_a_third_decimal() {
        var charge = changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", tree -> {
            tree.put("totalAmt", 36.500000000000004);
            ((ObjectNode) tree.get("chargeDetail").get(0)).put("amt", 36.49999999999999);
        });
        assertThat(charge.content().total()).isEqualTo(Money.ofYuan("36.50"));
    }

    @Test
    void an_item_that_the_bureau_does_not_allow_on_this_kind_of_bill_is_refused() {
        refused(
                tree -> {
                    ((ObjectNode) tree.get("chargeDetail").get(0)).put("chargeCode", "99920001");
                    tree.putArray("listDetail");
                },
                "chargeDetail[0].chargeCode",
                "床位费不能用于门诊票据");
    }

    @Test
    void control_characters_and_overlong_texts_are_refused_and_line_breaks_become_spaces() {
        refused(tree -> tree.put("payer", "测试\u0001甲"), "payer", "控制字符");
        refused(tree -> tree.put("busNo", "9".repeat(51)), "busNo", "最多50个字符，实际51个");
        var charge = changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", tree -> tree.put("remark", "第一行\r\n第二行"));
        assertThat(charge.content().remark()).isEqualTo("第一行 第二行");
        var rare = changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", tree -> tree.put("payer", "䶮㛃𬱟"));
        assertThat(rare.content().payer().name()).isEqualTo("䶮㛃𬱟");
    }

    @Test
    void personal_values_are_not_repeated_in_refusals() {
        assertThatThrownBy(() ->
                        changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", tree -> tree.put("tel", "1".repeat(40))))
                .hasMessageContaining("(tel)=1***")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("11111"));
    }

    @Test
    void five_thousand_list_lines_fit_and_what_is_kept_beside_them_stays_small() {
        var charge = changed(IssueMethod.OUTPATIENT, "zlhis-outpatient", tree -> {
            var lines = tree.putArray("listDetail");
            for (int i = 0; i < 5_000; i++) {
                lines.addObject()
                        .put("name", "测试项" + i)
                        .put("amt", 0.01)
                        .put("selfAmt", "123.4567")
                        .put("chrgtype", "测试费用类型名称很长很长".repeat(3));
            }
        });
        assertThat(charge.content().auxItems()).hasSize(5_000);
        assertThat(charge.his().length()).isLessThan(100_000);
        assertThat(charge.his()).contains(HisRemainder.LIST_SELF).doesNotContain(HisRemainder.LIST_TYPE);
    }
}
