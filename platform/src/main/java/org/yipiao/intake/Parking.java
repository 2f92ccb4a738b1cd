package org.yipiao.intake;

import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Callers.Caller;

/** 转入重放中心 Keeps a refused issuing call that only lacks a mapping, so that it can be played again once that is there. */
@Component
class Parking {
    /** Added to the refusal, for the cashier. */
    static final String PARKED = "；本次请求已转入重放中心，信息科维护对照后重放即可开票，无需重新结算";

    private static final int REFUSAL_MAX = 1_000;

    /** What could become a bill once its codes are mapped; nobody replays a call whose number is nonsense. */
    private static final String BUS_NO = "[^\\p{Cntrl}]{1,50}";

    private static final Logger log = LoggerFactory.getLogger(Parking.class);

    private final ParkedStore store;
    private final CallCodes codes;
    private final InstantSource clock;

    Parking(ParkedStore store, CallCodes codes, InstantSource clock) {
        this.store = store;
        this.codes = codes;
        this.clock = clock;
    }

    /** @return the refusal, with a word about the parking when the call is now parked */
    Reply park(RawMessage message, Caller caller, String busNo, Set<CallCodes.Code> called, Reply refused) {
        var missing = codes.missing(called, caller);
        if (missing.isEmpty() || !busNo.matches(BUS_NO) || message.method().startsWith("batch")) {
            return refused;
        }
        String text = refused.message().replace("\0", "");
        try {
            store.park(
                    caller.unit(),
                    message,
                    caller.appid(),
                    busNo,
                    missing,
                    text.length() <= REFUSAL_MAX ? text : text.substring(0, REFUSAL_MAX),
                    clock.instant());
            return new Reply(refused.result(), refused.message() + PARKED);
        } catch (RuntimeException e) {
            // The refusal stands without the promise.
            log.warn("Message {} could not be parked: {}", message.id(), e.getMessage());
            return refused;
        }
    }
}
