package org.yipiao.offline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.offline.Cause;

/**
 * 上传记录 One bill that an agent issued, as it arrived.
 *
 * @param scannedBy 补录人; empty when the agent sent it
 * @param billId null while it is no bill of the platform
 * @param conflict why not
 */
record Upload(
        String code,
        String number,
        String blockNo,
        String agent,
        long seq,
        String caller,
        String busNo,
        long totalFen,
        Instant issuedAt,
        Cause cause,
        boolean tried,
        Instant dueAt,
        Instant arrivedAt,
        String scannedBy,
        State state,
        @Nullable Long billId,
        String conflict,
        String decidedBy,
        String decision) {
    enum State {
        ACCEPTED("已入账"),
        CONFLICT("待裁定"),
        VOIDED("已作废");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
