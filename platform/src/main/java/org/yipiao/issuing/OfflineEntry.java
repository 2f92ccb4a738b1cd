package org.yipiao.issuing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.CheckCode;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 离线补录 Bills that a window issued by itself, written as they are: number, check code and time stand already. */
public interface OfflineEntry {
    /**
     * 已印出 What stands on the sheet in the patient's hand.
     *
     * @param unitVersion 单位信息版本 its XML was written from
     * @param agent 窗口代理编号
     */
    record Printed(
            BillCode code,
            BillNumber number,
            CheckCode checkCode,
            LocalDateTime issuedAt,
            int unitVersion,
            String agent) {}

    /**
     * Writes the bill and puts it on the road like any other. Joins the caller's transaction; the caller moves the number.
     *
     * @return Accepted with {@code first} false, and nothing written, when the settlement had been billed before
     */
    IssueResult enter(Charge charge, Printed printed);

    /** 离线标记 of those that were issued offline. */
    Map<BillId, Mark> marks(UnitId unit, List<BillId> bills);

    /** @param arrivedAt 上传时间 */
    record Mark(String agent, Instant arrivedAt) {}
}
