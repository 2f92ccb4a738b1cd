package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** 负载均衡 What HAProxy says of the instances behind it, read from its statistics page. */
final class Balancer {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final long LOOK_NS = 100_000_000L;

    private final URI statistics;
    private final HttpClient http = HttpClient.newHttpClient();

    Balancer(String address) {
        statistics = URI.create(address + "/;csv");
    }

    /**
     * @param up takes requests, as the balancer sees it
     * @param calls sent there since the balancer began
     * @param retries connections that were refused and tried again, here or elsewhere
     */
    record Server(boolean up, long calls, long retries) {}

    /** The instances by name. */
    Map<String, Server> servers() throws IOException {
        List<String> lines = page().lines().toList();
        String[] names = lines.getFirst().replaceFirst("^# ", "").split(",", -1);
        var servers = new LinkedHashMap<String, Server>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            var row = new HashMap<String, String>();
            for (int i = 0; i < names.length && i < values.length; i++) {
                row.put(names[i], values[i]);
            }
            String name = row.getOrDefault("svname", "");
            if (row.getOrDefault("pxname", "").equals("platform") && !name.equals("BACKEND")) {
                servers.put(
                        name,
                        new Server(
                                row.getOrDefault("status", "").startsWith("UP"),
                                number(row.get("stot")),
                                number(row.get("wretr")) + number(row.get("wredis"))));
            }
        }
        return servers;
    }

    private static long number(@org.jspecify.annotations.Nullable String text) {
        return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** @return false when it did not come to that in time */
    boolean await(String name, boolean up, Duration within) throws IOException {
        long until = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < until) {
            Server server = servers().get(name);
            if (server != null && server.up() == up) {
                return true;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        return false;
    }

    private String page() throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(statistics)
                                    .timeout(ANSWER_WITHIN)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
