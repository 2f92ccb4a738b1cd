package org.yipiao.masterdata;

import java.util.Arrays;
import java.util.Optional;

/** 国家收费类别 The categories of the filling rules, coded as in the insurance dictionary, in the order of the face. */
public enum NationalCategory {
    BED("01", "床位费", 0, 1),
    CONSULTATION("02", "诊察费", 1, 2),
    EXAMINATION("03", "检查费", 2, 3),
    LABORATORY("04", "化验费", 3, 4),
    TREATMENT("05", "治疗费", 4, 5),
    SURGERY("06", "手术费", 5, 6),
    NURSING("07", "护理费", 0, 7),
    MATERIALS("08", "卫生材料费", 6, 8),
    WESTERN_MEDICINE("09", "西药费", 7, 9),
    HERBAL_PIECES("10", "中药饮片", 8, 10),
    PATENT_MEDICINE("11", "中成药费", 9, 11),
    GENERAL_TREATMENT("12", "一般诊疗费", 10, 12),
    REGISTRATION("13", "挂号费", 11, 0),
    OTHER("14", "其他收费", 12, 13);

    private final String code;
    private final String label;
    private final int outpatient;
    private final int inpatient;

    /** @param outpatient place on an outpatient bill, 0: not there @param inpatient likewise */
    NationalCategory(String code, String label, int outpatient, int inpatient) {
        this.code = code;
        this.label = label;
        this.outpatient = outpatient;
        this.inpatient = inpatient;
    }

    public String code() {
        return code;
    }

    public String label() {
        return label;
    }

    /** 门诊顺序, 0: not on an outpatient bill */
    public int outpatient() {
        return outpatient;
    }

    /** 住院顺序, 0: not on an inpatient bill */
    public int inpatient() {
        return inpatient;
    }

    public static Optional<NationalCategory> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }

    /** The category an item of this name belongs to, also under its older names. */
    public static Optional<NationalCategory> named(String name) {
        String asked = switch (name) {
            case "诊查费" -> "诊察费";
            case "中草药费", "中药饮片费" -> "中药饮片";
            case "其他费", "其它费", "其他门（急）诊收费", "其他住院收费", "其他门(急)诊收费" -> "其他收费";
            case "材料费" -> "卫生材料费";
            default -> name;
        };
        return Arrays.stream(values()).filter(one -> one.label.equals(asked)).findFirst();
    }
}
