package org.yipiao.masterdata;

import java.util.List;
import org.yipiao.shared.UnitId;

/** 单位 The hospitals of this installation; cached, refreshed within seconds of a change by any instance. */
public interface Units {
    /** @throws org.yipiao.shared.Refused while the bureau has not told the data of this unit */
    Unit current(UnitId id);

    Unit version(UnitId id, int version);

    /** The newest versions first. @throws org.yipiao.shared.Refused while the bureau has not told the data of this unit */
    List<Unit> versions(UnitId id, int newest);

    List<UnitId> all();

    /** 停用: nothing new is issued or drawn; what was issued before goes its road and can be looked up. */
    default boolean stopped(UnitId id) {
        return false;
    }

    /** Adds a version when anything differs from the current one. Keeps the seals' and bureau's public data in step. */
    Unit save(Unit unit);
}
