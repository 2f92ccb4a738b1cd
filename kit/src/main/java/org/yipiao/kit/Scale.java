package org.yipiao.kit;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 多实例演练 Full load on several instances of one database behind a load balancer, while one of them is killed and comes back,
 * or while each in turn is stopped and started as an upgrade would. The launcher has started everything; instances are
 * killed, stopped and started by asking it.
 */
public final class Scale {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WINDOWS = 48;
    private static final Duration UP_WITHIN = Duration.ofMinutes(4);
    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(10);
    private static final long LAUNCHER_SECONDS_MAX = 180;
    private static final long LOOK_NS = 300_000_000L;
    private static final double WARM_SECONDS = 12;
    private static final double AFTER_SECONDS = 6;
    private static final String CHANNEL = "/api/console/basics/channels";

    private final Map<String, String> options;
    private final JsonNode status;
    private final String platform;
    private final Ledger ledger;
    private final Balancer balancer;
    private final List<String> instances;
    private final boolean rolling;
    private final double seconds;
    private final HisLoad load;
    private final Report report = new Report();
    private final List<String> faults = new ArrayList<>();

    private Scale(Map<String, String> options) throws Exception {
        this.options = options;
        status = JSON.readTree(Files.readString(Path.of(option("--status"))));
        platform = status.get("platform").asString();
        ledger = Ledger.of(Path.of(status.get("home").asString()));
        balancer = new Balancer(option("--balancer"));
        instances = List.of(option("--instances").split(","));
        rolling = options.containsKey("--rolling");
        seconds = Double.parseDouble(options.getOrDefault("--seconds", "30"));
        load = new HisLoad(
                URI.create(platform),
                new MarketClient(
                        status.get("his").get("appid").asString(),
                        status.get("his").get("key").asString()),
                new Settlements("S" + Long.toString(System.currentTimeMillis(), 36)),
                rolling ? 0 : 1);
    }

    private String option(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            options.put(args[i], i + 1 < args.length && !args[i + 1].startsWith("--") ? args[++i] : "");
        }
        var scale = new Scale(options);
        scale.run();
        System.exit(scale.faults.isEmpty() ? 0 : 1);
    }

    private void run() throws Exception {
        report.section(rolling ? "滚动升级演练" : "多实例演练");
        report.put("scale.instances", (Object) instances.size());
        report.put("scale.processors", (Object) Runtime.getRuntime().availableProcessors());
        report.put("scale.haproxy", (Object) options.getOrDefault("--haproxy", ""));
        for (String name : servers()) {
            demand(balancer.await(name, true, UP_WITHIN), name + " 未就绪");
        }
        var visitor = signedInEverywhere();
        settings(visitor);
        var disk = Disk.now(ledger, status);
        report.section("满载 (" + WINDOWS + " 个窗口, 每次失败" + (rolling ? "不重试" : "重试一次") + ")");
        load.start(WINDOWS);
        double begun = until(WARM_SECONDS);
        double stopped;
        if (rolling) {
            stopped = eachInTurn();
        } else {
            stopped = killed(visitor, begun);
        }
        double until = load.seconds() + AFTER_SECONDS;
        until(Math.max(until, WARM_SECONDS + seconds));
        report.put("rate.before", load.rate(WARM_SECONDS / 2, begun));
        report.put("rate.while_one_was_away", load.rate(begun, stopped));
        report.put("rate.after", load.rate(stopped, load.seconds()));
        load.stop();
        signedOutEverywhere(visitor);
        told();
        drained();
        audited();
        disk.put(report, Disk.now(ledger, status), Math.max(1, load.told.size()));
        report.put("faults", faults);
        report.section(faults.isEmpty() ? "通过" : "不通过: " + String.join("；", faults));
        report.write(Path.of(options.getOrDefault("--report", "report.json")));
    }

    private void demand(boolean kept, String otherwise) {
        if (!kept) {
            faults.add(otherwise);
            System.out.println("  不符: " + otherwise);
        }
    }

    private double until(double second) {
        while (load.seconds() < second) {
            LockSupport.parkNanos(LOOK_NS);
        }
        return load.seconds();
    }

    private List<String> servers() {
        var names = new ArrayList<String>();
        for (int i = 1; i <= instances.size(); i++) {
            names.add("p" + i);
        }
        return names;
    }

    /** 登录 by way of the balancer; every instance knows the person at once. */
    private ConsoleVisitor signedInEverywhere() throws Exception {
        var visitor = new ConsoleVisitor();
        JsonNode admin = status.get("users").get(0);
        var answer = visitor.login(
                platform,
                admin.get("username").asString(),
                admin.get("password").asString());
        demand(answer.status() == 200, "登录 " + answer.status() + " " + answer.json());
        int known = 0;
        for (String instance : instances) {
            known += visitor.get(instance, "/api/console/me").status() == 200 ? 1 : 0;
        }
        report.put("session.known_at_instances", (Object) known);
        demand(known == instances.size(), "登录只在 " + known + " 个实例有效");
        return visitor;
    }

    /** 设置 changed at the first instance; how long until the last one shows it. */
    private void settings(ConsoleVisitor visitor) throws Exception {
        String first = instances.getFirst();
        String last = instances.getLast();
        String code = visitor.get(first, CHANNEL).json().get(0).get("code").asString();
        boolean enabled = enabled(visitor, last, code);
        long from = System.nanoTime();
        var changed = visitor.post(first, CHANNEL + "/" + code + (enabled ? "/stop" : "/start"), Map.of());
        demand(changed.status() == 200, "修改交费渠道 " + changed.status() + " " + changed.json());
        long until = from + Duration.ofSeconds(30).toNanos();
        while (enabled(visitor, last, code) == enabled && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_NS / 6);
        }
        double took = (System.nanoTime() - from) / 1e9;
        report.put("settings.seen_elsewhere_s", took);
        demand(took < 10, "基础信息的修改 " + took + " 秒后另一实例才可见");
        visitor.post(first, CHANNEL + "/" + code + (enabled ? "/start" : "/stop"), Map.of());
    }

    private static boolean enabled(ConsoleVisitor visitor, String instance, String code) throws Exception {
        for (JsonNode row : visitor.get(instance, CHANNEL).json()) {
            if (row.get("code").asString().equals(code)) {
                return row.get("enabled").asBoolean();
            }
        }
        throw new IllegalStateException("no channel " + code);
    }

    /** 退出 at one instance is being out at every instance. */
    private void signedOutEverywhere(ConsoleVisitor visitor) throws Exception {
        visitor.post(instances.getFirst(), "/api/console/logout", Map.of());
        int known = 0;
        for (String instance : instances) {
            known += visitor.get(instance, "/api/console/me").status() == 200 ? 1 : 0;
        }
        report.put("session.known_after_sign_out", (Object) known);
        demand(known == 0, "退出后仍在 " + known + " 个实例有效");
    }

    /** The first instance, which also started the database. @return the second at which it was back */
    private double killed(ConsoleVisitor visitor, double begun) throws Exception {
        launcher("kill", 1);
        System.out.printf("  第 %.1f 秒 kill -9 实例 1%n", begun);
        report.put("kill.second", begun);
        demand(balancer.await("p1", false, Duration.ofSeconds(30)), "负载均衡未发现实例 1 已停");
        report.put("kill.noticed_after_s", load.seconds() - begun);
        demand(visitor.get(platform, "/api/console/me").status() == 200, "实例被杀后登录失效");
        until(WARM_SECONDS + seconds / 2);
        double asked = load.seconds();
        long callsBefore = calls("p1");
        launcher("start", 1);
        demand(balancer.await("p1", true, UP_WITHIN), "实例 1 未重新加入");
        double back = load.seconds();
        report.put("rejoin.seconds", back - asked);
        until(back + AFTER_SECONDS);
        long served = calls("p1") - callsBefore;
        report.put("rejoin.calls_served", (Object) served);
        demand(served > 0, "实例 1 重新加入后没有分到请求");
        return back;
    }

    /** 滚动升级 Each instance leaves, ends, starts anew and takes its share before the next one goes. */
    private double eachInTurn() throws Exception {
        for (int i = 1; i <= instances.size(); i++) {
            double from = load.seconds();
            launcher("stop", i);
            double ended = load.seconds();
            demand(balancer.await("p" + i, false, Duration.ofSeconds(30)), "负载均衡未发现实例 " + i + " 已停");
            launcher("start", i);
            demand(balancer.await("p" + i, true, UP_WITHIN), "实例 " + i + " 未重新加入");
            double back = load.seconds();
            System.out.printf("  实例 %d: 第 %.1f 秒开始退出，%.1f 秒后结束，%.1f 秒后重新加入%n", i, from, ended - from, back - from);
            report.put("rolling.p" + i + ".left_in_s", ended - from);
            report.put("rolling.p" + i + ".back_in_s", back - from);
            until(back + AFTER_SECONDS);
        }
        return load.seconds();
    }

    private long calls(String name) throws Exception {
        var server = balancer.servers().get(name);
        return server == null ? 0 : server.calls();
    }

    private void launcher(String act, int number) throws Exception {
        var process = new ProcessBuilder(option("--launcher"), "instance", act, Integer.toString(number))
                .inheritIO()
                .start();
        if (!process.waitFor(LAUNCHER_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroy();
            throw new IllegalStateException("the launcher does not end: " + act + " " + number);
        }
        demand(process.exitValue() == 0, "启动器 " + act + " " + number + " 返回 " + process.exitValue());
    }

    private void told() throws Exception {
        report.put("calls", (Object) load.calls.get());
        report.put("calls.answered_at_first", (Object) load.firstTry.get());
        report.put("calls.answered_at_retry", (Object) load.laterTry.get());
        report.put("calls.failed", (Object) load.failed.get());
        report.put("calls.p50_ms", load.latency.getValueAtPercentile(50) / 1e6);
        report.put("calls.p99_ms", load.latency.getValueAtPercentile(99) / 1e6);
        report.put("calls.max_ms", load.latency.getMaxValue() / 1e6);
        report.put("calls.longest_silence_s", (Object) load.longestSilence());
        new TreeMap<>(load.troubles).forEach((text, times) -> report.put("trouble " + text, (Object) times.get()));
        demand(load.failed.get() == 0, load.failed.get() + " 次调用失败");
        demand(load.firstTry.get() > 0, "没有成功的调用");
        var servers = balancer.servers();
        servers.forEach((name, server) -> {
            report.put("balancer." + name + ".calls", (Object) server.calls());
            report.put("balancer." + name + ".retries", (Object) server.retries());
        });
        demand(servers.values().stream().allMatch(server -> server.calls() > 0), "有实例没有分到请求");
        report.put("second_by_second", second());
    }

    /** Answers of each second, for a curve. */
    private List<Long> second() {
        var curve = new ArrayList<Long>();
        long last = new TreeMap<>(load.perSecond).isEmpty() ? -1 : new TreeMap<>(load.perSecond).lastKey();
        for (long at = 0; at <= last; at++) {
            var answers = load.perSecond.get(at);
            curve.add(answers == null ? 0 : answers.get());
        }
        return curve;
    }

    private void drained() throws Exception {
        report.section("核对");
        long from = System.nanoTime();
        long waiting = ledger.number("select count(*) from transit.waiting");
        report.put("road.waiting_at_the_end", (Object) waiting);
        while (waiting > 0 && System.nanoTime() - from < DRAINED_WITHIN.toNanos()) {
            LockSupport.parkNanos(LOOK_NS);
            waiting = ledger.number("select count(*) from transit.waiting");
        }
        report.put("road.drained_s", (System.nanoTime() - from) / 1e9);
        demand(waiting == 0, "仍有在途票据 " + waiting + " 张");
    }

    private void audited() throws Exception {
        var compared = new Books(ledger, status.get("sandbox").asString()).compare(load.told);
        report.put("audit.told", (Object) load.told.size());
        report.put("audit.bills", (Object) compared.ours());
        report.put("audit.bureau", (Object) compared.bureau());
        report.put("audit.numbers", (Object) compared.numbers());
        report.put("audit.lost", (Object) compared.lost());
        report.put("audit.doubled", (Object) (compared.doubled() + load.differently.get()));
        report.put("audit.gaps", (Object) compared.gaps());
        compared.faults().forEach(fault -> System.out.println("  不符: " + fault));
        demand(compared.even() && load.differently.get() == 0, "账本不符");
        long chained = ledger.number("""
                select count(*)
                  from (select previous_hash, lag(hash) over (order by seq) as before from access.audit_log) chain
                 where before is not null
                   and before <> previous_hash
                """);
        report.put("audit.log_breaks", (Object) chained);
        demand(chained == 0, "操作日志链有 " + chained + " 处断开");
    }
}
