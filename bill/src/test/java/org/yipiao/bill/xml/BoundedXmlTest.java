package org.yipiao.bill.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedXmlTest {
    @Test
    void names_come_without_prefix_and_blanks_between_elements_are_dropped() {
        Element read = read(
                "<o:A xmlns:o='http://example.org' n='1'>\n  <o:B>x &lt; <![CDATA[y]]></o:B><!-- c -->\n  <o:B/></o:A>");
        assertThat(read.name()).isEqualTo("A");
        assertThat(read.attribute("n")).isEqualTo("1");
        assertThat(read.attribute("none")).isEmpty();
        assertThat(read.all("B")).extracting(Element::text).containsExactly("x < y", "");
        assertThat(read.textOf("none")).isEmpty();
        assertThatThrownBy(() -> read.only("B")).hasMessageContaining("重复");
        assertThatThrownBy(() -> read.textOf("B")).hasMessageContaining("重复");
        assertThatThrownBy(() -> read.only("none")).hasMessageContaining("缺少");
    }

    @Test
    void gb18030_and_a_byte_order_mark_are_understood() throws IOException {
        String text = "<?xml version=\"1.0\" encoding=\"gb18030\"?><A>䶮㛃𬱟</A>";
        assertThat(BoundedXml.read(text.getBytes(BoundedXml.GB18030)).text()).isEqualTo("䶮㛃𬱟");
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        marked.write("<?xml version='1.0' encoding='utf-8' standalone=\"no\"?><A>甲</A>".getBytes(UTF_8));
        assertThat(BoundedXml.read(marked.toByteArray()).text()).isEqualTo("甲");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "text",
                "<A>",
                "<A></B>",
                "<A/><B/>",
                "<A>x<B/></A>",
                "<a:A/>",
                "<A b='1' b='2'/>",
                "<A>&x;</A>",
                "<!DOCTYPE A><A/>",
                "<!DOCTYPE A [<!ENTITY x \"y\">]><A>&x;</A>",
                "<!DOCTYPE A SYSTEM \"http://127.0.0.1:1/x.dtd\"><A/>",
                "<?xml version=\"1.1\"?><A/>",
                "<?xml version=\"1.0\" encoding=\"GBK\"?><A/>",
                "<?xml encoding=\"UTF-8\"?><A/>"
            })
    void everything_else_is_refused(String document) {
        assertThatThrownBy(() -> read(document)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limits_hold() {
        assertThat(read("<a>".repeat(20) + "</a>".repeat(20)).name()).isEqualTo("a");
        assertThatThrownBy(() -> read("<a>".repeat(21) + "</a>".repeat(21))).hasMessageContaining("20 层");
        assertThatThrownBy(() -> read("<a>" + "<b/>".repeat(BoundedXml.ELEMENTS_MAX) + "</a>"))
                .hasMessageContaining("200000 个");
        assertThatThrownBy(() -> BoundedXml.read(new byte[BoundedXml.BYTES_MAX + 1]))
                .hasMessageContaining("10 MB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<A b='x\ny'/>",
                "<A b='x\ty'/>",
                "<A>x\r\ny</A>",
                "<A>&#x41;</A>",
                "<A><![CDATA[x]]></A>",
                "<A><!-- x --></A>",
                "<?x y?><A/>",
                "<A>x<!-- y -->z</A>",
                "<A xmlns:b='u'><b:C b:d='e'/></A>",
                "<A><B xmlns='u'/></A>",
                "<票/>",
                "<A>]]></A>",
                "<A b='<'/>",
                "<A b='1'c='2'/>",
                "<A b='1' b='1'/>",
                "<A b=1/>",
                "<A>\u0001</A>",
                "<A>\uFFFE</A>",
                "<A/>x",
                "x<A/>",
                "<A></A",
                "<A><B></A></B>",
                "<x:A xmlns:y='u'/>",
                "<A xmlns:x=''/>",
                "<xml:A/>",
                "<A xmlns:xml='u'/>",
                "<A>x<B/></A>",
                "<A><B/>x</A>",
                "<A/><A/>",
                "<1A/>",
                "< A/>",
                "<A >x</A >y",
                "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><A/>"
            })
    void what_is_not_plain_is_left_to_the_jdk_s_parser(String document) {
        assertThat(PlainXml.read(document)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<A/>",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<A></A>\n",
                "<A b='1' c = \"2&lt;&gt;&amp;&quot;&apos;\" >x&lt;&gt;&amp;&quot;&apos;y</A >",
                "<o:A xmlns:o='u' xmlns='v' n='1'>\n\t<o:B>甲 䶮𬱟</o:B> <B/></o:A>",
                "<A> x\n\ty ] ]] > ' \" </A>",
                "<A> \n </A>",
                "<A><B>\u0085\u2028\u3000\u007f</B>\u3000</A>",
                "<A _b.c-d='\u00a0'/>"
            })
    void plain_documents_are_read_as_the_jdk_s_parser_reads_them(String document) throws Exception {
        assertThat(PlainXml.read(document)).isNotNull().isEqualTo(BoundedXml.readByJdk(document));
    }

    private static Element read(String document) {
        return BoundedXml.read(document.getBytes(UTF_8));
    }
}
