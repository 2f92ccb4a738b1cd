package org.yipiao.access;

import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;

/** 代审批 Whoever decides with a right that was lent decides in the lender's name, and every record of it says so. */
@Component
public class OnBehalf {
    private final AccessStore accounts;
    private final DelegationStore delegations;
    private final WallClock clock;

    OnBehalf(AccessStore accounts, DelegationStore delegations, WallClock clock) {
        this.accounts = accounts;
        this.delegations = delegations;
        this.clock = clock;
    }

    /**
     * @param permission what the person decides by
     * @param askedBy the account whose request it is
     * @return who decides, as it is to be written down: the own name, followed by whose right it was where it was lent
     * @throws Refused 403 when only who asked has lent it: that would be deciding on the own request
     */
    public String name(CurrentUser user, Permission permission, long askedBy) {
        if (accounts.permissions(user.id()).contains(permission)) {
            return user.displayName();
        }
        var lenders = delegations.lenders(user.unit(), user.id(), permission, clock.now());
        return lenders.stream()
                .filter(lender -> lender.id() != askedBy)
                .findFirst()
                .map(lender -> user.displayName() + "（代 " + lender.displayName() + " 审批）")
                .orElseThrow(
                        () -> new Refused(403, "LENDER_IS_REQUESTER", "申请人就是委托您审批的人，您不能代本人审批其自己的申请；请由另一位有审批权限的人员处理"));
    }
}
