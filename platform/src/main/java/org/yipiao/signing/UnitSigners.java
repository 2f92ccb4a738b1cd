package org.yipiao.signing;

import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Signer;
import org.yipiao.shared.UnitId;

/** 单位签名者 The unit's key in the signature server, and its seal. */
public interface UnitSigners {
    /** Its {@code sign} goes to the signature server and throws when that is away: worth retrying. */
    Signer signer(UnitId unit);

    Seal seal(UnitId unit);
}
