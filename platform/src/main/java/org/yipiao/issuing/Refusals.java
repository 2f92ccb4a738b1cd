package org.yipiao.issuing;

import java.util.List;
import java.util.Optional;
import org.yipiao.shared.FieldError;

/** The refusals of issuing in words: what is wrong, and what to do now. */
final class Refusals {
    private Refusals() {}

    static IssueResult.Refused of(IssueRefusal why, String detail) {
        return new IssueResult.Refused(why, detail, List.of());
    }

    static IssueResult.Refused invalid(List<FieldError> errors) {
        return new IssueResult.Refused(
                IssueRefusal.CHARGE_INVALID, errors.getFirst().text(), errors);
    }

    static IssueResult.Refused alreadyReversed() {
        return of(IssueRefusal.ALREADY_REVERSED, "该票据" + IssueRefusal.ALREADY_REVERSED.label() + "。请查询原票据取得红票号码。");
    }

    /** Empty when neither holds. */
    static Optional<IssueResult.Refused> held(BillFacts.Facts facts) {
        if (facts.onPaper()) {
            return Optional.of(of(IssueRefusal.ON_PAPER, IssueRefusal.ON_PAPER.label() + "。请先收回并作废纸质票据，再冲红。"));
        }
        return facts.booked()
                ? Optional.of(of(IssueRefusal.BOOKED, IssueRefusal.BOOKED.label() + "。请交款单位先撤销入账，再冲红。"))
                : Optional.empty();
    }

    static IssueResult.Refused alreadyBilled(IssuedBill bill, List<FieldError> differences) {
        return new IssueResult.Refused(
                IssueRefusal.CHARGE_ALREADY_BILLED,
                "业务流水号 " + bill.busNo() + " 已开具票据 " + bill.code() + " " + bill.number() + "，本次内容不同："
                        + differences.getFirst().text(),
                differences);
    }

    static IssueResult.Refused exhausted(Draft draft, int year) {
        return of(
                IssueRefusal.STOCK_EXHAUSTED,
                IssueRefusal.STOCK_EXHAUSTED.label() + "：开票点 " + draft.point() + " 的 " + year + " 年度"
                        + draft.kind().medicalType() + "票号已用完。请财务在票源页下发票号后重试。");
    }

    static IssueResult.Refused busy(String detail) {
        return of(IssueRefusal.BUSY, detail);
    }
}
