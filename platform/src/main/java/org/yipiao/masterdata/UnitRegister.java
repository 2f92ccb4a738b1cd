package org.yipiao.masterdata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yipiao.shared.UnitId;

/** 单位登记 The hospitals that are opened, in use or stopped in this installation. */
public interface UnitRegister {
    /** @param note why it was opened or stopped */
    record Entry(
            UnitId unit,
            String name,
            boolean stopped,
            String note,
            String openedBy,
            Instant openedAt,
            String changedBy,
            Instant changedAt) {
        Entry changed(boolean stopped, String note, String by, Instant at) {
            return new Entry(unit, name, stopped, note, openedBy, openedAt, by, at);
        }
    }

    Optional<Entry> find(UnitId unit);

    List<Entry> all();

    /** @throws org.yipiao.shared.Refused UNIT_EXISTS */
    void add(UnitId unit, String name, String note, String by);

    /** 停用, 启用 In force at once here, within seconds at other instances. @throws org.yipiao.shared.Refused UNIT_STATE */
    void turn(UnitId unit, boolean stopped, String reason, String by);
}
