package org.yipiao.transit;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/**
 * 对外HTTP JSON over HTTP to one outside party, every call through {@link PartyCalls}. Connections are kept; connecting
 * takes 2 s at most, the whole answer 10 s, and an answer is read up to {@link #ANSWER_BYTES_MAX}.
 */
public final class PartyHttp {
    static final Duration CONNECT = Duration.ofSeconds(2);
    static final Duration READ = Duration.ofSeconds(10);
    static final int ANSWER_BYTES_MAX = 32 * 1024 * 1024;

    private static final int EXCERPT_CHARS = 200;

    private final String party;
    private final PartyCalls calls;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param party Chinese name of the party, the same as {@link Stage#party} */
    public PartyHttp(String party, PartyCalls calls) {
        this.party = party;
        this.calls = calls;
    }

    /** 应答判读 Reads an answer inside the measured call: what it throws counts as the party's failure. */
    public interface Reading<T> {
        T read(byte[] answer) throws Exception;
    }

    /**
     * Posts JSON and reads the answer.
     *
     * @throws CallFailed for every failure; HTTP 429 and 503 are BUSY, other statuses from 400 on REFUSED or BUSY
     * @throws PartyCalls.PartyDown when the breaker is open; nothing was sent
     */
    public <T> T post(String url, Map<String, String> headers, byte[] body, Reading<T> reading) {
        return guarded(call -> calls.call(party, call), url, headers, body, reading);
    }

    /** As above with the unit's own breaker. */
    public <T> T post(UnitId unit, String url, Map<String, String> headers, byte[] body, Reading<T> reading) {
        return guarded(call -> calls.call(party, unit, call), url, headers, body, reading);
    }

    private interface Guarded<T> {
        T run(Callable<T> call) throws Exception;
    }

    private <T> T guarded(
            Guarded<T> guarded, String url, Map<String, String> headers, byte[] body, Reading<T> reading) {
        try {
            return guarded.run(() -> {
                try {
                    return reading.read(exchange(url, headers, body));
                } catch (Exception e) {
                    throw sorted(e);
                }
            });
        } catch (PartyCalls.PartyDown down) {
            throw down;
        } catch (Exception e) {
            throw sorted(e);
        }
    }

    private CallFailed sorted(Exception e) {
        return e instanceof tools.jackson.core.JacksonException
                ? new CallFailed(Outcome.Fault.WRONG_ANSWER, party + "的应答不是约定的格式", e)
                : CallFailed.of(party, e);
    }

    private byte[] exchange(String url, Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(READ)
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request.build(), info -> new Limited());
        try {
            // The request's own time-out ends with the answer's head; this one covers the body as well.
            HttpResponse<byte[]> answer = sent.get(READ.toMillis() + CONNECT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() >= 300) {
                throw refused(answer.statusCode(), answer.body());
            }
            return answer.body();
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw e;
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new CallFailed(Outcome.Fault.OUR_FAULT, "平台正在停止，未等到" + party + "应答", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private CallFailed refused(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String excerpt = text.length() > EXCERPT_CHARS ? text.substring(0, EXCERPT_CHARS) : text;
        boolean busy = status == 429 || status >= 500;
        return new HttpRefused(
                busy ? Outcome.Fault.BUSY : Outcome.Fault.REFUSED, party + "应答 HTTP " + status + " " + excerpt, status);
    }

    /** HTTP拒绝 The party answered with a status that is no success. */
    public static final class HttpRefused extends CallFailed {
        private final int status;

        HttpRefused(Outcome.Fault fault, String message, int status) {
            super(fault, message);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** Collects an answer and gives up when it grows past the limit. */
    private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (bytes.size() + part.remaining() > ANSWER_BYTES_MAX) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    body.completeExceptionally(new CallFailed(Outcome.Fault.WRONG_ANSWER, "应答超过长度上限"));
                    return;
                }
                byte[] chunk = new byte[part.remaining()];
                part.get(chunk);
                bytes.writeBytes(chunk);
            }
        }

        @Override
        public void onError(Throwable trouble) {
            body.completeExceptionally(trouble);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
