package org.yipiao.notices;

import java.time.LocalDateTime;
import org.yipiao.shared.UnitId;

/** 转发通道 Port: sends one notice on to a colleague, by the unit's own account with each party. */
public interface StaffMessages {
    /** 转发方式 */
    enum Way {
        SMS("短信"),
        MAIL("邮件"),
        WECHAT("微信");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * 转发内容 Only the mail carries the body.
     *
     * @param page address of the page that helps, in full; empty for none
     * @param requestId the same one is sent once, where the party knows such a thing
     */
    record Message(
            String hospital, String kind, String title, String body, String page, LocalDateTime at, String requestId) {}

    /** 转发结果 A passing fault is thrown as {@link Waits}. */
    sealed interface Result {
        record Sent() implements Result {}

        /** Trying again does not help. @param why in Chinese, without the address */
        record Refused(String why) implements Result {}
    }

    /** Worth trying again; the message says why in Chinese, without the address. */
    class Waits extends RuntimeException {
        public Waits(String why, Throwable cause) {
            super(why, cause);
        }
    }

    boolean configured(UnitId unit, Way way);

    /** @throws Waits for a passing fault */
    Result send(UnitId unit, Way way, String address, Message message);
}
