package org.yipiao.issuing;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yipiao.access.DataScope;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 票据查询 */
public interface BillQueries {
    Optional<IssuedBill> byId(UnitId unit, BillId id);

    /** For a person's screen: empty when the bill is outside what the person may see. */
    Optional<IssuedBill> byId(DataScope scope, BillId id);

    /** For parties who know the bill but not its unit: payer pages, the public check. */
    Optional<IssuedBill> byKey(BillCode code, BillNumber number);

    Optional<IssuedBill> byId(BillId id);

    /** The bill of a settlement and its red bill, oldest first; one settlement may have a bill of each kind. */
    List<IssuedBill> byBusNo(UnitId unit, String caller, String busNo);

    /** The whole bill, assembled from its content and the unit version it was numbered under. */
    Bill bill(BillId id);

    /** As {@link #bill} for a batch of one unit, in one query; order is free. */
    Map<BillId, Bill> bills(UnitId unit, List<BillId> ids);

    Contact contact(BillId id);

    /**
     * 待交付 What telling the payer needs, for a batch of one unit in one query; order is free.
     *
     * @param circulates as the bill was issued; {@link #circulates} knows what became of it since
     */
    record ToTell(IssuedBill bill, boolean circulates, Contact contact) {}

    Map<BillId, ToTell> toTell(UnitId unit, List<BillId> ids);

    boolean circulates(BillId id);

    /** 不可流通原因 as the bill was issued; empty when it always might circulate. */
    String arrearsReason(BillId id);

    /** The charge's {@code his} JSON text. */
    String his(BillId id);

    /** 票据列表 newest first; the total is counted up to a million. */
    Page<IssuedBill> list(UnitId unit, Filter filter, int pageNo, int pageSize);

    /** 票据列表 of what a person may see. */
    Page<IssuedBill> list(DataScope scope, Filter filter, int pageNo, int pageSize);

    /** As {@link #list(DataScope, Filter, int, int)}, when the caller may know the total already. */
    Page<IssuedBill> list(DataScope scope, Filter filter, int pageNo, int pageSize, Optional<Totals> known);

    /**
     * 全局查找 The newest bills whose number (with or without code), 业务流水号 or 交款人 begins with the text, of what a person
     * may see. A very common name gives the newest of some hundreds only: the list page finds all.
     */
    List<IssuedBill> find(DataScope scope, String text, int max);

    /** Totals over what a person may see. */
    Totals totals(DataScope scope, Filter filter);

    /** Totals over a filter: blue and red apart. */
    Totals totals(UnitId unit, Filter filter);

    /** 号段合计 Totals over the numbers {@code first} to {@code last} of one code. */
    Totals inRange(UnitId unit, BillCode code, BillNumber first, BillNumber last);

    /** Those of the keys that are bills of the unit, in any order; 5000 at most. */
    List<IssuedBill> byKeys(UnitId unit, List<Bill.Key> keys);

    record Totals(long blueCount, long blueFen, long redCount, long redFen) {}

    /**
     * 筛选 Every part may be null. @param text bill number, busNo or payer name, matched exactly or by prefix
     *
     * @param from issue time inclusive
     * @param until issue time exclusive
     * @param busFrom business time inclusive
     * @param busUntil business time exclusive
     * @param red null both, true red only
     */
    record Filter(
            @Nullable LocalDateTime from,
            @Nullable LocalDateTime until,
            @Nullable LocalDateTime busFrom,
            @Nullable LocalDateTime busUntil,
            @Nullable BillKind kind,
            @Nullable BillState state,
            @Nullable String point,
            @Nullable String busType,
            @Nullable String caller,
            @Nullable Boolean red,
            @Nullable String text) {
        public static final Filter ALL = new Filter(null, null, null, null, null, null, null, null, null, null, null);

        public static Filter issuedOn(LocalDate day) {
            return new Filter(
                    day.atStartOfDay(),
                    day.plusDays(1).atStartOfDay(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    /**
     * 待蓝票监制 Which of these are red bills whose blue bill is not countersigned yet; they may be signed but not uploaded.
     */
    Set<BillId> awaitingBlue(UnitId unit, List<BillId> ids);

    /** 号段用票 What became of a run of numbers: counts and sums of their bills, and how many are not final yet. */
    RunUse use(UnitId unit, BillCode code, long first, long last);

    /** @param open bills that the bureau has not countersigned yet @param burnt bills whose number was given up */
    record RunUse(long blueCount, long blueFen, long redCount, long redFen, long open, long burnt) {
        public long bills() {
            return blueCount + redCount;
        }
    }

    /** Issued per hour of one day, 24 entries. */
    List<Long> hourly(UnitId unit, LocalDate day);

    /** As above, of what a person may see. */
    List<Long> hourly(DataScope scope, LocalDate day);
}
