package org.yipiao.issuing;

import java.util.List;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 开具·冲红 The verbs of the bill. */
public interface Issuing {
    /** 开具 Returns after the bill is durable. Safe to repeat. */
    IssueResult issue(Charge charge);

    /** 冲红 Returns after the red bill is durable. A second reversal is refused with ALREADY_REVERSED. */
    IssueResult reverse(Reversal reversal);

    /**
     * 状态推进 Moves the bills that stand in {@code from} on to {@code to}; others are left alone. A red bill that becomes
     * ISSUED turns its blue bill REVERSED.
     *
     * @return the bills that moved
     */
    List<BillId> advance(UnitId unit, List<BillId> bills, List<BillState> from, BillState to);
}
