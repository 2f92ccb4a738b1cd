package org.yipiao.numbering;

import java.util.List;
import java.util.Optional;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/**
 * 离线票号 Numbers in the hands of a window agent. Every verb joins the caller's transaction. A number that an agent holds may
 * be on a bill already, so it never becomes free by time alone.
 */
public interface OfflineStock {
    /**
     * 交出号段 One run of numbers from the end of a point's stock, at most half of what the point has, so that the point
     * itself goes on.
     *
     * @param agent 窗口代理编号
     * @param document 号段编号
     * @return empty when the point has less than two numbers
     */
    Optional<NumberSource.Segment> hand(
            UnitId unit, String point, BillKind kind, int year, long count, String agent, String document);

    /**
     * 开具 The number is on a bill.
     *
     * @throws org.yipiao.shared.Refused NUMBERS_NOT_THERE when the agent does not hold it
     */
    void use(UnitId unit, String point, BillCode code, long number, String agent, String document);

    /** 退回 Numbers that were proved to be unused go back to the point. */
    void giveBack(UnitId unit, String point, NumberSource.Segment unused, String agent, String by, String document);

    /** 号作废 Numbers that will never be a bill. @param reason 1 to 200 characters */
    void burn(
            UnitId unit,
            String point,
            NumberSource.Segment lost,
            String agent,
            String by,
            String document,
            String reason);

    /** What the agent still holds of a code, between two numbers, ascending. */
    List<NumberSource.Segment> held(UnitId unit, String point, NumberSource.Segment within, String agent);
}
