package org.yipiao.sandbox.bureau;

/** 退回原因 Why the bureau does not countersign a bill. Codes are never reused. */
enum Refusal {
    UNREADABLE(1, "票据报文无法解析"),
    NUMBER_USED(2, "号码已使用"),
    NUMBER_NOT_ALLOTTED(3, "号码未分配给本单位"),
    YEAR(4, "票据年度与开票日期不符"),
    UNIT_SIGNATURE(5, "开票单位签名验证失败"),
    CERTIFICATE_UNTRUSTED(6, "签名证书不是受信任机构签发"),
    CERTIFICATE_PERIOD(7, "签名证书不在有效期内"),
    SEAL_NOT_REGISTERED(8, "印章或证书未在财政备案"),
    SUM(9, "收费项目金额合计与总金额不符"),
    BLUE_NOT_ISSUED(10, "红票对应的蓝票不存在或未监制"),
    BLUE_REVERSED(11, "蓝票已冲红，不能再次冲红"),
    RED_DIFFERS(12, "红票金额不是蓝票金额的负数"),
    ISSUER(13, "开票单位与备案信息不符"),
    ISSUED_LATER(14, "开票时间晚于财政系统时间"),
    AMOUNT_SIGN(15, "蓝票金额不得为负，红票金额不得为正"),
    KIND(16, "票据种类与票据代码不符或未启用"),
    ENVELOPE(17, "票据代码号码与报文内容不一致"),
    RED_OF_RED(18, "红票不能再冲红");

    private final int code;
    private final String text;

    Refusal(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}
