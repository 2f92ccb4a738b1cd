package org.yipiao.transit;

import org.yipiao.shared.BillId;

/** 环节结果 What became of one bill in one attempt. */
public sealed interface Outcome {
    BillId bill();

    /** 完成 goes on to the next stage. @param note short text for the timeline, such as the certificate serial */
    record Done(BillId bill, String note) implements Outcome {}

    /** 等待 a passing fault; tried again on the ladder. */
    record Waits(BillId bill, Fault fault, String detail) implements Outcome {}

    /** 停下 needs a person; not tried again until someone asks for it. */
    record Stuck(BillId bill, Fault fault, String detail) implements Outcome {}

    /** 故障类别 Who is to repair it. */
    enum Fault {
        UNREACHABLE("连接不上对方"),
        TIMEOUT("对方超时未答"),
        BUSY("对方繁忙或限流"),
        REFUSED("对方拒绝"),
        WRONG_ANSWER("对方应答有误"),
        OUR_DATA("本方数据有误"),
        OUR_FAULT("本方程序故障");

        private final String label;

        Fault(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
