package org.yipiao.offline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.offline.NumberBlock;

/** 离线票号段 as the platform keeps it: what the agent holds, and what became of it. */
record Block(
        NumberBlock held,
        byte @Nullable [] certificate,
        byte @Nullable [] signature,
        State state,
        Instant stateAt,
        long returned,
        long burnt,
        String by,
        String reason) {
    enum State {
        OPEN("使用中"),
        RETURNED("已退回"),
        REVOKED("已停用"),
        EXPIRED("已到期");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
