package org.yipiao.notices;

import org.yipiao.access.Permission;
import org.yipiao.shared.UnitId;

/** 消息 Tells staff what they have to know. May be called inside a transaction: the notice is there when it commits. */
public interface Notices {
    /** 种类 Append only. */
    enum Kind {
        ANNOUNCEMENT("公告"),
        STOCK("库存预警"),
        CERTIFICATE("证书到期"),
        TRANSIT("在途异常"),
        APPROVAL("待办审批"),
        SECURITY("账户安全"),
        SYSTEM("系统运行");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * 一条消息
     *
     * @param title 标题 1 to 100 characters
     * @param body 正文 at most 1000 characters; never personal data
     * @param link page of the console that helps, such as {@code /numbers}; empty for none
     * @param matter 事项 such as {@code stock:0101:OUTPATIENT}: while it is open the same matter is told once; empty for
     *     notices that stand for themselves
     */
    record Notice(UnitId unit, Kind kind, String title, String body, String link, String matter) {}

    /**
     * Tells everybody of the unit who may do this.
     *
     * @return false when the matter is open already, or nobody may
     */
    boolean tell(Permission who, Notice notice);

    /** Tells one account. */
    boolean tell(long account, Notice notice);

    /** 事项已了结: the next time it comes up it is told again. */
    void close(UnitId unit, String matter);
}
