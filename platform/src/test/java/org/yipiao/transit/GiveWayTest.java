package org.yipiao.transit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GiveWayTest {
    private final AtomicInteger underway = new AtomicInteger();
    private final GiveWay giveWay = new GiveWay(underway::get);

    @Test
    void the_road_does_not_rest_while_the_windows_have_little_to_do() {
        underway.set(1);
        assertThat(giveWay.rest(Duration.ofMillis(100))).isZero();
    }

    @Test
    void in_a_rush_the_road_rests_longer_than_it_worked_but_never_for_long() {
        underway.set(1_000);
        assertThat(giveWay.rest(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(400));
        assertThat(giveWay.rest(Duration.ofSeconds(30))).isEqualTo(GiveWay.REST_MAX);
    }
}
