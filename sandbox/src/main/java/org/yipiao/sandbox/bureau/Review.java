package org.yipiao.sandbox.bureau;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.SandboxProperties;

/** 审核口径 How the bureau decides what comes in from now on: in full, in part, not at all, and how long it takes. */
@Component
class Review {
    private static final int REASON_MAX = 100;
    private static final Duration DELAY_MAX = Duration.ofDays(30);

    private final Rule usual;
    private volatile Rule rule;

    Review(SandboxProperties properties) {
        this.usual = new Rule(Result.FULL, 1, "", properties.numberReview().toSeconds());
        this.rule = usual;
    }

    enum Result {
        FULL,
        PARTIAL,
        REFUSED
    }

    /**
     * 审核口径
     *
     * @param share of what was asked, above 0 and below 1, for PARTIAL
     * @param reason told with PARTIAL and REFUSED
     * @param delaySeconds how long the review takes
     */
    record Rule(Result result, double share, String reason, long delaySeconds) {
        Rule {
            if (result == null) {
                throw new IllegalArgumentException("result 应为 FULL、PARTIAL 或 REFUSED");
            }
            if (result == Result.PARTIAL && !(share > 0 && share < 1)) {
                throw new IllegalArgumentException("share 应大于 0 小于 1");
            }
            if (delaySeconds < 0 || delaySeconds > DELAY_MAX.toSeconds()) {
                throw new IllegalArgumentException("delaySeconds 应在 0 至 " + DELAY_MAX.toSeconds() + " 之间");
            }
            reason = reason == null || reason.isBlank() ? (result == Result.FULL ? "" : "按用票量核定") : reason;
            if (reason.length() > REASON_MAX || reason.contains("\t")) {
                throw new IllegalArgumentException("reason 不超过 " + REASON_MAX + " 个字符");
            }
        }

        Duration delay() {
            return Duration.ofSeconds(delaySeconds);
        }

        /** How many of {@code count} are given; at least one. */
        long given(long count) {
            return result == Result.PARTIAL ? Math.max(1, (long) (count * share)) : count;
        }
    }

    Rule rule() {
        return rule;
    }

    void set(Rule wanted) {
        rule = wanted;
    }

    void reset() {
        rule = usual;
    }
}
