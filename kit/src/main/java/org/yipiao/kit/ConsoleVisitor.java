package org.yipiao.kit;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 控制台浏览器 Calls the console as its pages do: cookies, the forged-request token, JSON. It may ask any instance: cookies know
 * the machine, not the port. Used by one thread.
 */
final class ConsoleVisitor {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Duration answerWithin;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    ConsoleVisitor() {
        this(Duration.ofSeconds(60));
    }

    ConsoleVisitor(Duration answerWithin) {
        this.answerWithin = answerWithin;
    }

    /** @param json of the answer, or missing @param text as it came */
    record Answer(int status, JsonNode json, String text) {}

    Answer login(String platform, String username, String password) throws IOException {
        return post(platform, "/api/console/login", Map.of("username", username, "password", password));
    }

    Answer get(String platform, String path) throws IOException {
        return send(platform, "GET", path, null);
    }

    Answer post(String platform, String path, Object body) throws IOException {
        return send(platform, "POST", path, body);
    }

    Answer send(String platform, String method, String path, @Nullable Object body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(platform + path));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        if (!method.equals("GET")) {
            if (token().isEmpty()) {
                // The answer sets the token, also to who is not signed in.
                get(platform, "/api/console/me");
            }
            request.header("X-XSRF-TOKEN", token());
        }
        var answer = answer(request, BodyHandlers.ofByteArray());
        boolean json =
                answer.headers().firstValue("Content-Type").orElse("").contains("json") && answer.body().length > 0;
        return new Answer(
                answer.statusCode(),
                json ? JSON.readTree(answer.body()) : JSON.missingNode(),
                new String(answer.body(), StandardCharsets.UTF_8));
    }

    /** @return the status */
    <T> int download(String platform, String path, BodyHandler<T> into) throws IOException {
        return answer(HttpRequest.newBuilder(URI.create(platform + path)), into).statusCode();
    }

    private <T> HttpResponse<T> answer(HttpRequest.Builder request, BodyHandler<T> into) throws IOException {
        try {
            return http.send(request.timeout(answerWithin).build(), into);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** As a browser that was never here. */
    void forget() {
        cookies.getCookieStore().removeAll();
    }

    private String token() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }
}
