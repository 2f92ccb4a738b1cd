package org.yipiao.statistics;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yipiao.access.DataScope;
import org.yipiao.bill.BillKind;

/**
 * 统计 Sums of bills out of running totals: a year costs what its days cost, not what its bills cost. At every moment they
 * are the sums of the bills themselves, the newest included. Days are those of 开票时间 in the hospital's zone.
 */
public interface Statistics {
    /** 周期 */
    enum Step {
        DAY("日报"),
        MONTH("月报"),
        YEAR("年报");

        private final String label;

        Step(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 分组 What a period is divided by. */
    enum By {
        NONE("不分组"),
        POINT("开票点"),
        KIND("票据种类"),
        BUS_TYPE("业务类型"),
        OPERATOR("收款人");

        private final String label;

        By(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** @param from first day @param until last day, inclusive; what is null does not restrict */
    record Filter(
            LocalDate from,
            LocalDate until,
            @Nullable String point,
            @Nullable BillKind kind,
            @Nullable String busType) {
        /** Bills of any point, kind and business. */
        public static Filter days(LocalDate from, LocalDate until) {
            return new Filter(from, until, null, null, null);
        }
    }

    /** @param redFen zero or negative */
    record Sums(long blueCount, long blueFen, long redCount, long redFen) {
        static final Sums ZERO = new Sums(0, 0, 0, 0);

        /** 净额 */
        public long netFen() {
            return Math.addExact(blueFen, redFen);
        }

        public long count() {
            return blueCount + redCount;
        }

        Sums plus(Sums other) {
            return new Sums(
                    blueCount + other.blueCount,
                    Math.addExact(blueFen, other.blueFen),
                    redCount + other.redCount,
                    Math.addExact(redFen, other.redFen));
        }
    }

    /** @param period 2026-11-21, 2026-11 or 2026 @param group code of the group; empty when not divided */
    record Line(String period, String group, Sums sums) {}

    /** Ordered by period and group. @param max lines at most; one more is returned when there are more */
    List<Line> report(DataScope scope, Filter filter, Step step, By by, int max);

    /** 合计 of what a person may see. */
    Sums total(DataScope scope, Filter filter);

    /** 走势 Bills per step of so many minutes from a moment on, empty steps as 0. @param point null: all that the scope covers */
    List<Long> trend(DataScope scope, @Nullable String point, LocalDateTime from, int stepMinutes, int steps);

    /** A day on which sums and bills differ. Must never be. */
    record Difference(LocalDate day, Sums kept, Sums counted) {}

    /** 核对 Counts the bills of these days again and compares with the sums. @return empty when equal */
    List<Difference> check(DataScope scope, LocalDate from, LocalDate until);

    /**
     * 重建 Makes the sums of these days anew out of the bills. Safe at any moment, also while bills are issued; reports go on
     * meanwhile.
     *
     * @return how many bills were counted
     */
    long rebuild(DataScope scope, LocalDate from, LocalDate until);

    /** The first day with a bill. */
    Optional<LocalDate> firstDay(DataScope scope);
}
