package org.yipiao.issuing;

import java.time.LocalDateTime;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.shared.UnitId;

/**
 * 冲红申请 Asks for the red bill of one blue bill.
 *
 * @param reason 冲红原因, at most 200 characters; may be empty from old business systems
 * @param operator 经办人
 * @param point 开票点编码 whose stock gives the red bill's number; the blue bill's point when empty
 * @param busAt 业务发生时间
 * @param caller 接入方 or {@code console}
 */
public record Reversal(
        UnitId unit,
        BillCode code,
        BillNumber number,
        String reason,
        String operator,
        String point,
        LocalDateTime busAt,
        String caller) {}
