package org.yipiao.sandbox.bureau;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.sandbox.bureau.BillRules.Broken;

/** 单位签名验证 Checks the unit's signature against the certificate and seal registered for the hospital. */
final class UnitSignatures {
    private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(10);

    private final X509Certificate root;
    private final X509Certificate registered;
    private final byte[] registeredDer;
    private final Predicate<String> sealIds;

    UnitSignatures(X509Certificate root, byte[] registeredDer, Predicate<String> sealIds) {
        this.root = root;
        this.registeredDer = registeredDer;
        this.registered = Sm2.certificate(registeredDer);
        this.sealIds = sealIds;
    }

    Optional<Broken> broken(XmlSignature signature, byte[] block, Instant now) {
        if (signature.role() != XmlSignature.Role.UNIT) {
            return broken(Refusal.UNIT_SIGNATURE, "不是开票单位签名");
        }
        if (!Arrays.equals(signature.certificate(), registeredDer)) {
            return stranger(signature);
        }
        Instant at = signature.time();
        if (at.isBefore(registered.getNotBefore().toInstant())
                || at.isAfter(registered.getNotAfter().toInstant())
                || now.isAfter(registered.getNotAfter().toInstant())) {
            return broken(Refusal.CERTIFICATE_PERIOD, "签名时间 " + at);
        }
        if (at.isAfter(now.plus(CLOCKS_APART_MAX))) {
            return broken(Refusal.UNIT_SIGNATURE, "签名时间 " + at + " 晚于财政系统时间");
        }
        if (!sealIds.test(signature.sealId())) {
            return broken(Refusal.SEAL_NOT_REGISTERED, signature.sealId());
        }
        return Sm2.verify(registered, block, signature.value()) ? Optional.empty() : broken(Refusal.UNIT_SIGNATURE, "");
    }

    /** Another certificate: tells a foreign one from one of our authority that nobody registered. */
    private Optional<Broken> stranger(XmlSignature signature) {
        try {
            X509Certificate other = Sm2.certificate(signature.certificate());
            return Sm2.issued(root, other)
                    ? broken(
                            Refusal.SEAL_NOT_REGISTERED,
                            "证书 " + other.getSerialNumber().toString(16))
                    : broken(Refusal.CERTIFICATE_UNTRUSTED, "");
        } catch (IllegalArgumentException e) {
            return broken(Refusal.CERTIFICATE_UNTRUSTED, "证书无法解析");
        }
    }

    private static Optional<Broken> broken(Refusal refusal, String detail) {
        return Optional.of(new Broken(refusal, detail));
    }
}
