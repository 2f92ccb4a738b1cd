package org.yipiao.numbering;

import java.time.Instant;
import java.time.LocalDate;
import org.yipiao.shared.UnitId;

/**
 * 票号日证明 One certificate of the ledger.
 *
 * @param seq from 1, without a gap
 * @param cut the last movement it covers
 * @param content the signed text
 * @param numbers how many numbers the ledger holds
 */
record Proof(
        UnitId unit,
        int seq,
        LocalDate day,
        Instant at,
        long cut,
        String content,
        String sm3,
        String previousSm3,
        long numbers,
        byte[] certificate,
        byte[] signature,
        String by) {
    static final String NO_PREVIOUS = "0".repeat(64);
}
