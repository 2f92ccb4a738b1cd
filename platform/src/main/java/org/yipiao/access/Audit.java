package org.yipiao.access;

/** 操作审计 Notes significant acts in a log that can only be added to; each entry's hash covers the one before. */
public interface Audit {
    /**
     * Returns after the entry is durable. The address is that of the current request.
     *
     * @param by 操作人
     * @param act 操作 in Chinese, such as 冲红
     * @param object 对象 what it was done to, such as a bill's code and number; never personal data
     * @param result 结果 in Chinese: 成功, or why not
     */
    void note(CurrentUser by, String act, String object, String result);

    /**
     * As above, with what changed.
     *
     * @param before 修改前 in words, empty when there was nothing
     * @param after 修改后 in words
     */
    void note(CurrentUser by, String act, String object, String result, String before, String after);
}
