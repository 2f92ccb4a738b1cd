package org.yipiao.issuing;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Money;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/**
 * 部分退费 Reverses a bill and issues the rest anew, as one operation: asked again it goes on where it stopped, and what nobody
 * asks again is finished by itself.
 */
public interface PartialRefunds {
    /**
     * @param rest what stays, under the same payer and with a smaller total
     * @throws org.yipiao.shared.Refused when the bill can not be reversed, or the rest was asked differently before
     */
    Done refund(UnitId unit, BillId blue, BillContent rest, String reason, String by, LocalDateTime busAt);

    /** @param rest empty while the rest can not be issued; it will be, as soon as it can @param why in Chinese, then */
    record Done(IssuedBill red, Optional<IssuedBill> rest, String why) {}

    /** 未完成的部分退费 Reversed, and the rest not issued yet. */
    List<Open> open(UnitId unit);

    record Open(BillId blue, LocalDateTime busAt, String by, String reason) {}

    /** How far the partial refund of one bill has come; empty when none was asked. */
    Optional<Progress> of(UnitId unit, BillId blue);

    /** @param refunded 退费金额 @param refused why it was given up before the bill was reversed, else empty */
    record Progress(
            Money refunded,
            String reason,
            String by,
            LocalDateTime busAt,
            Optional<BillId> red,
            Optional<BillId> rest,
            String refused) {}
}
