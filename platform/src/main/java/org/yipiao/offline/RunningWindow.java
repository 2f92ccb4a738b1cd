package org.yipiao.offline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.offline.Cause;

/**
 * 离线窗口 How long a window may go on issuing without the platform, as far as the platform can know: from when it was last
 * heard of, for the hours of the cause, and never beyond what one of its blocks allows.
 *
 * @param cause that the window told last, or 网络中断: what it finds by itself when nothing answers
 * @param hours 连续离线至多 under this cause
 * @param until null while the agent is in touch: nothing runs
 * @param bound what ends it
 */
record RunningWindow(Cause cause, int hours, @Nullable Instant until, Bound bound) {
    /** 依据 Which of the limits is the shortest. */
    enum Bound {
        RULE("离线规则"),
        BLOCK_HOURS("号段自带的连续离线上限"),
        BLOCK_VALIDITY("号段有效期");

        private final String label;

        Bound(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * @param open blocks that the agent holds
     * @param away since when it is out of touch; null while it is not
     * @param ruleHours the unit's hours for the cause
     * @return empty when there is nothing it could issue from
     */
    static Optional<RunningWindow> of(List<Block> open, @Nullable Instant away, Cause cause, int ruleHours) {
        return open.stream()
                .map(block -> of(block, away, cause, ruleHours))
                .reduce((one, other) -> one.isShorterThan(other) ? other : one);
    }

    private static RunningWindow of(Block block, @Nullable Instant away, Cause cause, int ruleHours) {
        int hours = Math.min(ruleHours, block.held().hoursMax());
        Bound bound = hours < ruleHours ? Bound.BLOCK_HOURS : Bound.RULE;
        if (away == null) {
            return new RunningWindow(cause, hours, null, bound);
        }
        Instant end = away.plus(Duration.ofHours(hours));
        Instant valid = block.held().validUntil();
        return valid.isBefore(end)
                ? new RunningWindow(cause, hours, valid, Bound.BLOCK_VALIDITY)
                : new RunningWindow(cause, hours, end, bound);
    }

    private boolean isShorterThan(RunningWindow other) {
        return (until == null || other.until == null) ? hours < other.hours : until.isBefore(other.until);
    }
}
