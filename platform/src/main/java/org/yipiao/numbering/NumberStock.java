package org.yipiao.numbering;

import java.util.List;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** 票号库存 The number ledger's verbs that other modules use. */
public interface NumberStock {
    /** 取号结果 */
    sealed interface Take {
        /** Exactly the asked count, in ascending order, possibly from more than one range. */
        record Taken(List<NumberSource.Segment> runs) implements Take {}

        /** Fewer than asked are left; nothing was taken. */
        record Exhausted(long left) implements Take {}
    }

    /**
     * 取号 Takes the next {@code count} numbers of a point for bills of {@code year}. Joins the caller's transaction: a
     * roll-back gives the numbers back. Serialises callers of the same point and kind until they commit.
     */
    Take take(UnitId unit, String point, BillKind kind, int year, int count);

    /** 号码注册 Tells the ledger which bill code belongs to a kind and year; called by supervision's sync. */
    void register(UnitId unit, BillCode code, BillKind kind, int year);

    /** 申领 Requests numbers from the bureau and receives what it allots into the unit's account. */
    NumberSource.Grant request(UnitId unit, BillKind kind, int year, long count, String by);

    /** 下发 Moves numbers from the unit's account to a point. @return the moved ranges; empty when too few are left */
    List<NumberSource.Segment> distribute(UnitId unit, String point, BillKind kind, int year, long count, String by);

    /** 库存 per account: point null is the unit's own account. */
    List<Stock> stock(UnitId unit);

    record Stock(
            @org.jspecify.annotations.Nullable String point,
            BillKind kind,
            BillCode code,
            long left,
            long issuedToday,
            long next) {}
}
