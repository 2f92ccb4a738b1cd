package org.yipiao.intake;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * 原始报文 One request as it came.
 *
 * @param id rises with the time of arrival, see {@link #idAt}
 * @param remote address of the other side
 * @param method 接口方法 from the path, trimmed, at most 100 characters
 */
record RawMessage(UUID id, Instant receivedAt, String remote, String method, byte[] body) {
    /** Milliseconds first, then chance (the layout of version 7): the index stays small and old messages are found by it. */
    static UUID idAt(Instant time, RandomGenerator random) {
        long high = (time.toEpochMilli() << 16) | 0x7000L | random.nextInt(1 << 12);
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Not above the id of any message that arrived at or after the time. */
    static UUID lowestIdAt(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }
}
