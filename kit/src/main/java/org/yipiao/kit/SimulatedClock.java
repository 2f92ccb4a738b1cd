package org.yipiao.kit;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * 模拟时钟 The machine's clock plus an offset that stands in a file. Every program of one simulation maps the same eight bytes, so
 * all of them jump in the same moment; time between the jumps runs as usual. It never goes back.
 */
final class SimulatedClock implements InstantSource {
    private static final VarHandle MILLIS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Milliseconds are rounded up: who jumps to midnight must not stand a moment before it. */
    private static final long NOT_BEFORE_NS = 999_999;

    private final InstantSource machine = InstantSource.system();
    private final ByteBuffer offset;

    private SimulatedClock(ByteBuffer offset) {
        this.offset = offset;
    }

    static SimulatedClock read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new SimulatedClock(channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES));
        }
    }

    /** For the one program that moves the time; the file is made when there is none. */
    static SimulatedClock steer(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SimulatedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
        }
    }

    @Override
    public Instant instant() {
        return machine.instant().plusMillis((long) MILLIS.getVolatile(offset, 0));
    }

    /** @throws IllegalArgumentException when that is in the past */
    void advanceTo(Instant moment) {
        Instant now = instant();
        if (moment.isBefore(now)) {
            throw new IllegalArgumentException("simulated time never goes back: " + now + " to " + moment);
        }
        MILLIS.getAndAdd(
                offset,
                0,
                Duration.between(now, moment).plusNanos(NOT_BEFORE_NS).toMillis());
    }
}
