package org.yipiao.bill.sign;

/** 签名者 Signs with one SM2 key, wherever the key lives. Thread-safe. */
public interface Signer {
    /** SM2 with SM3 over the message, user ID 1234567812345678; DER of r and s. */
    byte[] sign(byte[] message);

    /** The signer's certificate, DER. */
    byte[] certificate();
}
