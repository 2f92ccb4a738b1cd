package org.yipiao.console;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.IssuingPoints;

/** 开票点 The unit's windows, kiosks and apps, for choosing one. */
@RestController
class PointsHttp {
    private final IssuingPoints points;

    PointsHttp(IssuingPoints points) {
        this.points = points;
    }

    record PointRow(String code, String name, List<BillKind> kinds, boolean stopped) {}

    @GetMapping("/api/console/points")
    @Permit(Permission.BILL_READ)
    List<PointRow> points(CurrentUser user) {
        return points.all(user.unit()).stream()
                .filter(point -> user.scope().coversPoint(point.code()))
                .map(point -> new PointRow(point.code(), point.name(), point.kinds(), point.stopped()))
                .toList();
    }
}
