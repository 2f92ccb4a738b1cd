package org.yipiao.console;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillKind;

/**
 * 手工开票 What a cashier typed, or one bill of an imported sheet.
 *
 * @param key the page makes one per form, so that a second click is the same bill
 * @param payerType 1 person, 2 organisation
 * @param totalFen what the page shows; the sum of the lines must be the same
 */
record HandBill(
        @Nullable String key,
        @Nullable BillKind kind,
        @Nullable String point,
        @Nullable String payer,
        @Nullable String payerType,
        @Nullable String payerCode,
        @Nullable String mobile,
        @Nullable String sex,
        @Nullable String age,
        @Nullable String patientNo,
        @Nullable String department,
        @Nullable String payMode,
        @Nullable String remark,
        @Nullable Long totalFen,
        @Nullable List<Line> lines) {
    /** @param price yuan, up to six decimals @param quantity up to six decimals */
    record Line(
            @Nullable String code,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable String remark) {}
}
