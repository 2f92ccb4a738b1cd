package org.yipiao.transit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GiveWayTest {
    private static final int FEW = 1;
    private static final int MANY = 1_000;

    private final AtomicInteger underway = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final GiveWay giveWay = new GiveWay(underway::get, nanos::get);

    @Test
    void the_road_does_not_rest_while_the_windows_have_little_to_do() {
        underway.set(FEW);
        assertThat(giveWay.rest(Duration.ofMillis(100))).isZero();
    }

    @Test
    void in_a_rush_the_road_rests_longer_than_it_worked_but_never_for_long() {
        underway.set(MANY);
        assertThat(giveWay.rest(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(400));
        assertThat(giveWay.rest(Duration.ofSeconds(30))).isEqualTo(GiveWay.REST_MAX);
    }

    @Test
    void a_rush_that_lasts_is_the_days_load() {
        underway.set(MANY);
        assertThat(giveWay.rest(Duration.ofMillis(100))).isPositive();
        nanos.addAndGet(GiveWay.RUSH_MAX.plusMillis(1).toNanos());
        assertThat(giveWay.rest(Duration.ofMillis(100))).isZero();
        underway.set(FEW);
        assertThat(giveWay.rest(Duration.ofMillis(100))).isZero();
        underway.set(MANY);
        assertThat(giveWay.rest(Duration.ofMillis(100))).as("a new rush").isPositive();
    }

    @Test
    void while_there_is_no_rush_batches_of_all_stages_work_side_by_side() throws InterruptedException {
        underway.set(FEW);
        var first = giveWay.turn();
        var second = giveWay.turn();
        first.end(Duration.ofMillis(1));
        second.end(Duration.ofMillis(1));
        assertThat(first).isNotSameAs(second);
    }

    @Test
    void in_a_rush_the_next_batch_waits_for_the_one_in_work_or_for_the_end_of_the_rush() throws Exception {
        underway.set(MANY);
        var first = giveWay.turn();
        var waiting = new Thread(() -> {
            try {
                giveWay.turn().end(Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        waiting.join(100);
        assertThat(waiting.isAlive()).isTrue();
        underway.set(FEW);
        waiting.join(Duration.ofSeconds(20));
        assertThat(waiting.isAlive()).isFalse();
        first.end(Duration.ofMillis(1));
    }
}
