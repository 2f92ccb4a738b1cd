package org.yipiao.bill;

import java.util.List;

/** 医保药品分类 has no element of its own in the XML: it leads the line's remark, as in 甲；备注. */
final class AuxRemark {
    private static final List<String> GRADES = List.of("甲", "乙", "丙");
    private static final String SEPARATOR = "；";

    private AuxRemark() {}

    static String joined(AuxItem item) {
        if (item.grade().isEmpty() || item.remark().isEmpty()) {
            return item.grade() + item.remark();
        }
        return item.grade() + SEPARATOR + item.remark();
    }

    /** @return the grade, empty when the text does not begin with one */
    static String grade(String joined) {
        return GRADES.stream()
                .filter(grade -> joined.equals(grade) || joined.startsWith(grade + SEPARATOR))
                .findFirst()
                .orElse("");
    }

    static String remark(String joined) {
        String grade = grade(joined);
        return grade.isEmpty() ? joined : joined.substring(Math.min(joined.length(), grade.length() + 1));
    }
}
