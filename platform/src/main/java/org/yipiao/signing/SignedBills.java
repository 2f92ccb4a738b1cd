package org.yipiao.signing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 已签名原文 The frozen XML blocks and their signatures, kept byte for byte. */
public interface SignedBills {
    /**
     * @param block the signed bytes
     * @param charset of the block
     * @param unitSignature the unit's signature element
     * @param supervisorySignature the supervisory element once countersigned
     */
    record Original(
            BillId bill, byte[] block, String charset, byte[] unitSignature, byte @Nullable [] supervisorySignature) {}

    /** Bills the unit has not signed yet are missing. */
    Map<BillId, Original> originals(UnitId unit, List<BillId> bills);

    /** Keeps the supervisory elements; an element already kept is never replaced. */
    void countersigned(UnitId unit, Map<BillId, byte[]> supervisorySignatures);

    /** Whether the bureau has ever countersigned a bill of the unit. */
    boolean anyCountersigned(UnitId unit);

    /** The whole {@code EInvoice} document of a countersigned bill. @throws IllegalStateException before that */
    byte[] document(UnitId unit, BillId bill);

    /** As {@link #document} for a batch in one query; bills that are not countersigned are missing. */
    Map<BillId, byte[]> documents(UnitId unit, List<BillId> bills);
}
