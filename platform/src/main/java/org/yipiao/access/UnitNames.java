package org.yipiao.access;

import java.time.ZoneId;
import org.yipiao.shared.UnitId;

/** 单位名称 Port: what a unit is called on the screens of its users, and which clock hangs on its wall. */
public interface UnitNames {
    /** The unit's full name; its code while its public data has not arrived yet. */
    String name(UnitId unit);

    /** 时区 the zone of the hospital. */
    ZoneId zone(UnitId unit);
}
