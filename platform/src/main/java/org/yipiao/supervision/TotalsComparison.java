package org.yipiao.supervision;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.SupervisionStore.TotalsCheck;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.StageName;

/** 总数核对 Compares each day's countersigned bills with the bureau's totals, today's and the day before's. */
@Component
class TotalsComparison {
    private final BureauClient bureau;
    private final BureauConfig config;
    private final SupervisionStore store;
    private final BillQueries bills;
    private final InTransit transit;
    private final Units units;
    private final InstantSource clock;

    TotalsComparison(
            BureauClient bureau,
            BureauConfig config,
            SupervisionStore store,
            BillQueries bills,
            InTransit transit,
            Units units,
            InstantSource clock) {
        this.bureau = bureau;
        this.config = config;
        this.store = store;
        this.bills = bills;
        this.transit = transit;
        this.units = units;
        this.clock = clock;
    }

    /** Compares and keeps the result for the inspection. */
    void compare(UnitId unit) {
        ZoneId zone = units.current(unit).zone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        compare(unit, today.minusDays(1));
        compare(unit, today);
    }

    private static final Sum NOTHING = new Sum(0, 0);

    private record Sum(long count, long fen) {}

    private void compare(UnitId unit, LocalDate day) {
        Map<BillKind, Sum> before = ours(unit, day);
        String date = DateTimeFormatter.BASIC_ISO_DATE.format(day);
        List<BureauWire.KindTotals> theirs =
                bureau.totals(unit, new BureauWire.TotalsAsked(date, date)).kinds();
        long inTransit = transit.backlog(unit).stream()
                .filter(backlog -> backlog.stage() == StageName.COUNTERSIGN)
                .mapToLong(backlog -> backlog.waiting() + backlog.stuck())
                .sum();
        Map<BillKind, Sum> after = ours(unit, day);
        BureauConfig.Known known = config.get(unit);
        for (BillKind kind : BillKind.values()) {
            Sum ourBefore = before.getOrDefault(kind, NOTHING);
            Sum ourAfter = after.getOrDefault(kind, NOTHING);
            long count = 0;
            long fen = 0;
            for (BureauWire.KindTotals total : theirs) {
                if (known.kind(new BillCode(total.billCode()))
                        .filter(kind::equals)
                        .isPresent()) {
                    count += total.blueCount() + total.redCount();
                    fen += total.blueFen() - Math.abs(total.redFen());
                }
            }
            store.keep(
                    unit,
                    new TotalsCheck(
                            day, kind, ourBefore.count(), ourAfter.count(), ourAfter.fen(), count, fen, inTransit),
                    clock.instant());
        }
    }

    private Map<BillKind, Sum> ours(UnitId unit, LocalDate day) {
        Map<BillKind, Sum> sums = new EnumMap<>(BillKind.class);
        for (BillKind kind : BillKind.values()) {
            BillQueries.Totals issued = totals(unit, day, kind, BillState.ISSUED);
            BillQueries.Totals reversed = totals(unit, day, kind, BillState.REVERSED);
            sums.put(kind, new Sum(count(issued) + count(reversed), fen(issued) + fen(reversed)));
        }
        return sums;
    }

    private BillQueries.Totals totals(UnitId unit, LocalDate day, BillKind kind, BillState state) {
        return bills.totals(
                unit,
                new BillQueries.Filter(
                        day.atStartOfDay(),
                        day.plusDays(1).atStartOfDay(),
                        null,
                        null,
                        kind,
                        state,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private static long count(BillQueries.Totals totals) {
        return totals.blueCount() + totals.redCount();
    }

    private static long fen(BillQueries.Totals totals) {
        return totals.blueFen() - Math.abs(totals.redFen());
    }
}
