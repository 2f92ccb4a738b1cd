package org.yipiao.shared;

/**
 * 字段错误 What is wrong with one field, in the words of the person who has to repair it.
 *
 * @param path where it stands, such as {@code chargeDetail[3].amt}
 * @param label 字段名称 in Chinese, such as 金额
 * @param value the value as received, shortened to 60 characters, sensitive values masked
 * @param rule 规则 the rule it breaks, in Chinese
 * @param hint 处理建议 what to do now, in Chinese
 */
public record FieldError(String path, String label, String value, String rule, String hint) {
    /** One line in Chinese with all five parts. */
    public String text() {
        return label + "(" + path + ")=" + (value.isEmpty() ? "空" : value) + "：" + rule + "；" + hint;
    }
}
