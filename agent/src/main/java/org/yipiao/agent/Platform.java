package org.yipiao.agent;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.offline.Cause;

/** 平台连接 The platform's market interface. Thread-safe. */
final class Platform {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int FILE_BYTES_MAX = 50 << 20;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI service;

    /** @param service such as {@code http://10.0.0.1:8080/medical-web} */
    Platform(URI service) {
        this.service = service;
    }

    /** 平台不可达 The platform did not answer, or not with its protocol. */
    static final class Unreachable extends Exception {
        private final Cause why;
        private final boolean surelyNotSent;

        private Unreachable(String reason, @Nullable Throwable cause, Cause why, boolean surelyNotSent) {
            super(reason, cause);
            this.why = why;
            this.surelyNotSent = surelyNotSent;
        }

        /** It was there and did not do its work. */
        static Unreachable answered(String reason) {
            return new Unreachable(reason, null, Cause.PLATFORM, false);
        }

        Cause why() {
            return why;
        }

        /** True when no byte of the request can have reached the platform. */
        boolean surelyNotSent() {
            return surelyNotSent;
        }
    }

    /** @param status HTTP status */
    record Exchange(int status, byte[] body) {}

    URI service() {
        return service;
    }

    /** One call of the market protocol; the answer as it came. */
    byte[] call(String method, byte[] envelope) throws Unreachable {
        if (!method.matches("[A-Za-z]{1,60}")) {
            throw new AgentCode.Answered(AgentCode.INNER_PARAMETER_MISSING, "方法名不正确");
        }
        String base = service.toString().replaceAll("/+$", "");
        return send(HttpRequest.newBuilder(URI.create(base + "/api/medical/" + method))
                .header("Content-Type", "application/json;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope)));
    }

    /** 票据PDF of the bill behind one of the platform's links {@code …/p/<token>}. */
    byte[] pdf(String link) throws Unreachable {
        String token = link.substring(link.lastIndexOf('/') + 1);
        if (!token.matches("[A-Za-z0-9_-]{10,200}")) {
            throw Unreachable.answered("平台给出的票据链接不正确");
        }
        // By the address that we were told, whatever name the platform gives itself on the internet.
        return send(HttpRequest.newBuilder(service.resolve("/api/payer/bills/" + token + "/files/pdf"))
                .GET());
    }

    private byte[] send(HttpRequest.Builder request) throws Unreachable {
        var answer = exchange(request);
        if (answer.status() != 200) {
            throw Unreachable.answered("平台应答状态 " + answer.status());
        }
        return answer.body();
    }

    /** One request and its answer, whatever its status. */
    Exchange exchange(HttpRequest.Builder request) throws Unreachable {
        try {
            var answer = http.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return new Exchange(answer.statusCode(), body.readNBytes(FILE_BYTES_MAX));
            }
        } catch (HttpConnectTimeoutException | NoRouteToHostException e) {
            throw away(e, Cause.NETWORK, true);
        } catch (ConnectException e) {
            // Refused: the machine is there and nobody listens. A name that nobody knows is a network that is away.
            throw away(e, e.getCause() instanceof UnresolvedAddressException ? Cause.NETWORK : Cause.PLATFORM, true);
        } catch (IOException e) {
            throw away(e, Cause.NETWORK, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("调用被中断", e, Cause.NETWORK, false);
        }
    }

    private Unreachable away(IOException e, Cause why, boolean surelyNotSent) {
        return new Unreachable("连接不上平台 " + service.getHost(), e, why, surelyNotSent);
    }
}
