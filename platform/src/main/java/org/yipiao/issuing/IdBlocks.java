package org.yipiao.issuing;

import java.util.function.LongSupplier;

/** Hands out bill keys from blocks of 1000; what is left of a block when the process ends is never used. */
final class IdBlocks implements LongSupplier {
    static final int BLOCK = 1_000;

    private final LongSupplier nextBlock;
    private long next;
    private long end;

    IdBlocks(LongSupplier nextBlock) {
        this.nextBlock = nextBlock;
    }

    @Override
    public synchronized long getAsLong() {
        if (next == end) {
            next = nextBlock.getAsLong();
            end = next + BLOCK;
        }
        return next++;
    }
}
