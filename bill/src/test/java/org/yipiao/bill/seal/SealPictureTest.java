package org.yipiao.bill.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealPictureTest {
    private static final Path OUT = Path.of("target", "seals");

    @ParameterizedTest
    @ValueSource(strings = {"示例医院", "示例省示例市第一人民医院", "示例大学医学院附属第一医院示例经济技术开发区分院（示例省肿瘤中心）", "䶮㛃镇卫生院"})
    void a_unit_seal_is_a_small_picture_with_a_transparent_ground(String name) throws IOException {
        check(SealPicture.unit(name, "财务专用章"), "unit-" + name.length() + ".png", 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"示例省", "示例", "示例维吾尔自治区"})
    void a_supervisory_seal_is_a_small_picture_with_a_transparent_ground(String province) throws IOException {
        check(SealPicture.supervisory(province), "supervisory-" + province.length() + ".png", 31 / 21.0);
    }

    @Test
    void the_same_seal_is_drawn_the_same() {
        assertThat(SealPicture.unit("示例医院", "财务专用章")).isEqualTo(SealPicture.unit("示例医院", "财务专用章"));
        assertThat(SealPicture.unit("示例医院", "财务专用章")).isNotEqualTo(SealPicture.unit("示例医院", "票据专用章"));
    }

    private static void check(byte[] png, String file, double ratio) throws IOException {
        Files.createDirectories(OUT);
        Files.write(OUT.resolve(file), png);
        assertThat(png.length).isLessThanOrEqualTo(3 * 1024);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat((double) image.getWidth() / image.getHeight()).isBetween(ratio * 0.98, ratio * 1.02);
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
        long red = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                red += image.getRGB(x, y) == 0xffd7000f ? 1 : 0;
            }
        }
        assertThat((double) red / image.getWidth() / image.getHeight()).isBetween(0.08, 0.4);
    }
}
