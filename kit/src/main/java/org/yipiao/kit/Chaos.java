package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 混沌演练 Keeps settlements coming, as a HIS that repeats every call until it is answered, while the bureau goes away and
 * loses answers (and while someone kills the platform). Then compares what the HIS was told, the platform's ledger and
 * the bureau's ledger bill by bill.
 */
public final class Chaos {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLERS = 8;
    private static final long DRAIN_SECONDS_MAX = 60;
    private static final long PAUSE_NS = 300_000_000L;

    private final URI platform;
    private final String sandbox;
    private final MarketClient client;
    private final Ledger ledger;
    private final Settlements settlements = new Settlements("C" + Long.toString(System.currentTimeMillis(), 36));

    /** Settlement number → code and number the HIS was told. */
    private final ConcurrentHashMap<String, String> told = new ConcurrentHashMap<>();

    private final AtomicLong repeats = new AtomicLong();
    private final List<String> faults = new ArrayList<>();

    private Chaos(JsonNode status) throws Exception {
        platform = URI.create(status.get("platform").asString());
        sandbox = status.get("sandbox").asString();
        client = new MarketClient(
                status.get("his").get("appid").asString(),
                status.get("his").get("key").asString());
        ledger = Ledger.of(Path.of(status.get("home").asString()));
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        long seconds = Long.parseLong(options.getOrDefault("--seconds", "60"));
        long outage = Long.parseLong(options.getOrDefault("--outage", "20"));
        var chaos =
                new Chaos(JSON.readTree(Files.readString(Path.of(options.getOrDefault("--status", "status.json")))));
        chaos.run(seconds, outage);
        System.exit(chaos.faults.isEmpty() ? 0 : 1);
    }

    private void run(long seconds, long outage) throws Exception {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            var random = new SplittableRandom(i);
            callers.add(Thread.ofPlatform().start(() -> call(random, until)));
        }
        pause(5);
        fault("PUT", "{\"lostShare\":0.3,\"errorShare\":0.1}");
        pause(5);
        System.out.println("财政票据系统停 " + outage + " 秒");
        fault("PUT", "{\"outage\":true}");
        pause(outage);
        fault("DELETE", "");
        for (Thread caller : callers) {
            caller.join();
        }
        System.out.println("已答复 " + told.size() + " 笔，重发 " + repeats.get() + " 次");
        long from = System.nanoTime();
        while (ledger.number("select count(*) from transit.waiting") > 0) {
            if (System.nanoTime() - from > DRAIN_SECONDS_MAX * 1_000_000_000L) {
                faults.add(DRAIN_SECONDS_MAX + " 秒后仍有在途票据 " + ledger.number("select count(*) from transit.waiting"));
                break;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        System.out.println("在途清空用时 " + (System.nanoTime() - from) / 1_000_000_000L + " 秒");
        compare();
        faults.forEach(f -> System.out.println("  不符: " + f));
        System.out.println(faults.isEmpty() ? "三方账本一致" : "三方账本不一致");
    }

    private void call(SplittableRandom random, long until) {
        while (System.nanoTime() < until) {
            var settlement = settlements.outpatient(random);
            String busNo = JSON.readTree(settlement.json()).get("busNo").asString();
            boolean twice = random.nextInt(10) == 0;
            tell(busNo, answer(settlement, random));
            if (twice) {
                tell(busNo, answer(settlement, random));
            }
            LockSupport.parkNanos(random.nextLong(20_000_000L, 120_000_000L));
        }
    }

    private String answer(Settlements.Settlement settlement, SplittableRandom random) {
        while (true) {
            try (var connection = new HttpConnection(platform)) {
                var answer = client.open(connection.post(
                        "/medical-web/api/medical/" + settlement.method(),
                        client.envelope(settlement.json(), Long.toHexString(random.nextLong()))));
                if (answer.accepted()) {
                    JsonNode bill = answer.json();
                    return bill.get("billBatchCode").asString() + " "
                            + bill.get("billNo").asString();
                }
            } catch (IOException | RuntimeException e) {
                // The platform is away or its answer was cut: a HIS sends the same settlement again.
            }
            repeats.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void tell(String busNo, String bill) {
        String earlier = told.putIfAbsent(busNo, bill);
        if (earlier != null && !earlier.equals(bill)) {
            synchronized (faults) {
                faults.add(busNo + " 先后答复了两张票据 " + earlier + " 与 " + bill);
            }
        }
    }

    private void compare() throws Exception {
        var compared = new Books(ledger, sandbox).compare(told);
        faults.addAll(compared.faults());
        System.out.println("本方 " + compared.ours() + " 张，财政 " + compared.bureau() + " 张，已用号码 " + compared.numbers());
    }

    private void fault(String method, String json) throws Exception {
        send(method, "/sandbox/faults/bureau", json);
    }

    private String send(String method, String path, String json) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(sandbox + path))
                                    .timeout(Duration.ofSeconds(60))
                                    .header("Content-Type", "application/json")
                                    .method(method, HttpRequest.BodyPublishers.ofString(json))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static void pause(long seconds) {
        LockSupport.parkNanos(seconds * 1_000_000_000L);
    }
}
