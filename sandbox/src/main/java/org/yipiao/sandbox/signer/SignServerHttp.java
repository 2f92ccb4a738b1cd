package org.yipiao.sandbox.signer;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.sandbox.faults.Faults;
import org.yipiao.sandbox.signer.SignServer.Access;
import org.yipiao.sandbox.signer.SignServer.Refused;
import tools.jackson.databind.JsonNode;

/**
 * 签名服务器接口 The two JSON forms of GM/T 0029: (a) under {@code /SignServerJson/}, (b) at the root. Signatures are DER of r
 * and s. HTTP 200 always; {@code respValue} 0 is success.
 */
@RestController
class SignServerHttp {
    private static final DateTimeFormatter GENERALIZED = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    private final SignServer server;
    private final InstantSource clock;

    SignServerHttp(SignServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    @PostMapping("/SignServerJson/{function}")
    Map<String, Object> formA(@PathVariable String function, @RequestBody JsonNode body, HttpServletRequest request) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("version", "v1");
        answer.put("reqType", function);
        answer.put("respond", respond(function, body.path("request"), Faults.wrong(request)));
        return answer;
    }

    @PostMapping({"/SignData", "/SignDataBatch", "/VerifySignedData", "/ExportCert", "/GenRandomData"})
    Map<String, Object> formB(@RequestBody JsonNode body, HttpServletRequest request) {
        String function = request.getRequestURI().substring(1);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("version", 0);
        answer.put("respType", Character.toLowerCase(function.charAt(0)) + function.substring(1));
        answer.put("respTime", GENERALIZED.format(clock.instant().atOffset(ZoneOffset.UTC)));
        answer.put("respond", respond(function, body.path("request"), Faults.wrong(request)));
        return answer;
    }

    private Map<String, Object> respond(String function, JsonNode request, boolean wrong) {
        var respond = new LinkedHashMap<String, Object>();
        respond.put("respValue", 0);
        try {
            switch (function) {
                case "SignData" -> respond.put("signature", sign(request, wrong));
                case "SignDataBatch" -> respond.put("signatures", signBatch(request, wrong));
                case "VerifySignedData" -> verify(request);
                case "ExportCert" -> respond.put("cert", SignServer.encode(server.certificate(slot(request))));
                case "GenRandomData" ->
                    respond.put("randomData", server.random(request.path("len").asInt(0)));
                default -> throw new Refused(Refused.DATA_FORMAT);
            }
        } catch (Refused e) {
            respond.clear();
            respond.put("respValue", e.code());
        }
        return respond;
    }

    private String sign(JsonNode request, boolean wrong) {
        String message = request.path("inData").asString("");
        if (request.has("inDataLen") && request.path("inDataLen").asInt(-1) != SignServer.decode(message).length) {
            throw new Refused(Refused.DATA_FORMAT);
        }
        return server.sign(access(request), List.of(message), wrong).getFirst();
    }

    private List<String> signBatch(JsonNode request, boolean wrong) {
        JsonNode list = request.path("inData");
        if (!list.isArray() || list.size() > SignServer.BATCH_MAX) {
            throw new Refused(Refused.DATA_FORMAT);
        }
        var messages = new ArrayList<String>(list.size());
        list.forEach(message -> messages.add(message.asString("")));
        return server.sign(access(request), messages, wrong);
    }

    private void verify(JsonNode request) {
        if (request.path("type").asInt(1) != 1) {
            throw new Refused(Refused.CERTIFICATE_ID);
        }
        server.verify(
                request.path("cert").asString(""),
                request.path("inData").asString(""),
                request.path("signature").asString(""),
                request.path("verifyLevel").asInt(0));
    }

    /** The slot of a certificate; both names occur, and vendors write the number as text. */
    private static int slot(JsonNode request) {
        JsonNode given = request.has("keyIndex") ? request.path("keyIndex") : request.path("certId");
        return given.asInt(SignServer.KEY_INDEX);
    }

    private static Access access(JsonNode request) {
        return new Access(
                request.path("signMethod").asInt(0),
                request.path("keyIndex").asInt(0),
                request.path("keyValue").asString(""));
    }
}
