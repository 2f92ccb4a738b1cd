package org.yipiao.access;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser does for the console: keeps cookies, repeats the forged-request token in a header. */
public final class Browser {
    private static final JsonMapper JSON = new JsonMapper();
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String address;

    public Browser(int port) {
        this.address = "http://localhost:" + port;
    }

    /** 应答 @param json the body when it is JSON, else missing */
    public record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {
        public String text() {
            return new String(raw.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        public String code() {
            return json.path("code").asString("");
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, Object body) {
        return send(request(path)
                .header("X-XSRF-TOKEN", token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Answer put(String path, Object body) {
        return send(request(path)
                .header("X-XSRF-TOKEN", token())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Answer delete(String path) {
        return send(request(path).header("X-XSRF-TOKEN", token()).DELETE());
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            var raw = client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
            String type = raw.headers().firstValue("Content-Type").orElse("");
            boolean json = type.contains("json") && !type.contains("ndjson");
            return new Answer(
                    raw.statusCode(), json && raw.body().length > 0 ? JSON.readTree(raw.body()) : JSON.nullNode(), raw);
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(path(request), e);
        }
    }

    private static String path(HttpRequest.Builder request) {
        return request.build().uri().getPath();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    public Answer login(String username, String password) {
        return post("/api/console/login", Map.of("username", username, "password", password));
    }

    /** The token as the page reads it; asks for one first when there is none. */
    public String token() {
        if (cookie("XSRF-TOKEN").isEmpty()) {
            get("/api/console/me");
        }
        return cookie("XSRF-TOKEN").map(HttpCookie::getValue).orElse("");
    }

    public Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst();
    }

    public void forgetCookies() {
        cookies.getCookieStore().removeAll();
    }
}
