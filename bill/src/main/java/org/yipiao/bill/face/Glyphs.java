package org.yipiao.bill.face;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.Optional;

/**
 * 字形 Which font draws a character. The standard fonts 楷体 and 宋体 are not free, so that PDF and PNG are drawn with free fonts
 * of the same styles, shipped as subsets: {@code song} and {@code kai} for GB 2312, {@code names} for what names hold beyond it
 * (通用规范汉字表, extension A, some thousands of extension B and later), {@code rest} for the rest of the basic block. What none has
 * is drawn with a font of this machine, and as 〓 when there is none: a bill is always drawn.
 */
final class Glyphs {
    /** Drawn for a character that no font has. */
    static final int MISSING = '〓';

    /** The fonts that are shipped, in order of search. */
    enum Shipped {
        KAI,
        SONG,
        NAMES,
        REST;

        /** File name without its end. */
        String fileName() {
            return switch (this) {
                case KAI -> "kai";
                case SONG -> "song";
                case NAMES -> "names";
                case REST -> "rest";
            };
        }
    }

    /** Opened when first used: a process that only writes OFD reads none but the one with rare characters. */
    private static final class Song {
        static final FontFile FILE = FontFile.shipped(Shipped.SONG.fileName());
    }

    private static final class Kai {
        static final FontFile FILE = FontFile.shipped(Shipped.KAI.fileName());
    }

    private static final class Names {
        static final FontFile FILE = FontFile.shipped(Shipped.NAMES.fileName());
    }

    private static final class Rest {
        static final FontFile FILE = FontFile.shipped(Shipped.REST.fileName());
    }

    private static final class OfThisMachine {
        static final List<FontFile> FILES = SystemFonts.open();
    }

    private static final List<Shipped> KAI_ORDER = List.of(Shipped.KAI, Shipped.SONG, Shipped.NAMES, Shipped.REST);
    private static final List<Shipped> SONG_ORDER = List.of(Shipped.SONG, Shipped.NAMES, Shipped.REST);

    private Glyphs() {}

    static FontFile file(Shipped font) {
        return switch (font) {
            case KAI -> Kai.FILE;
            case SONG -> Song.FILE;
            case NAMES -> Names.FILE;
            case REST -> Rest.FILE;
        };
    }

    /** The first shipped font with this character. */
    static Optional<Shipped> shipped(Typeface face, int character) {
        var order = face == Typeface.KAI ? KAI_ORDER : SONG_ORDER;
        return order.stream().filter(font -> file(font).has(character)).findFirst();
    }

    /** The outline in ems, y upwards; {@link #MISSING} for a character that no font has. */
    static Path2D outline(Typeface face, int character) {
        return shipped(face, character)
                .flatMap(font -> file(font).outline(character))
                .or(() -> ofThisMachine(character))
                .or(() -> Song.FILE.outline(MISSING))
                .orElseThrow();
    }

    private static Optional<Path2D> ofThisMachine(int character) {
        return OfThisMachine.FILES.stream()
                .filter(font -> font.has(character))
                .findFirst()
                .flatMap(font -> font.outline(character));
    }
}
