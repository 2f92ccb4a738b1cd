package org.yipiao.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 交付记录 Who was told about a bill. */
public interface Deliveries {
    /** In time order. */
    List<Notice> of(UnitId unit, BillId bill);

    /** @param to target, masked; empty where there is none @param detail what happened, in Chinese */
    record Notice(BillId bill, Channel channel, String to, Instant at, Result result, String detail, String msgId) {}

    /** 交付渠道 */
    enum Channel {
        WECHAT("微信"),
        SMS("短信"),
        MAIL("邮件"),
        NONE("取票链接");

        private final String label;

        Channel(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 交付结果 */
    enum Result {
        SENT("已发送"),
        FAILED("未送达"),
        LINK_ONLY("仅取票链接");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 已告知 Which of the bills a payer was told about. */
    Set<BillId> delivered(UnitId unit, List<BillId> bills);

    /** How many bills payers were told about in a span of time. */
    long deliveredCount(UnitId unit, Instant from, Instant until);
}
