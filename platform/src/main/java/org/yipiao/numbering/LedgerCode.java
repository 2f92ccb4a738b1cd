package org.yipiao.numbering;

import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillKind;

/**
 * 票据代码 of the ledger, electronic or paper.
 *
 * @param kind of electronic bills; null for paper
 * @param name 票据名称
 * @param year null: the paper carries no year
 */
record LedgerCode(
        String code,
        boolean paper,
        @Nullable BillKind kind,
        String name,
        int width,
        @Nullable Integer year) {
    String digits(long number) {
        return PaperCode.digits(width, number);
    }

    /** @return null when it is no number of this code */
    @Nullable
    Long value(String digits) {
        boolean fits = digits.length() == width && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Long.valueOf(digits) : null;
    }

    /** 票据种类 as the draw certificate names it: an electronic code changes every year, its kind does not. */
    String subject() {
        return paper ? code : code.substring(0, 6);
    }

    PaperStock.PaperRange range(Span span) {
        return new PaperStock.PaperRange(code, digits(span.first()), digits(span.last()));
    }
}
