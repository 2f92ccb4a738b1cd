package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A CAS server in this process that does what it is told, right or wrong. */
final class FakeCas implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String[]> tickets = new HashMap<>();
    private UnaryOperator<String> change = answer -> answer;
    private int status = 200;
    final AtomicInteger asked = new AtomicInteger();

    FakeCas() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/cas/p3/serviceValidate", this::validate);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/cas";
    }

    void answersAre(UnaryOperator<String> changed) {
        change = changed;
        status = 200;
    }

    void statusIs(int code) {
        status = code;
    }

    /** Signs somebody in at the page the browser was sent to. @return what the browser comes back with, as the page reads it */
    Map<String, String> signIn(String address, String person) {
        var query = URLUtils.parseParameters(URI.create(address).getRawQuery());
        String service = query.get("service").getFirst();
        String ticket = "ST-1-" + UUID.randomUUID();
        tickets.put(ticket, new String[] {person, service});
        String state = URLUtils.parseParameters(URI.create(service).getRawQuery())
                .get("state")
                .getFirst();
        return Map.of("code", ticket, "state", state);
    }

    private void validate(HttpExchange call) throws IOException {
        asked.incrementAndGet();
        var query = URLUtils.parseParameters(call.getRequestURI().getRawQuery());
        var known = tickets.remove(query.getOrDefault("ticket", List.of("")).getFirst());
        String said = known == null
                ? failure("INVALID_TICKET")
                : known[1].equals(query.getOrDefault("service", List.of("")).getFirst())
                        ? "<cas:authenticationSuccess><cas:user>" + known[0]
                                + "</cas:user><cas:attributes><cas:employee>E-" + known[0]
                                + "</cas:employee></cas:attributes></cas:authenticationSuccess>"
                        : failure("INVALID_SERVICE");
        byte[] answer = change.apply("<cas:serviceResponse xmlns:cas=\"http://www.yale.edu/tp/cas\">" + said
                        + "</cas:serviceResponse>")
                .getBytes(UTF_8);
        call.sendResponseHeaders(status, answer.length);
        call.getResponseBody().write(answer);
        call.close();
    }

    private static String failure(String code) {
        return "<cas:authenticationFailure code=\"" + code + "\">no</cas:authenticationFailure>";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
