package org.yipiao.bill;

/**
 * 票据种类 The two kinds of medical charge bill. Registration 挂号 and check-up 体检 use the outpatient kind. The kind is
 * registered per bill code; it is never guessed from the code of one's own bills.
 */
public enum BillKind {
    OUTPATIENT("0601", "医疗门诊收费票据（电子）", "门诊"),
    INPATIENT("0602", "医疗住院收费票据（电子）", "住院");

    private final String code;
    private final String title;
    private final String medicalType;

    BillKind(String code, String title, String medicalType) {
        this.code = code;
        this.title = title;
        this.medicalType = medicalType;
    }

    /** 票据种类编码 class and kind, positions 3-6 of the national bill code. */
    public String code() {
        return code;
    }

    /** Title without the name of the province. */
    public String title() {
        return title;
    }

    /** 医疗类别 as printed and as in {@code MedicalType}. */
    public String medicalType() {
        return medicalType;
    }
}
