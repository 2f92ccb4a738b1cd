package org.yipiao.delivery;

import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/**
 * 通知任务 One message that waits to be sent.
 *
 * @param target phone number, mail address or WeChat user; of RELEASE empty
 */
record Errand(UnitId unit, long id, BillId bill, Kind kind, String target, int attempts) {
    enum Kind {
        SMS,
        MAIL,
        WECHAT,
        /** Becomes a message to the bill's own contact once the road has passed it by. */
        RELEASE
    }

    /** The same for every attempt, so that the channel recognises a repetition. */
    String requestId() {
        return unit.value() + "-" + bill.value() + "-n" + id;
    }

    @Override
    public String toString() {
        return "Errand[" + id + ", bill=" + bill + ", kind=" + kind + "]";
    }
}
