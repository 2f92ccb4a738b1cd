package org.yipiao.console;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.DataScope;
import org.yipiao.issuing.BillQueries;
import org.yipiao.statistics.Statistics;

/** 张数与合计 Of whole days, by point, kind and business, out of the sums: a year of bills is not counted one by one for a page of 20. */
@Component
class BillCounts {
    private final Statistics statistics;

    BillCounts(Statistics statistics) {
        this.statistics = statistics;
    }

    /** @return empty when the filter asks for what the sums do not know */
    Optional<BillQueries.Totals> known(DataScope scope, BillQueries.Filter filter) {
        var from = filter.from();
        var until = filter.until();
        boolean finer = filter.busFrom() != null
                || filter.busUntil() != null
                || filter.state() != null
                || filter.caller() != null
                || (filter.text() != null && !filter.text().isBlank());
        if (finer || !midnight(from) || !midnight(until) || from == null || until == null || !from.isBefore(until)) {
            return Optional.empty();
        }
        var sums = statistics.total(
                scope,
                new Statistics.Filter(
                        from.toLocalDate(),
                        until.toLocalDate().minusDays(1),
                        filter.point(),
                        filter.kind(),
                        filter.busType()));
        boolean blue = !Boolean.TRUE.equals(filter.red());
        boolean red = !Boolean.FALSE.equals(filter.red());
        return Optional.of(new BillQueries.Totals(
                blue ? sums.blueCount() : 0,
                blue ? sums.blueFen() : 0,
                red ? sums.redCount() : 0,
                red ? sums.redFen() : 0));
    }

    private static boolean midnight(@Nullable LocalDateTime time) {
        return time != null && time.toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
