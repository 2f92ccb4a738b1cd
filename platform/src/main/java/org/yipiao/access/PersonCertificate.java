package org.yipiao.access;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.yipiao.bill.sign.Sm2;

/**
 * 个人数字证书 An SM2 certificate as a person's key shows it.
 *
 * @param der the whole certificate
 * @param serial lower-case hexadecimal
 */
record PersonCertificate(
        byte[] der, X509Certificate certificate, String issuer, String serial, String subject, Instant notAfter) {
    /** Base64 of a certificate is rarely above two thousand characters. */
    static final int BASE64_MAX = 8_000;

    /** @return empty when it can not be read */
    static Optional<PersonCertificate> read(String base64) {
        try {
            String text = base64.replaceAll("-----[A-Z ]+-----|\\s", "");
            if (text.isEmpty() || text.length() > BASE64_MAX) {
                return Optional.empty();
            }
            byte[] der = Base64.getDecoder().decode(text);
            var certificate = Sm2.certificate(der);
            return Optional.of(new PersonCertificate(
                    der,
                    certificate,
                    certificate.getIssuerX500Principal().getName(),
                    certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT),
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getNotAfter().toInstant()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
