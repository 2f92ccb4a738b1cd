package org.yipiao.bill.sign;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * 已验签 Signatures found right a moment ago. On its way a bill's signatures are verified when they arrive and once more when
 * its file is read back; whether bytes are signed does not change in between, and whether the bytes are the same is decided
 * by the digest here. Only right ones are kept, and only the newest.
 */
final class VerifiedBefore {
    /** Four for each bill of a long queue; some three megabytes. */
    static final int KEPT_MAX = 32_768;

    private static final Map<ByteBuffer, Boolean> KNOWN = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > KEPT_MAX;
        }
    };

    private VerifiedBefore() {}

    static boolean knows(byte[] key, byte[] message, byte[] signature) {
        synchronized (KNOWN) {
            if (KNOWN.isEmpty()) {
                return false;
            }
        }
        ByteBuffer digest = digest(key, message, signature);
        synchronized (KNOWN) {
            return KNOWN.containsKey(digest);
        }
    }

    static void add(byte[] key, byte[] message, byte[] signature) {
        ByteBuffer digest = digest(key, message, signature);
        synchronized (KNOWN) {
            KNOWN.put(digest, true);
        }
    }

    /** Lengths first, so that no byte can move from one part to the next. */
    private static ByteBuffer digest(byte[] key, byte[] message, byte[] signature) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(8)
                    .putInt(key.length)
                    .putInt(message.length)
                    .array());
            digest.update(key);
            digest.update(message);
            return ByteBuffer.wrap(digest.digest(signature));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
