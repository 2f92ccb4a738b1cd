package org.yipiao.console;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.issuing.BillQueries;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.UnitId;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.StageName;

/** 首页 Today's figures, the road's backlog, how the outside parties do, and what needs attention. */
@org.springframework.context.annotation.Lazy
@RestController
class HomeHttp {
    private final BillQueries bills;
    private final InTransit transit;
    private final Findings findings;
    private final UnitTime time;

    HomeHttp(BillQueries bills, InTransit transit, Findings findings, UnitTime time) {
        this.bills = bills;
        this.transit = transit;
        this.findings = findings;
        this.time = time;
    }

    /** @param hourly issued per hour of today, 24 numbers */
    record Home(
            Today today,
            List<Long> hourly,
            List<StageRow> stages,
            List<InTransit.PartyHealth> parties,
            List<FindingRow> findings) {}

    /** @param archived of today's bills @param delivered of today's bills */
    record Today(long blueCount, long blueFen, long redCount, long redFen, long archived, long delivered) {}

    record StageRow(StageName stage, String label, String party, long waiting, long stuck, long oldestSeconds) {}

    record FindingRow(Inspection.Severity severity, String title, String cause, String owner, String nextStep) {}

    @GetMapping("/api/console/home")
    @Permit(Permission.HOME_READ)
    Home home(CurrentUser user) {
        UnitId unit = user.unit();
        var today = time.today(unit);
        return new Home(
                today(unit),
                bills.hourly(unit, today),
                transit.backlog(unit).stream().map(HomeHttp::row).toList(),
                transit.parties(),
                findings.now());
    }

    private Today today(UnitId unit) {
        var day = time.today(unit);
        var filter = new BillQueries.Filter(
                day.atStartOfDay(),
                day.plusDays(1).atStartOfDay(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        var totals = bills.totals(unit, filter);
        return new Today(totals.blueCount(), totals.blueFen(), totals.redCount(), totals.redFen(), 0, 0);
    }

    private static StageRow row(InTransit.Backlog backlog) {
        return new StageRow(
                backlog.stage(),
                backlog.stage().label(),
                backlog.party(),
                backlog.waiting(),
                backlog.stuck(),
                backlog.oldestSeconds());
    }
}
