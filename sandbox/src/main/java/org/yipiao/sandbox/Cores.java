package org.yipiao.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** 多核 Runs the parts of one piece of work side by side. */
public final class Cores {
    private Cores() {}

    /** @return the results in the order of {@code work} */
    public static <T> List<T> run(ExecutorService executor, List<? extends Callable<T>> work) {
        try {
            var done = new ArrayList<T>(work.size());
            for (Future<T> one : executor.invokeAll(work)) {
                done.add(one.get());
            }
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("work failed", e.getCause());
        }
    }
}
