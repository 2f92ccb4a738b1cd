package org.yipiao.intake;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A hospital system of its own making: builds the envelope and checks the answer as strictly as the strictest known client
 * does, with nothing of the platform's code.
 */
final class HisClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String address;
    private final String appid;
    private final String key;

    HisClient(int port, String appid, String key) {
        this.address = "http://localhost:" + port;
        this.appid = appid;
        this.key = key;
    }

    /** @param message decoded twice */
    record Answer(String result, String message) {
        JsonNode json() {
            return JSON.readTree(message);
        }

        String text(String field) {
            var node = json().path(field);
            if (!node.isString()) {
                throw new AssertionError(field + " is not a text in " + message);
            }
            return node.asString();
        }

        boolean isSuccess() {
            return result.equals("S0000");
        }
    }

    Answer call(String method, String data) {
        return call(method, data, StandardCharsets.UTF_8);
    }

    Answer call(String method, String data, Charset charset) {
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(charset));
        return post(
                "/medical-web/api/medical/" + method,
                envelope(base64, UUID.randomUUID().toString()),
                charset);
    }

    String envelope(String base64, String noise) {
        return "{\"appid\":\"" + appid + "\",\"data\":\"" + base64 + "\",\"noise\":\"" + noise
                + "\",\"version\":\"1.0\",\"sign\":\"" + sign(base64, noise) + "\"}";
    }

    String sign(String data, String noise) {
        return md5("appid=" + appid + "&data=" + data + "&noise=" + noise + "&key=" + key + "&version=1.0");
    }

    static String md5(String text) {
        try {
            var hex = new StringBuilder();
            for (byte b : MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8))) {
                hex.append(String.format(Locale.ROOT, "%02X", b));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer post(String path, String body, Charset charset) {
        return read(send(request(path).POST(BodyPublishers.ofString(body))), charset);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path.replace(" ", "%20")))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the desktop client does before it believes an answer. */
    Answer read(HttpResponse<String> response, Charset charset) {
        if (response.statusCode() != 200) {
            throw new AssertionError("HTTP " + response.statusCode() + " " + response.body());
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.equals("application/json;charset=UTF-8")) {
            throw new AssertionError("content type " + type);
        }
        return read(response.body(), charset);
    }

    Answer read(String raw, Charset charset) {
        if (!raw.contains("\"data\"") || raw.contains("\n") || raw.contains(": ")) {
            throw new AssertionError("answer is not flat and compact: " + raw);
        }
        String data = member(raw, "data");
        String noise = member(raw, "noise");
        if (!member(raw, "sign").equals(sign(data, noise))) {
            throw new AssertionError("the answer's sign is wrong");
        }
        String inner = new String(Base64.getDecoder().decode(data), charset);
        if (!inner.contains("message")) {
            throw new AssertionError("no message in " + inner);
        }
        return new Answer(
                member(inner, "result"), new String(Base64.getDecoder().decode(member(inner, "message")), charset));
    }

    /** A home-made reader: the text between the quotes after the name, no escapes known. */
    private static String member(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"");
        if (start < 0) {
            throw new AssertionError("no text member " + name + " in " + json);
        }
        int from = start + name.length() + 4;
        return json.substring(from, json.indexOf('"', from));
    }
}
