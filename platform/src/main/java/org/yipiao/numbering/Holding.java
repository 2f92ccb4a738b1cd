package org.yipiao.numbering;

import org.jspecify.annotations.Nullable;

/** 账户与地点 One account of the double entry with the place it belongs to. */
record Holding(
        Account account, @Nullable String point, @Nullable String cashier) {
    static final Holding BUREAU = new Holding(Account.BUREAU, null, null);
    static final Holding UNIT = new Holding(Account.UNIT, null, null);
    static final Holding OUTGOING = new Holding(Account.OUTGOING, null, null);
    static final Holding RETURNED = new Holding(Account.RETURNED, null, null);
    static final Holding DESTROYED = new Holding(Account.DESTROYED, null, null);

    static Holding of(Place place) {
        return new Holding(place.account(), place.point(), place.cashier());
    }

    /** The same hands, another account. */
    Holding as(Account other) {
        return new Holding(other, point, cashier);
    }

    @Nullable
    Place place() {
        return switch (account) {
            case BUREAU, OUTGOING, RETURNED, DESTROYED -> null;
            default -> new Place(point, cashier);
        };
    }

    String label() {
        var text = new StringBuilder(account.label());
        if (point != null) {
            text.append(' ').append(point);
        }
        if (cashier != null) {
            text.append(' ').append(cashier);
        }
        return text.toString();
    }
}
