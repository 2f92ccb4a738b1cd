package org.yipiao.shared;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * @param unit 单位 whose people are told; null is a matter of the installation, told to everybody, and so it names
     *     nothing of any hospital's
     */
    record Finding(
            Severity severity,
            String cause,
            String owner,
            String nextStep,
            @Nullable UnitId unit) {
        public Finding(Severity severity, String cause, String owner, String nextStep) {
            this(severity, cause, owner, nextStep, null);
        }

        /** The same, told to this hospital only. */
        public Finding of(UnitId hospital) {
            return new Finding(severity, cause, owner, nextStep, hospital);
        }
    }

    /** 级别 Grades as in the field: serious, ordinary, slight. */
    enum Severity {
        SERIOUS,
        ORDINARY,
        SLIGHT
    }
}
