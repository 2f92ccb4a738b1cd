package org.yipiao;

import java.util.concurrent.Callable;
import org.yipiao.transit.PartyCalls;

/** Calls outside parties without a breaker. */
public final class DirectCalls implements PartyCalls {
    @Override
    public <T> T call(String party, Callable<T> call) throws Exception {
        return call.call();
    }
}
