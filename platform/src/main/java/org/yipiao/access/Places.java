package org.yipiao.access;

import java.util.List;
import org.yipiao.shared.UnitId;

/** 院区与开票点 Port: the places a person's data scope can name. */
public interface Places {
    /** @param campus 院区编码, empty when the point belongs to none */
    record Place(String code, String name, String campus, String campusName) {}

    List<Place> places(UnitId unit);
}
