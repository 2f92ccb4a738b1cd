package org.yipiao.kit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 性能测量 One run, every figure beside the ceiling of the same run, and the ledger audited at the end. */
public final class Bench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DRAIN_SECONDS_MAX = 1_800;
    private static final int CONNECTIONS_MOST = 256;
    /** 积压 after an outage, and the time that may be spent on making one. */
    private static final long BACKLOG = 200_000;

    private static final double BACKLOG_SECONDS_MAX = 240;
    private static final double ROAD_SECONDS = 600;
    private static final int WARM_WINDOWS_MAX = 15;
    /** About what the platform answers to a settlement, its QR code included. */
    private static final int ANSWER_BYTES = 1_600;
    /** Years before the ones that the platform opens by itself. */
    private static final int HISTORY_YEAR = 2021;

    private final Report report = new Report();
    private final JsonNode status;
    private final Ledger ledger;
    private final MarketClient client;
    private final Load load;
    private final Settlements settlements = new Settlements("B" + Long.toString(System.currentTimeMillis(), 36));
    private final Costs costs;
    private final Profile profile;
    private final boolean quick;
    private final double window;
    private long issued;

    /** @param pid the platform's process. @param profiles the folder that keeps recordings and flame graphs */
    private Bench(JsonNode status, boolean quick, String pid, Path profiles) throws Exception {
        this.status = status;
        this.quick = quick;
        ledger = Ledger.of(Path.of(text(status, "home")));
        costs = new Costs(status, ledger);
        profile = new Profile(pid, profiles);
        client = new MarketClient(text(status.get("his"), "appid"), text(status.get("his"), "key"));
        load = new Load(URI.create(text(status, "platform")), client);
        window = quick ? 4 : 15;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            options.put(args[i], i + 1 < args.length && !args[i + 1].startsWith("--") ? args[++i] : "");
        }
        Path file = Path.of(options.getOrDefault("--report", "report.json")).toAbsolutePath();
        var bench = new Bench(
                JSON.readTree(Files.readString(Path.of(options.getOrDefault("--status", "status.json")))),
                options.containsKey("--quick"),
                options.getOrDefault("--pid", "0"),
                file.resolveSibling("profile"));
        bench.machine(options);
        if (options.containsKey("--only-history")) {
            bench.count(bench.load.closed(4, bench.window, bench.settlements::outpatient));
        } else {
            bench.issue();
            bench.road();
            new Documents().measure(bench.report, bench.window / 3);
            bench.audit();
            bench.compaction();
        }
        bench.history(
                Long.parseLong(options.getOrDefault("--history", options.containsKey("--quick") ? "0" : "10000000")));
        bench.report.put("rss.mb", (Object) rss(options.getOrDefault("--pid", "0")));
        bench.report.write(file);
        if (bench.report.number("audit.lost") + bench.report.number("audit.doubled") + bench.report.number("audit.gaps")
                > 0) {
            System.exit(1);
        }
    }

    private void machine(Map<String, String> options) throws Exception {
        report.section("机器");
        report.put("machine.cores", (Object) Runtime.getRuntime().availableProcessors());
        report.put("machine.java", (Object) Runtime.version().toString());
        report.put("machine.postgres", (Object) serverVersion());
        // Of an installation that has run before; the first start also makes the database and the example hospital.
        report.put("start.s", Long.parseLong(options.getOrDefault("--ready-ms", "0")) / 1000.0);
        report.put("start.first_s", Long.parseLong(options.getOrDefault("--first-ready-ms", "0")) / 1000.0);
        report.put("rss.rest_mb", (Object) rss(options.getOrDefault("--pid", "0")));
    }

    private String serverVersion() throws Exception {
        long number = ledger.number("select current_setting('server_version_num')::bigint");
        return number / 10_000 + "." + number % 10_000;
    }

    private void issue() throws Exception {
        Function<SplittableRandom, Settlements.Settlement> outpatient = settlements::outpatient;
        report.section("开具 (市场协议 HTTP, 门诊 5 行清单)");
        warm(outpatient);
        double best = 0;
        for (int connections : new int[] {1, 16, 64, CONNECTIONS_MOST}) {
            // Each window begins with an empty road, so that it pays for its own bills and not for the last window's.
            drain();
            var before = costs.now();
            var result = count(load.closed(connections, window, outpatient));
            latency("issue.c" + connections, result);
            costs.put(report, "issue.c" + connections, before, Math.max(1, result.accepted()));
            best = Math.max(best, result.rate());
        }
        report.put("issue.rate", best);
        profile.record("issue", () -> count(load.closed(CONNECTIONS_MOST, window, outpatient)));
        drain();
        var mixed = count(load.closed(64, window, settlements::mixed));
        report.put("issue.mixed_rate", mixed.rate());
        for (int percent : quick ? new int[] {} : new int[] {25, 75}) {
            drain();
            latency("issue.open" + percent, count(load.open(64, window, best * percent / 100, outpatient)));
        }
        drain();
        var half = count(load.open(64, window, best / 2, outpatient));
        report.put("issue.rate_at_half", half.rate());
        report.put("issue.p50_ms_at_half", half.ms(50));
        report.put("issue.p99_ms_at_half", half.ms(99));
        report.put("issue.p999_ms_at_half", half.ms(99.9));
        report.section("上限 (同一次运行)");
        try (var bills = new BareBills(ledger)) {
            report.put("ceiling.jdbc_single_per_s", bills.rate(16, 1, window / 2));
            report.put("ceiling.jdbc_batch50_per_s", bills.rate(2, 50, window / 2));
            report.put("ceiling.jdbc_copy_per_s", bills.copyRate(window / 2));
            report.put("ceiling.http_echo_per_s", bare(null, outpatient));
            report.put("ceiling.http_group_commit_per_s", bare(bills, outpatient));
        }
        report.put("issue.ratio_to_group_commit", best / report.number("ceiling.http_group_commit_per_s"));
    }

    private void latency(String key, Load.Result result) {
        report.put(key + ".rate", result.rate());
        report.put(key + ".p50_ms", result.ms(50));
        report.put(key + ".p99_ms", result.ms(99));
        report.put(key + ".p999_ms", result.ms(99.9));
    }

    /** The same settlements posted to a program that only answers, or only writes a row; warmed up by the same rule. */
    private double bare(@Nullable BareBills bills, Function<SplittableRandom, Settlements.Settlement> maker)
            throws Exception {
        byte[] answer = client.envelope(
                "{\"result\":\"S0000\",\"message\":\"" + "ICAg".repeat(ANSWER_BYTES / 4) + "\"}", "bare");
        try (var server = new BareServer(answer, bills)) {
            var requests = new Load(server.uri(), client);
            steady(() -> requests.closed(64, window, maker).rate());
            double best = 0;
            for (int connections : new int[] {64, CONNECTIONS_MOST}) {
                best = Math.max(
                        best, requests.closed(connections, window, maker).rate());
            }
            return best;
        }
    }

    /** Its first window is reported too, because the first minutes after a start are what a hospital sees then. */
    private void warm(Function<SplittableRandom, Settlements.Settlement> maker) throws Exception {
        report.put(
                "issue.first_window_rate",
                steady(() -> count(load.closed(64, window, maker)).rate()));
    }

    /**
     * 预热 Until two windows running are no more than a tenth faster than the best before: a young virtual machine measures
     * its compiler.
     *
     * @return rate of the first window
     */
    private static double steady(Callable<Double> measured) throws Exception {
        double first = measured.call();
        double best = first;
        int steady = 0;
        for (int i = 1; i < WARM_WINDOWS_MAX && steady < 2; i++) {
            double rate = measured.call();
            steady = rate < best * 1.1 ? steady + 1 : 0;
            best = Math.max(best, rate);
        }
        return first;
    }

    private void road() throws Exception {
        report.section("全程 (开具 → 归档并交付)");
        drain();
        // The bureau is away while a backlog grows; what counts is how fast the road empties once it is back.
        fault("PUT", "{\"errorShare\":1.0}");
        backlog();
        long before = delivered();
        long waiting = waiting();
        fault("DELETE", "");
        var seen = costs.now();
        double seconds = profile.record("road", () -> {
            long from = System.nanoTime();
            drain();
            return (System.nanoTime() - from) / 1e9;
        });
        report.put("drain.bills", (Object) waiting);
        report.put("drain.seconds", seconds);
        report.put("drain.rate", (delivered() - before) / seconds);
        costs.put(report, "drain", seen, Math.max(1, delivered() - before));
        double steady = Math.max(20, report.number("drain.rate") * 0.6);
        String begun = Long.toString(ledger.number("select coalesce(max(bill_id), 0) from issuing.bill"));
        before = delivered();
        var disk = Disk.now(ledger, status);
        long from = System.nanoTime();
        var steadily = new AtomicBoolean(true);
        var most = new AtomicLong();
        var watch = Thread.ofPlatform().start(() -> watchBacklog(steadily, most));
        var passed = count(load.open(32, quick ? window * 2 : ROAD_SECONDS, steady, settlements::outpatient));
        report.put("road.rate", (delivered() - before) / ((System.nanoTime() - from) / 1e9));
        steadily.set(false);
        watch.join();
        report.put("road.backlog_most", (Object) most.get());
        report.put("road.backlog_at_the_end", (Object) waiting());
        drain();
        disk.put(report, Disk.now(ledger, status), Math.max(1, passed.accepted()));
        for (int p : new int[] {50, 95, 99}) {
            report.put("road.p" + p + "_s", ledger.number("""
                    select (1000 * percentile_disc(0.%d) within group (order by extract(epoch from d.last_at - f.first_at)))::bigint
                      from transit.step d
                      join transit.step f on f.unit_id = d.unit_id and f.bill_id = d.bill_id and f.stage = 'SIGN'
                     where d.stage = 'DELIVER' and d.done and d.bill_id > %s
                    """.formatted(p, begun)) / 1000.0);
        }
    }

    private void backlog() throws Exception {
        if (quick) {
            count(load.closed(64, window, settlements::outpatient));
            return;
        }
        long until = System.nanoTime() + (long) (BACKLOG_SECONDS_MAX * 1e9);
        while (waiting() < BACKLOG && System.nanoTime() < until) {
            count(load.closed(CONNECTIONS_MOST, window, settlements::outpatient));
        }
    }

    private void watchBacklog(AtomicBoolean steadily, AtomicLong most) {
        try {
            while (steadily.get()) {
                most.accumulateAndGet(waiting(), Math::max);
                LockSupport.parkNanos(1_000_000_000L);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long waiting() throws SQLException {
        return ledger.number("select count(*) from transit.waiting");
    }

    private long delivered() throws Exception {
        return ledger.number("select count(*) from transit.step where stage = 'DELIVER' and done");
    }

    private void drain() throws Exception {
        long until = System.nanoTime() + DRAIN_SECONDS_MAX * 1_000_000_000L;
        while (waiting() > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the road did not drain in " + DRAIN_SECONDS_MAX + " s");
            }
            LockSupport.parkNanos(200_000_000L);
        }
    }

    /** 核查 Nothing lost: every accepted answer is a bill here and at the bureau. Nothing doubled, no number skipped. */
    private void audit() throws Exception {
        report.section("核查");
        long ours = ledger.number("select count(*) from issuing.bill");
        report.put("audit.bills", (Object) ours);
        report.put("audit.accepted", (Object) issued);
        JsonNode bureau = get(text(status, "sandbox") + "/sandbox/bureau/ledger/summary");
        report.put("audit.bureau", (Object) bureau.get("count").asLong());
        long benched = ledger.number("select count(*) from issuing.bill where bus_no like 'B%'");
        report.put("audit.lost", (Object) (Math.max(0, issued - benched)
                + Math.abs(ours - bureau.get("count").asLong())));
        report.put("audit.doubled", (Object) ledger.number("""
                select count(*) from (select 1 from issuing.bill group by caller, bus_no, kind having count(*) > 1) twice
                """));
        long taken = ledger.number("select coalesce(sum(next_no - first_no), 0) from numbering.range");
        report.put("audit.gaps", (Object) Math.abs(taken - ours));
        load.refusals.forEach((text, times) -> report.put("refused " + text, (Object) times.get()));
    }

    /** 占用 Of all bills of this run, with what the database keeps free for later, and without. */
    private void compaction() throws Exception {
        long bills = Math.max(1, ledger.number("select count(*) from issuing.bill"));
        report.section("占用 (全部票据，整理前后)");
        report.put("disk.whole_database_bytes_per_bill", (Object)
                (Disk.now(ledger, status).database() / bills));
        ledger.compact();
        report.put("disk.compacted_database_bytes_per_bill", (Object)
                (Disk.now(ledger, status).database() / bills));
    }

    /** 历年查询 After the audit, because the years that are loaded here were never issued. */
    private void history(long bills) throws Exception {
        if (bills == 0) {
            return;
        }
        var history = new History(ledger);
        var queries = new Queries(status);
        long tenth = bills / 10;
        for (var year : List.of(Map.entry(HISTORY_YEAR, tenth), Map.entry(HISTORY_YEAR + 1, bills))) {
            String size = size(year.getValue());
            report.section("查询 (" + year.getKey() + " 年 " + year.getValue() + " 张)");
            report.put("history.load_s_" + size, history.load(year.getKey(), year.getValue()));
            queries.measure(report, size, year.getKey());
            report.put("year_report_raw.ms_" + size, (Object)
                    ledger.millis("""
                    select date_trunc('month', issued_at), point, count(*), sum(total_fen)
                      from issuing.bill
                     where issued_at >= '%1$d-01-01' and issued_at < '%2$d-01-01'
                       and unit_id = (select unit_id from issuing.bill limit 1)
                     group by 1, 2
                    """.formatted(year.getKey(), year.getKey() + 1)));
            report.put("history.bytes_per_bill_" + size, (Object)
                    (ledger.number("select pg_total_relation_size('issuing.bill_" + year.getKey() + "')")
                            / year.getValue()));
        }
    }

    private static String size(long bills) {
        return bills % 1_000_000 == 0 ? bills / 1_000_000 + "m" : bills / 1000 + "k";
    }

    private Load.Result count(Load.Result result) {
        issued += result.accepted();
        if (result.failed() > 0) {
            System.out.println("  拒绝或失败 " + result.failed() + " " + load.refusals);
        }
        return result;
    }

    private static long rss(String pid) throws Exception {
        Path file = Path.of("/proc", pid, "status");
        if (!Files.exists(file)) {
            return 0;
        }
        return Files.readAllLines(file).stream()
                .filter(l -> l.startsWith("VmRSS"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    private void fault(String method, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(text(status, "sandbox") + "/sandbox/faults/bureau"))
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .timeout(java.time.Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " fault: " + answer.statusCode() + " " + answer.body());
            }
        }
    }

    private static JsonNode get(String url) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return JSON.readTree(http.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(java.time.Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        }
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).asString();
    }
}
