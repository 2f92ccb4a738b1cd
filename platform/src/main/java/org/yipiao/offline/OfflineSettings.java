package org.yipiao.offline;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.yipiao.access.Adjustments;
import org.yipiao.access.Parameter;
import org.yipiao.bill.offline.Cause;

/** 离线设置 As they count now: what was set while the installation runs, else the configuration. */
@Component
final class OfflineSettings {
    private final OfflineConfigured configured;
    private final Adjustments adjustments;

    OfflineSettings(OfflineConfigured configured, Adjustments adjustments) {
        this.configured = configured;
        this.adjustments = adjustments;
    }

    int blockCount() {
        return adjustments.of(Parameter.OFFLINE_BLOCK_COUNT, configured.blockCount());
    }

    long totalFenMax() {
        return adjustments.of(Parameter.OFFLINE_TOTAL_FEN_MAX, configured.totalFenMax());
    }

    long singleFenMax() {
        return adjustments.of(Parameter.OFFLINE_SINGLE_FEN_MAX, configured.singleFenMax());
    }

    int hoursMax() {
        return adjustments.of(Parameter.OFFLINE_HOURS_MAX, configured.hoursMax());
    }

    Duration validity() {
        return adjustments.of(Parameter.OFFLINE_VALIDITY, configured.validity());
    }

    Duration scanWithin() {
        return adjustments.of(Parameter.OFFLINE_SCAN_WITHIN, configured.scanWithin());
    }

    Duration silentAfter() {
        return adjustments.of(Parameter.OFFLINE_SILENT_AFTER, configured.silentAfter());
    }

    Duration within(Cause cause) {
        return switch (cause) {
            case PLATFORM, BUREAU -> adjustments.of(Parameter.OFFLINE_PLATFORM_WITHIN, configured.platformWithin());
            case NETWORK, POWER, OTHER -> adjustments.of(Parameter.OFFLINE_NETWORK_WITHIN, configured.networkWithin());
        };
    }
}
