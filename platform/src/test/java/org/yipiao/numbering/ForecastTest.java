package org.yipiao.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastTest {
    @Test
    void ninety_days_of_uneven_use_never_go_under_three_days_stock() {
        for (int seed = 1; seed <= 50; seed++) {
            var random = new Random(seed);
            long stock = 40_000;
            long arriving = 0;
            int arrivesIn = 0;
            var week = new ArrayDeque<Long>();
            for (int day = 1; day <= 90; day++) {
                // A busy weekday, a quiet weekend; the bureau takes two days.
                long used = day % 7 >= 5 ? 600 + random.nextInt(300) : 1_800 + random.nextInt(1_200);
                stock -= used;
                week.addLast(used);
                if (week.size() > StockAlerts.SPEED_DAYS) {
                    week.removeFirst();
                }
                if (arrivesIn > 0 && --arrivesIn == 0) {
                    stock += arriving;
                    arriving = 0;
                }
                long perDay = Forecast.perDay(
                        week.stream().mapToLong(one -> one).sum(), Math.min(day, StockAlerts.SPEED_DAYS));
                assertThat(Forecast.days(stock, perDay))
                        .as("seed %d day %d", seed, day)
                        .isGreaterThanOrEqualTo(3);
                long asked = arriving > 0 ? 0 : Forecast.request(stock, perDay, 10, NumberRequests.COUNT_MAX);
                if (asked > 0) {
                    assertThat(asked % Forecast.UNIT).isZero();
                    arriving = asked;
                    arrivesIn = 2;
                }
            }
        }
    }

    @Test
    void nothing_is_asked_for_while_it_lasts_or_nobody_uses_it() {
        assertThat(Forecast.request(1_000, 100, 10, 10_000)).isZero();
        assertThat(Forecast.request(999, 100, 10, 10_000)).isEqualTo(2_100);
        assertThat(Forecast.request(0, 100, 10, 500)).isEqualTo(500);
        assertThat(Forecast.request(0, 0, 10, 10_000)).isZero();
        assertThat(Forecast.request(0, 100, 0, 10_000)).isZero();
    }
}
