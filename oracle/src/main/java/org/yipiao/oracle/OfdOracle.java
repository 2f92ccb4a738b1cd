package org.yipiao.oracle;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.imageio.ImageIO;
import org.ofdrw.converter.FontLoader;
import org.ofdrw.converter.ImageMaker;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/**
 * Asks ofdrw about one OFD file. Prints what it found; exits with 0 when all is well, 1 when the file is not, 2 when it was
 * called wrongly.
 *
 * <pre>
 * validate FILE                      checks the digests and every seal's signature
 * png FILE DIR [FONT=file.ttf ...]   writes page-1.png, page-2.png, ...
 * text FILE                          prints the text of each page
 * </pre>
 */
public final class OfdOracle {
    private static final double PIXELS_PER_MM = 8;

    private static final String USAGE = "validate FILE | png FILE DIR [FONT=file.ttf ...] | text FILE";

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private OfdOracle() {}

    public static void main(String[] arguments) {
        System.exit(new OfdOracle().run(List.of(arguments)));
    }

    private int run(List<String> arguments) {
        if (arguments.size() < 2) {
            out.println(USAGE);
            return 2;
        }
        Path file = Path.of(arguments.get(1));
        try (var reader = new OFDReader(file)) {
            switch (arguments.getFirst()) {
                case "validate" -> validate(reader);
                case "png" -> png(reader, Path.of(arguments.get(2)), arguments.subList(3, arguments.size()));
                case "text" -> text(reader);
                default -> {
                    out.println(USAGE);
                    return 2;
                }
            }
            return 0;
        } catch (IOException | GeneralSecurityException | RuntimeException wrong) {
            out.println("WRONG " + wrong);
            wrong.printStackTrace(out);
            return 1;
        }
    }

    private void validate(OFDReader reader) throws IOException, GeneralSecurityException {
        var seals = new SESV4ValidateContainer();
        try (var validator = new OFDValidator(reader)) {
            validator.setValidator((type, algorithm, toBeSigned, signedValue) -> {
                seals.validate(type, algorithm, toBeSigned, signedValue);
                out.println("SEAL OK " + type + " " + algorithm);
            });
            validator.exeValidate();
        }
        out.println("VALID");
    }

    private void png(OFDReader reader, Path directory, List<String> fonts) throws IOException {
        for (String font : fonts) {
            String[] nameAndFile = font.split("=", 2);
            FontLoader.getInstance()
                    .addSystemFontMapping(
                            nameAndFile[0],
                            Path.of(nameAndFile[1]).toAbsolutePath().toString());
        }
        Files.createDirectories(directory);
        var maker = new ImageMaker(reader, PIXELS_PER_MM);
        for (int page = 1; page <= maker.pageSize(); page++) {
            Path png = directory.resolve("page-" + page + ".png");
            ImageIO.write(maker.makePage(page - 1), "png", png.toFile());
            out.println("PNG " + png);
        }
    }

    private void text(OFDReader reader) {
        var pages = new ContentExtractor(reader);
        for (int page = 1; page <= reader.getNumberOfPages(); page++) {
            out.println("PAGE " + page);
            for (String line : pages.getPageContent(page)) {
                out.println(line);
            }
        }
    }
}
