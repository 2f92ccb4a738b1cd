package org.yipiao.sandbox.bureau;

import java.util.List;
import java.util.Optional;

/** 纸质票据 The printed forms the bureau gives out. Their codes carry no year; numbers have eight digits. */
final class Papers {
    static final int WIDTH = 8;

    static final List<Paper> ALL = List.of(
            new Paper("99610101", "医疗门诊收费票据（机打）", "OUTPATIENT"),
            new Paper("99620101", "医疗住院收费票据（机打）", "INPATIENT"),
            new Paper("99630101", "预交金收据（机打）", "PREPAYMENT"));

    private Papers() {}

    /** @param use what it is printed for */
    record Paper(String code, String name, String use) {}

    static Optional<Paper> of(String code) {
        return ALL.stream().filter(paper -> paper.code().equals(code)).findFirst();
    }

    /** A number as printed on the form. */
    static String digits(long number) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, WIDTH - text.length())) + text;
    }
}
