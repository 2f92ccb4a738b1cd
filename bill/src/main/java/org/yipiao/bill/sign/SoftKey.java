package org.yipiao.bill.sign;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * 软密钥 A key in this process's memory, with initialised signers for as many threads as sign at a time. For the sandbox and
 * small sites only: keys of production live in the signature server.
 */
public final class SoftKey implements Signer {
    private final byte[] certificate;

    /** More threads than this at a time make a signer of their own. */
    private static final int SIGNERS_MAX = 64;

    private final PrivateKey key;

    /** Making a signer costs four times a signature: it derives the public key each time. */
    private final ArrayBlockingQueue<Signature> signers = new ArrayBlockingQueue<>(SIGNERS_MAX);

    /** @throws IllegalArgumentException when the key can not sign or does not belong to the certificate */
    public SoftKey(PrivateKey key, X509Certificate certificate) {
        try {
            this.certificate = certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("证书无法编码", e);
        }
        this.key = key;
        byte[] probe = {1};
        if (!Sm2.verify(certificate, probe, sign(probe))) {
            throw new IllegalArgumentException("私钥与证书不匹配：" + certificate.getSubjectX500Principal());
        }
    }

    private static Signature initialised(PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(Sm2.SIGNATURE, Sm2.BC);
            signature.initSign(key);
            return signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("不是可用于签名的 SM2 私钥", e);
        }
    }

    @Override
    public byte[] sign(byte[] message) {
        Signature own = signers.poll();
        if (own == null) {
            own = initialised(key);
        }
        byte[] signature;
        try {
            own.update(message);
            signature = own.sign();
        } catch (GeneralSecurityException e) {
            // Not kept: a signer that failed half-way must not put this message into the next signature.
            throw new IllegalStateException("SM2 signing failed", e);
        }
        signers.offer(own);
        return signature;
    }

    @Override
    public byte[] certificate() {
        return certificate.clone();
    }
}
