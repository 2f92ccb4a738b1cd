package org.yipiao.bill.xml;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the quick reader takes, the JDK's parser takes too and reads the same. */
class PlainXmlPropertyTest {
    @Property(tries = 4_000)
    void both_readers_agree(@ForAll("documents") String document) throws Exception {
        Element plain = PlainXml.read(document);
        if (plain != null) {
            assertThat(BoundedXml.readByJdk(document)).isEqualTo(plain);
        }
    }

    /** Pieces of XML in any order, mostly inside one element, so that many are well-formed. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> pieces = Arbitraries.of(
                "<a>",
                "</a>",
                "<b/>",
                "<o:b/>",
                "<o:b>",
                "</o:b>",
                "<b c='1'>",
                "</b>",
                " ",
                "\n",
                "\t",
                "\r",
                "甲",
                "𬱟",
                "\ud840",
                "\udc00",
                "\u0085",
                "\ufffe",
                "\ufffd",
                "&lt;",
                "&gt;",
                "&amp;",
                "&quot;",
                "&apos;",
                "&x;",
                "&",
                "]]>",
                "]",
                ">",
                "'",
                "\"",
                "<!--c-->",
                "<![CDATA[d]]>",
                "<?p?>",
                "<b c='1' c='1'/>",
                "<b c='&lt;'\n/>",
                "<b xmlns='u'/>",
                "<b o:c='1'/>",
                "<b c='\n'/>",
                "text",
                "<",
                "/>");
        Arbitrary<String> inside = pieces.list().ofMaxSize(8).map(list -> String.join("", list));
        Arbitrary<String> wrapped = inside.map(text -> "<r xmlns:o='u'>" + text + "</r>");
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(1, inside), net.jqwik.api.Tuple.of(9, wrapped));
    }
}
