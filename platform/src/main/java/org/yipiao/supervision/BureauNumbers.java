package org.yipiao.supervision;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.numbering.NumberSource;
import org.yipiao.numbering.PaperStock;
import org.yipiao.numbering.StockBureau;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;

/** 票源 The bureau as the source of numbers. Whatever it allots is checked before the ledger takes it in. */
@Component
class BureauNumbers implements NumberSource, StockBureau {
    private static final String UNSAID = "财政票据系统未说明原因";

    private final BureauClient bureau;

    BureauNumbers(BureauClient bureau) {
        this.bureau = bureau;
    }

    @Override
    public Grant request(UnitId unit, String requestNo, BillCode code, long count) {
        BureauWire.NumbersGiven given =
                bureau.requestNumbers(unit, new BureauWire.NumbersAsked(requestNo, code.digits(), count));
        return switch (given.state()) {
            case "ALLOTTED" -> new Grant.Allotted(segments(given.segments(), code), words(given.reason(), ""));
            case "PENDING" -> new Grant.Pending();
            case "REFUSED" -> new Grant.Refused(words(given.reason(), UNSAID));
            default -> throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回了未知的申领状态 " + given.state());
        };
    }

    @Override
    public PaperGrant requestPaper(UnitId unit, String requestNo, String code, long count) {
        BureauWire.NumbersGiven given =
                bureau.requestNumbers(unit, new BureauWire.NumbersAsked(requestNo, code, count));
        return switch (given.state()) {
            case "ALLOTTED" -> new PaperGrant.Allotted(ranges(given.segments(), code), words(given.reason(), ""));
            case "PENDING" -> new PaperGrant.Pending();
            case "REFUSED" -> new PaperGrant.Refused(words(given.reason(), UNSAID));
            default -> throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回了未知的申领状态 " + given.state());
        };
    }

    private static List<PaperStock.PaperRange> ranges(@Nullable List<BureauWire.Range> ranges, String code) {
        if (ranges == null || ranges.isEmpty()) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统答复已核准但没有号段");
        }
        return ranges.stream()
                .map(range -> {
                    if (!code.equals(range.billCode())) {
                        throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回的票据代码 " + range.billCode() + " 与申领不符");
                    }
                    return new PaperStock.PaperRange(code, range.first(), range.last());
                })
                .toList();
    }

    @Override
    public Return giveBack(UnitId unit, String documentNo, List<PaperStock.PaperRange> ranges, String reason) {
        BureauWire.BackAnswer answer = bureau.returnNumbers(
                unit,
                new BureauWire.NumbersBack(
                        documentNo,
                        ranges.stream()
                                .map(range -> new BureauWire.Range(range.code(), range.first(), range.last()))
                                .toList(),
                        reason));
        return switch (answer.state()) {
            case "ACCEPTED" -> new Return.Accepted();
            case "PENDING" -> new Return.Pending();
            case "REFUSED" -> new Return.Refused(words(answer.reason(), UNSAID));
            default -> throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统返回了未知的申退状态 " + answer.state());
        };
    }

    private static String words(@Nullable String told, String otherwise) {
        return told == null || told.isBlank() ? otherwise : told;
    }

    private static List<Segment> segments(@Nullable List<BureauWire.Range> ranges, BillCode code) {
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
