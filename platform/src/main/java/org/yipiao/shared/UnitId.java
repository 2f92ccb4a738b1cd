package org.yipiao.shared;

/**
 * 单位识别码 The bureau-assigned code of a hospital, 1 to 20 letters or digits. Leads every business table: row isolation
 * today, distribution key tomorrow.
 */
public record UnitId(String value) {
    public UnitId {
        if (!value.matches("[0-9A-Za-z]{1,20}")) {
            throw new IllegalArgumentException("unit id must be 1 to 20 letters or digits: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
