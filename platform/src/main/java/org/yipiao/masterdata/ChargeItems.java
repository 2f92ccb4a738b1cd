package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.UnitId;

/** 收费项目 Charge items the bureau allows the unit to print on the face. */
public interface ChargeItems {
    /** @param order position on the face, from the national order */
    record ChargeItem(UnitId unit, String code, String name, List<BillKind> kinds, int order, boolean enabled) {}

    Optional<ChargeItem> find(UnitId unit, String code);

    List<ChargeItem> all(UnitId unit);

    void save(List<ChargeItem> items);
}
