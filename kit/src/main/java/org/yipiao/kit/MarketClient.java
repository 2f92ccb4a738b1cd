package org.yipiao.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 市场协议客户端 Seals and opens the envelope of the market protocol as a HIS does. Thread-safe. */
final class MarketClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String appid;
    private final String key;

    MarketClient(String appid, String key) {
        this.appid = appid;
        this.key = key;
    }

    /** @param result S0000 on success. @param message the answer's JSON, or the text of a refusal */
    record Answer(String result, String message) {
        boolean accepted() {
            return result.equals("S0000");
        }

        JsonNode json() {
            return JSON.readTree(message);
        }
    }

    byte[] envelope(String dataJson, String noise) {
        String data = Base64.getEncoder().encodeToString(dataJson.getBytes(StandardCharsets.UTF_8));
        return ("{\"appid\":\"" + appid + "\",\"data\":\"" + data + "\",\"noise\":\"" + noise
                        + "\",\"version\":\"1.0\",\"sign\":\"" + sign(data, noise) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IllegalStateException when the answer's own signature is wrong */
    Answer open(byte[] body) {
        JsonNode envelope = JSON.readTree(body);
        String data = envelope.get("data").asString();
        if (!sign(data, envelope.get("noise").asString())
                .equals(envelope.get("sign").asString())) {
            throw new IllegalStateException("the answer's sign is wrong");
        }
        JsonNode inner = JSON.readTree(Base64.getDecoder().decode(data));
        return new Answer(
                inner.get("result").asString(),
                new String(Base64.getDecoder().decode(inner.get("message").asString()), StandardCharsets.UTF_8));
    }

    private String sign(String data, String noise) {
        String text = "appid=" + appid + "&data=" + data + "&noise=" + noise + "&key=" + key + "&version=1.0";
        try {
            return HEX.formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
