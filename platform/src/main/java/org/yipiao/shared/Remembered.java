package org.yipiao.shared;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.List;
import java.util.function.LongSupplier;

/** 缓存 What a module remembers in this instance beside the database. Forgetting it costs time and nothing else. */
public interface Remembered {
    List<Kept> remembered();

    /**
     * @param name the same for ever, such as {@code access.policies}
     * @param title in Chinese
     * @param lasts how long, in Chinese
     * @param entries how many things
     * @param hits how often the answer was there, since the start
     * @param misses how often it was not
     * @param forget empties it
     */
    record Kept(
            String name,
            String title,
            String lasts,
            LongSupplier entries,
            LongSupplier hits,
            LongSupplier misses,
            Runnable forget) {
        /** Of a cache that records its statistics. */
        public static Kept of(String name, String title, String lasts, Cache<?, ?> cache) {
            return new Kept(
                    name,
                    title,
                    lasts,
                    cache::estimatedSize,
                    () -> cache.stats().hitCount(),
                    () -> cache.stats().missCount(),
                    cache::invalidateAll);
        }
    }
}
