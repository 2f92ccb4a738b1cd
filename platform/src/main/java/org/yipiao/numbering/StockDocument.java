package org.yipiao.numbering;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.UnitId;

/**
 * 库存单据 One document of stock.
 *
 * @param no 单据号
 * @param code 票据代码; empty when the document covers several
 * @param from the unit's stock where the type has no other source
 * @param certificateNo 领用证号 of requests and receipts
 * @param year 年度 of recovery and carry-over
 * @param answer what the bureau or an approver said
 */
record StockDocument(
        UnitId unit,
        String no,
        DocumentType type,
        DocumentState state,
        String code,
        boolean paper,
        long count,
        Place from,
        Place to,
        String certificateNo,
        @Nullable Integer year,
        String reason,
        String answer,
        Who by,
        Instant at,
        Instant stateAt) {
    /** 单据明细 @param from the place the numbers came from */
    record Line(Span span, Place from) {}

    /** 流转记录 */
    record Step(Instant at, String act, DocumentState state, Who by, String note) {}

    Moves.Why why() {
        return new Moves.Why(by.name(), no, reason);
    }
}
