package org.yipiao.bill.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.Bill;
import org.yipiao.bill.SampleBills;
import org.yipiao.bill.SampleSeals;
import org.yipiao.bill.face.Face;
import org.yipiao.bill.face.Geometry;
import org.yipiao.bill.face.Ink;

/** An independent reader's picture of our files shows the texts where our own picture has them. */
class OfdPictureTest {
    private static final double PIXELS_PER_MM = 8;

    /** Two pictures of one text are compared on a grid this fine: finer than a stroke's place, coarser than its edges. */
    private static final double GRID_MM = 0.4;

    /** Correlation of darkness. The same character in the same place reaches 0.9 and more, a box in its place less than 0.5. */
    private static final double ALIKE = 0.75;

    private static final Map<String, Bill> BILLS = bills();

    /** Our own pictures, drawn once. */
    private static final Map<String, BufferedImage> OURS = new HashMap<>();

    @TempDir
    private Path directory;

    private static Map<String, Bill> bills() {
        var bills = new LinkedHashMap<String, Bill>();
        bills.put("outpatient", SampleBills.outpatient());
        bills.put("inpatient", SampleBills.inpatient());
        bills.put("list", SampleBills.outpatientWithLines(60));
        bills.put("rare", SampleBills.outpatientFor("测䶮㛃𬱟"));
        return bills;
    }

    @Test
    void with_the_standard_fonts_every_text_is_where_it_must_be() throws Exception {
        assertShown(BILLS.keySet(), drawn(BILLS.keySet(), Set.of(), true));
    }

    @Test
    void on_a_machine_without_chinese_fonts_embedded_ones_show_every_text_and_named_ones_show_boxes() throws Exception {
        Set<String> embedded = Set.of("inpatient", "rare");
        var pictures = drawn(Set.of("outpatient"), embedded, false);
        assertShown(embedded, pictures);
        assertThat(unlike("outpatient", pictures)).as("boxes are noticed").hasSizeGreaterThan(30);
    }

    private Map<String, BufferedImage> drawn(Set<String> named, Set<String> embedded, boolean chineseFonts)
            throws Exception {
        var files = new ArrayList<Path>();
        for (String name : named) {
            files.add(Files.write(directory.resolve(name), SampleSeals.sealed(bill(name), Fonts.BY_NAME)));
        }
        for (String name : embedded) {
            files.add(Files.write(directory.resolve(name), SampleSeals.sealed(bill(name), Fonts.EMBEDDED)));
        }
        Path drawn = directory.resolve("drawn");
        var answer = Oracle.png(drawn, files, chineseFonts);
        assertThat(answer.exit()).as(answer.text()).isZero();
        var pictures = new LinkedHashMap<String, BufferedImage>();
        try (var all = Files.list(drawn)) {
            for (Path png : all.toList()) {
                pictures.put(png.getFileName().toString(), ImageIO.read(png.toFile()));
            }
        }
        return pictures;
    }

    private static Bill bill(String name) {
        return Objects.requireNonNull(BILLS.get(name));
    }

    private static void assertShown(Set<String> names, Map<String, BufferedImage> pictures) throws Exception {
        for (String name : names) {
            assertThat(unlike(name, pictures)).isEmpty();
        }
    }

    private static BufferedImage ours(String name, Face face, int page) throws IOException {
        BufferedImage known = OURS.get(name + page);
        if (known == null) {
            known = ImageIO.read(new ByteArrayInputStream(face.png(page, PIXELS_PER_MM)));
            OURS.put(name + page, known);
        }
        return known;
    }

    /** The texts of all pages that do not look alike in both pictures, and how little. */
    private static List<String> unlike(String name, Map<String, BufferedImage> pictures) throws Exception {
        Face face = Face.of(bill(name), List.of(), List.of());
        var unlike = new ArrayList<String>();
        for (int page = 1; page <= face.pages(); page++) {
            BufferedImage theirs = pictures.get(name + "-" + page + ".png");
            BufferedImage ours = ours(name, face, page);
            assertThat(theirs).as(name + " page " + page).isNotNull();
            assertThat(theirs.getWidth()).isEqualTo(ours.getWidth());
            assertThat(theirs.getHeight()).isEqualTo(ours.getHeight());
            var inks = new ArrayList<>(face.sheet(page).form().inks());
            inks.addAll(face.sheet(page).inks());
            for (Ink ink : inks) {
                if (ink instanceof Ink.Words words && !(page == 1 && underSeal(words))) {
                    double alike = alike(words, ours, theirs);
                    if (!(alike > ALIKE)) {
                        unlike.add("%s page %d: %s %.2f".formatted(name, page, words.text(), alike));
                    }
                }
            }
        }
        return unlike;
    }

    /** What a seal is drawn over is not compared. */
    private static boolean underSeal(Ink.Words words) {
        return overlaps(
                        words,
                        Geometry.SUPERVISORY_SEAL_X,
                        Geometry.SUPERVISORY_SEAL_Y,
                        Geometry.SUPERVISORY_SEAL_WIDTH,
                        Geometry.SUPERVISORY_SEAL_HEIGHT)
                || overlaps(
                        words,
                        Geometry.UNIT_SEAL_X,
                        Geometry.UNIT_SEAL_Y,
                        Geometry.UNIT_SEAL_DIAMETER,
                        Geometry.UNIT_SEAL_DIAMETER);
    }

    private static boolean overlaps(Ink.Words words, double x, double y, double width, double height) {
        return words.left() < x + width
                && words.left() + words.width() > x
                && words.y() - words.size() < y + height
                && words.y() + words.size() > y;
    }

    private static double alike(Ink.Words words, BufferedImage ours, BufferedImage theirs) {
        double[] our = darkness(words, ours);
        double[] their = darkness(words, theirs);
        double ourMean = mean(our);
        double theirMean = mean(their);
        double both = 0;
        double ourSquares = 0;
        double theirSquares = 0;
        for (int i = 0; i < our.length; i++) {
            both += (our[i] - ourMean) * (their[i] - theirMean);
            ourSquares += (our[i] - ourMean) * (our[i] - ourMean);
            theirSquares += (their[i] - theirMean) * (their[i] - theirMean);
        }
        return both / Math.sqrt(ourSquares * theirSquares);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Square by square of the grid over the text. */
    private static double[] darkness(Ink.Words words, BufferedImage picture) {
        double top = words.y() - words.size();
        int columns = (int) Math.ceil(words.width() / GRID_MM);
        int rows = (int) Math.ceil(1.2 * words.size() / GRID_MM);
        int side = (int) Math.round(GRID_MM * PIXELS_PER_MM);
        var dark = new double[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = (int) Math.round((words.left() + column * GRID_MM) * PIXELS_PER_MM);
                int y = (int) Math.round((top + row * GRID_MM) * PIXELS_PER_MM);
                for (int px = x; px < Math.min(x + side, picture.getWidth()); px++) {
                    for (int py = y; py < Math.min(y + side, picture.getHeight()); py++) {
                        int rgb = picture.getRGB(px, py);
                        dark[row * columns + column] += 765 - (rgb >> 16 & 0xff) - (rgb >> 8 & 0xff) - (rgb & 0xff);
                    }
                }
            }
        }
        return dark;
    }
}
