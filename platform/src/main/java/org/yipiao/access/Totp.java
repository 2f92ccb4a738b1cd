package org.yipiao.access;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** 动态口令 RFC 6238 with the defaults of every authenticator app: HMAC-SHA-1, 30 seconds, 6 digits. */
final class Totp {
    static final int STEP_SECONDS = 30;
    static final int DIGITS = 6;
    static final int SECRET_BYTES = 20;

    /** One step to each side, for clocks that differ. */
    static final int STEPS_ASIDE = 1;

    private static final int MODULUS = 1_000_000;

    private Totp() {}

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    static String code(byte[] secret, long step) {
        byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0x0f;
        int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
        return String.format(java.util.Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
    }

    /** @return the step that the code belongs to, empty when it is none of those that count now */
    static OptionalLong match(byte[] secret, String code, Instant now) {
        long step = step(now);
        OptionalLong found = OptionalLong.empty();
        for (long near = step - STEPS_ASIDE; near <= step + STEPS_ASIDE; near++) {
            if (java.security.MessageDigest.isEqual(
                    code.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    code(secret, near).getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
                found = OptionalLong.of(near);
            }
        }
        return found;
    }

    private static byte[] hmac(byte[] secret, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "RAW"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-1 is missing", e);
        }
    }
}
