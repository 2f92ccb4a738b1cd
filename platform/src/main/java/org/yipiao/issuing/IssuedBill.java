package org.yipiao.issuing;

import java.time.LocalDateTime;
import java.util.Optional;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.CheckCode;
import org.yipiao.bill.Money;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/**
 * 已赋码票据 The key facts of one bill in the ledger; its content is read separately.
 *
 * @param issuedAt 开票时间 in the hospital's zone, milliseconds
 * @param busAt 业务发生时间
 * @param reverses the blue bill of a red bill
 * @param reversedBy the red bill of a reversed blue bill
 */
public record IssuedBill(
        BillId id,
        UnitId unit,
        BillKind kind,
        BillCode code,
        BillNumber number,
        CheckCode checkCode,
        String caller,
        String busNo,
        String busType,
        String point,
        LocalDateTime busAt,
        LocalDateTime issuedAt,
        Money total,
        String payerName,
        BillState state,
        Optional<BillId> reverses,
        Optional<BillId> reversedBy) {}
