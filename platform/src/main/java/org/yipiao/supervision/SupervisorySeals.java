package org.yipiao.supervision;

import java.util.List;
import java.util.Map;
import org.yipiao.bill.ofd.OfdDraft;
import org.yipiao.bill.seal.Seal;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 财政监制章 The bureau's seal and its signature over packages. */
public interface SupervisorySeals {
    Seal seal(UnitId unit);

    /** @return SignedValue.dat per bill; a bill the bureau refused is missing. Packs of at most 500 */
    Map<BillId, byte[]> sign(UnitId unit, Map<BillId, OfdDraft.ToSeal> toSeal);

    /** Root certificates the verifier may trust for this unit, DER. */
    List<byte[]> roots(UnitId unit);
}
