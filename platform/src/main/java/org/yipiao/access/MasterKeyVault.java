package org.yipiao.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The {@link Vault} over one master key. Sub-keys per context come from HKDF with SM3. A sealed text is a version byte, a
 * salt, a nonce, then the SM4-GCM text with its tag; the salt gives every text a key of its own, because 96 bits of
 * nonce alone would repeat among the billions of texts of a large installation.
 */
final class MasterKeyVault implements Vault {
    private static final byte VERSION = 1;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD_BYTES = 1 + SALT_BYTES + NONCE_BYTES;
    private static final int SM4_KEY_BYTES = 16;
    private static final int MAC_KEY_BYTES = 32;

    private final byte[] master;
    private final SecureRandom random;
    private final Map<String, byte[]> subKeys = new ConcurrentHashMap<>();

    MasterKeyVault(byte[] master, SecureRandom random) {
        this.master = master.clone();
        this.random = random;
    }

    @Override
    public byte[] seal(String context, byte[] plain) {
        byte[] head = new byte[HEAD_BYTES];
        random.nextBytes(head);
        head[0] = VERSION;
        var cipher = cipher(true, context, head);
        byte[] sealed = Arrays.copyOf(head, HEAD_BYTES + cipher.getOutputSize(plain.length));
        int written = cipher.processBytes(plain, 0, plain.length, sealed, HEAD_BYTES);
        try {
            cipher.doFinal(sealed, HEAD_BYTES + written);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM4-GCM could not seal a text of " + context, e);
        }
        return sealed;
    }

    @Override
    public byte[] open(String context, byte[] sealed) {
        if (sealed.length < HEAD_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new IllegalStateException("not a sealed text of " + context);
        }
        var cipher = cipher(false, context, sealed);
        int length = sealed.length - HEAD_BYTES;
        byte[] plain = new byte[cipher.getOutputSize(length)];
        int written = cipher.processBytes(sealed, HEAD_BYTES, length, plain, 0);
        try {
            cipher.doFinal(plain, written);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("not sealed here in the context " + context, e);
        }
        return plain;
    }

    @Override
    public byte[] mac(String context, byte[] message) {
        return hmac(subKey("mac:" + context, MAC_KEY_BYTES), message, 0, message.length);
    }

    private GCMBlockCipher cipher(boolean sealing, String context, byte[] head) {
        byte[] textKey = hmac(subKey("seal:" + context, MAC_KEY_BYTES), head, 1, SALT_BYTES);
        var cipher = (GCMBlockCipher) GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(
                sealing,
                new AEADParameters(
                        new KeyParameter(textKey, 0, SM4_KEY_BYTES),
                        TAG_BITS,
                        Arrays.copyOfRange(head, 1 + SALT_BYTES, HEAD_BYTES),
                        context.getBytes(StandardCharsets.UTF_8)));
        return cipher;
    }

    private byte[] subKey(String info, int length) {
        return subKeys.computeIfAbsent(info, name -> {
            var hkdf = new HKDFBytesGenerator(new SM3Digest());
            hkdf.init(new HKDFParameters(master, null, name.getBytes(StandardCharsets.UTF_8)));
            byte[] key = new byte[length];
            hkdf.generateBytes(key, 0, length);
            return key;
        });
    }

    private static byte[] hmac(byte[] key, byte[] message, int from, int length) {
        var hmac = new HMac(new SM3Digest());
        hmac.init(new KeyParameter(key));
        hmac.update(message, from, length);
        byte[] mac = new byte[hmac.getMacSize()];
        hmac.doFinal(mac, 0);
        return mac;
    }
}
