package org.yipiao.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;
import org.yipiao.issuing.Charges;
import org.yipiao.shared.FieldError;

class PartialRestTest {
    private final List<FieldError> errors = new ArrayList<>();

    /** 检查费 60.00 and 化验费 40.00. */
    private static BillContent two() {
        var one = Charges.content(BillKind.OUTPATIENT, "A1", "100.00", "测试甲");
        return new BillContent(
                one.kind(),
                one.total(),
                one.payer(),
                one.payMode(),
                one.bizCode(),
                one.remark(),
                one.handlingPerson(),
                one.checker(),
                one.medical(),
                List.of(item("03", "检查费", "60.00"), item("04", "化验费", "40.00")),
                List.of());
    }

    private static Item item(String code, String name, String yuan) {
        return new Item(code, name, BigDecimal.ONE, "项", new BigDecimal(yuan), Money.ofYuan(yuan), "");
    }

    private BillContent rest(Map<String, Long> refunds) {
        return PartialRest.of(two(), refunds, "BT1", errors);
    }

    @Test
    void an_item_given_back_whole_is_gone_and_one_given_back_in_part_is_less() {
        assertThat(rest(Map.of("04", 4_000L)).items()).extracting(Item::code).containsExactly("03");
        var less = rest(Map.of("03", 1L));
        assertThat(less.items().getFirst().amount()).isEqualTo(Money.ofYuan("59.99"));
        assertThat(less.total()).isEqualTo(Money.ofYuan("99.99"));
        assertThat(less.medical().ownPay()).isEqualTo(less.total());
        assertThat(errors).isEmpty();
    }

    @Test
    void more_than_an_item_less_than_nothing_and_items_of_other_bills_are_faults() {
        rest(Map.of("03", 6_001L));
        rest(Map.of("04", -1L));
        rest(Map.of("99", 1L));
        assertThat(errors).extracting(FieldError::value).containsExactly("60.01", "-0.01", "99");
    }
}
