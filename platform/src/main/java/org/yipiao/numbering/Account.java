package org.yipiao.numbering;

/** 票号账户 Where a number stands. It stands in exactly one. Append only. */
public enum Account {
    BUREAU("财政"),
    UNIT("单位库存"),
    POINT("开票点"),
    ISSUED("已开具"),
    BURNT("号码作废"),
    RETURNED("已退回财政"),
    /** 开票员 Shared out by the point to one cashier. */
    CASHIER("开票员"),
    /** 占用 Held for one print or one call until it is confirmed or released. */
    RESERVED("占用中"),
    /** 作废 A blank sheet or number given up, or a used sheet that was spoiled. */
    VOIDED("已作废"),
    DESTROYED("已销毁"),
    /** 申退中 Offered back to the bureau, not accepted yet. */
    OUTGOING("申退中"),
    /** 离线票号段 In the hands of a window agent that may issue without asking. */
    OFFLINE("离线票号段");

    private final String label;

    Account(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
