package org.yipiao.supervision;

import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;

/** Reads a bill's key from an answer of the bureau. */
final class WireKey {
    private WireKey() {}

    /** @return null when the answer names no possible bill */
    static Bill.@Nullable Key read(@Nullable String code, @Nullable String number) {
        if (code == null || number == null) {
            return null;
        }
        try {
            return new Bill.Key(new BillCode(code), new BillNumber(number));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
