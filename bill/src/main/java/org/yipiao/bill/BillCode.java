package org.yipiao.bill;

/**
 * 票据代码 The 8 digits that name a kind of bill of one supervising region and one year: region 区划 (2), class 分类 (2),
 * kind 种类 (2), year 年度 (2). A string: leading zeros count.
 */
public record BillCode(String digits) implements Comparable<BillCode> {
    public BillCode {
        if (!Digits.only(digits, 8)) {
            throw new IllegalArgumentException("bill code must be 8 digits: " + digits);
        }
    }

    /** 行政区划编码 positions 1-2, such as 42; 00 is central. */
    public String region() {
        return digits.substring(0, 2);
    }

    /** 年度编码 positions 7-8 as a full year, such as 2026. */
    public int year() {
        return 2000 + Integer.parseInt(digits.substring(6));
    }

    @Override
    public int compareTo(BillCode other) {
        return digits.compareTo(other.digits);
    }

    @Override
    public String toString() {
        return digits;
    }
}
