package org.yipiao.bill.face;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;

/** 票面项目 Which categories stand in the cells when a bill has more of them than the face has cells. */
final class FaceItems {
    private static final String OTHER = "其他";

    private FaceItems() {}

    /**
     * The categories in order; when they are too many, the last cell is 其他: the sum of what does not fit and of the bill's own
     * 其他 category. The total of the cells is always the total of the bill.
     */
    static List<Item> fitting(List<Item> items, int cells) {
        if (items.size() <= cells) {
            return items;
        }
        var shown = new ArrayList<Item>(cells);
        var merged = new ArrayList<Item>();
        for (var item : items) {
            boolean fits = shown.size() < cells - 1 && !item.name().startsWith(OTHER);
            (fits ? shown : merged).add(item);
        }
        shown.add(sum(merged));
        return shown;
    }

    private static Item sum(List<Item> merged) {
        Money amount = Money.ZERO;
        String name = OTHER;
        for (var item : merged) {
            amount = amount.plus(item.amount());
            if (item.name().startsWith(OTHER)) {
                name = item.name();
            }
        }
        BigDecimal quantity = amount.isNegative() ? BigDecimal.ONE.negate() : BigDecimal.ONE;
        return new Item("", name, quantity, "项", amount.yuan(), amount, "等" + merged.size() + "项");
    }
}
