package org.yipiao.numbering;

/** 纸质票据用途 What a paper form is printed for. Append only. */
public enum PaperKind {
    OUTPATIENT("门诊收费票据"),
    INPATIENT("住院收费票据"),
    PREPAYMENT("预交金凭证");

    private final String label;

    PaperKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
