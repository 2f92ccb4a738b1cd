package org.yipiao.agent;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import org.yipiao.bill.offline.AgentCall;
import org.yipiao.bill.sign.SoftKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** 平台的代理接口 Calls signed with this machine's key. */
final class AgentApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Platform platform;
    private final SoftKey key;
    private final InstantSource clock;

    AgentApi(Platform platform, SoftKey key, InstantSource clock) {
        this.platform = platform;
        this.key = key;
        this.clock = clock;
    }

    /** The platform answered and said no. */
    static final class Refused extends Exception {
        private final String code;

        Refused(String code, String detail) {
            super(detail);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** 登记 The only call that needs no agent code: it brings the enrolment code instead. */
    JsonNode enrol(String enrolment) throws Platform.Unreachable, Refused {
        ObjectNode body = JSON.createObjectNode();
        body.put("enrolment", enrolment)
                .put("certificate", base64(key.certificate()))
                .put("signature", base64(key.sign(enrolment.getBytes(StandardCharsets.UTF_8))));
        return send("/api/agent/v1/enrolments", "", body);
    }

    JsonNode call(String agent, String what, ObjectNode body) throws Platform.Unreachable, Refused {
        return send("/api/agent/v1/" + what, agent, body);
    }

    private JsonNode send(String path, String agent, ObjectNode body) throws Platform.Unreachable, Refused {
        byte[] bytes = JSON.writeValueAsBytes(body);
        URI address = platform.service().resolve(path);
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        if (!agent.isEmpty()) {
            String time = clock.instant().toString();
            request.header(AgentCall.AGENT, agent)
                    .header(AgentCall.TIME, time)
                    .header(AgentCall.SIGNATURE, base64(key.sign(AgentCall.signed(agent, time, path, bytes))));
        }
        var answer = platform.exchange(request);
        try {
            JsonNode said = JSON.readTree(answer.body());
            if (answer.status() == 200) {
                return said;
            }
            String code = said.path("code").asString("");
            if (answer.status() >= 400 && answer.status() < 500 && !code.isEmpty()) {
                throw new Refused(code, said.path("detail").asString(""));
            }
        } catch (JacksonException e) {
            // Not our platform's words: told below.
        }
        throw Platform.Unreachable.answered("平台应答状态 " + answer.status());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
