package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.Bill;
import org.yipiao.bill.SampleBills;

/**
 * Where a page is dark and where it is not, millimetre by millimetre, as it was looked at. Coarse enough that another
 * version of the drawing library makes no difference, fine enough that a text that is missing or has moved does.
 */
class FaceLooksTest {
    /** Set this property to write the expected pictures anew; then look at them before keeping them. */
    private static final boolean REFRESH = Boolean.getBoolean("golden.refresh");

    private static final Path GOLDEN = Path.of("src/test/resources/org/yipiao/bill/face");
    private static final int PIXELS_PER_MM = 4;

    /** Of 255 shades, what one square may differ by. */
    private static final int SHADES = 24;

    @Test
    void the_pages_look_as_they_were_looked_at() throws IOException {
        golden("outpatient-1.png", SampleBills.outpatient(), 1);
        golden("outpatient-4.png", SampleBills.outpatientWithLines(60), 4);
        golden("inpatient-1.png", SampleBills.inpatient(), 1);
        golden("rare-1.png", SampleBills.outpatientFor("测䶮㛃𬱟"), 1);
    }

    @Test
    void another_name_is_noticed() throws IOException {
        BufferedImage expected = ImageIO.read(GOLDEN.resolve("rare-1.png").toFile());
        assertThat(different(expected, squares(SampleBills.outpatientFor("测试甲乙"), 1)))
                .isGreaterThan(5);
    }

    private static void golden(String name, Bill bill, int page) throws IOException {
        BufferedImage squares = squares(bill, page);
        if (REFRESH) {
            ImageIO.write(squares, "png", GOLDEN.resolve(name).toFile());
            return;
        }
        BufferedImage expected = ImageIO.read(Files.newInputStream(GOLDEN.resolve(name)));
        assertThat(expected.getWidth()).isEqualTo(squares.getWidth());
        assertThat(expected.getHeight()).isEqualTo(squares.getHeight());
        assertThat(different(expected, squares)).as(name).isZero();
    }

    private static int different(BufferedImage expected, BufferedImage drawn) {
        int different = 0;
        for (int x = 0; x < drawn.getWidth(); x++) {
            for (int y = 0; y < drawn.getHeight(); y++) {
                int shades = expected.getRaster().getSample(x, y, 0)
                        - drawn.getRaster().getSample(x, y, 0);
                different += Math.abs(shades) > SHADES ? 1 : 0;
            }
        }
        return different;
    }

    /** One grey dot for each square millimetre. */
    private static BufferedImage squares(Bill bill, int page) throws IOException {
        BufferedImage drawn = ImageIO.read(
                new ByteArrayInputStream(Face.of(bill, List.of(), List.of()).png(page, PIXELS_PER_MM)));
        int width = drawn.getWidth() / PIXELS_PER_MM;
        int height = drawn.getHeight() / PIXELS_PER_MM;
        BufferedImage squares = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                int light = 0;
                for (int i = 0; i < PIXELS_PER_MM * PIXELS_PER_MM; i++) {
                    int rgb =
                            drawn.getRGB(x * PIXELS_PER_MM + i % PIXELS_PER_MM, y * PIXELS_PER_MM + i / PIXELS_PER_MM);
                    light += (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff);
                }
                squares.getRaster().setSample(x, y, 0, light / (3 * PIXELS_PER_MM * PIXELS_PER_MM));
            }
        }
        return squares;
    }
}
