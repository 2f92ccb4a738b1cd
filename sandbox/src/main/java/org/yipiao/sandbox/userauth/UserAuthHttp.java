package org.yipiao.sandbox.userauth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.bill.sign.Sm2;
import tools.jackson.databind.JsonNode;

/** 用户认证服务器接口 Base64 everywhere; signatures are DER of r and s, SM3 with SM2. {@code code} 0 is success. */
@RestController
class UserAuthHttp {
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UserCertificates certificates;

    UserAuthHttp(UserCertificates certificates) {
        this.certificates = certificates;
    }

    /** 取随机数 with the server's own signature over it. */
    @PostMapping("/userauth/getCertAndRandomSign")
    Map<String, Object> random() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return Map.of(
                "code",
                "0",
                "random",
                encoded(random),
                "serverCert",
                encoded(certificates.server().certificate()),
                "signValue",
                encoded(certificates.server().sign(random)));
    }

    /** 验证 The signature over {@code inData}, then the certificate's chain, use, validity and revocation. */
    @PostMapping("/userauth/verifyCertAndUser")
    Map<String, Object> verify(@RequestBody JsonNode body) {
        X509Certificate certificate;
        byte[] message;
        byte[] signature;
        try {
            certificate = Sm2.certificate(decoded(body, "cert"));
            message = decoded(body, "inData");
            signature = decoded(body, "signValue");
        } catch (IllegalArgumentException unreadable) {
            return refused("4000", "报文无法解析");
        }
        if (!"SM2-256".equals(body.path("algType").asString(""))) {
            return refused("4001", "只支持 SM2-256");
        }
        if (!Sm2.verify(certificate, message, signature)) {
            return refused("4010", "签名验证失败");
        }
        var fault = certificates.fault(certificate);
        if (fault.isPresent()) {
            return refused("4011", fault.get());
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("code", "0");
        answer.put("serial", UserCertificates.serial(certificate));
        answer.put("issuer", certificate.getIssuerX500Principal().getName());
        answer.put("subject", certificate.getSubjectX500Principal().getName());
        answer.put("notAfter", certificate.getNotAfter().toInstant().toString());
        return answer;
    }

    /** 用户证书 that soft keys were made for. */
    @GetMapping("/sandbox/userauth/certificates")
    List<Map<String, Object>> list() {
        return certificates.keys().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> {
                    var certificate = Sm2.certificate(entry.getValue().certificate());
                    return Map.<String, Object>of(
                            "name",
                            entry.getKey(),
                            "serial",
                            UserCertificates.serial(certificate),
                            "notAfter",
                            certificate.getNotAfter().toInstant().toString(),
                            "revoked",
                            certificates.isRevoked(certificate),
                            "cert",
                            encoded(entry.getValue().certificate()));
                })
                .toList();
    }

    @PostMapping("/sandbox/userauth/revocation")
    List<Map<String, Object>> revoke(@RequestBody JsonNode body) {
        certificates.revoke(
                body.path("serial").asString(""), body.path("revoked").asBoolean(true));
        return list();
    }

    static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(JsonNode body, String name) {
        return Base64.getDecoder().decode(body.path(name).asString("").getBytes(StandardCharsets.US_ASCII));
    }

    static Map<String, Object> refused(String code, String message) {
        return Map.of("code", code, "message", message);
    }
}
