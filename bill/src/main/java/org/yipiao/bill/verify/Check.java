package org.yipiao.bill.verify;

/**
 * 检查项 One named check and its result.
 *
 * @param name stable name such as {@code PACKAGE_DIGESTS}
 * @param title 名称 in Chinese
 * @param result 结果
 * @param reason why it failed or does not apply, or what was found, in Chinese
 */
public record Check(String name, String title, Result result, String reason) {
    /** 结果 */
    public enum Result {
        PASSED,
        FAILED,
        NOT_APPLICABLE
    }
}
