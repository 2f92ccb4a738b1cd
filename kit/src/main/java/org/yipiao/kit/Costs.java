package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** 耗费 What a load costs each process of the box: processor time, log written by the database, garbage of the platform. */
final class Costs {
    private static final Pattern ALLOCATED =
            Pattern.compile("(?m)^jvm_gc_memory_allocated_bytes_total(?:\\{[^}]*})? ([0-9.E+]+)$");

    private final Ledger ledger;
    private final URI prometheus;
    private final Path home;

    Costs(JsonNode status, Ledger ledger) {
        this.ledger = ledger;
        prometheus = URI.create(status.get("management").asString() + "/actuator/prometheus");
        home = Path.of(status.get("home").asString());
    }

    /** @param written bytes of the database's write-ahead log. @param allocated bytes, known when it was last collected */
    record Seen(
            Duration platform,
            Duration database,
            Duration sandbox,
            Duration generator,
            double written,
            double allocated) {}

    Seen now() throws Exception {
        return new Seen(
                busy(pid("run/platform.pid")),
                busy(pid("pg/data/postmaster.pid")),
                busy(pid("run/sandbox.pid")),
                busy(ProcessHandle.current().pid()),
                ledger.number("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"),
                allocated());
    }

    /** Puts what one bill cost since then under {@code <key>.}. */
    void put(Report report, String key, Seen before, long bills) throws Exception {
        var after = now();
        put(report, key + ".cpu_ms_platform", before.platform(), after.platform(), bills);
        put(report, key + ".cpu_ms_database", before.database(), after.database(), bills);
        put(report, key + ".cpu_ms_sandbox", before.sandbox(), after.sandbox(), bills);
        put(report, key + ".cpu_ms_generator", before.generator(), after.generator(), bills);
        report.put(key + ".log_kb_written", (after.written() - before.written()) / 1000 / bills);
        report.put(key + ".kb_allocated", (after.allocated() - before.allocated()) / 1000 / bills);
    }

    private static void put(Report report, String key, Duration before, Duration after, long bills) {
        report.put(key, after.minus(before).toNanos() / 1e6 / bills);
    }

    /** First line of the file; 0 for a process that is not of this home, such as a database elsewhere. */
    private long pid(String file) throws IOException {
        Path path = home.resolve(file);
        return Files.exists(path)
                ? Long.parseLong(Files.readAllLines(path).getFirst().strip())
                : 0;
    }

    /** Of the process and those it has started; a database's connections are processes of their own. */
    private static Duration busy(long pid) {
        return ProcessHandle.of(pid)
                .map(root -> Stream.concat(Stream.of(root), root.descendants())
                        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                        .reduce(Duration.ZERO, Duration::plus))
                .orElse(Duration.ZERO);
    }

    private double allocated() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var found = ALLOCATED.matcher(http.send(
                            HttpRequest.newBuilder(prometheus)
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
            return found.find() ? Double.parseDouble(found.group(1)) : 0;
        }
    }
}
