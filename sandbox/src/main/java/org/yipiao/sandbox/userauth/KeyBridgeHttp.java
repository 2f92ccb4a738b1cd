package org.yipiao.sandbox.userauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.sandbox.BodyFilter;
import org.yipiao.sandbox.Secrets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 本地证书中间件 Plays the middleware of a USB key on the person's own computer: SOF_ functions of GM/T 0020 by name, as pages
 * call them. The keys are soft ones; the PIN is the same for all.
 */
@RestController
class KeyBridgeHttp {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int DATA_BYTES_MAX = 4_096;

    private final UserCertificates certificates;
    private final byte[] pin;

    KeyBridgeHttp(UserCertificates certificates, Secrets secrets) {
        this.certificates = certificates;
        this.pin = secrets.ukeyPin().getBytes(UTF_8);
    }

    /** Any page may ask, as with the real one: it is the PIN that opens the key. */
    @PostMapping("/xtxapp")
    ResponseEntity<Map<String, Object>> call(HttpServletRequest request) {
        JsonNode body;
        try {
            body = JSON.readTree(BodyFilter.of(request));
        } catch (tools.jackson.core.JacksonException unreadable) {
            body = JSON.missingNode();
        }
        String function = body.path("xtx_func_name").asString("");
        JsonNode param = body.path("param");
        String retVal = switch (function) {
            case "SOF_GetUserList" ->
                certificates.keys().keySet().stream()
                        .sorted()
                        .map(name -> name + "||" + name)
                        .collect(Collectors.joining("&&&"));
            case "SOF_ExportUserCert" -> {
                var key = key(param);
                yield key == null ? "" : UserAuthHttp.encoded(key.certificate());
            }
            case "SOF_SignData" -> sign(param);
            default -> "";
        };
        return ResponseEntity.ok()
                .header("Access-Control-Allow-Origin", "*")
                .body(Map.of("call_cmd_id", body.path("call_cmd_id").asString(""), "retVal", retVal));
    }

    /** @param param key name, PIN, Base64 of the data */
    private String sign(JsonNode param) {
        var key = key(param);
        if (key == null
                || !MessageDigest.isEqual(pin, param.path(1).asString("").getBytes(UTF_8))) {
            return "";
        }
        try {
            byte[] data = Base64.getDecoder().decode(param.path(2).asString(""));
            return data.length == 0 || data.length > DATA_BYTES_MAX ? "" : UserAuthHttp.encoded(key.sign(data));
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private @Nullable SoftKey key(JsonNode param) {
        return certificates.keys().get(param.path(0).asString(""));
    }
}
