package org.yipiao.oracle;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.imageio.ImageIO;
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
 * validate FILE        checks the digests and every seal's signature
 * png DIR FILE ...     writes FILE-1.png, FILE-2.png, ...; 宋体 and 楷体 are the shipped free fonts
 * bare-png DIR FILE ...   the same on a machine without Chinese fonts
 * measure SECONDS FILE    how many bills a second ofdrw writes and seals, with the first seal of FILE
 * text FILE            prints the text of each page
 * </pre>
 */
public final class OfdOracle {
    private static final double PIXELS_PER_MM = 8;

    private static final String USAGE =
            "validate FILE | png DIR FILE ... | bare-png DIR FILE ... | measure SECONDS FILE | text FILE";

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
        List<String> rest = arguments.subList(1, arguments.size());
        try {
            switch (arguments.getFirst()) {
                case "validate" -> validate(Path.of(rest.getFirst()));
                case "png" -> {
                    ShippedFonts.use();
                    pictures(rest);
                }
                case "bare-png" -> pictures(rest);
                case "measure" -> new Yardstick(Path.of(rest.get(1))).measure(Double.parseDouble(rest.getFirst()), out);
                case "text" -> text(Path.of(rest.getFirst()));
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

    private void validate(Path file) throws IOException, GeneralSecurityException {
        var seals = new SESV4ValidateContainer();
        try (var reader = new OFDReader(file);
                var validator = new OFDValidator(reader)) {
            validator.setValidator((type, algorithm, toBeSigned, signedValue) -> {
                seals.validate(type, algorithm, toBeSigned, signedValue);
                out.println("SEAL OK " + type + " " + algorithm);
            });
            validator.exeValidate();
        }
        out.println("VALID");
    }

    private void pictures(List<String> directoryAndFiles) throws IOException {
        Path directory = Path.of(directoryAndFiles.getFirst());
        Files.createDirectories(directory);
        for (String file : directoryAndFiles.subList(1, directoryAndFiles.size())) {
            String name = Path.of(file).getFileName().toString();
            try (var reader = new OFDReader(Path.of(file))) {
                var maker = new ImageMaker(reader, PIXELS_PER_MM);
                for (int page = 1; page <= maker.pageSize(); page++) {
                    Path png = directory.resolve(name + "-" + page + ".png");
                    ImageIO.write(maker.makePage(page - 1), "png", png.toFile());
                    out.println("PNG " + png);
                }
            }
        }
    }

    private void text(Path file) throws IOException {
        try (var reader = new OFDReader(file)) {
            var pages = new ContentExtractor(reader);
            for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                out.println("PAGE " + page);
                for (String line : pages.getPageContent(page)) {
                    out.println(line);
                }
            }
        }
    }
}
