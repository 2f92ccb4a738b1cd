package org.yipiao.delivery;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.shared.BillId;

/** A token is the bill's id and 96 bits of a keyed digest of it: nothing is stored, nothing can be guessed. */
@Component
class TokenLinks implements BillLinks {
    private static final String CONTEXT = "delivery.link";
    private static final int MAC_BYTES = 12;
    private static final int TOKEN_CHARS_MAX = 27;
    private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z_-]{18," + TOKEN_CHARS_MAX + "}");

    private final DeliverySettings settings;
    private final Vault vault;

    TokenLinks(DeliverySettings settings, Vault vault) {
        this.settings = settings;
        this.vault = vault;
    }

    @Override
    public String link(BillId bill) {
        return settings.publicUrl() + "/p/" + token(bill);
    }

    @Override
    public String publicLink(BillId bill) {
        return settings.internetUrl().isEmpty() ? "" : settings.internetUrl() + "/p/" + token(bill);
    }

    @Override
    public String address(String path) {
        return settings.publicUrl() + path;
    }

    private String token(BillId bill) {
        byte[] id = bytes(bill);
        byte[] token = Arrays.copyOf(id, id.length + MAC_BYTES);
        System.arraycopy(vault.mac(CONTEXT, id), 0, token, id.length, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    @Override
    public Optional<BillId> open(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] id = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
        byte[] given = Arrays.copyOfRange(bytes, bytes.length - MAC_BYTES, bytes.length);
        byte[] right = Arrays.copyOf(vault.mac(CONTEXT, id), MAC_BYTES);
        if (!MessageDigest.isEqual(given, right)) {
            return Optional.empty();
        }
        long value = 0;
        for (byte b : id) {
            value = value << 8 | (b & 0xff);
        }
        return Optional.of(new BillId(value));
    }

    /** Big-endian without leading zero bytes, at least one byte. */
    private static byte[] bytes(BillId bill) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(bill.value()).array();
        int from = 0;
        while (from < Long.BYTES - 1 && all[from] == 0) {
            from++;
        }
        return Arrays.copyOfRange(all, from, Long.BYTES);
    }
}
