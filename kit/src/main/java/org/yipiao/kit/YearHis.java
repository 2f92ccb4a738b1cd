package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** 业务系统 The hospital's HIS on many connections: works off a day's tasks, and repeats a call whose answer it did not get. */
final class YearHis {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TRIES = 40;
    private static final long PAUSE_NS = 250_000_000L;

    private final URI platform;
    private final MarketClient client;
    private final int connections;
    /** What was refused although nothing was wrong with it. */
    final ConcurrentHashMap<String, AtomicLong> refusals = new ConcurrentHashMap<>();

    YearHis(URI platform, MarketClient client, int connections) {
        this.platform = platform;
        this.client = client;
        this.connections = connections;
    }

    /** One connection at work. */
    final class Line implements AutoCloseable {
        private final SplittableRandom random;
        private @Nullable HttpConnection connection;

        private Line(SplittableRandom random) {
            this.random = random;
        }

        MarketClient.Answer call(String method, String json) throws IOException {
            IOException last = new IOException(method);
            for (int i = 0; i < TRIES; i++) {
                try {
                    var open = connection;
                    if (open == null) {
                        open = new HttpConnection(platform);
                        connection = open;
                    }
                    return client.open(open.post(
                            "/medical-web/api/medical/" + method,
                            client.envelope(json, Long.toHexString(random.nextLong()))));
                } catch (IOException broken) {
                    last = broken;
                    close();
                    LockSupport.parkNanos(PAUSE_NS);
                }
            }
            throw last;
        }

        MarketClient.Answer call(String method, Map<String, ?> fields) throws IOException {
            return call(method, JSON.writeValueAsString(fields));
        }

        @Override
        public void close() {
            var open = connection;
            connection = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException gone) {
                    // It is given up anyway.
                }
            }
        }
    }

    interface Task {
        void run(Line line) throws IOException;
    }

    /** All of them, each once, on as many connections as there are; returns when the last is done. */
    void work(List<Task> tasks, SplittableRandom random) throws InterruptedException {
        Deque<Task> open = new ArrayDeque<>(tasks);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Math.min(connections, tasks.size()); i++) {
            var own = random.split();
            threads.add(Thread.ofPlatform().start(() -> {
                try (var line = new Line(own)) {
                    for (Task task = next(open); task != null; task = next(open)) {
                        run(task, line);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static @Nullable Task next(Deque<Task> open) {
        synchronized (open) {
            return open.poll();
        }
    }

    private void run(Task task, Line line) {
        try {
            task.run(line);
        } catch (IOException | RuntimeException e) {
            refused(e.toString());
        }
    }

    void refused(String text) {
        refusals.computeIfAbsent(text.length() > 160 ? text.substring(0, 160) : text, t -> new AtomicLong())
                .incrementAndGet();
    }
}
