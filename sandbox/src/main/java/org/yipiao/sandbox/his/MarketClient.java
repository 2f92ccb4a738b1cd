package org.yipiao.sandbox.his;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.sandbox.SandboxProperties;
import org.yipiao.sandbox.Secrets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 市场接口客户端 Posts one message in the market protocol's envelope and checks the answer's sign as a strict client does. */
@Component
class MarketClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final String VERSION = "1.0";

    private final SandboxProperties.His settings;
    private final String key;
    private final JsonMapper json;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    MarketClient(SandboxProperties properties, Secrets secrets, JsonMapper json) {
        this.settings = properties.his();
        this.key = secrets.hisKey();
        this.json = json;
    }

    /**
     * 应答
     *
     * @param result S0000, another code, or NONE when no answer came
     * @param message JSON on success, text otherwise
     * @param signed the sign was right
     */
    record Answer(String result, String message, boolean signed) {
        static Answer none(String why) {
            return new Answer("NONE", why, false);
        }

        boolean succeeded() {
            return result.equals("S0000") && signed;
        }

        /** False when the same message must be sent again: nobody knows what became of it. */
        boolean arrived() {
            return !result.equals("NONE") && signed;
        }
    }

    Answer post(String method, Map<String, @Nullable Object> data) {
        String encoded = Base64.getEncoder().encodeToString(json.writeValueAsBytes(data));
        String noise = UUID.randomUUID().toString().replace("-", "");
        var envelope = Map.of(
                "appid", settings.appid(),
                "data", encoded,
                "noise", noise,
                "version", VERSION,
                "sign", sign(settings.appid(), encoded, noise, key));
        try {
            var request = HttpRequest.newBuilder(
                            URI.create(settings.platformUrl() + "/" + settings.service() + "/api/medical/" + method))
                    .timeout(READ)
                    .header("Content-Type", "application/json;charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(envelope)))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? opened(response.body())
                    : Answer.none("HTTP " + response.statusCode());
        } catch (IOException e) {
            return Answer.none("平台无应答（" + e.getClass().getSimpleName() + "）");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.none("中断");
        }
    }

    private Answer opened(String body) {
        try {
            JsonNode envelope = json.readTree(body);
            String data = envelope.path("data").asString("");
            String right = sign(settings.appid(), data, envelope.path("noise").asString(""), key);
            boolean signed = right.equals(envelope.path("sign").asString(""));
            JsonNode inner = json.readTree(Base64.getDecoder().decode(data));
            byte[] message = Base64.getDecoder().decode(inner.path("message").asString(""));
            String text = new String(message, StandardCharsets.UTF_8);
            return new Answer(inner.path("result").asString("NONE"), signed ? text : "应答签名不正确：" + text, signed);
        } catch (JacksonException | IllegalArgumentException e) {
            return Answer.none("应答不符合接口规范");
        }
    }

    static String sign(String appid, String data, String noise, String key) {
        String text = "appid=" + appid + "&data=" + data + "&noise=" + noise + "&key=" + key + "&version=" + VERSION;
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
