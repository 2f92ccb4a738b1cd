package org.yipiao.numbering;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.UnitId;
import tools.jackson.databind.json.JsonMapper;

/**
 * 号段证书 That these numbers were handed to this place.
 *
 * @param arrival the movement that brought them
 * @param content the signed text
 * @param certificate DER of the certificate that verifies the signature
 * @param mark HMAC under the installation's own key: on another machine there is no such key
 */
record SegmentCertificate(
        Arrival arrival, Instant at, String content, byte[] certificate, byte[] signature, byte[] mark) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** 下发 One movement into the hands of a point or a cashier. @param until 有效期 the last day; null: no term */
    record Arrival(
            UnitId unit,
            long movement,
            Span span,
            String point,
            @Nullable String cashier,
            String document,
            Instant at,
            @Nullable LocalDate until) {
        Holding holding() {
            return Holding.of(new Place(point, cashier));
        }

        /** The text that is signed; the order of its keys is part of it. */
        String text() {
            var text = new LinkedHashMap<String, Object>();
            text.put("certificate", "yipiao-number-segment/1");
            text.put("unit", unit.value());
            text.put("movement", movement);
            text.put("code", span.code());
            text.put("first", span.first());
            text.put("last", span.last());
            text.put("to", ProofText.key(holding()));
            text.put("document", document);
            text.put("at", at.toString());
            text.put("until", until == null ? "" : until.toString());
            return JSON.writeValueAsString(text);
        }
    }

    /** What the installation's key covers. */
    byte[] marked() {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[text.length + certificate.length + signature.length];
        System.arraycopy(text, 0, all, 0, text.length);
        System.arraycopy(certificate, 0, all, text.length, certificate.length);
        System.arraycopy(signature, 0, all, text.length + certificate.length, signature.length);
        return all;
    }

    /** The signature is one over what the row says. */
    boolean signed() {
        try {
            return content.equals(arrival.text())
                    && Sm2.verify(Sm2.certificate(certificate), content.getBytes(StandardCharsets.UTF_8), signature);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
