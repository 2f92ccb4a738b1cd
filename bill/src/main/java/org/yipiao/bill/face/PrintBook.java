package org.yipiao.bill.face;

import java.util.List;

/** 打印页 Pages in millimetres for a printer: what stands on a pre-printed form, a test page, a sheet of sums. */
public final class PrintBook {
    /**
     * 一页
     *
     * @param width of the paper, in millimetres
     * @param height of the paper
     * @param right how far everything is shifted to the right for this printer; negative: to the left
     * @param down how far everything is shifted down
     * @param inks what is drawn, from the upper left corner of the paper
     */
    public record Leaf(double width, double height, double right, double down, List<Ink> inks) {
        public Leaf {
            if (!(width > 0 && width <= 500 && height > 0 && height <= 500)) {
                throw new IllegalArgumentException("no such paper: " + width + " × " + height + " mm");
            }
            inks = List.copyOf(inks);
        }
    }

    private PrintBook() {}

    /** All pages as PDF with embedded font subsets. */
    public static byte[] pdf(String title, List<Leaf> leaves) {
        return PdfBook.of(title, leaves);
    }
}
