package org.yipiao.bill.seal;

import java.time.Instant;
import org.yipiao.bill.SealRef;
import org.yipiao.bill.sign.Signer;

/** 电子印章 SES_Seal V4: a picture bound to the certificates that may use it, signed by the seal maker 制章者. */
public final class Seal {
    /**
     * Makes a seal.
     *
     * @param id 印章编号 32 hexadecimal characters
     * @param picture PNG, at most 3 kB
     * @param widthMm printed width in millimetres
     */
    public static Seal make(
            String id,
            String name,
            byte[] signerCertificate,
            byte[] picture,
            int widthMm,
            int heightMm,
            Instant from,
            Instant until,
            Signer maker) {
        throw new UnsupportedOperationException();
    }

    /** @throws IllegalArgumentException when the bytes are no seal */
    public static Seal parse(byte[] der) {
        throw new UnsupportedOperationException();
    }

    public byte[] bytes() {
        throw new UnsupportedOperationException();
    }

    public SealRef ref() {
        throw new UnsupportedOperationException();
    }

    public byte[] picture() {
        throw new UnsupportedOperationException();
    }
}
