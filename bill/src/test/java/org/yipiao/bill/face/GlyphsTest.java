package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlyphsTest {
    @Test
    void the_shipped_fonts_have_every_character_of_the_basic_block_and_extension_a() {
        assertThat(IntStream.concat(IntStream.rangeClosed(0x4e00, 0x9fa5), IntStream.rangeClosed(0x3400, 0x4db5))
                        .filter(character ->
                                Glyphs.shipped(Typeface.SONG, character).isEmpty()))
                .isEmpty();
    }

    @Test
    void rare_names_are_drawn_with_their_own_outlines() {
        Path2D missing = Glyphs.outline(Typeface.SONG, Glyphs.MISSING);
        "䶮㛃𬱟龘喆堃镕玥頔皛𫖯𬭎".codePoints().forEach(character -> {
            assertThat(Glyphs.shipped(Typeface.SONG, character))
                    .as(Character.toString(character))
                    .isPresent();
            var bounds = Glyphs.outline(Typeface.SONG, character).getBounds2D();
            assertThat(bounds).isNotEqualTo(missing.getBounds2D());
            assertThat(bounds.getWidth()).isBetween(0.5, 1.1);
            assertThat(bounds.getHeight()).isBetween(0.5, 1.1);
        });
    }

    @Test
    void what_no_font_has_is_drawn_as_a_mark_and_never_fails() {
        assertThat(Glyphs.outline(Typeface.SONG, 0xf8f8)).isSameAs(Glyphs.outline(Typeface.SONG, Glyphs.MISSING));
    }

    @Test
    void every_word_of_the_forms_is_in_the_kai_font() {
        for (Form form : List.of(
                FaceForm.of(org.yipiao.bill.BillKind.OUTPATIENT, "示例省医疗门诊收费票据（电子）"),
                FaceForm.of(org.yipiao.bill.BillKind.INPATIENT, "新疆维吾尔自治区医疗住院收费票据（电子）"),
                ItemisedList.FORM)) {
            for (Ink ink : form.inks()) {
                if (ink instanceof Ink.Words words) {
                    words.text()
                            .codePoints()
                            .forEach(character -> assertThat(Glyphs.shipped(Typeface.KAI, character))
                                    .as(words.text())
                                    .hasValue(Glyphs.Shipped.KAI));
                }
            }
        }
    }

    @Test
    void outlines_are_read_by_many_threads_at_once() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Double> reading = () -> IntStream.range(0x5000, 0x5400)
                    .mapToDouble(character -> Glyphs.outline(Typeface.SONG, character)
                            .getBounds2D()
                            .getWidth())
                    .sum();
            var sums = threads.invokeAll(List.of(reading, reading, reading, reading)).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .distinct();
            assertThat(sums).hasSize(1);
        }
    }
}
