package org.yipiao.numbering;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/** What people call a place, and the time on their clocks. */
@Component
class PlaceNames {
    private static final ZoneId UNTIL_KNOWN = ZoneId.of("Asia/Shanghai");

    private final IssuingPoints points;
    private final Units units;

    PlaceNames(IssuingPoints points, Units units) {
        this.points = points;
        this.units = units;
    }

    String name(UnitId unit, @Nullable Place place) {
        if (place == null) {
            return "";
        }
        String point = place.point();
        return point == null ? "单位库存" : point(unit, point) + (place.cashier() == null ? "" : "·" + place.cashier());
    }

    String point(UnitId unit, String point) {
        return points.find(unit, point).map(IssuingPoints.IssuingPoint::name).orElse(point);
    }

    /** An account of the journal with its place, such as 开票点·门诊一号窗. */
    String account(UnitId unit, String account, @Nullable String point, @Nullable String cashier) {
        return point == null ? account : account + "·" + name(unit, new Place(point, cashier));
    }

    String unit(UnitId unit) {
        return units.all().contains(unit) ? units.current(unit).party().name() : unit.value();
    }

    ZoneId zone(UnitId unit) {
        return units.all().contains(unit) ? units.current(unit).zone() : UNTIL_KNOWN;
    }

    LocalDateTime local(UnitId unit, Instant at) {
        return LocalDateTime.ofInstant(at, zone(unit)).truncatedTo(ChronoUnit.MILLIS);
    }
}
