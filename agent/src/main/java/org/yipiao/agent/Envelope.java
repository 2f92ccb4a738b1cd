package org.yipiao.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** 信封 The signed outer message of the market protocol, in its short form as the local component always uses it. */
record Envelope(String appid, String key) {
    static final String SUCCESS = "S0000";
    static final String FAILURE = "E0001";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String VERSION = "1.0";

    /** @param result {@link #SUCCESS} or a code of failure @param message the answer's JSON, or the reason */
    record Answer(String result, String message) {
        boolean accepted() {
            return result.equals(SUCCESS);
        }
    }

    /** A request of our own. */
    byte[] request(ObjectNode data) {
        String encoded = base64(JSON.writeValueAsBytes(data));
        String noise = noise();
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("appid", appid).put("data", encoded).put("noise", noise);
        envelope.put("version", VERSION).put("sign", sign(encoded, noise));
        return JSON.writeValueAsBytes(envelope);
    }

    /** An answer of our own, as the platform would give it. */
    byte[] answer(String result, String message) {
        ObjectNode inner = JSON.createObjectNode();
        inner.put("result", result).put("message", base64(message.getBytes(StandardCharsets.UTF_8)));
        String encoded = base64(JSON.writeValueAsBytes(inner));
        String noise = noise();
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("data", encoded).put("noise", noise).put("sign", sign(encoded, noise));
        return JSON.writeValueAsBytes(envelope);
    }

    /** @throws IllegalArgumentException when the bytes are no answer or its sign is wrong */
    Answer open(byte[] answer) {
        try {
            JsonNode envelope = JSON.readTree(answer);
            String data = envelope.path("data").asString("");
            String sign = sign(data, envelope.path("noise").asString(""));
            if (!sign.equalsIgnoreCase(envelope.path("sign").asString(""))) {
                throw new IllegalArgumentException("平台应答的签名不正确");
            }
            JsonNode inner = JSON.readTree(Base64.getDecoder().decode(data));
            byte[] message = Base64.getDecoder().decode(inner.path("message").asString(""));
            return new Answer(inner.path("result").asString(""), new String(message, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("平台应答不是约定的报文", e);
        }
    }

    /** The business parameters inside a caller's envelope. @throws AgentCode.Answered when there are none */
    static JsonNode data(JsonNode params) {
        try {
            byte[] decoded = Base64.getDecoder().decode(params.path("data").asString(""));
            JsonNode data = JSON.readTree(decoded);
            if (data.isObject()) {
                return data;
            }
        } catch (IllegalArgumentException | JacksonException e) {
            // Answered below.
        }
        throw new AgentCode.Answered(AgentCode.INNER_PARAMETER_MISSING, "params.data 不是 base64 编码的 JSON 对象");
    }

    /** Is this call signed with our key? */
    boolean isSigned(JsonNode params) {
        return appid.equals(params.path("appid").asString(""))
                && sign(
                                params.path("data").asString(""),
                                params.path("noise").asString(""),
                                params.path("version").asString(VERSION))
                        .equalsIgnoreCase(params.path("sign").asString(""));
    }

    private String sign(String data, String noise) {
        return sign(data, noise, VERSION);
    }

    private String sign(String data, String noise, String version) {
        String text = "appid=" + appid + "&data=" + data + "&noise=" + noise + "&key=" + key + "&version=" + version;
        try {
            return HEX.formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String noise() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Envelope[" + appid + "]";
    }
}
