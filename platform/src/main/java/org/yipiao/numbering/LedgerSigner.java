package org.yipiao.numbering;

import java.util.List;
import org.yipiao.shared.UnitId;

/** 证明签名 Port: the unit's signature under a certificate of the ledger. */
public interface LedgerSigner {
    /** @throws RuntimeException when the signature server is away: worth retrying */
    Signed sign(UnitId unit, byte[] content);

    /** Certificates of the authorities that issue the unit's certificates, DER; empty when nobody told them. */
    default List<byte[]> issuers(UnitId unit) {
        return List.of();
    }

    /** @param certificate DER @param signature SM2 over the content, DER of r and s */
    record Signed(byte[] certificate, byte[] signature) {}
}
