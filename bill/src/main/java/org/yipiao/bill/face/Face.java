package org.yipiao.bill.face;

import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.Bill;

/** 票面 What is drawn on each page, in millimetres; page one is the face, the rest the itemised list. */
public final class Face {
    /**
     * 页 One page.
     *
     * @param form what every bill of this kind shows, shared between bills
     * @param inks what this bill adds, drawn after the form
     */
    public record Sheet(Form form, List<Ink> inks) {
        List<Ink> all() {
            var all = new ArrayList<Ink>(form.inks());
            all.addAll(inks);
            return all;
        }
    }

    /** 印章图 A seal's picture. @param supervisory true for the oval 监制章, false for the unit's seal */
    public record SealImage(boolean supervisory, byte[] png) {}

    private final Bill bill;
    private final Sheet first;
    private final ItemisedList list;

    private Face(Bill bill, Sheet first) {
        this.bill = bill;
        this.first = first;
        this.list = new ItemisedList(bill);
    }

    /**
     * @param bill the bill
     * @param marks 票面标记 such as 已冲红, 已换开, 待财政监制; usually empty
     * @param seals pictures to draw; empty in the OFD, where the seals are annotations of their signatures
     */
    public static Face of(Bill bill, List<String> marks, List<SealImage> seals) {
        var inks = new ArrayList<>(FaceValues.of(bill, marks));
        for (var seal : seals) {
            inks.add(picture(seal));
        }
        var form = FaceForm.of(bill.content().kind(), bill.name());
        return new Face(bill, new Sheet(form, List.copyOf(inks)));
    }

    private static Ink picture(SealImage seal) {
        return seal.supervisory()
                ? new Ink.Picture(
                        Geometry.SUPERVISORY_SEAL_X,
                        Geometry.SUPERVISORY_SEAL_Y,
                        Geometry.SUPERVISORY_SEAL_WIDTH,
                        Geometry.SUPERVISORY_SEAL_HEIGHT,
                        false,
                        seal.png())
                : new Ink.Picture(
                        Geometry.UNIT_SEAL_X,
                        Geometry.UNIT_SEAL_Y,
                        Geometry.UNIT_SEAL_DIAMETER,
                        Geometry.UNIT_SEAL_DIAMETER,
                        false,
                        seal.png());
    }

    public int pages() {
        return 1 + list.pages();
    }

    /**
     * One page of the model.
     *
     * @param page from 1
     * @throws IllegalArgumentException when there is no such page
     */
    public Sheet sheet(int page) {
        if (page < 1 || page > pages()) {
            throw new IllegalArgumentException("票面共" + pages() + "页，没有第" + page + "页");
        }
        return page == 1 ? first : new Sheet(ItemisedList.FORM, list.values(page - 2));
    }

    /** One page as SVG text: self-contained, no scripts, no styles. @param page from 1 */
    public String svg(int page) {
        return SvgSheet.of(sheet(page), bill.name() + " " + bill.key());
    }

    /**
     * One page as PNG. Takes tenths of a second: made on demand and kept, never on the road of issuing.
     *
     * @param page from 1
     * @param pixelsPerMm 2 to 20
     * @throws IllegalArgumentException when there is no such page or no such size
     */
    public byte[] png(int page, double pixelsPerMm) {
        return PngSheet.of(sheet(page), pixelsPerMm);
    }

    /** All pages as PDF with an embedded font subset and the bill XML attached; made on demand as {@link #png}. */
    public byte[] pdf(byte[] einvoiceXml) {
        return PdfBook.of(bill, this, einvoiceXml);
    }
}
