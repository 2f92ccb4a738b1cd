package org.yipiao.supervision;

import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.numbering.NumberSource;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;

/** 票源 The bureau as the source of numbers. Whatever it allots is checked before the ledger takes it in. */
@Component
class BureauNumbers implements NumberSource {
    private final BureauClient bureau;

    BureauNumbers(BureauClient bureau) {
        this.bureau = bureau;
    }

    @Override
    public Grant request(UnitId unit, String requestNo, BillCode code, long count) {
        BureauWire.NumbersGiven given =
                bureau.requestNumbers(new BureauWire.NumbersAsked(requestNo, code.digits(), count));
        return switch (given.state()) {
            case "ALLOTTED" -> new Grant.Allotted(segments(given.segments(), code));
            case "PENDING" -> new Grant.Pending();
            case "REFUSED" -> new Grant.Refused(given.reason() == null ? "财政票据系统未说明原因" : given.reason());
            default -> throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回了未知的申领状态 " + given.state());
        };
    }

    private static List<Segment> segments(
            @org.jspecify.annotations.Nullable List<BureauWire.Range> ranges, BillCode code) {
        if (ranges == null || ranges.isEmpty()) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统答复已赋码但没有号段");
        }
        return ranges.stream().map(range -> segment(range, code)).toList();
    }

    private static Segment segment(BureauWire.Range range, BillCode code) {
        try {
            long first = new BillNumber(range.first()).value();
            long last = new BillNumber(range.last()).value();
            if (!code.digits().equals(range.billCode()) || first > last) {
                throw new CallFailed(
                        Fault.WRONG_ANSWER,
                        "财政票据系统返回的号段 " + range.billCode() + " " + range.first() + "-" + range.last() + " 与申领不符");
            }
            return new Segment(code, first, last);
        } catch (IllegalArgumentException e) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回的号段不是10位号码", e);
        }
    }
}
