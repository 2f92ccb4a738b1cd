package org.yipiao.bill;

/** 票据号码 10 digits in ascending sequence, unique within a {@link BillCode}. A string: leading zeros are kept. */
public record BillNumber(String digits) implements Comparable<BillNumber> {
    public static final long MAX = 9_999_999_999L;

    public BillNumber {
        if (!Digits.only(digits, 10)) {
            throw new IllegalArgumentException("bill number must be 10 digits: " + digits);
        }
    }

    /** @param value 0 to 9999999999, the form in which the number ledger counts */
    public static BillNumber of(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("bill number must have at most 10 digits: " + value);
        }
        String digits = Long.toString(value);
        return new BillNumber("0".repeat(10 - digits.length()) + digits);
    }

    public long value() {
        return Long.parseLong(digits);
    }

    @Override
    public int compareTo(BillNumber other) {
        return digits.compareTo(other.digits);
    }

    @Override
    public String toString() {
        return digits;
    }
}
