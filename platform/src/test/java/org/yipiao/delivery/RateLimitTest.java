package org.yipiao.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.yipiao.SettableClock;

class RateLimitTest {
    private final SettableClock clock = new SettableClock();
    private final RateLimit limit = new RateLimit(5, Duration.ofDays(1), clock);

    private int admitted(String key, int asked) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += limit.admits(key) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void a_bill_is_checked_five_times_and_then_not_again_today() {
        assertThat(admitted("one", 20)).isEqualTo(5);
        clock.forward(Duration.ofHours(1));
        assertThat(admitted("one", 1)).isZero();
    }

    @Test
    void one_bill_that_is_used_up_does_not_hinder_another() {
        admitted("one", 20);
        assertThat(admitted("other", 20)).isEqualTo(5);
    }

    @Test
    void a_day_later_all_five_are_back_and_no_more() {
        admitted("one", 20);
        clock.forward(Duration.ofDays(3));
        assertThat(admitted("one", 20)).isEqualTo(5);
    }

    @Test
    void a_clock_that_goes_back_gives_nothing_away() {
        admitted("one", 20);
        clock.forward(Duration.ofHours(-5));
        assertThat(admitted("one", 20)).isZero();
    }
}
