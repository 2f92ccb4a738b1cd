package org.yipiao.numbering;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 票号库存 The number ledger's verbs that other modules use. */
public interface NumberStock {
    /** 取号结果 */
    sealed interface Take {
        /** Exactly the asked count, in ascending order, possibly from more than one range. */
        record Taken(List<NumberSource.Segment> runs) implements Take {}

        /** Fewer than asked are left; nothing was taken. */
        record Exhausted(long left) implements Take {}

        /** 号段证书 does not hold; nothing was taken. @param why in Chinese, with what to do now */
        record Uncertified(String why) implements Take {}
    }

    /**
     * 取号 Takes the next {@code count} numbers of a point for bills of {@code year}. Joins the caller's transaction: a
     * roll-back gives the numbers back. Serialises callers of the same point and kind until they commit.
     */
    Take take(UnitId unit, String point, BillKind kind, int year, int count);

    /** The same where a cashier may hold numbers of her own: her stock when the place names her, else the point's. */
    Take take(UnitId unit, Place place, BillKind kind, int year, int count);

    /** 号码注册 Tells the ledger which bill code belongs to a kind and year; called by supervision's sync. */
    void register(UnitId unit, BillCode code, BillKind kind, int year);

    /** 申领 Requests numbers from the bureau and receives what it allots into the unit's account. */
    NumberSource.Grant request(UnitId unit, BillKind kind, int year, long count, String by);

    /** 下发 Moves numbers from the unit's account to a point. @return the moved ranges; empty when too few are left */
    List<NumberSource.Segment> distribute(UnitId unit, String point, BillKind kind, int year, long count, String by);

    /** 库存 per account: point null is the unit's own account. {@code next} is 0 when none is left. */
    List<Stock> stock(UnitId unit);

    record Stock(@Nullable String point, BillKind kind, BillCode code, long left, long issuedToday, long next) {}

    /** 流水 Movements between accounts, newest first; the total is counted up to 10 000. */
    default Page<Movement> movements(UnitId unit, int pageNo, int pageSize) {
        return movements(unit, null, pageNo, pageSize);
    }

    /** @param points only what went to or came from one of these; null: everything */
    Page<Movement> movements(UnitId unit, @Nullable List<String> points, int pageNo, int pageSize);

    /**
     * @param first 起始号码 as printed, with its leading zeros
     * @param last 终止号码 included
     * @param from account in Chinese, such as 单位库存
     * @param fromPoint 开票点编码 where the account is a point's or a cashier's
     * @param fromCashier 开票员 where the account is a cashier's
     * @param document 单据号, such as the request's number; may be empty
     * @param reason may be empty
     */
    record Movement(
            Instant at,
            String code,
            String first,
            String last,
            long count,
            String from,
            @Nullable String fromPoint,
            @Nullable String fromCashier,
            String to,
            @Nullable String toPoint,
            @Nullable String toCashier,
            String by,
            String document,
            String reason) {}

    /**
     * 号作废 A number that was taken and will never be a bill: it stays, burnt, with its reason. Joins the caller's
     * transaction.
     */
    void burn(UnitId unit, BillCode code, long number, String by, String reason);

    /** 已开具号段 Every electronic number handed out so far, for the proof that issued numbers and bills are the same. */
    List<NumberSource.Segment> issued(UnitId unit);
}
