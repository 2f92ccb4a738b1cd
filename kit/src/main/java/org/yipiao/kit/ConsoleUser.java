package org.yipiao.kit;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 控制台用户 Signs in and calls the console as its pages do: cookies, the forged-request token, JSON. Used by one thread. */
final class ConsoleUser {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);

    private final String platform;
    private final String username;
    private String password;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    ConsoleUser(String platform, String username, String password) {
        this.platform = platform;
        this.username = username;
        this.password = password;
    }

    /** A refusal of the console: its code and what the page shows. */
    static final class Refused extends IOException {
        final int status;
        final String code;

        Refused(int status, String code, String text) {
            super(text);
            this.status = status;
            this.code = code;
        }
    }

    /** 登录 Anew each time: a session does not outlive the jumps of the clock. An expired password is changed on the way. */
    ConsoleUser login() throws IOException {
        cookies.getCookieStore().removeAll();
        get("/api/console/login/ways");
        JsonNode me = post("/api/console/login", Map.of("username", username, "password", password));
        if (me.path("mustChangePassword").asBoolean()) {
            changePassword();
        }
        return this;
    }

    private void changePassword() throws IOException {
        String fresh =
                password.substring(0, Math.min(password.length(), 20)) + "-" + Long.toString(System.nanoTime(), 36);
        once("POST", "/api/console/password", Map.of("old", password, "new", fresh));
        password = fresh;
    }

    JsonNode get(String path) throws IOException {
        return send("GET", path, null);
    }

    JsonNode post(String path, Object body) throws IOException {
        return send("POST", path, body);
    }

    JsonNode put(String path, Object body) throws IOException {
        return send("PUT", path, body);
    }

    /** Something that must not work. @return the code of the refusal; empty when it worked after all */
    String refusal(String path, Object body) throws IOException {
        try {
            post(path, body);
            return "";
        } catch (Refused refused) {
            return refused.code;
        }
    }

    void download(String path, Path file) throws IOException {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(platform + path))
                            .timeout(ANSWER_WITHIN)
                            .build(),
                    BodyHandlers.ofFile(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
            if (answer.statusCode() != 200) {
                throw new Refused(answer.statusCode(), "", Files.readString(file));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** A password may fall due between two clicks. */
    private JsonNode send(String method, String path, @Nullable Object body) throws IOException {
        try {
            return once(method, path, body);
        } catch (Refused refused) {
            if (!refused.code.equals("PASSWORD_MUST_CHANGE")) {
                throw refused;
            }
        }
        changePassword();
        return once(method, path, body);
    }

    private JsonNode once(String method, String path, @Nullable Object body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(platform + path)).timeout(ANSWER_WITHIN);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        if (!method.equals("GET")) {
            request.header("X-XSRF-TOKEN", token());
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            byte[] bytes = answer.body();
            boolean json =
                    answer.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode told = json && bytes.length > 0 ? JSON.readTree(bytes) : JSON.createObjectNode();
            if (answer.statusCode() / 100 != 2) {
                throw new Refused(
                        answer.statusCode(),
                        told.path("code").asString(""),
                        username + " " + method + " " + path + "：" + answer.statusCode() + " "
                                + new String(bytes, StandardCharsets.UTF_8));
            }
            return told;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String token() throws IOException {
        if (cookie().isEmpty()) {
            try {
                get("/api/console/me");
            } catch (Refused notSignedIn) {
                // The answer sets the token all the same.
            }
        }
        return cookie();
    }

    private String cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }
}
