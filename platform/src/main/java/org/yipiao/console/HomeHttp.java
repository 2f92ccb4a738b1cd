package org.yipiao.console;

import java.time.LocalDate;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.DataScope;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.shared.Inspection;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;
import org.yipiao.statistics.Statistics;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.StageName;

/** 首页 Today's figures, the road's backlog, how the outside parties do, and what needs attention. */
@RestController
class HomeHttp {
    /** One point issues far fewer than 20 000 bills a day. */
    private static final int VISIBLE_PAGES_MAX = 100;

    private static final int MINUTES_OF_AN_HOUR = 60;
    private static final int HOURS_OF_A_DAY = 24;

    private final BillQueries bills;
    private final Statistics statistics;
    private final BillProgress progress;
    private final InTransit transit;
    private final Findings findings;
    private final UnitTime time;

    HomeHttp(
            BillQueries bills,
            Statistics statistics,
            BillProgress progress,
            InTransit transit,
            Findings findings,
            UnitTime time) {
        this.bills = bills;
        this.statistics = statistics;
        this.progress = progress;
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

    /** @param archived bills archived today @param delivered bills whose payers were told today */
    record Today(long blueCount, long blueFen, long redCount, long redFen, long archived, long delivered) {}

    record StageRow(StageName stage, String label, String party, long waiting, long stuck, long oldestSeconds) {}

    record FindingRow(Inspection.Severity severity, String title, String cause, String owner, String nextStep) {}

    @GetMapping("/api/console/home")
    @Permit(Permission.HOME_READ)
    Home home(CurrentUser user) {
        UnitId unit = user.unit();
        var today = time.today(unit);
        return new Home(
                today(user.scope(), today),
                hourly(user.scope(), today),
                transit.backlog(user.scope()).stream().map(HomeHttp::row).toList(),
                transit.parties(unit),
                findings.now(unit));
    }

    /** The running sums know the points but not the people of an hour. */
    private List<Long> hourly(DataScope scope, LocalDate day) {
        return scope.byOperator()
                ? bills.hourly(scope, day)
                : statistics.trend(scope, null, day.atStartOfDay(), MINUTES_OF_AN_HOUR, HOURS_OF_A_DAY);
    }

    private Today today(DataScope scope, LocalDate day) {
        var totals = statistics.total(scope, Statistics.Filter.days(day, day));
        var counts = scope.isWhole() ? progress.on(scope.unit(), day) : ofVisible(scope, day);
        return new Today(
                totals.blueCount(),
                totals.blueFen(),
                totals.redCount(),
                totals.redFen(),
                counts.archived(),
                counts.delivered());
    }

    /** For people who see some points only: how many of today's bills that they see have come so far. */
    private BillProgress.Counts ofVisible(DataScope scope, LocalDate day) {
        long archived = 0;
        long delivered = 0;
        for (int pageNo = 1; pageNo <= VISIBLE_PAGES_MAX; pageNo++) {
            var page = bills.list(scope, BillFilter.day(day), pageNo, Page.SIZE_MAX);
            var reached = progress.of(
                    scope.unit(), page.rows().stream().map(IssuedBill::id).toList());
            archived += reached.values().stream()
                    .filter(BillProgress.Reached::archived)
                    .count();
            delivered += reached.values().stream()
                    .filter(BillProgress.Reached::delivered)
                    .count();
            if (page.rows().size() < Page.SIZE_MAX) {
                break;
            }
        }
        return new BillProgress.Counts(archived, delivered);
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
