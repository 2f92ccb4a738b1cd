package org.yipiao.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** 可调参数 A figure of the installation that its administrators change while it runs. */
public enum Parameter {
    LOGIN_TRIES_PER_MINUTE("yipiao.login.tries-per-minute", 60, 10, 10_000),
    CHECKS_PER_BILL_DAY("yipiao.check.per-bill-day", 5, 1, 1_000),
    CHECKS_PER_ADDRESS_MINUTE("yipiao.check.per-address-minute", 30, 1, 10_000),
    BUREAU_SYNC_EVERY("yipiao.bureau.sync-every", Span.MINUTES, "5m", 1, 1_440),
    BUREAU_MESSAGE_DAYS("yipiao.bureau.message-days", 180, 30, 3_650),
    OFFLINE_BLOCK_COUNT("yipiao.offline.block-count", 200, 1, 5_000),
    OFFLINE_TOTAL_FEN_MAX("yipiao.offline.total-fen-max", 50_000_000, 10_000, 1_000_000_000),
    OFFLINE_SINGLE_FEN_MAX("yipiao.offline.single-fen-max", 10_000_000, 100, 1_000_000_000),
    OFFLINE_HOURS_MAX("yipiao.offline.hours-max", 72, 1, 720),
    OFFLINE_VALIDITY("yipiao.offline.validity", Span.HOURS, "7d", 1, 720),
    OFFLINE_PLATFORM_WITHIN("yipiao.offline.platform-within", Span.HOURS, "48h", 1, 720),
    OFFLINE_NETWORK_WITHIN("yipiao.offline.network-within", Span.HOURS, "24h", 1, 720),
    OFFLINE_SCAN_WITHIN("yipiao.offline.scan-within", Span.HOURS, "7d", 1, 2_160),
    OFFLINE_SILENT_AFTER("yipiao.offline.silent-after", Span.MINUTES, "10m", 1, 1_440);

    /** 时长单位 @param letter as a configuration writes it */
    public enum Span {
        MINUTES(Duration.ofMinutes(1), "m", "分钟"),
        HOURS(Duration.ofHours(1), "h", "小时");

        private final Duration one;
        private final String letter;
        private final String label;

        Span(Duration one, String letter, String label) {
            this.one = one;
            this.letter = letter;
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    private final String key;
    private final @Nullable Span span;
    private final String usual;
    private final long min;
    private final long max;

    Parameter(String key, long usual, long min, long max) {
        this(key, null, Long.toString(usual), min, max);
    }

    Parameter(String key, @Nullable Span span, String usual, long min, long max) {
        this.key = key;
        this.span = span;
        this.usual = usual;
        this.min = min;
        this.max = max;
    }

    /** As it stands in a configuration file. */
    public String key() {
        return key;
    }

    /** As a configuration file would write it. */
    public String usual() {
        return usual;
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    /** Null for a plain figure. */
    public @Nullable Span span() {
        return span;
    }

    /** As a configuration file would write this figure: {@code 48h}. */
    public String written(long figure) {
        return span == null ? Long.toString(figure) : figure + span.letter;
    }

    /** What a configuration file wrote, in the parameter's unit, rounded down. */
    public long figure(String written) {
        return span == null
                ? Long.parseLong(written.strip())
                : DurationStyle.detectAndParse(written).dividedBy(span.one);
    }

    Duration duration(long figure) {
        if (span == null) {
            throw new IllegalStateException(key + " is no duration");
        }
        return span.one.multipliedBy(figure);
    }
}
