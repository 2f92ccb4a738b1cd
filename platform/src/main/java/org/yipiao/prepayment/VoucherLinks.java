package org.yipiao.prepayment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.yipiao.access.Vault;
import org.yipiao.delivery.BillLinks;
import org.yipiao.shared.UnitId;

/** 凭证页链接 A token is unit, voucher and 96 bits of a keyed digest of both: nothing is stored, nothing can be guessed. */
@Component
class VoucherLinks {
    private static final String CONTEXT = "prepayment.link";
    private static final int MAC_BYTES = 12;
    private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z_-]{20,60}");

    private final BillLinks links;
    private final Vault vault;

    VoucherLinks(BillLinks links, Vault vault) {
        this.links = links;
        this.vault = vault;
    }

    record Opened(UnitId unit, long voucher) {}

    String link(Voucher voucher) {
        byte[] plain = plain(voucher.unit(), voucher.id());
        byte[] token = Arrays.copyOf(plain, plain.length + MAC_BYTES);
        System.arraycopy(vault.mac(CONTEXT, plain), 0, token, plain.length, MAC_BYTES);
        return links.address("/v/" + Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    Optional<Opened> open(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        if (bytes.length <= MAC_BYTES + Integer.BYTES) {
            return Optional.empty();
        }
        byte[] plain = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
        byte[] given = Arrays.copyOfRange(bytes, bytes.length - MAC_BYTES, bytes.length);
        if (!MessageDigest.isEqual(given, Arrays.copyOf(vault.mac(CONTEXT, plain), MAC_BYTES))) {
            return Optional.empty();
        }
        var unit = new String(plain, Integer.BYTES, plain.length - Integer.BYTES, StandardCharsets.UTF_8);
        return Optional.of(new Opened(new UnitId(unit), ByteBuffer.wrap(plain).getInt() & 0xffff_ffffL));
    }

    /** Vouchers are counted per installation, far below four billion. */
    private static byte[] plain(UnitId unit, long voucher) {
        byte[] name = unit.value().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + name.length)
                .putInt(Math.toIntExact(voucher))
                .put(name)
                .array();
    }
}
