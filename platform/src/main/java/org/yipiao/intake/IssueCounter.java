package org.yipiao.intake;

import org.springframework.stereotype.Component;
import org.yipiao.issuing.IssueResult;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.Issuing;
import org.yipiao.masterdata.Callers.Caller;

/** 开票柜台 From a settlement of the market protocol to its bill, one by one or in batches. */
@Component
class IssueCounter {
    private final Issuing issuing;
    private final Settlements settlements;

    IssueCounter(Issuing issuing, Settlements settlements) {
        this.issuing = issuing;
        this.settlements = settlements;
    }

    /** @throws Refusal naming every fault */
    IssuedBill issue(IssueMethod method, Fields in, Caller caller) {
        return switch (issuing.issue(settlements.charge(method, in, caller))) {
            case IssueResult.Accepted(var bill, var first) -> bill;
            case IssueResult.Refused refused -> throw IssueRefusals.of(refused);
        };
    }
}
