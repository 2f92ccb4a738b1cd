package org.yipiao.masterdata;

import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.access.Places;
import org.yipiao.shared.UnitId;

/** Tells the account administration which points there are. */
@Component
class PointPlaces implements Places {
    private final IssuingPoints points;
    private final Campuses campuses;

    PointPlaces(IssuingPoints points, Campuses campuses) {
        this.points = points;
        this.campuses = campuses;
    }

    @Override
    public List<Place> places(UnitId unit) {
        return points.all(unit).stream()
                .map(point -> new Place(
                        point.code(),
                        point.name(),
                        point.campus(),
                        campuses.find(unit, point.campus())
                                .map(Campuses.Campus::name)
                                .orElse("")))
                .toList();
    }
}
