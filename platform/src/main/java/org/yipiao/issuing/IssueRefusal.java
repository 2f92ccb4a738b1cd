package org.yipiao.issuing;

/** 开票拒绝原因 Numbered for ever, never reused; new ones are added at the end. */
public enum IssueRefusal {
    STOCK_EXHAUSTED(2101, true, "无可用票据"),
    CHARGE_ALREADY_BILLED(2102, false, "业务流水号已开票且内容不同"),
    CHARGE_INVALID(2103, false, "开票内容不符合规则"),
    BILL_NOT_FOUND(2104, false, "票据不存在"),
    ALREADY_REVERSED(2105, false, "已冲销，不能冲销开票"),
    RED_BILL_NOT_REVERSIBLE(2106, false, "红票不能再冲红"),
    POINT_STOPPED(2107, true, "开票点已停用"),
    BUSY(2108, true, "系统繁忙，请稍后重试"),
    NOT_YET_COUNTERSIGNED(2109, true, "票据尚未监制，暂不能冲红"),
    ON_PAPER(2110, false, "票据已换开纸质票据，不能冲红"),
    BOOKED(2111, false, "票据已入账，不能冲红"),
    SEGMENT_UNCERTIFIED(2112, true, "号段证书校验未通过");

    private final int code;
    private final boolean retryHelps;
    private final String label;

    IssueRefusal(int code, boolean retryHelps, String label) {
        this.code = code;
        this.retryHelps = retryHelps;
        this.label = label;
    }

    public int code() {
        return code;
    }

    public boolean retryHelps() {
        return retryHelps;
    }

    public String label() {
        return label;
    }
}
