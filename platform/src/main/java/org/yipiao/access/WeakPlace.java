package org.yipiao.access;

import java.util.List;

/** 外部弱口令的检测对象 One kind of accounts beside the platform's own that are looked at for weak passwords. */
interface WeakPlace {
    /** 对象 */
    enum Kind {
        OPERATING_SYSTEM("操作系统用户"),
        DATABASE("数据库用户"),
        COMPONENTS("第三方组件");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * 发现
     *
     * @param who 账户或组件; never a password
     * @param what 问题
     * @param advice 处理建议
     */
    record Weak(String who, String what, String advice) {}

    /**
     * 检测结果
     *
     * @param complete false: some of it could not be looked at, as the note says
     * @param looked how many accounts or components were looked at
     */
    record Looked(boolean complete, int looked, String note, List<Weak> found) {
        static Looked impossible(String why) {
            return new Looked(false, 0, why, List.of());
        }
    }

    Kind kind();

    Looked look();
}
