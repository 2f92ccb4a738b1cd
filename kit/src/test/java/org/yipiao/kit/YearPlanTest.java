package org.yipiao.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class YearPlanTest {
    private final YearPlan plan = new YearPlan(2027, 40, 300_000);

    @Test
    void the_days_of_the_year_add_up_to_the_bills_asked_for() {
        long sum = 0;
        for (var day = LocalDate.of(2027, 1, 1); day.getYear() == 2027; day = day.plusDays(1)) {
            assertThat(plan.on(day)).isPositive();
            sum += plan.on(day);
        }
        assertThat(sum).isEqualTo(300_000);
    }

    /** Otherwise a point would run dry in the middle of a month, and the year would show nothing else. */
    @Test
    void a_point_is_given_more_than_a_busy_month_of_it_needs() {
        var random = new SplittableRandom(7);
        var used = new HashMap<String, Integer>();
        var month = YearMonth.of(2027, 3);
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            for (long i = plan.on(month.atDay(day)); i > 0; i--) {
                used.merge(plan.some(random).code(), 1, Integer::sum);
            }
        }
        for (var point : plan.points) {
            long given = plan.need(point, false) + plan.need(point, true);
            assertThat(given).as(point.code()).isGreaterThan(used.getOrDefault(point.code(), 0));
        }
    }
}
