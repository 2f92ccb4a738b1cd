package org.yipiao.issuing;

import java.util.Optional;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 换开纸质票据 Port: which sheet stands for a bill now; who gives out paper tells. */
public interface SheetOnPaper {
    /** @return code and number of the one sheet that is good; empty when the bill is not on paper */
    Optional<String> of(UnitId unit, BillId bill);
}
