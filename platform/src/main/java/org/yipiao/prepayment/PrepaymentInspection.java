package org.yipiao.prepayment;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Inspection;

/** 预交金占用 Settlements that broke between setting money aside and billing; looked at again, and said while they stand. */
@Component
class PrepaymentInspection implements Inspection {
    private final DepositUseStore usages;
    private final PrepaymentDesk desk;
    private final InstantSource clock;

    PrepaymentInspection(DepositUseStore usages, PrepaymentDesk desk, InstantSource clock) {
        this.usages = usages;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public String title() {
        return "预交金占用";
    }

    /** The bill is there or it is not, so this puts right what it finds and tells what it did. */
    @Override
    public List<Finding> inspect() {
        var findings = new ArrayList<Finding>();
        for (var stale : usages.reservedSince(clock.instant().minus(PrepaymentDesk.SETTLED_WITHIN))) {
            desk.resolve(stale.unit(), stale.caller(), stale.busNo());
            findings.add(new Finding(
                            Severity.SLIGHT,
                            "接入方 " + stale.caller() + " 的结算 " + stale.busNo() + " 占用预交金 "
                                    + stale.amount().plain() + " 元后中断，已按是否开票自动处理",
                            "信息科",
                            "在预交金页核对该患者余额")
                    .of(stale.unit()));
        }
        return findings;
    }
}
