package org.yipiao.prepayment;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** 凭证查找 Vouchers by what somebody types, for pages of other modules. */
@Component
public class VoucherFinder {
    private final VoucherStore store;

    VoucherFinder(VoucherStore store) {
        this.store = store;
    }

    /**
     * The newest vouchers whose number, 住院号 or 交款人 begins with the text.
     *
     * @param points null: all
     * @param operator null: all
     */
    public List<Voucher> find(
            UnitId unit, @Nullable List<String> points, @Nullable String operator, String text, int max) {
        return store.find(unit, points, operator, text, max);
    }
}
