package org.yipiao.agent;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.offline.Cause;

/**
 * 联机判断 Offline after {@value #FAILURES} failed contacts in a row, online again after {@value #SUCCESSES} good ones: one lost
 * packet changes nothing, and neither does one that comes through. The first failure says since when and why.
 */
final class Link {
    static final int FAILURES = 3;
    static final int SUCCESSES = 3;

    private final InstantSource clock;
    private boolean offline;
    private int streak;
    private @Nullable Instant firstFailure;
    private Cause cause = Cause.NETWORK;

    Link(InstantSource clock) {
        this.clock = clock;
    }

    /** 离线 @param since of the first failed contact */
    record Offline(Instant since, Cause cause) {}

    /** @return null while online */
    synchronized @Nullable Offline offline() {
        Instant since = firstFailure;
        return offline && since != null ? new Offline(since, cause) : null;
    }

    /** 改报原因 Somebody at the window knows better what happened. @return false while online */
    synchronized boolean say(Cause said) {
        if (offline() == null) {
            return false;
        }
        cause = said;
        return true;
    }

    synchronized void good() {
        if (!offline) {
            streak = 0;
            firstFailure = null;
        } else if (++streak >= SUCCESSES) {
            offline = false;
            streak = 0;
            firstFailure = null;
        }
    }

    synchronized void failed(Cause why) {
        if (offline) {
            streak = 0;
            return;
        }
        if (firstFailure == null) {
            firstFailure = clock.instant();
            cause = why;
        }
        if (++streak >= FAILURES) {
            offline = true;
            streak = 0;
        }
    }
}
