package org.yipiao.rendering;

import org.yipiao.bill.face.Face;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 票面 Faces on demand for screens and downloads, with marks of the bill's present state. */
public interface Faces {
    Face face(UnitId unit, BillId bill);

    /** PDF on demand, cached. */
    byte[] pdf(UnitId unit, BillId bill);
}
