package org.yipiao.bill.face;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.OTFParser;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeCollection;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;

/**
 * 系统字体 Fonts of this machine that may hold characters which ours lack: most of extension B. Looked for once, opened only when
 * such a character comes up. On Debian, {@code fonts-hanazono} has all of them.
 */
final class SystemFonts {
    private static final System.Logger LOG = System.getLogger(SystemFonts.class.getName());

    /** The best coverage first; beginnings of file names. */
    private static final List<String> NAMES = List.of(
            "HanaMinB",
            "simsunb",
            "SimSun-ExtB",
            "Plangothic",
            "NotoSerifCJK-Regular",
            "SourceHanSerif",
            "NotoSansCJK-Regular");

    private static final int DEPTH_MAX = 6;
    private static final int FILES_MAX = 20_000;

    /** Opened together at most: some take tens of megabytes of memory. */
    private static final int FONTS_MAX = 2;

    private SystemFonts() {}

    static List<FontFile> open() {
        var files = new ArrayList<Path>();
        for (Path directory : directories()) {
            if (Files.isDirectory(directory)) {
                files.addAll(fontsIn(directory));
            }
        }
        var fonts = new ArrayList<FontFile>();
        for (String name : NAMES) {
            for (Path file : files) {
                if (fonts.size() < FONTS_MAX && file.getFileName().toString().startsWith(name)) {
                    open(file, fonts);
                    break;
                }
            }
        }
        return List.copyOf(fonts);
    }

    private static List<Path> directories() {
        Path home = Path.of(System.getProperty("user.home", "/"));
        return List.of(
                Path.of("/usr/share/fonts"),
                Path.of("/usr/local/share/fonts"),
                home.resolve(".fonts"),
                home.resolve(".local/share/fonts"),
                Path.of("/System/Library/Fonts"),
                Path.of("C:\\Windows\\Fonts"));
    }

    private static List<Path> fontsIn(Path directory) {
        try (Stream<Path> all = Files.walk(directory, DEPTH_MAX)) {
            return all.limit(FILES_MAX)
                    .filter(file -> NAMES.stream().anyMatch(file.getFileName().toString()::startsWith))
                    .sorted()
                    .toList();
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(Level.INFO, "fonts in {0} can not be listed: {1}", directory, unreadable.toString());
            return List.of();
        }
    }

    private static void open(Path file, List<FontFile> into) {
        try {
            into.add(new FontFile(parse(file.toFile())));
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(Level.INFO, "font {0} can not be read: {1}", file, unreadable.toString());
        }
    }

    private static TrueTypeFont parse(File file) throws IOException {
        String name = file.getName();
        if (name.endsWith(".ttc") || name.endsWith(".otc")) {
            return first(new TrueTypeCollection(file));
        }
        var bytes = new RandomAccessReadBufferedFile(file);
        return name.endsWith(".otf") ? new OTFParser().parse(bytes) : new TTFParser().parse(bytes);
    }

    /** Simplified Chinese where the collection has it, else the first font. */
    private static TrueTypeFont first(TrueTypeCollection collection) throws IOException {
        var fonts = new ArrayList<TrueTypeFont>();
        collection.processAllFonts(fonts::add);
        for (var font : fonts) {
            if (font.getName().contains("CJKsc")) {
                return font;
            }
        }
        return fonts.getFirst();
    }
}
