package org.yipiao.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.yipiao.intake.OneCaller.CALLER;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.yipiao.OneHospital;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;
import org.yipiao.issuing.Charge;
import org.yipiao.masterdata.IssuingPolicy;
import org.yipiao.masterdata.IssuingPolicy.Arrears;
import org.yipiao.masterdata.IssuingPolicy.Channels;
import org.yipiao.masterdata.IssuingPolicy.Rounding;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import tools.jackson.databind.node.ObjectNode;

/** 开票政策 Settlements whose items make up 36.50, under what different units decided. */
class RoundingTest {
    private static IssuingPolicy policy(Rounding rounding, String item, Channels channels, Zero zero, Arrears arrears) {
        return new IssuingPolicy(
                OneHospital.ID,
                rounding,
                Money.ofFen(5),
                item,
                channels,
                zero,
                arrears,
                Optional.empty(),
                List.of("退费"));
    }

    private static IssuingPolicy rounding(Rounding rounding, String item) {
        return policy(rounding, item, Channels.ACCEPT, Zero.REFUSE, Arrears.HOLD);
    }

    private static Charge read(IssuingPolicy policy, Consumer<ObjectNode> change) {
        var tree = Samples.tree("zlhis-outpatient");
        change.accept(tree);
        return OneCaller.settlements(policy).charge(IssueMethod.OUTPATIENT, Samples.fields(tree.toString()), CALLER);
    }

    private static void refused(IssuingPolicy policy, Consumer<ObjectNode> change, String... texts) {
        assertThatThrownBy(() -> read(policy, change))
                .isInstanceOf(Refusal.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(texts));
    }

    private static Money sum(Charge charge) {
        return charge.content().items().stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
    }

    @Test
    void where_differences_are_refused_one_cent_is_named() {
        refused(rounding(Rounding.REFUSE, ""), tree -> tree.put("totalAmt", 36.51), "totalAmt", "相差 0.01 元");
        refused(rounding(Rounding.REFUSE, ""), tree -> tree.put("totalAmt", 36.49), "相差 -0.01 元");
    }

    @Test
    void the_largest_item_carries_the_difference_either_way_and_says_so() {
        for (String total : List.of("36.55", "36.51", "36.49", "36.45")) {
            var charge = read(rounding(Rounding.LARGEST, ""), tree -> tree.put("totalAmt", total));
            assertThat(charge.content().total()).isEqualTo(Money.ofYuan(total));
            assertThat(sum(charge)).isEqualTo(charge.content().total());
            var difference = charge.content().total().minus(Money.ofYuan("36.50"));
            assertThat(charge.content().items().getFirst().remark()).contains("货币误差" + difference.plain());
            assertThat(charge.content().auxItems().getLast().name()).isEqualTo("货币误差");
            assertThat(charge.content().auxItems().getLast().amount()).isEqualByComparingTo(difference.yuan());
            assertThat(charge.his()).contains("\"roundingFen\":" + difference.fen());
        }
    }

    @Test
    void nothing_is_marked_where_nothing_differs() {
        var charge = read(rounding(Rounding.LARGEST, ""), tree -> {});
        assertThat(charge.his()).doesNotContain("roundingFen");
        assertThat(charge.content().auxItems()).extracting("name").doesNotContain("货币误差");
    }

    @Test
    void more_than_the_unit_calls_rounding_is_refused() {
        refused(rounding(Rounding.LARGEST, ""), tree -> tree.put("totalAmt", 36.56), "相差 0.06 元", "超过本单位货币误差上限 0.05 元");
        refused(rounding(Rounding.LARGEST, ""), tree -> tree.put("totalAmt", 36.44), "相差 -0.06 元");
    }

    @Test
    void an_item_of_its_own_carries_what_is_too_much_and_the_largest_what_is_too_little() {
        var more = read(rounding(Rounding.OWN_ITEM, "14"), tree -> tree.put("totalAmt", 36.53));
        assertThat(more.content().items()).extracting(Item::code).containsExactly("09", "14");
        assertThat(more.content().items().getLast().amount()).isEqualTo(Money.ofFen(3));
        assertThat(sum(more)).isEqualTo(Money.ofYuan("36.53"));
        var less = read(rounding(Rounding.OWN_ITEM, "14"), tree -> tree.put("totalAmt", 36.47));
        assertThat(less.content().items()).extracting(Item::code).containsExactly("09");
        assertThat(sum(less)).isEqualTo(Money.ofYuan("36.47"));
    }

    @Test
    void an_item_that_does_not_fit_the_kind_of_bill_is_no_place_for_the_difference() {
        refused(rounding(Rounding.OWN_ITEM, "01"), tree -> tree.put("totalAmt", 36.51), "货币误差项目 01 不能用于门诊票据", "开票政策");
    }

    @Test
    void channels_that_do_not_add_up_are_explained_where_the_unit_wants_it() {
        Consumer<ObjectNode> short6 = tree -> {
            tree.putArray("payChannelDetail")
                    .addObject()
                    .put("payChannelCode", "02")
                    .put("payChannelValue", "36.44");
        };
        assertThat(read(rounding(Rounding.REFUSE, ""), short6).content().total())
                .isEqualTo(Money.ofYuan("36.50"));
        var strict = policy(Rounding.REFUSE, "", Channels.REFUSE, Zero.REFUSE, Arrears.HOLD);
        refused(strict, short6, "payChannelDetail", "36.44", "相差 -0.06 元");
        assertThat(read(
                                strict,
                                tree -> tree.putArray("payChannelDetail")
                                        .addObject()
                                        .put("payChannelCode", "02")
                                        .put("payChannelValue", "36.45"))
                        .content()
                        .payMode())
                .isEqualTo("1");
    }

    @Test
    void a_bill_in_arrears_waits_unless_the_unit_ignores_the_flag() {
        Consumer<ObjectNode> arrears = tree -> tree.put("isArrears", "0").put("arrearsReason", "欠费");
        var held = read(rounding(Rounding.REFUSE, ""), arrears);
        assertThat(held.circulates()).isFalse();
        assertThat(held.arrearsReason()).isEqualTo("欠费");
        var ignoring = policy(Rounding.REFUSE, "", Channels.ACCEPT, Zero.REFUSE, Arrears.DELIVER);
        assertThat(read(ignoring, arrears).circulates()).isTrue();
    }

    @Test
    void zero_is_read_where_the_unit_issues_it() {
        Consumer<ObjectNode> nothing = tree -> {
            tree.put("totalAmt", 0).put("selfCashPay", 0).put("ownPay", 0);
            ((ObjectNode) tree.get("chargeDetail").get(0)).put("amt", 0);
        };
        refused(rounding(Rounding.REFUSE, ""), nothing, "totalAmt", "不开具零金额票据");
        var issuing = policy(Rounding.REFUSE, "", Channels.ACCEPT, Zero.ISSUE, Arrears.HOLD);
        assertThat(read(issuing, nothing).content().total()).isEqualTo(Money.ZERO);
    }
}
