package org.yipiao.intake;

import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;
import org.yipiao.bill.face.Face;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;

/** 告知单图片 What a window prints to tell the payer where the bill is: the face without seals, marked as a notice. */
@Component
class NoticePicture {
    /** Readable on a 203 dpi slip printer, and below 200 kB. */
    private static final double PIXELS_PER_MM = 6;

    private final BillQueries queries;

    NoticePicture(BillQueries queries) {
        this.queries = queries;
    }

    String base64(IssuedBill bill) {
        byte[] png = Face.of(queries.bill(bill.id()), List.of("告知单"), List.of()).png(1, PIXELS_PER_MM);
        return Base64.getEncoder().encodeToString(png);
    }
}
