package org.yipiao.issuing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.shared.FieldError;

/** 冲红规则 Which bills may be reversed. The HIS must not wait: a bill still on its way to the bureau may, too. */
final class ReversalRules {
    private ReversalRules() {}

    static IssueResult.@Nullable Refused refusal(IssuedBill blue) {
        if (blue.reverses().isPresent()) {
            return Refusals.of(IssueRefusal.RED_BILL_NOT_REVERSIBLE, "该票据是红票，红票不能再冲红。");
        }
        if (blue.reversedBy().isPresent()) {
            return Refusals.alreadyReversed();
        }
        return switch (blue.state()) {
            case NUMBERED, UNIT_SIGNED, UPLOADED, ISSUED -> null;
            case REVERSED -> Refusals.alreadyReversed();
            case REJECTED -> Refusals.of(IssueRefusal.NOT_YET_COUNTERSIGNED, "该票据被财政监制退回，尚未生效。请信息科处理退回原因后再冲红。");
            case BURNT -> Refusals.of(IssueRefusal.BILL_NOT_FOUND, "该票据号码已作废，没有可冲红的票据。");
        };
    }

    static List<FieldError> faults(Reversal reversal) {
        var faults = new ArrayList<FieldError>();
        check(faults, "reason", "冲红原因", reversal.reason(), ChargeRules.TEXT_MAX);
        check(faults, "operator", "经办人", reversal.operator(), ChargeRules.NAME_MAX);
        return faults;
    }

    private static void check(List<FieldError> faults, String path, String label, String value, int max) {
        String rule = ChargeRules.textRule(value, max);
        if (!rule.isEmpty()) {
            faults.add(new FieldError(path, label, ChargeRules.shortened(value), rule, "请修改" + label));
        }
    }
}
