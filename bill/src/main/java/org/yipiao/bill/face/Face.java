package org.yipiao.bill.face;

import java.util.List;
import org.yipiao.bill.Bill;

/** 票面 What is drawn on each page, in millimetres; page one is the face, the rest the itemised list. */
public final class Face {
    /**
     * @param bill the bill
     * @param marks 票面标记 such as 已冲红, 已换开, 待财政监制; usually empty
     * @param seals pictures to draw; empty in the OFD, where the seals are annotations of their signatures
     */
    public static Face of(Bill bill, List<String> marks, List<SealImage> seals) {
        throw new UnsupportedOperationException();
    }

    /** 印章图 A seal's picture. @param supervisory true for the oval 监制章, false for the unit's seal */
    public record SealImage(boolean supervisory, byte[] png) {}

    public int pages() {
        throw new UnsupportedOperationException();
    }

    /** One page as SVG text. @param page from 1 */
    public String svg(int page) {
        throw new UnsupportedOperationException();
    }

    /** One page as PNG. @param page from 1 @param pixelsPerMm 2 to 20 */
    public byte[] png(int page, double pixelsPerMm) {
        throw new UnsupportedOperationException();
    }

    /** All pages as PDF with an embedded font subset and the bill XML attached. */
    public byte[] pdf(byte[] einvoiceXml) {
        throw new UnsupportedOperationException();
    }
}
