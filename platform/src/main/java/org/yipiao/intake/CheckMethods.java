package org.yipiao.intake;

import org.springframework.stereotype.Component;
import org.yipiao.intake.DayTotals.By;
import org.yipiao.intake.PushedChecks.Subject;

/** 核对方法 Reconciliation asked for by the business system, or pushed by it. */
@Component
class CheckMethods implements MarketGroup {
    private final DayTotals totals;
    private final PushedChecks pushed;

    CheckMethods(DayTotals totals, PushedChecks pushed) {
        this.totals = totals;
        this.pushed = pushed;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("checkTotalData", day(By.BUSINESS, false, false))
                .add("checkDataByPlace", day(By.BUSINESS, false, true))
                .add("checkWriteOffData", day(By.BUSINESS, true, false))
                .add("checkTotalDataByIvcDate", day(By.ISSUE, false, false))
                .add("checkDataPlaceByIvcDate", day(By.ISSUE, false, true))
                .add("checkDataByPlaceByIvcDate", day(By.ISSUE, false, true))
                .add("checkWriteOffDataByIvcDate", day(By.ISSUE, true, false))
                .add("getBillByBusDate", (in, caller) -> Reply.fields(totals.list(By.BUSINESS, in, caller)))
                .add("getBillByIvcDate", (in, caller) -> Reply.fields(totals.list(By.ISSUE, in, caller)))
                .add("receiveCheckTotalData", receive(Subject.TOTALS))
                .add("receiveCheckWriteOffData", receive(Subject.REFUNDS))
                .add("receiveBillByBusDate", receive(Subject.BILLS))
                .add("queryCheckTotalData", query(Subject.TOTALS))
                .add("queryCheckWriteOffData", query(Subject.REFUNDS))
                .add("queryBillByBusDate", query(Subject.BILLS));
    }

    private Method day(By by, boolean red, boolean byPoint) {
        return (in, caller) -> Reply.fields(totals.ofDay(by, red, byPoint, in, caller));
    }

    private Method receive(Subject subject) {
        return (in, caller) -> {
            pushed.receive(subject, in, caller);
            return Reply.text("成功");
        };
    }

    private Method query(Subject subject) {
        return (in, caller) -> Reply.fields(pushed.query(subject, in, caller));
    }
}
