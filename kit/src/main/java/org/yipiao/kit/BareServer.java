package org.yipiao.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * 裸服务 An HTTP program that takes the same bodies as the platform and understands nothing: it gives one fixed answer at
 * once, or after writing a bill's row, all that wait in one commit. The ceiling of a platform on the same machine.
 */
final class BareServer implements AutoCloseable {
    private static final int BATCH_MAX = 100;
    private static final int WRITERS = 2;
    private static final int WAITING_MAX = 10_000;
    private static final int BACKLOG = 1_024;
    /** The server answers over connections that stay open; more than this would be closed after each answer. */
    private static final String IDLE_MAX = "4096";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<CompletableFuture<Void>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final List<Thread> writers = new ArrayList<>();
    private final byte[] answer;
    private volatile boolean running = true;

    /** @param bills where each request writes a row, or null to write nothing */
    BareServer(byte[] answer, @Nullable BareBills bills) throws IOException {
        this.answer = answer;
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", IDLE_MAX);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.createContext("/", exchange -> answer(exchange, bills != null));
        server.setExecutor(threads);
        server.start();
        for (int i = 0; bills != null && i < WRITERS; i++) {
            writers.add(Thread.ofPlatform().start(() -> write(bills)));
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange, boolean written) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (written) {
                var durable = new CompletableFuture<Void>();
                waiting.put(durable);
                durable.get();
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private void write(BareBills bills) {
        var batch = new ArrayList<CompletableFuture<Void>>();
        try (var writer = bills.new Writer()) {
            while (running) {
                var first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, BATCH_MAX - 1);
                writer.write(batch.size());
                batch.forEach(durable -> durable.complete(null));
                batch.clear();
            }
        } catch (SQLException | InterruptedException e) {
            batch.forEach(durable -> durable.completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        running = false;
        try {
            for (Thread writer : writers) {
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.close();
    }
}
