package org.yipiao.bill.sign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** 国密算法 SM2 verification and SM3 digests by Bouncy Castle. */
public final class Sm2 {
    /** SM2 with SM3, the algorithm of every signature here. */
    public static final String SIGNATURE_OID = "1.2.156.10197.1.501";

    /** Our own instance: nothing depends on which providers a process has registered. */
    static final Provider BC = new BouncyCastleProvider();

    static final String SIGNATURE = "SM3withSM2";

    /** A certificate here is some 600 bytes; larger ones are refused before they are parsed. */
    private static final int CERTIFICATE_BYTES_MAX = 16 * 1024;

    /** One hospital and one bureau use a handful; the bound only stops a flood of forged ones. */
    private static final int CERTIFICATES_KEPT_MAX = 512;

    private static final ConcurrentMap<Der, X509Certificate> CERTIFICATES = new ConcurrentHashMap<>();

    /** Of the same certificates. The library speeds up as it meets the same key object again. */
    private static final ConcurrentMap<X509Certificate, VerifyingKey> KEYS = new ConcurrentHashMap<>();

    /** A certificate's bytes. Not to be changed. */
    private record Der(byte[] bytes, int hash) {
        static Der of(byte[] bytes) {
            return new Der(bytes, Arrays.hashCode(bytes));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Der der && Arrays.equals(bytes, der.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * @param key null when signatures by it are never valid: not on the named SM2 curve
     * @param encoded SubjectPublicKeyInfo, not to be changed
     */
    private record VerifyingKey(@Nullable CipherParameters key, byte[] encoded) {
        static VerifyingKey of(X509Certificate certificate) {
            byte[] encoded = certificate.getPublicKey().getEncoded();
            try {
                return new VerifyingKey(onSm2Curve(encoded) ? PublicKeyFactory.createKey(encoded) : null, encoded);
            } catch (IOException | RuntimeException e) {
                return new VerifyingKey(null, encoded);
            }
        }
    }

    private Sm2() {}

    /**
     * Verifies an SM2 signature with user ID 1234567812345678.
     *
     * @param signature DER of r and s; every other encoding, and every key that is not on the named SM2 curve, is false
     */
    public static boolean verify(X509Certificate certificate, byte[] message, byte[] signature) {
        try {
            VerifyingKey verifying = verifyingKey(certificate);
            CipherParameters key = verifying.key();
            if (key == null) {
                return false;
            }
            if (VerifiedBefore.knows(verifying.encoded(), message, signature)) {
                return true;
            }
            SM2Signer verifier = new SM2Signer();
            verifier.init(false, key);
            verifier.update(message, 0, message.length);
            return verifier.verifySignature(signature);
        } catch (RuntimeException e) {
            return false; // Whatever a forger made unreadable is not a valid signature.
        }
    }

    /**
     * The same, for who has just received a signature that others will verify again in a moment: a true result is
     * remembered by key, message and signature.
     */
    public static boolean verifyAndRemember(X509Certificate certificate, byte[] message, byte[] signature) {
        boolean right = verify(certificate, message, signature);
        if (right) {
            VerifiedBefore.add(verifyingKey(certificate).encoded(), message, signature);
        }
        return right;
    }

    private static VerifyingKey verifyingKey(X509Certificate certificate) {
        VerifyingKey known = KEYS.get(certificate);
        if (known == null) {
            known = VerifyingKey.of(certificate);
            if (KEYS.size() >= CERTIFICATES_KEPT_MAX) {
                KEYS.clear();
            }
            KEYS.put(certificate, known);
        }
        return known;
    }

    /** Is {@code certificate} signed by {@code issuer}'s key? */
    public static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        try {
            return SIGNATURE_OID.equals(certificate.getSigAlgOID())
                    && verify(issuer, certificate.getTBSCertificate(), certificate.getSignature());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Explicit curve parameters would let a forger choose a weak curve, and are five times slower. */
    private static boolean onSm2Curve(byte[] publicKey) {
        var algorithm = SubjectPublicKeyInfo.getInstance(publicKey).getAlgorithm();
        return GMObjectIdentifiers.sm2p256v1.equals(algorithm.getParameters());
    }

    public static byte[] sm3(byte[] message) {
        return sm3(message, 0, message.length);
    }

    /** SM3 of a part of a buffer. */
    public static byte[] sm3(byte[] buffer, int offset, int length) {
        SM3Digest digest = new SM3Digest();
        digest.update(buffer, offset, length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** Lower-case hexadecimal of {@link #sm3}. */
    public static String sm3Hex(byte[] message) {
        return HexFormat.of().formatHex(sm3(message));
    }

    /** HMAC with SM3. */
    public static byte[] hmacSm3(byte[] key, byte[] message) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] code = new byte[mac.getMacSize()];
        mac.doFinal(code, 0);
        return code;
    }

    /**
     * Parses a certificate; the last few are kept, because the same two stand in every bill.
     *
     * @throws IllegalArgumentException when the bytes are no certificate, or more than one
     */
    public static X509Certificate certificate(byte[] der) {
        X509Certificate kept = CERTIFICATES.get(Der.of(der));
        if (kept != null) {
            return kept;
        }
        X509Certificate parsed = parse(der);
        if (CERTIFICATES.size() >= CERTIFICATES_KEPT_MAX) {
            CERTIFICATES.clear();
        }
        CERTIFICATES.put(Der.of(der.clone()), parsed);
        return parsed;
    }

    /** The public key in a certificate, encoded; not to be changed. @throws IllegalArgumentException as {@link #certificate} */
    public static byte[] publicKey(byte[] certificate) {
        return verifyingKey(certificate(certificate)).encoded();
    }

    private static X509Certificate parse(byte[] der) {
        if (der.length == 0 || der.length > CERTIFICATE_BYTES_MAX) {
            throw new IllegalArgumentException("证书长度不正确：" + der.length + " 字节");
        }
        try {
            var parsed = (X509Certificate)
                    CertificateFactory.getInstance("X.509", BC).generateCertificate(new ByteArrayInputStream(der));
            if (parsed == null || !Arrays.equals(parsed.getEncoded(), der)) {
                throw new IllegalArgumentException("证书不是单个 DER 编码的 X.509 证书");
            }
            return parsed;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("不是 X.509 证书", e);
        }
    }

    /** 证书序列号 lower-case hexadecimal, as in {@link XmlSignature#serialNumber}. */
    public static String serialNumber(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }
}
