package org.yipiao.masterdata;

import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.access.Places;
import org.yipiao.shared.UnitId;

/** Tells the account administration which points there are. */
@Component
class PointPlaces implements Places {
    private final IssuingPoints points;

    PointPlaces(IssuingPoints points) {
        this.points = points;
    }

    @Override
    public List<Place> places(UnitId unit) {
        return points.all(unit).stream()
                .map(point -> new Place(point.code(), point.name(), "", ""))
                .toList();
    }
}
