package org.yipiao.issuing;

import java.util.List;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 在途入口 Port: where freshly numbered bills go next. Called inside the issuing transaction. */
public interface Road {
    /** Puts the bills on the road; after the commit the first stage is told to look. */
    void enter(UnitId unit, List<BillId> bills);
}
