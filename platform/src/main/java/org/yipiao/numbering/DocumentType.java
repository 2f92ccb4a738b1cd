package org.yipiao.numbering;

/** 单据种类 What a stock document does. Append only: the prefix stands in document numbers for ever. */
enum DocumentType {
    REQUEST("SL", "申领单", "向财政申领号段，核准后入单位库存"),
    RECEIPT("RK", "入库单", "收到的纸质票据登记入库"),
    DISTRIBUTION("XF", "下发单", "单位下发到开票点，或开票点交开票员"),
    RETURN("TK", "退库单", "开票员退回开票点，或开票点退回单位"),
    BUREAU_RETURN("ST", "申退单", "未使用的号段退回财政"),
    RECOVERY("HS", "旧票回收单", "往年未用号段从开票点收回单位"),
    CARRY_OVER("JZ", "结转单", "不分年度的纸质票据结转到下一年度"),
    DESTRUCTION("XH", "销毁单", "作废票、存根和不再使用的空白票，经两人审批后销毁"),
    VOIDING("ZF", "作废单", "空白票据作废");

    private final String prefix;
    private final String label;
    private final String purpose;

    DocumentType(String prefix, String label, String purpose) {
        this.prefix = prefix;
        this.label = label;
        this.purpose = purpose;
    }

    String prefix() {
        return prefix;
    }

    String label() {
        return label;
    }

    String purpose() {
        return purpose;
    }

    /** The bureau answers these. */
    boolean goesToBureau() {
        return this == REQUEST || this == BUREAU_RETURN;
    }
}
