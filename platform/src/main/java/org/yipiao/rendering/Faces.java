package org.yipiao.rendering;

import org.yipiao.bill.face.Face;
import org.yipiao.shared.BillId;
import org.yipiao.shared.UnitId;

/** 票面 Faces on demand for screens and downloads, with marks of the bill's present state. */
public interface Faces {
    /** @throws java.util.NoSuchElementException when there is no such bill */
    Face face(UnitId unit, BillId bill);

    /** One page as PNG at screen size, cached. @param page from 1 */
    byte[] png(UnitId unit, BillId bill, int page);

    /**
     * PDF on demand, cached.
     *
     * @throws org.yipiao.shared.Refused before the bill is countersigned: there is no document to attach yet
     */
    byte[] pdf(UnitId unit, BillId bill);
}
