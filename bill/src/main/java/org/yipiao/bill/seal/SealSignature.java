package org.yipiao.bill.seal;

import java.time.Instant;

/** 电子签章数据 SES_Signature V4 in its two steps, because the key may live in a signature server. */
public final class SealSignature {
    private SealSignature() {}

    /**
     * The DER of {@code toSign}.
     *
     * @param signatureXml the bytes of Signature.xml, whose SM3 is the dataHash
     * @param propertyInfo its path in the package, such as {@code /Doc_0/Signs/Sign_0/Signature.xml}
     */
    public static byte[] toSign(Seal seal, Instant time, byte[] signatureXml, String propertyInfo) {
        throw new UnsupportedOperationException();
    }

    /** The bytes of SignedValue.dat. */
    public static byte[] assemble(byte[] toSign, byte[] certificate, byte[] signature) {
        throw new UnsupportedOperationException();
    }
}
