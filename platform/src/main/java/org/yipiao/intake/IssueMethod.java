package org.yipiao.intake;

import org.yipiao.bill.BillKind;

/** 开具方法 The single-bill issuing methods: which kind of bill each makes, and what it means without a known busType. */
enum IssueMethod {
    OUTPATIENT(BillKind.OUTPATIENT, "02"),
    INPATIENT(BillKind.INPATIENT, "01"),
    REGISTRATION(BillKind.OUTPATIENT, "06"),
    CHECK_UP(BillKind.OUTPATIENT, "05"),
    /** 医疗通用 without insurance and card fields; 往来, 捐赠 and 非税通用 need kinds of bill that this platform does not issue. */
    COMMON(BillKind.OUTPATIENT, "02");

    private final BillKind kind;
    private final String busType;

    IssueMethod(BillKind kind, String busType) {
        this.kind = kind;
        this.busType = busType;
    }

    BillKind kind() {
        return kind;
    }

    /** 业务标识 of the national list that stands for the method itself. */
    String busType() {
        return busType;
    }
}
