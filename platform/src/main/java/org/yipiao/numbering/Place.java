package org.yipiao.numbering;

import org.jspecify.annotations.Nullable;

/**
 * 存放地点 Whose stock: the unit's own, a point's, or a cashier's at a point.
 *
 * @param point 开票点编码; null is the unit's own stock
 * @param cashier 开票员 username; null is the point's common stock
 */
public record Place(@Nullable String point, @Nullable String cashier) {
    public static final Place UNIT = new Place(null, null);

    public Place {
        if (cashier != null && point == null) {
            throw new IllegalArgumentException("a cashier holds numbers at a point");
        }
    }

    public static Place point(String code) {
        return new Place(code, null);
    }

    public static Place cashier(String point, String cashier) {
        return new Place(point, cashier);
    }

    Account account() {
        return cashier != null ? Account.CASHIER : point != null ? Account.POINT : Account.UNIT;
    }
}
