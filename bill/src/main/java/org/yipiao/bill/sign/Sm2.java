package org.yipiao.bill.sign;

import java.security.cert.X509Certificate;

/** 国密算法 SM2 verification and SM3 digests by Bouncy Castle. */
public final class Sm2 {
    private Sm2() {}

    public static boolean verify(X509Certificate certificate, byte[] message, byte[] signature) {
        throw new UnsupportedOperationException();
    }

    public static byte[] sm3(byte[] message) {
        throw new UnsupportedOperationException();
    }

    /** Lower-case hexadecimal of {@link #sm3}. */
    public static String sm3Hex(byte[] message) {
        throw new UnsupportedOperationException();
    }

    /** HMAC with SM3. */
    public static byte[] hmacSm3(byte[] key, byte[] message) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalArgumentException when the bytes are no certificate */
    public static X509Certificate certificate(byte[] der) {
        throw new UnsupportedOperationException();
    }
}
