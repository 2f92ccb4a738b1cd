package org.yipiao.offline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/**
 * 窗口代理 One machine that may issue by itself.
 *
 * @param code 代理编号
 * @param point 开票点编码
 * @param lastSeq 离线序号 of its last bill that arrived
 * @param lastSm3 the digest that its next bill has to name
 * @param waiting 待上传 as it last said
 * @param said 状态说明 as it last said
 */
record WindowAgent(
        UnitId unit,
        String code,
        String name,
        String point,
        State state,
        String enrolSm3,
        Instant enrolUntil,
        byte @Nullable [] certificate,
        long lastSeq,
        String lastSm3,
        @Nullable Instant seenAt,
        long waiting,
        @Nullable Instant oldestAt,
        String oldestCause,
        String said,
        @Nullable Instant revokedAt,
        String revokedBy,
        String revokeReason) {
    enum State {
        WAITING("待登记"),
        ACTIVE("使用中"),
        REVOKED("已停用");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
