package org.yipiao.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.issuing.OfflineEntry;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** Makes list rows of bills: the names of points and how far each bill has come. */
@Component
class BillRows {
    private final IssuingPoints points;
    private final BillProgress progress;
    private final OfflineEntry offline;

    BillRows(IssuingPoints points, BillProgress progress, OfflineEntry offline) {
        this.points = points;
        this.progress = progress;
        this.offline = offline;
    }

    List<BillRow> of(UnitId unit, List<IssuedBill> bills) {
        Map<String, String> names = pointNames(unit);
        var ids = bills.stream().map(IssuedBill::id).toList();
        var reached = progress.of(unit, ids);
        var marks = offline.marks(unit, ids);
        return bills.stream()
                .map(bill -> row(
                        bill,
                        names,
                        marks.containsKey(bill.id()),
                        reached.getOrDefault(bill.id(), new BillProgress.Reached(false, false))))
                .toList();
    }

    BillRow of(IssuedBill bill) {
        return of(bill.unit(), List.of(bill)).getFirst();
    }

    Map<String, String> pointNames(UnitId unit) {
        return points.all(unit).stream()
                .collect(Collectors.toMap(IssuingPoints.IssuingPoint::code, IssuingPoints.IssuingPoint::name));
    }

    private static BillRow row(
            IssuedBill bill, Map<String, String> names, boolean offline, BillProgress.Reached reached) {
        return new BillRow(
                bill.id().toString(),
                bill.kind(),
                bill.kind().medicalType(),
                bill.code().digits(),
                bill.number().digits(),
                Masked.name(bill.payerName()),
                bill.total().fen(),
                bill.point(),
                names.getOrDefault(bill.point(), bill.point()),
                bill.busNo(),
                bill.state(),
                bill.state().label(),
                bill.issuedAt(),
                bill.reverses().isPresent(),
                offline,
                reached.archived(),
                reached.delivered());
    }

    /** @param text as it stood in the address */
    static BillId id(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw notFound();
        }
        return new BillId(Long.parseLong(text));
    }

    static Refused notFound() {
        return new Refused(404, "BILL_NOT_FOUND", "没有这张票据，或它不属于本单位，请返回列表重新选择");
    }
}
