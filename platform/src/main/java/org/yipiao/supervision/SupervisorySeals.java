package org.yipiao.supervision;

import java.util.List;
import java.util.Map;
import org.yipiao.bill.Bill;
import org.yipiao.bill.ofd.OfdDraft;
import org.yipiao.bill.seal.Seal;
import org.yipiao.shared.UnitId;

/** 财政监制章 The bureau's seal and its signature over packages. */
public interface SupervisorySeals {
    /** @throws org.yipiao.transit.CallFailed before the bureau's configuration has arrived */
    Seal seal(UnitId unit);

    /**
     * Asks the bureau to seal packages, in packs of at most 500. Every answer is checked against what was asked.
     *
     * @throws org.yipiao.transit.CallFailed worth retrying; sealing again does no harm
     */
    Answers sign(UnitId unit, Map<Bill.Key, OfdDraft.ToSeal> toSeal);

    /**
     * 签章结果 Every asked bill is in one of the three.
     *
     * @param values SignedValue.dat per sealed bill
     * @param refused the bureau's reason per refused bill
     * @param wrong what is wrong with the answer for a bill: worth retrying
     */
    record Answers(Map<Bill.Key, byte[]> values, Map<Bill.Key, String> refused, Map<Bill.Key, String> wrong) {}

    /** Root certificates the verifier may trust for this unit, DER; empty before the first synchronisation. */
    List<byte[]> roots(UnitId unit);

    /** Certificates that may countersign for this unit, of all times, DER; empty before the first synchronisation. */
    List<byte[]> supervisors(UnitId unit);
}
