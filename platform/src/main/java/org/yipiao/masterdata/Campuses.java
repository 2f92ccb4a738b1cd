package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 院区 Places of one unit. */
public interface Campuses {
    record Campus(UnitId unit, String code, String name, String address, String phone, boolean enabled) {}

    Optional<Campus> find(UnitId unit, String code);

    List<Campus> all(UnitId unit);

    /** @param by 操作人, kept in the history */
    void save(Campus campus, String by);
}
