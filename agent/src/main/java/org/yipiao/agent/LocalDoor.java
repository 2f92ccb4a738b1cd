package org.yipiao.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.yipiao.bill.offline.Cause;

/**
 * 本地接口 Listens on this machine only. A web page that somebody opens in a browser here could call it too, so calls that name
 * an origin are refused unless the settings allow it, and so are calls under another host's name.
 */
final class LocalDoor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LocalDoor.class.getName());
    private static final int WAITING_MAX = 50;
    private static final int AT_ONCE = 8;
    private static final int CAUSE_MAX = 64;

    private final Component component;
    private final Set<String> origins;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    LocalDoor(Component component, Settings settings) throws IOException {
        this.component = component;
        this.origins = settings.origins();
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), WAITING_MAX);
        server.setExecutor(threads);
        server.createContext("/extend", exchange -> answer(exchange, this::called));
        server.createContext("/status", exchange -> answer(exchange, this::status));
        server.createContext("/cause", this::cause);
        server.createContext("/", exchange -> answer(exchange, this::page));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private interface Answer {
        byte[] to(HttpExchange exchange);
    }

    private void answer(HttpExchange exchange, Answer called) throws IOException {
        try (exchange) {
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
            String origin = exchange.getRequestHeaders().getFirst("Origin");
            if (!host.matches("(127\\.0\\.0\\.1|localhost)(:[0-9]+)?")
                    || (origin != null && !origins.contains(origin))) {
                send(exchange, 403, new byte[0]);
                return;
            }
            if (origin != null) {
                exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
                exchange.getResponseHeaders().set("Access-Control-Allow-Private-Network", "true");
            }
            switch (exchange.getRequestMethod()) {
                case "GET" -> send(exchange, 200, called.to(exchange));
                case "OPTIONS" -> send(exchange, 204, new byte[0]);
                default -> send(exchange, 405, new byte[0]);
            }
        }
    }

    /** 改报离线原因 From this page only: a form of another site carries another origin. */
    private void cause(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
            String origin = exchange.getRequestHeaders().getFirst("Origin");
            boolean ours = host.matches("(127\\.0\\.0\\.1|localhost)(:[0-9]+)?") && ("http://" + host).equals(origin);
            if (!ours) {
                send(exchange, 403, new byte[0]);
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, new byte[0]);
                return;
            }
            String body = new String(exchange.getRequestBody().readNBytes(CAUSE_MAX), StandardCharsets.US_ASCII);
            for (Cause cause : Cause.values()) {
                if (body.equals("cause=" + cause.name()) && component.say(cause)) {
                    exchange.getResponseHeaders().set("Location", "/");
                    send(exchange, 303, new byte[0]);
                    return;
                }
            }
            send(exchange, 409, "只有离线时才能改报原因".getBytes(StandardCharsets.UTF_8));
        }
    }

    private byte[] called(HttpExchange exchange) {
        try {
            String query = exchange.getRequestURI().getRawQuery();
            return component.call(LocalCall.read(query == null ? "" : query));
        } catch (AgentCode.Answered answered) {
            return Component.bare(answered.code());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a local call failed", e);
            return Component.bare(AgentCode.CALL_FAILED);
        }
    }

    private byte[] status(HttpExchange exchange) {
        return component.status().toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] page(HttpExchange exchange) {
        return StatusPage.of(component.status()).getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        body.length == 0
                                ? "text/plain"
                                : switch (body[0]) {
                                    case '{' -> "application/json;charset=UTF-8";
                                    case '<' -> "text/html;charset=UTF-8";
                                    default -> "text/plain";
                                });
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** For the log of the start. */
    String address() {
        return "http://127.0.0.1:" + port() + "/extend";
    }
}
