package org.yipiao.issuing;

import java.time.LocalDateTime;
import org.yipiao.bill.BillContent;
import org.yipiao.shared.UnitId;

/**
 * 结算 One settlement that is to become a bill, with all codes already ours. Its key is (unit, caller, busNo, kind): the
 * same key with the same content returns the first bill.
 *
 * @param unit 单位
 * @param caller 接入方 account of the business system, or {@code console}
 * @param busNo 业务流水号, 1 to 50 characters
 * @param busType 业务标识 national code 01 to 12 after mapping
 * @param point 开票点编码 ours
 * @param busAt 业务发生时间 in the hospital's zone
 * @param content what the bill will say
 * @param circulates 可流通; false: the bill is issued and not delivered
 * @param arrearsReason 不可流通原因
 * @param contact where to reach the payer
 * @param his 业务系统原始附加信息 fields of the caller that the bill does not carry but queries return; JSON object text
 */
public record Charge(
        UnitId unit,
        String caller,
        String busNo,
        String busType,
        String point,
        LocalDateTime busAt,
        BillContent content,
        boolean circulates,
        String arrearsReason,
        Contact contact,
        String his) {
    /** 不可流通 The same settlement, issued and not delivered. */
    Charge heldBack(String why) {
        return new Charge(unit, caller, busNo, busType, point, busAt, content, false, why, contact, his);
    }
}
