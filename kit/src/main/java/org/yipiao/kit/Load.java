package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** 负载 Posts settlements over many connections and measures every answer. */
final class Load {
    private static final long LATENCY_MAX_NS = 120_000_000_000L;

    private final URI platform;
    private final MarketClient client;
    /** Text of a refusal, and how often it came. */
    final ConcurrentHashMap<String, AtomicLong> refusals = new ConcurrentHashMap<>();

    Load(URI platform, MarketClient client) {
        this.platform = platform;
        this.client = client;
    }

    /** @param accepted bills answered with a number. @param latency of accepted and refused calls, nanoseconds */
    record Result(long accepted, long failed, double seconds, Histogram latency) {
        double rate() {
            return accepted / seconds;
        }

        double ms(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /** 闭环 Each connection posts its next settlement when the last one is answered. */
    Result closed(int connections, double seconds, Function<SplittableRandom, Settlements.Settlement> maker)
            throws InterruptedException {
        return run(connections, seconds, 0, maker);
    }

    /**
     * 开环 Settlements are due at a fixed rate whatever the answers take; latency counts from the due time, so that a slow
     * answer is not hidden by the requests it delayed.
     */
    Result open(int connections, double seconds, double rate, Function<SplittableRandom, Settlements.Settlement> maker)
            throws InterruptedException {
        return run(connections, seconds, rate, maker);
    }

    private Result run(
            int connections, double seconds, double rate, Function<SplittableRandom, Settlements.Settlement> maker)
            throws InterruptedException {
        var accepted = new AtomicLong();
        var failed = new AtomicLong();
        var due = new AtomicLong();
        var latencies = new ArrayList<Histogram>();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            var latency = new Histogram(LATENCY_MAX_NS, 3);
            latencies.add(latency);
            var random = new SplittableRandom(i);
            threads.add(Thread.ofPlatform().start(() -> {
                try (var connection = new HttpConnection(platform)) {
                    while (true) {
                        long from = System.nanoTime();
                        if (rate > 0) {
                            from = start + (long) (due.getAndIncrement() * 1e9 / rate);
                            while (System.nanoTime() < from) {
                                LockSupport.parkNanos(from - System.nanoTime());
                            }
                        }
                        if (from >= end) {
                            return;
                        }
                        var settlement = maker.apply(random);
                        var answer = client.open(connection.post(
                                "/medical-web/api/medical/" + settlement.method(),
                                client.envelope(settlement.json(), Long.toHexString(random.nextLong()))));
                        latency.recordValue(Math.min(System.nanoTime() - from, LATENCY_MAX_NS));
                        if (answer.accepted()) {
                            accepted.incrementAndGet();
                        } else {
                            failed.incrementAndGet();
                            refused(answer.message());
                        }
                    }
                } catch (IOException e) {
                    failed.incrementAndGet();
                    refused(e.toString());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        var all = new Histogram(LATENCY_MAX_NS, 3);
        latencies.forEach(all::add);
        return new Result(accepted.get(), failed.get(), (System.nanoTime() - start) / 1e9, all);
    }

    private void refused(String text) {
        refusals.computeIfAbsent(text.length() > 120 ? text.substring(0, 120) : text, t -> new AtomicLong())
                .incrementAndGet();
    }
}
