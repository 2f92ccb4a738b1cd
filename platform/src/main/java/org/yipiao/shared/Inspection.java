package org.yipiao.shared;

import java.util.List;

/** 巡检项 Looks for one thing that can silently go wrong. Each module contributes its own. */
public interface Inspection {
    /** 名称 in Chinese. */
    String title();

    /** @return empty when all is well */
    List<Finding> inspect();

    /**
     * 巡检发现
     *
     * @param severity 级别
     * @param cause 原因 in Chinese, with figures
     * @param owner 责任方, such as 财政票据系统, 签名服务器, 信息科
     * @param nextStep 处理建议 what to do now
     */
    record Finding(Severity severity, String cause, String owner, String nextStep) {}

    /** 级别 Grades as in the field: serious, ordinary, slight. */
    enum Severity {
        SERIOUS,
        ORDINARY,
        SLIGHT
    }
}
