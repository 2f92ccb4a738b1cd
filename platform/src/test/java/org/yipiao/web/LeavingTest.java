package org.yipiao.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;

class LeavingTest {
    private static final Duration NOTICE = Duration.ofMillis(80);

    private final StaticApplicationContext context = new StaticApplicationContext();
    private final Leaving leaving = new Leaving(new ApplicationAvailabilityBean(), context, NOTICE);

    private Duration closing(StaticApplicationContext closed) {
        long from = System.nanoTime();
        leaving.on(new ContextClosedEvent(closed));
        return Duration.ofNanos(System.nanoTime() - from);
    }

    @Test
    void who_is_watched_by_a_load_balancer_works_on_until_it_has_noticed() {
        leaving.isWelcoming();
        assertThat(closing(context)).isGreaterThanOrEqualTo(NOTICE);
    }

    @Test
    void without_a_load_balancer_there_is_nothing_to_wait_for() {
        assertThat(closing(context)).isLessThan(NOTICE);
    }

    @Test
    void the_end_of_the_management_port_is_not_the_end_of_the_instance() {
        leaving.isWelcoming();
        assertThat(closing(new StaticApplicationContext())).isLessThan(NOTICE);
    }
}
