package org.yipiao.numbering;

/** 票号账户 Where a number stands. It stands in exactly one. */
enum Account {
    BUREAU("财政"),
    UNIT("单位库存"),
    POINT("开票点"),
    ISSUED("已开具"),
    BURNT("号码作废"),
    RETURNED("已退回");

    private final String label;

    Account(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
