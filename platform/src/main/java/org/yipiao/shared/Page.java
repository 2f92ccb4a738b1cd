package org.yipiao.shared;

import java.util.List;
import java.util.function.Function;

/**
 * 分页 One page of a list.
 *
 * @param rows at most {@code pageSize} rows
 * @param total rows over all pages
 * @param pageNo from 1
 * @param pageSize 1 to {@link #SIZE_MAX}
 */
public record Page<T>(List<T> rows, long total, int pageNo, int pageSize) {
    public static final int SIZE_MAX = 200;

    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(rows.stream().<R>map(change).toList(), total, pageNo, pageSize);
    }

    /** Clamps what a caller asked for into the allowed range. */
    public static int size(int asked) {
        return Math.clamp(asked, 1, SIZE_MAX);
    }

    /** Clamps a page number so that the offset stays within 10 million rows. */
    public static int no(int asked) {
        return Math.clamp(asked, 1, 50_000);
    }
}
