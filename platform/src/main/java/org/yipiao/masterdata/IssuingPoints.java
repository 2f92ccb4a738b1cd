package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** 开票点 Windows, kiosks and apps that issue. */
public interface IssuingPoints {
    /** @param stopped 停用: every issue is refused until it is started again */
    record IssuingPoint(UnitId unit, String code, String name, List<BillKind> kinds, boolean stopped) {}

    Optional<IssuingPoint> find(UnitId unit, String code);

    List<IssuingPoint> all(UnitId unit);

    void save(IssuingPoint point);
}
