package org.yipiao.delivery;

import java.util.List;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 发送通知 Tells named receivers about a bill. What is taken is durable; it is sent within seconds and tried again for a day. */
public interface Notices {
    /** 接收方 @param value phone number or mail address */
    record Receiver(Way way, String value) {}

    /** 通知方式 */
    enum Way {
        SMS("1201", "短信"),
        MAIL("1202", "邮件");

        private final String code;
        private final String label;

        Way(String code, String label) {
            this.code = code;
            this.label = label;
        }

        /** noticeType of the market protocol. */
        public String code() {
            return code;
        }

        public String label() {
            return label;
        }
    }

    boolean configured(UnitId unit, Way way);

    /** One errand per receiver. The same receiver again while the first still waits is the same errand. */
    void send(UnitId unit, BillId bill, List<Receiver> receivers, String by);

    /** 流通 The bill may be delivered now: its own contact is told, unless the road has still to come to it. */
    void released(UnitId unit, BillId bill, String by);
}
