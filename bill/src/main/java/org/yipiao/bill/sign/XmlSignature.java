package org.yipiao.bill.sign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * XML签名 One of the two signatures of the bill XML. The unit's covers the block; the supervisory one covers the block and
 * the unit's signature element.
 *
 * @param role 签名方
 * @param time 签名时间
 * @param serialNumber 证书序列号 hexadecimal
 * @param sealId 印章编号, letters and digits
 * @param value SM2 signature, DER of r and s
 * @param certificate signer's certificate, DER
 */
public record XmlSignature(
        Role role, Instant time, String serialNumber, String sealId, byte[] value, byte[] certificate) {
    /** Largest text of one signature element. */
    private static final int ELEMENT_BYTES_MAX = 32 * 1024;

    private static final Pattern SERIAL_NUMBER = Pattern.compile("[0-9a-fA-F]{1,64}");
    private static final Pattern SEAL_ID = Pattern.compile("[0-9A-Za-z_.-]{0,64}");

    /** 签名方 */
    public enum Role {
        UNIT("InvoicingPartySignature"),
        SUPERVISORY("SupervisorPartySignature");

        private final String element;

        Role(String element) {
            this.element = element;
        }

        /** Name of the signature's element in the XML. */
        public String element() {
            return element;
        }
    }

    public XmlSignature {
        // These two stand in the element as they are.
        if (!SERIAL_NUMBER.matcher(serialNumber).matches()
                || !SEAL_ID.matcher(sealId).matches()) {
            throw new IllegalArgumentException("证书序列号或印章编号不正确：" + serialNumber + "，" + sealId);
        }
    }

    /** Signs {@code covered} now and keeps the signer's certificate with the value. */
    public static XmlSignature sign(Role role, Instant time, String sealId, Signer signer, byte[] covered) {
        byte[] certificate = signer.certificate();
        return new XmlSignature(
                role, time, Sm2.serialNumber(Sm2.certificate(certificate)), sealId, signer.sign(covered), certificate);
    }

    /** The element's exact text, ASCII. */
    public byte[] element() {
        Base64.Encoder base64 = Base64.getEncoder();
        return ("<" + role.element + "><SignatureTime>" + time
                        + "</SignatureTime><SignatureAlgorithm>" + Sm2.SIGNATURE_OID
                        + "</SignatureAlgorithm><SerialNumber>" + serialNumber
                        + "</SerialNumber><SealId>" + sealId
                        + "</SealId><SignatureValue>" + base64.encodeToString(value)
                        + "</SignatureValue><Certificate>" + base64.encodeToString(certificate)
                        + "</Certificate></" + role.element + ">")
                .getBytes(ISO_8859_1);
    }

    /**
     * Reads one element back, as the bureau sends it. Only the exact form of {@link #element} is accepted, so that the
     * bytes stay the same however often they are read and written.
     *
     * @throws IllegalArgumentException when the bytes are anything else
     */
    public static XmlSignature parse(byte[] element) {
        if (element.length > ELEMENT_BYTES_MAX) {
            throw new IllegalArgumentException("签名元素超过 " + ELEMENT_BYTES_MAX + " 字节");
        }
        String text = new String(element, ISO_8859_1);
        Role role = text.startsWith("<" + Role.UNIT.element + ">") ? Role.UNIT : Role.SUPERVISORY;
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            XmlSignature parsed = new XmlSignature(
                    role,
                    Instant.parse(between(text, "SignatureTime")),
                    between(text, "SerialNumber"),
                    between(text, "SealId"),
                    base64.decode(between(text, "SignatureValue")),
                    base64.decode(between(text, "Certificate")));
            if (!Arrays.equals(parsed.element(), element)) {
                throw new IllegalArgumentException("签名元素的写法不符合规范");
            }
            return parsed;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("签名元素不正确：" + e.getMessage(), e);
        }
    }

    private static String between(String text, String name) {
        int start = text.indexOf("<" + name + ">");
        int end = text.indexOf("</" + name + ">");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("缺少 " + name);
        }
        return text.substring(start + name.length() + 2, end);
    }
}
