package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.Bill;
import org.yipiao.bill.SampleBills;
import org.yipiao.bill.SampleSeals;

/** PNG and PDF, looked at as pictures. */
class PicturesTest {
    private static final double SCALE = 8;

    @Test
    void a_png_page_shows_frame_seals_and_a_readable_code() throws Exception {
        Bill bill = SampleBills.outpatient();
        var image = ImageIO.read(new ByteArrayInputStream(sealed(bill).png(1, SCALE)));
        assertThat(image.getWidth()).isEqualTo(1680);
        assertThat(image.getHeight()).isEqualTo(1120);
        assertLooksLikeABill(image, bill);
    }

    @Test
    void a_png_has_a_size_within_limits() {
        var face = sealed(SampleBills.outpatient());
        for (double wrong : new double[] {1.9, 20.1, Double.NaN, -8}) {
            assertThatThrownBy(() -> face.png(1, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_pdf_carries_the_xml_under_both_names_and_embeds_its_fonts() throws IOException {
        Bill bill = SampleBills.outpatientFor("测试䶮㛃𬱟龘喆");
        byte[] xml = SampleSeals.xml(bill);
        try (PDDocument pdf = Loader.loadPDF(sealed(bill).pdf(xml))) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(2);
            var box = pdf.getPage(0).getMediaBox();
            assertThat(box.getWidth() * 25.4 / 72).isBetween(209.9, 210.1);
            var attachments =
                    pdf.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
            assertThat(attachments).containsOnlyKeys("einvoice.xml", "hidexml");
            for (var attachment : attachments.values()) {
                assertThat(attachment.getEmbeddedFile().toByteArray()).isEqualTo(xml);
            }
            for (var page : pdf.getPages()) {
                for (var name : page.getResources().getFontNames()) {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                }
            }
            assertThat(new PDFTextStripper().getText(pdf)).contains("测试䶮㛃𬱟龘喆", "壹拾贰元零伍分", "0000000001", "示例片");
        }
    }

    @Test
    void a_pdf_page_shows_frame_seals_and_a_readable_code() throws Exception {
        Bill bill = SampleBills.inpatient();
        try (PDDocument pdf = Loader.loadPDF(sealed(bill).pdf(SampleSeals.xml(bill)))) {
            assertLooksLikeABill(new PDFRenderer(pdf).renderImage(0, (float) (SCALE * 25.4 / 72)), bill);
        }
    }

    @Test
    void the_same_bill_makes_the_same_pdf() {
        Bill bill = SampleBills.outpatient();
        byte[] xml = SampleSeals.xml(bill);
        assertThat(sealed(bill).pdf(xml)).isEqualTo(sealed(bill).pdf(xml));
    }

    private static Face sealed(Bill bill) {
        return Face.of(
                bill,
                List.of(),
                List.of(
                        new Face.SealImage(true, SampleSeals.SUPERVISORY.picture()),
                        new Face.SealImage(false, SampleSeals.UNIT.picture())));
    }

    /** Frame, seals and code are where they belong, in their colours. */
    static void assertLooksLikeABill(BufferedImage image, Bill bill) throws Exception {
        assertThat(brown(image, Geometry.LEFT, 60)).as("left frame").isTrue();
        assertThat(brown(image, Geometry.RIGHT, 60)).as("right frame").isTrue();
        assertThat(brown(image, 100, Geometry.BOTTOM)).as("lower frame").isTrue();
        assertThat(red(image, 40.85, 107.25, 27.5, 27.5)).as("unit seal").isGreaterThan(0.05);
        assertThat(red(image, 88.6, 6.1, 31.4, 21)).as("supervisory seal").isGreaterThan(0.05);
        assertThat(red(image, 120, 40, 70, 60)).as("no red in the table").isZero();
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        var source = new RGBLuminanceSource(width, image.getHeight(), pixels);
        assertThat(new QRCodeReader()
                        .decode(new BinaryBitmap(new HybridBinarizer(source)))
                        .getText())
                .isEqualTo(bill.qrText());
    }

    /** True when the frame's colour is found within half a millimetre. */
    private static boolean brown(BufferedImage image, double x, double y) {
        for (int dx = -4; dx <= 4; dx++) {
            for (int dy = -4; dy <= 4; dy++) {
                int rgb = image.getRGB((int) (x * SCALE) + dx, (int) (y * SCALE) + dy);
                if (near(rgb >> 16, 150) && near(rgb >> 8, 110) && near(rgb, 70)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean near(int value, int expected) {
        return Math.abs((value & 0xff) - expected) < 30;
    }

    /** The share of seal-red pixels. */
    private static double red(BufferedImage image, double x, double y, double width, double height) {
        int red = 0;
        int all = 0;
        for (int px = (int) (x * SCALE); px < (x + width) * SCALE; px++) {
            for (int py = (int) (y * SCALE); py < (y + height) * SCALE; py++) {
                int rgb = image.getRGB(px, py);
                red += ((rgb >> 16 & 0xff) > 180 && (rgb >> 8 & 0xff) < 60 && (rgb & 0xff) < 60) ? 1 : 0;
                all++;
            }
        }
        return (double) red / all;
    }
}
