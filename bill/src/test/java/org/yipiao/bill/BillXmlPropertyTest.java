package org.yipiao.bill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;

/** Whatever a bill says, its XML says the same. */
class BillXmlPropertyTest {
    private static final Charset GB18030 = Charset.forName("GB18030");

    @Property(tries = 300)
    void every_bill_comes_back_as_it_was_written(@ForAll("bills") Bill bill, @ForAll boolean gb) {
        Charset charset = gb ? GB18030 : UTF_8;
        byte[] block = BillXml.block(bill, charset);
        Bill read = BillXml.readBlock(block, charset);
        assertThat(read)
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(bill);
        assertThat(BillXml.block(read, charset)).isEqualTo(block);
        assertThat(BillXml.block(bill, charset)).isEqualTo(block);
    }

    @Property(tries = 200)
    void a_text_is_either_refused_or_comes_back(@ForAll String text) {
        byte[] block;
        try {
            block = BillXml.block(Samples.withPayerName(text), UTF_8);
        } catch (IllegalArgumentException e) {
            assertThat(text.codePoints())
                    .anyMatch(c -> (c < ' ' && c != '\t' && c != '\n' && c != '\r')
                            || (c >= 0xd800 && c < 0xe000)
                            || c == 0xfffe
                            || c == 0xffff);
            return;
        }
        assertThat(BillXml.readBlock(block, UTF_8).content().payer().name()).isEqualTo(text);
    }

    @Property(tries = 500)
    void bytes_of_any_kind_are_read_or_refused(@ForAll byte[] noise, @ForAll int at) {
        byte[] document = BillXml.assemble(BillXml.block(Samples.outpatient(), UTF_8), UTF_8, List.of());
        int start = Math.floorMod(at, document.length);
        System.arraycopy(noise, 0, document, start, Math.min(noise.length, document.length - start));
        try {
            assertThat(BillXml.read(document).bill()).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<Bill> bills() {
        return Combinators.combine(
                        contents(),
                        texts(),
                        Arbitraries.longs().between(0, BillNumber.MAX).map(BillNumber::of),
                        DateTimes.dateTimes()
                                .between(
                                        LocalDateTime.of(2019, 1, 1, 0, 0), LocalDateTime.of(2099, 12, 31, 23, 59, 59)),
                        Arbitraries.just(new Bill.Key(new BillCode("99060125"), BillNumber.of(7)))
                                .optional())
                .as((content, text, number, time, blue) -> new Bill(
                        "CZ-EI-99",
                        "1.1.0",
                        text,
                        new BillCode("99060126"),
                        number,
                        new CheckCode("AbC123"),
                        "9906012601",
                        "990100",
                        time,
                        new InvoicingParty("12990000000000000X", text, text, "", text),
                        content,
                        new SealRef("a", text, "b"),
                        new SealRef("c", text, "d"),
                        blue));
    }

    private static Arbitrary<BillContent> contents() {
        return Combinators.combine(texts(), money(), medicals(), items(), auxItems(), Arbitraries.of(BillKind.values()))
                .as((text, total, medical, items, auxItems, kind) -> new BillContent(
                        kind,
                        total,
                        new Payer("1", "990101********0001", text, text, text),
                        "1",
                        "X1",
                        text,
                        text,
                        text,
                        medical,
                        items,
                        auxItems));
    }

    private static Arbitrary<Medical> medicals() {
        Arbitrary<List<Medical.Extra>> extras = Combinators.combine(labels(), texts())
                .as(Medical.Extra::new)
                .list()
                .ofMaxSize(12);
        return Combinators.combine(texts(), money(), money(), extras)
                .as((text, one, two, more) -> new Medical(
                        text, text, text, text, text, text, text, one, two, one, two, one, two, text, text, text, text,
                        text, two, one, two, more));
    }

    private static Arbitrary<List<Item>> items() {
        return Combinators.combine(texts(), decimals(), decimals(), money())
                .as((text, quantity, price, amount) -> new Item("01", text, quantity, text, price, amount, text))
                .list()
                .ofMaxSize(5);
    }

    private static Arbitrary<List<AuxItem>> auxItems() {
        return Combinators.combine(texts(), decimals(), decimals(), decimals(), Arbitraries.of("", "甲", "乙", "丙"))
                .as((text, quantity, price, amount, grade) ->
                        new AuxItem("01", text, text, text, "", quantity, text, price, amount, grade, remark(text)))
                .list()
                .ofMaxSize(8);
    }

    /** A remark that begins like a grade is read as one; that is said where it is written. */
    private static String remark(String text) {
        return AuxRemark.grade(text).isEmpty() ? text : "注" + text;
    }

    private static Arbitrary<Money> money() {
        return Arbitraries.longs().between(-Money.FEN_MAX, Money.FEN_MAX).map(Money::ofFen);
    }

    private static Arbitrary<BigDecimal> decimals() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-99999999999999"), new BigDecimal("99999999999999"))
                .ofScale(6);
    }

    /** An extra's name ends at its first colon. */
    private static Arbitrary<String> labels() {
        return texts().map(text -> text.replace("：", ""));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("甲乙丙；：示例 &<>\"'\r\n\t]-!")
                .withCharRange('\u0020', '\u007e')
                .withCharRange('\u00a0', '\ud7ff')
                .ofMaxLength(12)
                .map(text -> text.length() > 8 ? text + "𬱟㛃" : text);
    }
}
