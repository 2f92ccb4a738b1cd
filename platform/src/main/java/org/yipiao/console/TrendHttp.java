package org.yipiao.console;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.statistics.Statistics;

/** 峰值走势 Bills per minute, hour or day, beside an earlier span of the same length. */
@RestController
class TrendHttp {
    private final Statistics statistics;
    private final UnitTime time;

    TrendHttp(Statistics statistics, UnitTime time) {
        this.statistics = statistics;
        this.time = time;
    }

    /** 粒度 with how many steps are shown, the last of them on the day asked for. */
    enum Grain {
        MINUTE(1, 1),
        HOUR(60, 7),
        DAY(24 * 60, 92);

        private static final int MINUTES_OF_A_DAY = 24 * 60;
        private final int minutes;
        private final int days;

        Grain(int minutes, int days) {
            this.minutes = minutes;
            this.days = days;
        }

        int steps() {
            return days * MINUTES_OF_A_DAY / minutes;
        }
    }

    /** 对比 */
    enum Against {
        NOTHING(0),
        DAY_BEFORE(1),
        WEEK_BEFORE(7),
        YEAR_BEFORE(364);

        /** A year before is 52 weeks: the same day of the week. */
        private final int days;

        Against(int days) {
            this.days = days;
        }
    }

    /** 峰值 @param at beginning of the step; null when there was no bill */
    record Peak(@Nullable LocalDateTime at, long bills) {}

    /** @param against empty when nothing is compared */
    record Trend(
            LocalDateTime from,
            int stepMinutes,
            List<Long> bills,
            long total,
            Peak peak,
            @Nullable LocalDateTime againstFrom,
            List<Long> against,
            long againstTotal) {}

    @GetMapping("/api/console/statistics/trend")
    @Permit(Permission.STATISTICS_READ)
    Trend trend(
            CurrentUser user,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day,
            @RequestParam(defaultValue = "MINUTE") Grain grain,
            @RequestParam(defaultValue = "DAY_BEFORE") Against against,
            @RequestParam(required = false) @Nullable String point) {
        if (user.scope().byOperator()) {
            throw new Refused(403, "SCOPE_TOO_NARROW", "走势按开票点统计，您的数据权限只含本人，请由可见开票点的人员查看");
        }
        String chosen = point(user, point);
        var last = day == null ? time.today(user.unit()) : day;
        var from = last.minusDays(grain.days - 1L).atStartOfDay();
        var bills = statistics.trend(user.scope(), chosen, from, grain.minutes, grain.steps());
        var earlier = from.minusDays(against.days);
        List<Long> before = against == Against.NOTHING
                ? List.of()
                : statistics.trend(user.scope(), chosen, earlier, grain.minutes, grain.steps());
        return new Trend(
                from,
                grain.minutes,
                bills,
                sum(bills),
                peak(from, grain.minutes, bills),
                against == Against.NOTHING ? null : earlier,
                before,
                sum(before));
    }

    private static @Nullable String point(CurrentUser user, @Nullable String point) {
        if (point == null || point.isBlank()) {
            return null;
        }
        if (point.length() > BillFilter.POINT_MAX || !user.scope().coversPoint(point)) {
            BillFilter.refuse(List.of(new FieldError(
                    "point",
                    "开票点",
                    point.substring(0, Math.min(point.length(), BillFilter.POINT_MAX)),
                    "应为您可见的开票点",
                    "请从列表中选择开票点")));
        }
        return point.replace("\0", "");
    }

    private static long sum(List<Long> bills) {
        return bills.stream().mapToLong(Long::longValue).sum();
    }

    private static Peak peak(LocalDateTime from, int stepMinutes, List<Long> bills) {
        int at = 0;
        for (int i = 1; i < bills.size(); i++) {
            if (bills.get(i) > bills.get(at)) {
                at = i;
            }
        }
        return bills.get(at) == 0
                ? new Peak(null, 0)
                : new Peak(from.plusMinutes((long) at * stepMinutes), bills.get(at));
    }
}
