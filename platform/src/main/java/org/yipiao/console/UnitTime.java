package org.yipiao.console;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** 单位时间 Times as the unit's clocks show them, in milliseconds. */
@Component
class UnitTime {
    /** Until the bureau has told the unit's data. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Units units;
    private final InstantSource clock;

    UnitTime(Units units, InstantSource clock) {
        this.units = units;
        this.clock = clock;
    }

    LocalDateTime now(UnitId unit) {
        return local(unit, clock.instant());
    }

    LocalDate today(UnitId unit) {
        return now(unit).toLocalDate();
    }

    LocalDateTime local(UnitId unit, Instant instant) {
        return LocalDateTime.ofInstant(instant, zone(unit)).truncatedTo(ChronoUnit.MILLIS);
    }

    Instant startOf(UnitId unit, LocalDate day) {
        return day.atStartOfDay(zone(unit)).toInstant();
    }

    Instant instant(UnitId unit, LocalDateTime local) {
        return local.atZone(zone(unit)).toInstant();
    }

    private ZoneId zone(UnitId unit) {
        return known(unit) ? units.current(unit).zone() : ZONE;
    }

    /** @throws org.yipiao.shared.Refused while the bureau has not told the unit's data: its numbers and bills can not exist yet */
    void requireKnown(UnitId unit) {
        units.current(unit);
    }

    boolean known(UnitId unit) {
        return units.all().contains(unit);
    }
}
