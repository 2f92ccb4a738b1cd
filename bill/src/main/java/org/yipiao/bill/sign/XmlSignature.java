package org.yipiao.bill.sign;

import java.time.Instant;

/**
 * XML签名 One of the two signatures of the bill XML. The unit's covers the block; the supervisory one covers the block and
 * the unit's signature element.
 *
 * @param role 签名方
 * @param time 签名时间
 * @param serialNumber 证书序列号 hexadecimal
 * @param sealId 印章编号
 * @param value SM2 signature, DER of r and s
 * @param certificate signer's certificate, DER
 */
public record XmlSignature(
        Role role, Instant time, String serialNumber, String sealId, byte[] value, byte[] certificate) {
    /** 签名方 */
    public enum Role {
        UNIT,
        SUPERVISORY
    }

    /** The element's exact text, ASCII. */
    public byte[] element() {
        throw new UnsupportedOperationException();
    }

    /** Reads one element back, as the bureau sends it. */
    public static XmlSignature parse(byte[] element) {
        throw new UnsupportedOperationException();
    }
}
