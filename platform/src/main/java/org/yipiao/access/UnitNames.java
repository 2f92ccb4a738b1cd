package org.yipiao.access;

import org.yipiao.shared.UnitId;

/** 单位名称 Port: what a unit is called on the screens of its users. */
public interface UnitNames {
    /** The unit's full name; its code while its public data has not arrived yet. */
    String name(UnitId unit);
}
