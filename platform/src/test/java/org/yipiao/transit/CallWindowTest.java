package org.yipiao.transit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallWindowTest {
    private static final Instant NOON = Instant.parse("2026-06-15T04:00:00Z");

    @Test
    void five_minutes_of_calls_are_summed_up_and_older_ones_forgotten() {
        var window = new CallWindow();
        window.add(NOON.minusSeconds(400), 9_000, "old");
        for (int i = 0; i < 95; i++) {
            window.add(NOON.minusSeconds(i), 10, null);
        }
        for (int i = 0; i < 5; i++) {
            window.add(NOON, 1_000, "超时");
        }
        var summary = window.summary(NOON);
        assertThat(summary.calls()).isEqualTo(100);
        assertThat(summary.failures()).isEqualTo(5);
        assertThat(summary.meanMs()).isEqualTo(59);
        assertThat(summary.p95Ms()).isBetween(10L, 17L);
        assertThat(summary.lastError()).isEqualTo("超时");
        assertThat(window.summary(NOON.plusSeconds(600)).calls()).isZero();
    }
}
