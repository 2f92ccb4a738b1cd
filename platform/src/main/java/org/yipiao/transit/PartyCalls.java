package org.yipiao.transit;

import java.util.concurrent.Callable;
import org.yipiao.shared.UnitId;

/**
 * 对外调用 The one way to call an outside party: measures, limits and breaks the circuit. A call refused by an open breaker
 * throws {@link PartyDown} at once.
 */
public interface PartyCalls {
    /** @param party Chinese name, the same as {@link Stage#party} */
    <T> T call(String party, Callable<T> call) throws Exception;

    /**
     * As above for one unit, which has an account and perhaps an address of its own there: what fails for it opens a
     * breaker that nobody else stands behind.
     */
    default <T> T call(String party, UnitId unit, Callable<T> call) throws Exception {
        return call(party, call);
    }

    /** 熔断 The breaker is open; the party is not asked. */
    class PartyDown extends RuntimeException {
        public PartyDown(String party) {
            super(party + "暂不可用，稍后自动重试");
        }
    }
}
