package org.yipiao.bill.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.yipiao.bill.Bill;
import org.yipiao.bill.SampleBills;

class SvgSheetTest {
    /** Set this property to write the expected pages anew; then look at the difference before keeping it. */
    private static final boolean REFRESH = Boolean.getBoolean("golden.refresh");

    private static final Path GOLDEN = Path.of("src/test/resources/org/yipiao/bill/face");

    @Test
    void the_pages_are_drawn_as_they_were_looked_at() throws Exception {
        golden("outpatient-1.svg", svg(SampleBills.outpatient(), 1));
        golden("outpatient-2.svg", svg(SampleBills.outpatient(), 2));
        golden("inpatient-1.svg", svg(SampleBills.inpatient(), 1));
    }

    private static void golden(String name, String svg) throws Exception {
        if (REFRESH) {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(name), svg);
            return;
        }
        try (var expected = SvgSheetTest.class.getResourceAsStream(name)) {
            assertThat(expected).as(name).isNotNull();
            assertThat(svg).isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void every_page_is_well_formed_and_needs_nothing_from_outside() throws Exception {
        for (Bill bill : SampleBills.all()) {
            var face = Face.of(bill, List.of("已冲红"), List.of());
            for (int page = 1; page <= face.pages(); page++) {
                String svg = face.svg(page);
                parsed(svg);
                assertThat(svg).doesNotContain("style", "<script", "xlink").doesNotContainPattern("href=\"(?!data:)");
            }
        }
    }

    @Test
    void a_hostile_name_stays_a_name() throws Exception {
        String name = "<script>alert('1')</script>\"&]]>";
        var texts = parsed(svg(SampleBills.outpatientFor(name), 1)).getElementsByTagName("text");
        boolean shown = false;
        for (int i = 0; i < texts.getLength(); i++) {
            shown |= texts.item(i).getTextContent().equals(name);
        }
        assertThat(shown).isTrue();
    }

    @Test
    void a_rare_name_is_drawn_as_outlines_and_can_still_be_copied() {
        String svg = svg(SampleBills.outpatientFor("测试䶮"), 1);
        assertThat(svg).contains("<path d=\"M ").contains("fill-opacity=\"0\">测试䶮</text>");
        assertThat(svg(SampleBills.outpatientFor("测试喆"), 1)).doesNotContain("<path");
    }

    private static String svg(Bill bill, int page) {
        return Face.of(bill, List.of(), List.of()).svg(page);
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
