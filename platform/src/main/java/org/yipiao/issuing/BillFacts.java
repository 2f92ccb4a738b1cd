package org.yipiao.issuing;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/**
 * 票外事实 What is true beside a bill: on paper, printed, booked, allowed to circulate. Who owns such a fact keeps its history;
 * here stands only whether it holds now, in the row that a reversal locks.
 */
public interface BillFacts {
    /** @param booked 已入账 by the payer's organisation */
    record Facts(boolean onPaper, boolean printed, boolean booked) {
        public static final Facts NONE = new Facts(false, false, false);
    }

    Map<BillId, Facts> of(UnitId unit, List<BillId> bills);

    /**
     * 换开标记 Joins the caller's transaction.
     *
     * @return false when the bill is on paper already, reversed, burnt or rejected
     */
    boolean putOnPaper(UnitId unit, BillId bill);

    /** @return false when it was not on paper */
    boolean takeOffPaper(UnitId unit, BillId bill);

    void markPrinted(UnitId unit, BillId bill);

    /** 入账标记 @return false when it is booked already or reversed */
    boolean book(UnitId unit, BillId bill);

    boolean unbook(UnitId unit, BillId bill);

    /**
     * 流通状态反馈 A bill that might not circulate may from now on.
     *
     * @param on 反馈日期 as the business system says
     * @return false when it was allowed to before
     */
    boolean release(UnitId unit, BillId bill, LocalDate on, String by);

    /** 票据按人查找 The standing blue bills of one person, oldest first: red, reversed and burnt ones are left out. */
    Page<IssuedBill> ofPerson(UnitId unit, PersonFilter filter, int pageNo, int pageSize);

    /**
     * @param cards digests under {@code cardKey} of the charge's {@code his}; empty with {@code persons}: everybody
     * @param persons digests under {@code personKey}
     * @param patient digest under {@code patientKey}
     * @param from business time inclusive
     * @param until business time exclusive, at most {@link #DAYS_MAX} days later
     */
    record PersonFilter(
            List<String> cards,
            List<String> persons,
            @Nullable String patient,
            LocalDateTime from,
            LocalDateTime until,
            @Nullable String busType,
            @Nullable String point,
            @Nullable Boolean onPaper,
            @Nullable Boolean printed) {
        public static final int DAYS_MAX = 400;
    }
}
