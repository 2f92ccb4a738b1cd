package org.yipiao.bill.sign;

import java.nio.file.Path;
import java.time.Instant;

/** 测试CA Makes SM2 keys and certificates for the sandbox and for tests; never for production. */
public final class CertificateAuthority {
    /** Opens the authority kept in a PKCS#12 file, or makes and keeps a new one. */
    public static CertificateAuthority openOrCreate(Path file, char[] password, String name, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** The root certificate, DER. */
    public byte[] certificate() {
        throw new UnsupportedOperationException();
    }

    /** A key and certificate for {@code commonName}, kept in {@code file} and read back on later calls. */
    public SoftKey key(Path file, char[] password, String commonName, Instant now) {
        throw new UnsupportedOperationException();
    }
}
