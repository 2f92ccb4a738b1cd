package org.yipiao.intake;

import java.time.InstantSource;
import java.time.LocalDateTime;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.IssueRefusal;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.issuing.Reversal;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Units;
import org.yipiao.prepayment.Prepayments;

/** 冲红 Reversals as business systems ask for them, under several method names. */
@Component
class Reversals {
    private final Issuing issuing;
    private final Prepayments prepayments;
    private final BillAnswers answers;
    private final CallerCodes codes;
    private final Units units;
    private final InstantSource clock;

    Reversals(
            Issuing issuing,
            Prepayments prepayments,
            BillAnswers answers,
            CallerCodes codes,
            Units units,
            InstantSource clock) {
        this.issuing = issuing;
        this.prepayments = prepayments;
        this.answers = answers;
        this.codes = codes;
        this.units = units;
        this.clock = clock;
    }

    /**
     * 冲红申请 as read from the message.
     *
     * @param point empty: the blue bill's own point then gives the number
     */
    record Asked(IssuedBill blue, String reason, String operator, LocalDateTime busAt, String point) {}

    /** @throws Refusal naming every fault */
    Asked read(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String code = reader.needed("billBatchCode", "电子票据代码", 50);
        String number = reader.needed("billNo", "电子票据号码", 20);
        String reason = reader.text("reason", "冲红原因", 200);
        String operator = reader.text("operator", "经办人", 60);
        var busAt = reader.time("busDateTime", "业务发生时间");
        String point = codes.point(reader, caller);
        faults.throwIfAny();
        return new Asked(
                answers.bill(caller.unit(), code, number), reason, operator, busAt.orElseGet(() -> now(caller)), point);
    }

    /** @return the red bill */
    IssuedBill reverse(Fields in, Caller caller) {
        return reverse(read(in, caller), caller);
    }

    IssuedBill reverse(Asked asked, Caller caller) {
        var blue = asked.blue();
        var reversal = new Reversal(
                caller.unit(),
                blue.code(),
                blue.number(),
                asked.reason(),
                asked.operator(),
                asked.point(),
                asked.busAt(),
                caller.appid());
        return switch (issuing.reverse(reversal)) {
            case IssueResult.Accepted(var red, var first) -> {
                prepayments.cancel(caller.unit(), blue.id());
                yield red;
            }
            case IssueResult.Refused refused -> {
                if (refused.why() == IssueRefusal.ALREADY_REVERSED && caller.returnExistingRed()) {
                    var red = answers.redOf(answers.again(blue));
                    if (red.isPresent()) {
                        yield red.get();
                    }
                }
                throw IssueRefusals.of(refused);
            }
        };
    }

    LocalDateTime now(Caller caller) {
        return LocalDateTime.ofInstant(
                clock.instant(), units.current(caller.unit()).zone());
    }
}
