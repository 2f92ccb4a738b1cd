package org.yipiao.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private Instant now = Instant.parse("2026-11-21T02:00:00Z");
    private final Faults faults = new Faults(() -> now, new Random(7));

    private long times(Faults.Fate fate, int calls) {
        long times = 0;
        for (int i = 0; i < calls; i++) {
            times += faults.decide(Party.BUREAU) == fate ? 1 : 0;
        }
        return times;
    }

    @Test
    void an_outage_ends_by_itself() {
        faults.set(Party.BUREAU, new Fault(0, 0, 0, 0, Optional.of(now.plusSeconds(5)), Fault.OutageKind.CLOSE, 0));
        assertThat(times(Faults.Fate.OUT, 3)).isEqualTo(3);
        now = now.plusSeconds(5);
        assertThat(times(Faults.Fate.DONE, 3)).isEqualTo(3);
        assertThat(faults.hasFault(Party.BUREAU)).isFalse();
    }

    @Test
    void shares_are_kept_over_many_calls() {
        faults.set(Party.BUREAU, new Fault(0, 0.1, 0.2, 0.3, Optional.empty(), Fault.OutageKind.CLOSE, 0));
        times(Faults.Fate.DONE, 10_000);
        var count = faults.count(Party.BUREAU);
        assertThat(count.busy()).isBetween(900L, 1100L);
        assertThat(count.wrong()).isBetween(1850L, 2150L);
        assertThat(count.lost()).isBetween(2800L, 3200L);
    }

    @Test
    void one_second_lets_no_more_than_the_rate_through() {
        faults.set(Party.BUREAU, new Fault(0, 0, 0, 0, Optional.empty(), Fault.OutageKind.CLOSE, 10));
        assertThat(times(Faults.Fate.DONE, 100)).isEqualTo(10);
        now = now.plusMillis(500);
        assertThat(times(Faults.Fate.DONE, 100)).isEqualTo(5);
    }

    @Test
    void another_party_is_not_touched() {
        faults.set(Party.BUREAU, new Fault(0, 1, 0, 0, Optional.empty(), Fault.OutageKind.CLOSE, 0));
        assertThat(faults.decide(Party.SMS)).isEqualTo(Faults.Fate.DONE);
    }

    @Test
    void impossible_settings_are_refused() {
        assertThatThrownBy(() -> new Fault(0, 0.6, 0.6, 0, Optional.empty(), Fault.OutageKind.CLOSE, 0))
                .hasMessageContaining("之和");
        assertThatThrownBy(() -> new Fault(-1, 0, 0, 0, Optional.empty(), Fault.OutageKind.CLOSE, 0))
                .hasMessageContaining("delayMs");
        assertThatThrownBy(() -> new Fault(0, Double.NaN, 0, 0, Optional.empty(), Fault.OutageKind.CLOSE, 0))
                .hasMessageContaining("errorShare");
    }
}
