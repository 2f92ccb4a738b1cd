package org.yipiao.shared;

/** 票据内部编号 Our own key of a bill, positive, ascending per installation; the fiscal key is code and number. */
public record BillId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
