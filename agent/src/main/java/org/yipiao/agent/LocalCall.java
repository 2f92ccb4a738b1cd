package org.yipiao.agent;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * 本地调用 {@code GET /extend?dllName=NontaxIndustry&func=CallNontaxIndustry&payload=<base64>}: the payload is put into the
 * address without percent-encoding by most clients, so a plus is a plus.
 *
 * @param params the envelope of the market protocol
 */
record LocalCall(String method, JsonNode params) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DLL = "NontaxIndustry";
    private static final String FUNCTION = "CallNontaxIndustry";

    /** A settlement with 5 000 lines stays below it. */
    static final int PAYLOAD_MAX = 8 << 20;

    /** @param rawQuery as it stands in the address @throws AgentCode.Answered with the code that says what is missing */
    static LocalCall read(String rawQuery) {
        String dll = "";
        String function = "";
        String payload = "";
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1);
            switch (equals < 0 ? "" : pair.substring(0, equals).toLowerCase(Locale.ROOT)) {
                case "dllname" -> dll = value;
                case "func" -> function = value;
                case "payload" -> payload = value;
                default -> {
                    // Callers add numbers against caches.
                }
            }
        }
        if (dll.isEmpty() || function.isEmpty() || payload.isEmpty()) {
            throw new AgentCode.Answered(AgentCode.PARAMETER_MISSING, "缺少 dllName、func 或 payload");
        }
        if (!dll.equalsIgnoreCase(DLL) || !function.equalsIgnoreCase(FUNCTION)) {
            throw new AgentCode.Answered(AgentCode.COMPONENT_UNKNOWN, "没有组件 " + dll + "." + function);
        }
        JsonNode call = json(payload);
        JsonNode method = call.path("method");
        JsonNode params = call.path("params");
        if (!method.isString() || method.asString().isBlank() || !params.isObject()) {
            throw new AgentCode.Answered(AgentCode.INNER_PARAMETER_MISSING, "payload 中缺少 method 或 params");
        }
        return new LocalCall(method.asString().strip(), params);
    }

    private static JsonNode json(String payload) {
        if (payload.length() > PAYLOAD_MAX) {
            throw new AgentCode.Answered(AgentCode.CALL_FAILED, "payload 超过 " + (PAYLOAD_MAX >> 20) + " MB");
        }
        try {
            String base64 = URLDecoder.decode(payload.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace(' ', '+');
            return JSON.readTree(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException | JacksonException e) {
            throw new AgentCode.Answered(AgentCode.CALL_FAILED, "payload 不是 base64 编码的 JSON");
        }
    }
}
