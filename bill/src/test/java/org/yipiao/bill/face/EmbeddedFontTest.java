package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.junit.jupiter.api.Test;

class EmbeddedFontTest {
    private static final Path FONTS = Path.of("src/main/resources/org/yipiao/bill/face/fonts");

    @Test
    void a_subset_has_exactly_the_characters_asked_for_with_the_outlines_of_the_shipped_font() throws IOException {
        TrueTypeFont read = read(EmbeddedFont.of(Typeface.SONG, List.of("测试甲 12.05", "甲项", "喆")));
        var characters = read.getUnicodeCmapLookup();
        TrueTypeFont song = read(FontFile.bytes("song"));
        for (char c : "测试甲12.05项".toCharArray()) {
            int glyph = characters.getGlyphId(c);
            int original = song.getUnicodeCmapLookup().getGlyphId(c);
            assertThat(glyph).as(String.valueOf(c)).isPositive();
            assertThat(read.getGlyph().getGlyph(glyph).getPath().getBounds2D())
                    .isEqualTo(song.getGlyph().getGlyph(original).getPath().getBounds2D());
            assertThat(read.getAdvanceWidth(glyph)).isEqualTo(song.getAdvanceWidth(original));
        }
        assertThat(characters.getGlyphId('喆'))
                .as("beyond GB 2312, from the font of names")
                .isPositive();
        assertThat(characters.getGlyphId('乙')).isZero();
        assertThat(read.getNumberOfGlyphs()).isEqualTo(1 + "测试甲 12.05项喆".length());
    }

    @Test
    void the_same_characters_make_the_same_file_in_whatever_order() {
        assertThat(EmbeddedFont.of(Typeface.KAI, List.of("票据", "代码")))
                .isEqualTo(EmbeddedFont.of(Typeface.KAI, List.of("码代据", "票票")));
    }

    @Test
    void a_subset_names_its_licence_and_what_was_done() throws IOException {
        var names = read(EmbeddedFont.of(Typeface.KAI, List.of("票"))).getNaming();
        assertThat(names.getFontFamily()).isEqualTo("Yipiao Kai");
        assertThat(names.getNameRecords())
                .extracting(name -> name.getString())
                .anyMatch(text -> text.contains("Arphic Technology"))
                .anyMatch(text -> text.contains("Arphic Public License"))
                .anyMatch(text -> text.startsWith("Subset"));
    }

    @Test
    void what_only_the_font_of_last_resort_has_is_not_covered() {
        assertThat(EmbeddedFont.covers(Typeface.SONG, "示例医院 12.05 喆")).isTrue();
        assertThat(EmbeddedFont.covers(Typeface.SONG, "醫院")).isFalse();
        assertThat(EmbeddedFont.covers(Typeface.SONG, "𬱟")).isFalse();
    }

    @Test
    void the_licence_of_every_shipped_font_stands_beside_it() throws IOException {
        String licences = Files.readString(FONTS.resolve("LICENSES.txt"));
        try (Stream<Path> files = Files.list(FONTS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains(".ttf")))
                    .isNotEmpty()
                    .allMatch(licences::contains);
        }
        assertThat(Files.readString(FONTS.resolve("ARPHICPL.TXT"))).contains("ARPHIC PUBLIC LICENSE");
        assertThat(licences).contains("ARPHICPL.TXT", "Hanazono Font License", "Apache License");
    }

    private static TrueTypeFont read(byte[] file) throws IOException {
        return new TTFParser().parse(new RandomAccessReadBuffer(file));
    }
}
