package org.yipiao.database;

import java.util.function.Supplier;

/**
 * 轮流 Work that only one instance at a time may do, such as reading a stock and then asking for more of it. The turn is a
 * lock in the database that ends with its connection, so an instance that was killed holds up nobody.
 */
public interface Turns {
    /**
     * Does the work unless another instance is doing it just now.
     *
     * @return false when it is being done elsewhere, and nothing was done here
     */
    boolean alone(String work, Runnable run);

    /**
     * Waits for its turn, then does the work.
     *
     * @throws org.yipiao.shared.Refused BUSY_ELSEWHERE when the turn did not come within a minute
     */
    <T> T inTurn(String work, Supplier<T> run);
}
