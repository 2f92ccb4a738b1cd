package org.yipiao.supervision;

import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.numbering.LedgerSigner;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.UnitSigners;

/** 证明签名 The certificates of the number ledger are signed with the same key as the unit's bills. */
@Component
class LedgerSignature implements LedgerSigner {
    private final UnitSigners signers;
    private final BureauConfig config;

    LedgerSignature(UnitSigners signers, BureauConfig config) {
        this.signers = signers;
        this.config = config;
    }

    @Override
    public Signed sign(UnitId unit, byte[] content) {
        var signed = signers.signAll(unit, List.of(content));
        return new Signed(signed.certificate(), signed.values().getFirst());
    }

    @Override
    public List<byte[]> issuers(UnitId unit) {
        return config.find(unit).map(BureauConfig.Known::roots).orElse(List.of());
    }
}
