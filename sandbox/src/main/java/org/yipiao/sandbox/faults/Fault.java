package org.yipiao.sandbox.faults;

import java.time.Instant;
import java.util.Optional;

/**
 * 故障设置 What goes wrong with a party from now on. Shares are 0 to 1 of all calls.
 *
 * @param delayMs waited before the work, 0 to 120 000
 * @param errorShare answered with the party's own "busy", nothing done
 * @param wrongShare answered wrongly: a signature of other bytes, another bill's result, a foreign page
 * @param lostShare done in full, then the connection is closed without an answer
 * @param outageUntil out of order until then
 * @param outageKind how an outage shows
 * @param ratePerSecond calls taken each second; 0: no limit
 */
public record Fault(
        long delayMs,
        double errorShare,
        double wrongShare,
        double lostShare,
        Optional<Instant> outageUntil,
        OutageKind outageKind,
        double ratePerSecond) {
    public static final Fault NONE = new Fault(0, 0, 0, 0, Optional.empty(), OutageKind.CLOSE, 0);
    static final long DELAY_MS_MAX = 120_000;

    public Fault {
        require(delayMs >= 0 && delayMs <= DELAY_MS_MAX, "delayMs 应在 0 至 " + DELAY_MS_MAX + " 之间");
        share("errorShare", errorShare);
        share("wrongShare", wrongShare);
        share("lostShare", lostShare);
        require(errorShare + wrongShare + lostShare <= 1 + 1e-9, "errorShare、wrongShare、lostShare 之和不得大于 1");
        require(ratePerSecond >= 0 && ratePerSecond <= 1_000_000, "ratePerSecond 应在 0 至 1000000 之间");
    }

    /** 中断方式 The connection is closed without a word, or a gateway in front answers 503. */
    public enum OutageKind {
        CLOSE,
        HTTP_503
    }

    boolean isOut(Instant now) {
        return outageUntil.isPresent() && now.isBefore(outageUntil.get());
    }

    private static void share(String name, double value) {
        require(value >= 0 && value <= 1, name + " 应在 0 至 1 之间");
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
