package org.yipiao.intake;

import org.yipiao.issuing.IssueRefusal;
import org.yipiao.issuing.IssueResult;

/** 开票拒绝的应答 Refusals of issuing in the words of the market protocol; some clients look for the words. */
final class IssueRefusals {
    private IssueRefusals() {}

    static Refusal of(IssueResult.Refused refused) {
        String label = refused.why().label();
        var errors = refused.errors();
        if (refused.why() == IssueRefusal.CHARGE_INVALID && !errors.isEmpty()) {
            return Refusal.method(Faults.text(errors, errors.size()));
        }
        String text = refused.detail().contains(label) ? refused.detail() : label + "：" + refused.detail();
        var untold = errors.stream()
                .filter(error -> !refused.detail().contains(error.text()))
                .toList();
        return Refusal.method(untold.isEmpty() ? text : text + "；" + Faults.text(untold, untold.size()));
    }
}
