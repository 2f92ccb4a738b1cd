package org.yipiao;

import java.nio.charset.StandardCharsets;
import org.yipiao.access.Vault;
import org.yipiao.bill.sign.Sm2;

/** Keys of no installation: digests are real, sealing only marks. */
public final class TestVault implements Vault {
    private static final byte[] KEY = "test".getBytes(StandardCharsets.US_ASCII);

    @Override
    public byte[] seal(String context, byte[] plain) {
        byte[] sealed = plain.clone();
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] ^= 0x55;
        }
        return sealed;
    }

    @Override
    public byte[] open(String context, byte[] sealed) {
        return seal(context, sealed);
    }

    @Override
    public byte[] mac(String context, byte[] message) {
        byte[] named = (context + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(named, named.length + message.length);
        System.arraycopy(message, 0, all, named.length, message.length);
        return Sm2.hmacSm3(KEY, all);
    }
}
