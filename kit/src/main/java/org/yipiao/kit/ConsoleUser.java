package org.yipiao.kit;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** 控制台用户 One person at the console: what is refused is thrown, a password that falls due is changed. Used by one thread. */
final class ConsoleUser {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);

    private final String platform;
    private final String username;
    private String password;
    private final ConsoleVisitor browser = new ConsoleVisitor(ANSWER_WITHIN);

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
        browser.forget();
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
        int status = browser.download(
                platform,
                path,
                BodyHandlers.ofFile(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING));
        if (status != 200) {
            throw new Refused(status, "", Files.readString(file));
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
        var answer = browser.send(platform, method, path, body);
        if (answer.status() / 100 != 2) {
            throw new Refused(
                    answer.status(),
                    answer.json().path("code").asString(""),
                    username + " " + method + " " + path + "：" + answer.status() + " " + answer.text());
        }
        return answer.json();
    }
}
