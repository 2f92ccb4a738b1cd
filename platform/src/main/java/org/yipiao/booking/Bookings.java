package org.yipiao.booking;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Money;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 入账 The verbs of booking. What breaks a rule is thrown as {@link org.yipiao.shared.Refused}. */
public interface Bookings {
    /** 一张汇总单最多票数 */
    int BILLS_MAX = 100_000;

    /**
     * 生成入账汇总单 of the bills whose business time lies in the span and that no sheet has yet. Without new bills the sheet of
     * the same span and point is given again.
     *
     * @param point empty: all
     * @param until exclusive
     * @throws org.yipiao.shared.Refused NOTHING_TO_BOOK, TOO_MANY_BILLS
     */
    Sheet summarise(UnitId unit, LocalDateTime from, LocalDateTime until, String point, String by);

    /** @param registration empty while not registered */
    record Sheet(
            long id,
            UnitId unit,
            String no,
            String type,
            LocalDateTime from,
            LocalDateTime until,
            String point,
            long blueCount,
            Money blue,
            long redCount,
            Money red,
            Money total,
            LocalDateTime createdAt,
            String createdBy,
            Optional<Registration> registration) {}

    record Registration(String voucherNo, LocalDate on) {}

    /** By day of creation, newest first; 500 at most. */
    List<Sheet> sheets(
            UnitId unit,
            LocalDate first,
            LocalDate last,
            @Nullable String no,
            @Nullable Boolean registered,
            @Nullable String type);

    /**
     * 筛选 by day of creation, both included. Null parts count for all.
     *
     * @param no 汇总单号 or 入账凭证号, exactly
     * @param type 1 income, 2 expense
     */
    record Filter(
            LocalDate first,
            LocalDate last,
            @Nullable String no,
            @Nullable Boolean registered,
            @Nullable String type) {}

    /** Newest first. */
    Page<Sheet> page(UnitId unit, Filter filter, int pageNo, int pageSize);

    /** @throws org.yipiao.shared.Refused SHEET_NOT_FOUND */
    Sheet sheet(UnitId unit, String no);

    byte[] pdf(Sheet sheet);

    /** 入账备案登记 @throws org.yipiao.shared.Refused TOTAL_DIFFERS, ALREADY_REGISTERED */
    void register(UnitId unit, String no, String voucherNo, LocalDate on, Money total, String by);

    /** 入账备案撤销 @throws org.yipiao.shared.Refused NOT_REGISTERED, TOTAL_DIFFERS */
    void withdraw(UnitId unit, String no, String voucherNo, LocalDate on, Money total, String by);

    /** 交款单位入账 @throws org.yipiao.shared.Refused ALREADY_BOOKED */
    void bookByPayer(UnitId unit, BillId bill, String organisation, String voucher, LocalDate on, String by);

    /** @throws org.yipiao.shared.Refused NOT_BOOKED */
    void unbookByPayer(UnitId unit, BillId bill, String by);

    Optional<PayerBooking> payerBooking(UnitId unit, BillId bill);

    record PayerBooking(String organisation, String voucher, LocalDate on, LocalDateTime at, String by) {}
}
