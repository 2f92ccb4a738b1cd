package org.yipiao.numbering;

/** 号段 Numbers {@code first} to {@code last} of one code, electronic or paper; both ends included. */
record Span(String code, long first, long last) {
    static final long NUMBER_MAX = 9_999_999_999L;

    Span {
        if (first < 0 || first > last || last > NUMBER_MAX) {
            throw new IllegalArgumentException("no range of numbers: " + code + " " + first + " to " + last);
        }
    }

    static Span one(String code, long number) {
        return new Span(code, number, number);
    }

    long count() {
        return last - first + 1;
    }
}
