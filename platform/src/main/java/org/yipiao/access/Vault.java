package org.yipiao.access;

/**
 * 密钥库 The keys of this installation, derived from one master key that the first start makes and keeps outside the
 * database ({@code <home>/keys/master.key}, owner-readable only). All instances share it.
 */
public interface Vault {
    /** Encrypts personal data with SM4-GCM; {@code context} is bound to the text, such as {@code issuing.contact}. */
    byte[] seal(String context, byte[] plain);

    /** @throws IllegalStateException when the bytes were not sealed here in this context */
    byte[] open(String context, byte[] sealed);

    /** Keyed HMAC-SM3 for look-ups and link tokens, 32 bytes. */
    byte[] mac(String context, byte[] message);
}
