package org.yipiao.access;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.yipiao.shared.UnitId;

/** Moments as the clock on the hospital's wall shows them. */
@Component
class WallClock {
    /** Nights are the hospital's, wherever the server's clock is set. */
    static final String ZONE = "Asia/Shanghai";

    private static final ZoneId BEIJING = ZoneId.of(ZONE);

    private final ObjectProvider<UnitNames> units;
    private final InstantSource clock;

    WallClock(ObjectProvider<UnitNames> units, InstantSource clock) {
        this.units = units;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    LocalDateTime local(UnitId unit, Instant at) {
        return LocalDateTime.ofInstant(at, zone(unit)).truncatedTo(ChronoUnit.SECONDS);
    }

    @Nullable
    LocalDateTime localOrNull(UnitId unit, @Nullable Instant at) {
        return at == null ? null : local(unit, at);
    }

    LocalDate day(UnitId unit, Instant at) {
        return LocalDate.ofInstant(at, zone(unit));
    }

    Instant startOf(UnitId unit, LocalDate day) {
        return day.atStartOfDay(zone(unit)).toInstant();
    }

    Instant instant(UnitId unit, LocalDateTime local) {
        return local.atZone(zone(unit)).toInstant();
    }

    private ZoneId zone(UnitId unit) {
        var names = units.getIfAvailable();
        return names == null ? BEIJING : names.zone(unit);
    }
}
