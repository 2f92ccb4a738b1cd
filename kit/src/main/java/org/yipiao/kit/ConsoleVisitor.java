package org.yipiao.kit;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 控制台用户 One browser of a person of the console that may ask any instance: cookies know the machine, not the port. */
final class ConsoleVisitor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    /** @param json of the answer, or missing */
    record Answer(int status, JsonNode json) {}

    Answer login(String platform, String username, String password) throws IOException {
        return post(platform, "/api/console/login", Map.of("username", username, "password", password));
    }

    Answer get(String platform, String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(platform + path)).GET());
    }

    Answer post(String platform, String path, Object body) throws IOException {
        if (token().isEmpty()) {
            get(platform, "/api/console/me");
        }
        return send(HttpRequest.newBuilder(URI.create(platform + path))
                .header("X-XSRF-TOKEN", token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            var answer = http.send(request.timeout(ANSWER_WITHIN).build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean json =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json") && answer.body().length > 0;
            return new Answer(answer.statusCode(), json ? JSON.readTree(answer.body()) : JSON.missingNode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String token() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }
}
