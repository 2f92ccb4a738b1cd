package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** 在途 How many bills are on their way, from the monitoring; waits until they are through. */
final class YearRoad {
    private static final long LOOK_NS = 200_000_000L;
    private static final long COUNTED_AFTER_NS = 6_000_000_000L;

    private final String management;
    private final YearBooks books;

    YearRoad(String management, YearBooks books) {
        this.management = management;
        this.books = books;
    }

    /** Bills on the road to the bureau, as the monitoring sees them. */
    private long waiting() throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(management + "/actuator/prometheus"))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    BodyHandlers.ofString());
            return answer.body()
                    .lines()
                    .filter(line -> line.startsWith("yipiao_transit_waiting{"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    void drain(long atMost) throws IOException {
        if (atMost == 0) {
            // The platform counts every five seconds; what was issued since is not in the figure yet.
            LockSupport.parkNanos(COUNTED_AFTER_NS);
        }
        long until = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (waiting() > atMost) {
            if (System.nanoTime() > until) {
                books.fault("10 分钟后仍有在途票据 " + waiting());
                return;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
