package org.yipiao.issuing;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.yipiao.access.Vault;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.Unit;
import org.yipiao.shared.BillId;

/**
 * 待赋码 A checked settlement or reversal, ready to be written: everything of the row except number and issue time. Made by
 * the request's own thread, so that the lane only writes.
 *
 * @param keyNo number of the idempotency key: busNo, or 红 and the blue bill's key
 * @param sm3 of the content's JSON, 32 bytes
 * @param contact sealed; null when the payer left none
 * @param reverses the blue bill of a red one
 */
record Draft(
        Unit unit,
        BillKind kind,
        String caller,
        String keyNo,
        String busNo,
        String busType,
        String point,
        LocalDateTime busAt,
        BillContent content,
        String json,
        byte[] sm3,
        boolean circulates,
        String arrearsReason,
        byte @Nullable [] contact,
        String his,
        @Nullable BillId reverses) {
    static final String CONTACT = "issuing.contact";

    /** 业务流水号 as the lane tells settlements apart; unit and kind are the lane's own. */
    record Key(String busNo, String caller) {}

    Key key() {
        return new Key(keyNo, caller);
    }

    static Draft blue(Charge charge, Unit unit, Vault vault) {
        String json = ContentJson.write(charge.content());
        return new Draft(
                unit,
                charge.content().kind(),
                charge.caller(),
                charge.busNo(),
                charge.busNo(),
                charge.busType(),
                charge.point(),
                charge.busAt(),
                charge.content(),
                json,
                ContentJson.sm3(json.getBytes(StandardCharsets.UTF_8)),
                charge.circulates(),
                charge.arrearsReason(),
                charge.contact().equals(Contact.NONE)
                        ? null
                        : vault.seal(
                                CONTACT, ContentJson.write(charge.contact()).getBytes(StandardCharsets.UTF_8)),
                charge.his(),
                null);
    }

    /** The red bill goes where the blue one went: same contact, same business number. */
    static Draft red(Reversal reversal, BillStore.BlueBill blue, Unit unit, String point) {
        String json = ContentJson.write(blue.content().reversed(remark(reversal), reversal.operator()));
        var bill = blue.bill();
        return new Draft(
                unit,
                bill.kind(),
                reversal.caller(),
                redKey(new Bill.Key(bill.code(), bill.number())),
                bill.busNo(),
                bill.busType(),
                point,
                reversal.busAt(),
                ContentJson.read(json),
                json,
                ContentJson.sm3(json.getBytes(StandardCharsets.UTF_8)),
                blue.circulates(),
                blue.arrearsReason(),
                blue.contact(),
                blue.his(),
                bill.id());
    }

    private static String redKey(Bill.Key blue) {
        return "红" + blue.code() + "-" + blue.number();
    }

    private static String remark(Reversal reversal) {
        String reason = reversal.reason().isBlank() ? "退费" : reversal.reason().strip();
        String remark = "红冲原票据：" + reversal.code() + " " + reversal.number() + "；原因：" + reason;
        return remark.codePointCount(0, remark.length()) <= ChargeRules.TEXT_MAX
                ? remark
                : remark.substring(0, remark.offsetByCodePoints(0, ChargeRules.TEXT_MAX));
    }
}
