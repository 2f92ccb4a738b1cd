package org.yipiao.sandbox.signer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.SoftKey;
import org.yipiao.sandbox.Agencies;
import org.yipiao.sandbox.Cores;
import org.yipiao.sandbox.Keys;

/** 签名服务器 Holds each hospital's key in a slot of its own and uses it for whoever knows the slot's PIN. */
@Component
class SignServer {
    /** SGD_SM3_SM2 */
    static final int SM3_WITH_SM2 = 0x00020201;

    /** The slot of whoever names none. */
    static final int KEY_INDEX = 1;

    static final int BATCH_MAX = 500;
    static final int RANDOM_BYTES_MAX = 1024;

    private final Keys keys;
    private final Agencies agencies;
    private final ExecutorService signatures;
    private final RandomGenerator random;
    private final InstantSource clock;

    SignServer(Keys keys, Agencies agencies, ExecutorService signatures, RandomGenerator random, InstantSource clock) {
        this.keys = keys;
        this.agencies = agencies;
        this.signatures = signatures;
        this.random = random;
        this.clock = clock;
    }

    /** 拒绝 A response code of the standard's appendix D. */
    static final class Refused extends RuntimeException {
        static final int CERTIFICATE_ID = 0x04000001;
        static final int SIGN_METHOD = 0x04000004;
        static final int KEY = 0x04000005;
        static final int PIN = 0x04000006;
        static final int CERTIFICATE_ILLEGAL = 0x04000008;
        static final int CERTIFICATE_EXPIRED = 0x04000009;
        static final int CERTIFICATE_NOT_YET_VALID = 0x0400000A;
        static final int SIGNATURE_INVALID = 0x0400000C;
        static final int DATA_FORMAT = 0x0400000D;

        private final int code;

        Refused(int code) {
            super("respValue 0x" + Integer.toHexString(code), null, false, false);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** 密钥使用权 The method, slot and PIN of a request. */
    record Access(int signMethod, int keyIndex, String pin) {}

    /** Signs each message. @param wrong signs other bytes instead, as a faulty device would */
    List<String> sign(Access access, List<String> messages, boolean wrong) {
        var key = check(access);
        if (messages.isEmpty() || messages.size() > BATCH_MAX) {
            throw new Refused(Refused.DATA_FORMAT);
        }
        var decoded = new ArrayList<byte[]>(messages.size());
        for (String message : messages) {
            decoded.add(wrong ? altered(decode(message)) : decode(message));
        }
        return Cores.run(
                signatures,
                decoded.stream()
                        .<Callable<String>>map(bytes -> () -> encode(key.sign(bytes)))
                        .toList());
    }

    byte[] certificate(int keyIndex) {
        return keys.unit(holder(keyIndex).agency()).certificate();
    }

    /** @param certificate base64 DER; empty: the certificate of slot 1 @param level 0 time, 1 time and issuer */
    void verify(String certificate, String message, String signature, int level) {
        X509Certificate signer = parse(certificate.isEmpty() ? certificate(KEY_INDEX) : decode(certificate));
        if (clock.instant().isAfter(signer.getNotAfter().toInstant())) {
            throw new Refused(Refused.CERTIFICATE_EXPIRED);
        }
        if (clock.instant().isBefore(signer.getNotBefore().toInstant())) {
            throw new Refused(Refused.CERTIFICATE_NOT_YET_VALID);
        }
        if (level > 0 && !Sm2.issued(keys.rootCertificate(), signer)) {
            throw new Refused(Refused.CERTIFICATE_ILLEGAL);
        }
        if (!Sm2.verify(signer, decode(message), decode(signature))) {
            throw new Refused(Refused.SIGNATURE_INVALID);
        }
    }

    String random(int length) {
        if (length < 1 || length > RANDOM_BYTES_MAX) {
            throw new Refused(Refused.DATA_FORMAT);
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return encode(bytes);
    }

    private Agencies.Agency holder(int keyIndex) {
        return agencies.bySlot(keyIndex).orElseThrow(() -> new Refused(Refused.KEY));
    }

    private SoftKey check(Access access) {
        if (access.signMethod() != SM3_WITH_SM2) {
            throw new Refused(Refused.SIGN_METHOD);
        }
        var holder = holder(access.keyIndex());
        byte[] given = access.pin().getBytes(StandardCharsets.UTF_8);
        byte[] right = holder.pin().getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, right)) {
            throw new Refused(Refused.PIN);
        }
        return keys.unit(holder.agency());
    }

    private static X509Certificate parse(byte[] der) {
        try {
            return Sm2.certificate(der);
        } catch (IllegalArgumentException e) {
            throw new Refused(Refused.CERTIFICATE_ILLEGAL);
        }
    }

    private static byte[] altered(byte[] message) {
        byte[] other = Arrays.copyOf(message, message.length + 1);
        other[message.length] = 1;
        return other;
    }

    static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(Refused.DATA_FORMAT);
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
