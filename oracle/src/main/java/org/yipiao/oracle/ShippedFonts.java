package org.yipiao.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.ofdrw.converter.FontLoader;

/** 随附字体 The product's own free fonts in the place of 宋体 and 楷体, which are on every cashier's machine and on none of ours. */
final class ShippedFonts {
    private static final Map<String, String> FILES = Map.of("宋体", "song", "楷体", "kai");

    private ShippedFonts() {}

    static void use() throws IOException {
        for (var font : FILES.entrySet()) {
            Path file = Files.createTempFile("oracle-" + font.getValue(), ".ttf");
            file.toFile().deleteOnExit();
            String name = "/org/yipiao/bill/face/fonts/" + font.getValue() + ".ttf.gz";
            try (InputStream packed = ShippedFonts.class.getResourceAsStream(name)) {
                if (packed == null) {
                    throw new IllegalStateException(name + " is not beside the oracle");
                }
                Files.copy(new GZIPInputStream(packed), file, StandardCopyOption.REPLACE_EXISTING);
            }
            FontLoader.getInstance().addSystemFontMapping(font.getKey(), file.toString());
        }
    }
}
