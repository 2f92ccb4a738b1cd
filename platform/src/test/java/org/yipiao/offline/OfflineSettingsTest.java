package org.yipiao.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.yipiao.access.Parameter;
import org.yipiao.bill.offline.Cause;

/** What an administrator sets counts from then on; what is not set counts as configured. */
class OfflineSettingsTest {
    private final Map<Parameter, Long> set = new EnumMap<>(Parameter.class);
    private final OfflineSettings settings = new OfflineSettings(
            new OfflineConfigured(
                    200,
                    1_000,
                    100,
                    72,
                    Duration.ofDays(7),
                    Duration.ofHours(48),
                    Duration.ofHours(24),
                    Duration.ofDays(7),
                    Duration.ofMinutes(10)),
            parameter -> set.containsKey(parameter) ? OptionalLong.of(set.get(parameter)) : OptionalLong.empty());

    @Test
    void a_figure_and_a_duration_change_while_the_installation_runs() {
        assertThat(settings.blockCount()).isEqualTo(200);
        assertThat(settings.within(Cause.NETWORK)).isEqualTo(Duration.ofHours(24));
        set.put(Parameter.OFFLINE_BLOCK_COUNT, 50L);
        set.put(Parameter.OFFLINE_NETWORK_WITHIN, 12L);
        set.put(Parameter.OFFLINE_SILENT_AFTER, 30L);
        assertThat(settings.blockCount()).isEqualTo(50);
        assertThat(settings.within(Cause.POWER)).isEqualTo(Duration.ofHours(12));
        assertThat(settings.silentAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.within(Cause.PLATFORM)).as("another one").isEqualTo(Duration.ofHours(48));
        set.clear();
        assertThat(settings.blockCount()).as("as configured again").isEqualTo(200);
    }
}
