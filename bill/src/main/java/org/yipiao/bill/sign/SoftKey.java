package org.yipiao.bill.sign;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * 软密钥 A key in this process's memory, with one initialised signer per thread. For the sandbox and small sites only:
 * keys of production live in the signature server.
 */
public final class SoftKey implements Signer {
    public SoftKey(PrivateKey key, X509Certificate certificate) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] sign(byte[] message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] certificate() {
        throw new UnsupportedOperationException();
    }
}
