package org.yipiao.numbering;

import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 限领 Port: who may stop the unit from drawing more, such as an overdue review. */
public interface DrawGuard {
    /** @return why not and what to do now, in Chinese */
    Optional<String> reasonAgainst(UnitId unit);
}
