package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.SampleBills;

class QrCodeTest {
    @Test
    void the_code_on_the_face_reads_back_as_its_seven_fields() throws Exception {
        String text = SampleBills.outpatient().qrText();
        assertThat(text).isEqualTo("CZ-EI-99,1.1.0,99060126,0000000001,a1b2c3,20261121,12.05");
        assertThat(scanned(QrCode.png(text))).isEqualTo(text);
    }

    @Test
    void the_largest_red_amount_still_makes_a_picture_under_400_bytes() throws Exception {
        String text = "CZ-EI-99,1.1.0,99060126,9999999999,zZ9yY8,20261121,-999999999999.99";
        byte[] png = QrCode.png(text);
        assertThat(png).hasSizeLessThan(400);
        assertThat(scanned(png)).isEqualTo(text);
    }

    @Test
    void links_and_chinese_read_back_too() throws Exception {
        for (var text : new String[] {"http://localhost:8080/p/0123456789abcdef", "示例省医疗门诊收费票据"}) {
            assertThat(scanned(QrCode.png(text))).isEqualTo(text);
        }
    }

    @Test
    void nothing_and_too_much_are_refused() {
        assertThatThrownBy(() -> QrCode.png("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QrCode.png("x".repeat(QrCode.TEXT_MAX + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String scanned(byte[] png) throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(png));
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        var source = new RGBLuminanceSource(width, height, pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}
