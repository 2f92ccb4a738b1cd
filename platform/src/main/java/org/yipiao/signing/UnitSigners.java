package org.yipiao.signing;

import java.time.Instant;
import java.util.List;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Signer;
import org.yipiao.shared.UnitId;

/** 单位签名者 The unit's key in the signature server, and its seal. */
public interface UnitSigners {
    /** Its {@code sign} goes to the signature server and throws when that is away: worth retrying. */
    Signer signer(UnitId unit);

    /**
     * Signs many messages with few calls; every signature is verified here before it is given out.
     *
     * @return signatures in the order of {@code messages}, with the certificate that verifies them
     * @throws org.yipiao.transit.CallFailed for all of them together: worth retrying
     */
    Signatures signAll(UnitId unit, List<byte[]> messages);

    /** @param certificate DER @param values SM2 signatures, DER of r and s, in the order asked */
    record Signatures(byte[] certificate, List<byte[]> values) {}

    /** The unit's present seal. @throws org.yipiao.transit.CallFailed before the bureau's configuration has arrived */
    Seal seal(UnitId unit);

    /** The seal a bill was numbered under, also after the unit has a new one; the present one when it is not known. */
    Seal seal(UnitId unit, String sealId);

    /** Keeps the seal the bureau registered for the unit; the last one kept is the present one. */
    void keepSeal(UnitId unit, Seal seal);

    /** Every seal the unit ever had, newest first. */
    List<KeptSeal> seals(UnitId unit);

    /** @param keptAt when the bureau told it to us */
    record KeptSeal(Seal seal, Instant keptAt) {}
}
