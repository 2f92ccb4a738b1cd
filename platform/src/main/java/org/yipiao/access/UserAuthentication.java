package org.yipiao.access;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.yipiao.shared.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 用户认证服务器 Says whether a certificate counts: chain, use, validity, revocation. */
@Component
class UserAuthentication {
    private static final Logger log = LoggerFactory.getLogger(UserAuthentication.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final int WHY_MAX = 100;

    private final CertificateSettings settings;
    private final JsonMapper json;
    private final RestClient http;

    UserAuthentication(CertificateSettings settings, JsonMapper json) {
        this.settings = settings;
        this.json = json;
        var connections = new JdkClientHttpRequestFactory(
                java.net.http.HttpClient.newBuilder().connectTimeout(CONNECT).build());
        connections.setReadTimeout(READ);
        this.http = RestClient.builder().requestFactory(connections).build();
    }

    /** @return why it does not count, in Chinese; empty when it does @throws Refused 503 when the server can not be asked */
    Optional<String> fault(PersonCertificate certificate, byte[] message, byte[] signature) {
        JsonNode answer;
        try {
            byte[] body = http.post()
                    .uri(settings.url() + "/userauth/verifyCertAndUser")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(json.writeValueAsString(Map.of(
                            "cert", encoded(certificate.der()),
                            "inData", encoded(message),
                            "signValue", encoded(signature),
                            "algType", "SM2-256")))
                    .retrieve()
                    .body(byte[].class);
            answer = json.readTree(body == null ? new byte[0] : body);
        } catch (RestClientException | tools.jackson.core.JacksonException e) {
            log.warn("用户认证服务器没有正确应答，证书序列号 {}", certificate.serial(), e);
            throw new Refused(503, "USER_AUTHENTICATION_DOWN", "用户认证服务器暂时不可用，请稍后再试，或改用口令登录");
        }
        if ("0".equals(answer.path("code").asString(""))
                && certificate.serial().equals(answer.path("serial").asString(""))) {
            return Optional.empty();
        }
        String why = AuditLog.clean(answer.path("message").asString("用户认证服务器未认可该证书"));
        return Optional.of(why.length() <= WHY_MAX ? why : why.substring(0, WHY_MAX));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
