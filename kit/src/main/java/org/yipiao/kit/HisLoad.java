package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * 业务系统负载 Full load as many windows of a HIS make it: each posts its next settlement when the last one is answered. A
 * call that is not answered, or refused, is sent again as often as the HIS would, always as the same settlement; what is
 * not answered then is a failed call.
 */
final class HisLoad {
    private static final long LATENCY_MAX_NS = 120_000_000_000L;
    private static final long AGAIN_AFTER_NS = 100_000_000L;
    private static final int REASON_MAX = 160;

    private final URI platform;
    private final MarketClient client;
    private final Settlements settlements;
    private final int retries;
    private volatile long begun = System.nanoTime();
    private final List<Thread> windows = new ArrayList<>();
    private volatile boolean running = true;

    /** Settlement number → code and number the HIS was told. */
    final ConcurrentHashMap<String, String> told = new ConcurrentHashMap<>();

    /** Answers of each second since the windows opened. */
    final ConcurrentHashMap<Long, AtomicLong> perSecond = new ConcurrentHashMap<>();

    final Histogram latency = new ConcurrentHistogram(LATENCY_MAX_NS, 3);
    final AtomicLong calls = new AtomicLong();
    final AtomicLong firstTry = new AtomicLong();
    final AtomicLong laterTry = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    /** Told two different numbers for one settlement. */
    final AtomicLong differently = new AtomicLong();

    /** Why tries were not answered, and how often. */
    final ConcurrentHashMap<String, AtomicLong> troubles = new ConcurrentHashMap<>();

    HisLoad(URI platform, MarketClient client, Settlements settlements, int retries) {
        this.platform = platform;
        this.client = client;
        this.settlements = settlements;
        this.retries = retries;
    }

    void start(int count) {
        begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            var random = new SplittableRandom(i);
            windows.add(Thread.ofPlatform().start(() -> new Window(random).work()));
        }
    }

    void stop() throws InterruptedException {
        running = false;
        for (Thread window : windows) {
            window.join();
        }
    }

    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Answers a second between two moments. */
    double rate(double from, double until) {
        long answers = 0;
        for (Map.Entry<Long, AtomicLong> second : perSecond.entrySet()) {
            if (second.getKey() >= from && second.getKey() + 1 <= until) {
                answers += second.getValue().get();
            }
        }
        double whole = Math.floor(until) - Math.ceil(from);
        return whole <= 0 ? 0 : answers / whole;
    }

    /** Most seconds in a row without an answer. */
    long longestSilence() {
        var seconds = new TreeMap<>(perSecond);
        long silence = 0;
        for (long at : seconds.keySet()) {
            Long next = seconds.higherKey(at);
            if (next != null) {
                silence = Math.max(silence, next - at - 1);
            }
        }
        return silence;
    }

    private final class Window {
        private final SplittableRandom random;
        private @Nullable HttpConnection connection;

        Window(SplittableRandom random) {
            this.random = random;
        }

        void work() {
            while (running) {
                var settlement = settlements.outpatient(random);
                calls.incrementAndGet();
                long from = System.nanoTime();
                boolean answered = false;
                for (int i = 0; i <= retries && !answered; i++) {
                    if (i > 0) {
                        LockSupport.parkNanos(AGAIN_AFTER_NS);
                    }
                    answered = tried(settlement);
                    if (answered) {
                        (i == 0 ? firstTry : laterTry).incrementAndGet();
                    }
                }
                latency.recordValue(Math.min(System.nanoTime() - from, LATENCY_MAX_NS));
                if (!answered) {
                    failed.incrementAndGet();
                }
            }
            close();
        }

        private boolean tried(Settlements.Settlement settlement) {
            try {
                var answer = client.open(connection()
                        .post(
                                "/medical-web/api/medical/" + settlement.method(),
                                client.envelope(settlement.json(), Long.toHexString(random.nextLong()))));
                if (!answer.accepted()) {
                    trouble("拒绝 " + answer.message());
                    return false;
                }
                var bill = answer.json();
                tell(
                        settlement.busNo(),
                        bill.get("billBatchCode").asString() + " "
                                + bill.get("billNo").asString());
                return true;
            } catch (IOException | RuntimeException e) {
                trouble(e.toString());
                close();
                return false;
            }
        }

        private HttpConnection connection() throws IOException {
            HttpConnection open = connection;
            if (open == null) {
                open = new HttpConnection(platform);
                connection = open;
            }
            return open;
        }

        private void close() {
            HttpConnection open = connection;
            connection = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    trouble("关闭连接 " + e);
                }
            }
        }
    }

    private void tell(String busNo, String bill) {
        String earlier = told.putIfAbsent(busNo, bill);
        if (earlier != null && !earlier.equals(bill)) {
            differently.incrementAndGet();
        }
        perSecond
                .computeIfAbsent((System.nanoTime() - begun) / 1_000_000_000L, s -> new AtomicLong())
                .incrementAndGet();
    }

    private void trouble(String text) {
        troubles.computeIfAbsent(
                        text.length() > REASON_MAX ? text.substring(0, REASON_MAX) : text, t -> new AtomicLong())
                .incrementAndGet();
    }
}
