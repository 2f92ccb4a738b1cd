package org.yipiao.bill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yipiao.bill.sign.TestKeys;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.bill.sign.XmlSignature.Role;

class BillXmlTest {
    private static final Charset GB18030 = Charset.forName("GB18030");

    @Test
    void the_elements_of_an_outpatient_bill_stand_in_the_order_of_the_norm() {
        assertThat(names(Samples.outpatient()))
                .containsExactly(
                        "Header",
                        "EInvoiceID",
                        "EInvoiceTag",
                        "Version",
                        "EInvoiceData",
                        "Main",
                        "EInvoiceName",
                        "EInvoiceCode",
                        "EInvoiceNumber",
                        "RandomNumber",
                        "EInvoiceSpecimenCode",
                        "SupervisorAreaCode",
                        "TotalAmount",
                        "IssueDate",
                        "IssueTime",
                        "InvoicingParty",
                        "InvoicingPartyCode",
                        "InvoicingPartyName",
                        "RecName",
                        "RecAcct",
                        "RecOpBk",
                        "PayerParty",
                        "PayerPartyType",
                        "PayerPartyCode",
                        "PayerPartyName",
                        "PayerAcct",
                        "PayerOpBk",
                        "PayMode",
                        "BizCode",
                        "Remark",
                        "HandlingPerson",
                        "Checker",
                        "MainExt",
                        "Gender",
                        "MedicalType",
                        "PatientNumber",
                        "MedicalDate",
                        "OrgType",
                        "MedicalInsuranceType",
                        "MedicalInsuranceID",
                        "FundPayAmount",
                        "OtherPayAmount",
                        "AccountPayAmount",
                        "OwnPayAmount",
                        "SelfpaymentAmount",
                        "SelfpaymentCost",
                        "InvoicingPartySeal",
                        "SealId",
                        "SealName",
                        "SealHash",
                        "SupervisorPartySeal",
                        "SealId",
                        "SealName",
                        "SealHash",
                        "Details",
                        "Item",
                        "ItemCode",
                        "ItemName",
                        "ItemQuantity",
                        "ItemUnit",
                        "ItemStd",
                        "ItemAmount",
                        "ItemRemark",
                        "Item",
                        "ItemCode",
                        "ItemName",
                        "ItemQuantity",
                        "ItemUnit",
                        "ItemStd",
                        "ItemAmount",
                        "ItemRemark",
                        "AuxDetails",
                        "AuxItem",
                        "AuxItemRelatedCode",
                        "AuxItemRelatedName",
                        "AuxItemCode",
                        "AuxItemName",
                        "AuxItemQuantity",
                        "AuxItemUnit",
                        "AuxItemStd",
                        "AuxItemAmount",
                        "AuxItemRemark");
    }

    @Test
    void an_inpatient_bill_adds_its_own_elements_after_the_payment_split() {
        List<String> names = names(Samples.inpatient(0));
        assertThat(names.subList(names.indexOf("MainExt"), names.indexOf("InvoicingPartySeal")))
                .containsExactly(
                        "MainExt",
                        "Gender",
                        "Age",
                        "MedicalType",
                        "OrgType",
                        "MedicalInsuranceType",
                        "MedicalInsuranceID",
                        "FundPayAmount",
                        "OtherPayAmount",
                        "AccountPayAmount",
                        "OwnPayAmount",
                        "SelfpaymentAmount",
                        "SelfpaymentCost",
                        "CaseNumber",
                        "HospitalizationNumber",
                        "DepartmentName",
                        "InHospitalDate",
                        "OutHospitalDate",
                        "PrepayAmount",
                        "RechargeAmount",
                        "RefundAmount",
                        "Custom1",
                        "Custom2",
                        "Custom3",
                        "Custom4",
                        "Custom5",
                        "Custom6",
                        "Custom7",
                        "Custom8",
                        "Custom9",
                        "Custom10",
                        "Custom11",
                        "Custom12");
    }

    @Test
    void values_are_written_as_the_norm_says() {
        assertThat(text(Samples.outpatient()))
                .startsWith("<Header><EInvoiceID>1000000000-62106099</EInvoiceID><EInvoiceTag>CZ-EI-99</EInvoiceTag>")
                .contains("<TotalAmount>12.05</TotalAmount><IssueDate>20261121</IssueDate><IssueTime>09:08:07<")
                .contains("<ItemQuantity>1</ItemQuantity>", "<ItemStd>10</ItemStd>", "<ItemAmount>10.00</ItemAmount>")
                .contains("<AuxItemQuantity>2.5</AuxItemQuantity>", "<AuxItemRemark>甲</AuxItemRemark>")
                .contains("<PayerAcct></PayerAcct>")
                .doesNotContain("\n")
                .endsWith("</AuxDetails></EInvoiceData>");
        assertThat(text(Samples.inpatient(1)))
                .contains("<AuxItemStd>0.0001</AuxItemStd><AuxItemAmount>0.0001</AuxItemAmount>")
                .contains("<AuxItemName>测试药 &lt;0&gt; &amp; Ⅱ</AuxItemName>", "<AuxItemRemark>乙；备注</AuxItemRemark>")
                .contains("<Custom1>扩展1：1.00</Custom1>")
                .contains("<PrepayAmount>10000.00</PrepayAmount>");
    }

    @Test
    void a_red_bill_names_its_blue_bill_and_is_negative() {
        String text = text(Samples.red());
        assertThat(text)
                .contains("<RelatedInvoiceCode>99060126</RelatedInvoiceCode>"
                        + "<RelatedInvoiceNumber>0000000001</RelatedInvoiceNumber></MainExt>")
                .contains("<TotalAmount>-12.05</TotalAmount>", "<ItemQuantity>-1</ItemQuantity>");
        assertThat(BillXml.readBlock(text.getBytes(UTF_8), UTF_8)).isEqualTo(Samples.red());
    }

    @Test
    void what_was_written_is_read_back_in_both_charsets() {
        for (Bill bill : List.of(Samples.outpatient(), Samples.inpatient(60), Samples.red())) {
            for (Charset charset : List.of(UTF_8, GB18030)) {
                byte[] block = BillXml.block(bill, charset);
                assertThat(BillXml.readBlock(block, charset))
                        .usingRecursiveComparison()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .isEqualTo(bill);
                assertThat(BillXml.block(BillXml.readBlock(block, charset), charset))
                        .isEqualTo(block);
            }
        }
    }

    @Test
    void a_signed_document_gives_back_the_very_bytes_that_were_signed() {
        for (Charset charset : List.of(UTF_8, GB18030)) {
            byte[] block = BillXml.block(Samples.inpatient(3), charset);
            XmlSignature unit =
                    XmlSignature.sign(Role.UNIT, TestKeys.NOW, Samples.UNIT_SEAL.id(), TestKeys.UNIT, block);
            XmlSignature supervisory = XmlSignature.sign(
                    Role.SUPERVISORY,
                    Instant.parse("2026-11-21T01:08:08.123Z"),
                    Samples.SUPERVISORY_SEAL.id(),
                    TestKeys.BUREAU,
                    BillXml.supervised(block, unit.element()));
            byte[] document = BillXml.assemble(block, charset, List.of(unit, supervisory));
            assertThat(new String(document, charset))
                    .startsWith("<?xml version=\"1.0\" encoding=\"" + charset + "\"?>\n<EInvoice><Header>")
                    .contains("</EInvoiceData><EInvoiceSignature><InvoicingPartySignature><SignatureTime>")
                    .endsWith("</SupervisorPartySignature></EInvoiceSignature></EInvoice>");
            SignedBill read = BillXml.read(document);
            assertThat(read.block()).isEqualTo(block);
            assertThat(read.signatureBytes()).containsExactly(unit.element(), supervisory.element());
            assertThat(BillXml.assemble(read.block(), charset, read.signatures()))
                    .isEqualTo(document);
        }
    }

    @Test
    void extras_beyond_twelve_are_joined_into_the_twelfth() {
        BillContent c = Samples.outpatientContent();
        Medical m = c.medical();
        var extras = IntStream.rangeClosed(1, 14)
                .mapToObj(i -> new Medical.Extra("名" + i, "值" + i))
                .toList();
        Medical many = new Medical(
                m.gender(),
                m.age(),
                m.patientNumber(),
                m.medicalDate(),
                m.orgType(),
                m.insuranceType(),
                m.insuranceId(),
                m.fundPay(),
                m.otherPay(),
                m.accountPay(),
                m.ownPay(),
                m.selfPayment(),
                m.selfCost(),
                m.caseNumber(),
                m.hospitalizationNumber(),
                m.department(),
                m.inHospitalDate(),
                m.outHospitalDate(),
                m.prepay(),
                m.recharge(),
                m.refund(),
                extras);
        String text = text(Samples.withContent(new BillContent(
                c.kind(),
                c.total(),
                c.payer(),
                c.payMode(),
                c.bizCode(),
                c.remark(),
                c.handlingPerson(),
                c.checker(),
                many,
                c.items(),
                c.auxItems())));
        assertThat(text).contains("<Custom11>名11：值11</Custom11><Custom12>名12：值12；名13：值13；名14：值14</Custom12></MainExt>");
        assertThat(BillXml.readBlock(text.getBytes(UTF_8), UTF_8)
                        .content()
                        .medical()
                        .extras())
                .hasSize(12)
                .last()
                .isEqualTo(new Medical.Extra("名12", "值12；名13：值13；名14：值14"));
    }

    @Test
    void the_small_p_of_one_implementation_is_read() {
        String text = text(Samples.outpatient()).replace("PatientNumber>", "patientNumber>");
        assertThat(BillXml.readBlock(text.getBytes(UTF_8), UTF_8)).isEqualTo(Samples.outpatient());
    }

    @ParameterizedTest
    @ValueSource(strings = {"甲\u0000", "甲\u0008", "甲\u001f", "甲\ufffe", "甲\uffff", "甲\ud83d", "\udc00甲"})
    void characters_that_xml_can_not_carry_are_refused(String name) {
        assertThatThrownBy(() -> BillXml.block(Samples.withPayerName(name), UTF_8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PayerPartyName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", " 甲 ", "\t", "<![CDATA[x]]>", "&amp;", "]]>", "<!--", "䶮㛃𬱟", "\u0085\u2028", ""})
    void every_other_text_comes_back_as_it_was(String name) {
        Bill bill = Samples.withPayerName(name);
        for (Charset charset : List.of(UTF_8, GB18030)) {
            assertThat(BillXml.readBlock(BillXml.block(bill, charset), charset)).isEqualTo(bill);
        }
    }

    @Test
    void decimals_finer_than_the_norm_are_refused() {
        Item item = Samples.outpatientContent().items().getFirst();
        BillContent c = Samples.outpatientContent();
        for (String price : List.of("0.0000001", "123456789012345")) {
            var items = List.of(new Item(
                    item.code(), item.name(), item.quantity(), item.unit(), new BigDecimal(price), item.amount(), ""));
            Bill bill = Samples.withContent(new BillContent(
                    c.kind(),
                    c.total(),
                    c.payer(),
                    c.payMode(),
                    c.bizCode(),
                    c.remark(),
                    c.handlingPerson(),
                    c.checker(),
                    c.medical(),
                    items,
                    c.auxItems()));
            assertThatThrownBy(() -> BillXml.block(bill, UTF_8))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ItemStd");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- -->",
                "<![CDATA[x]]>",
                "<?pi x?>",
                "<Header></Header>",
                "<EInvoiceData></EInvoiceData>",
                "<x/>",
                "text",
                "</EInvoice><EInvoice>"
            })
    void a_document_with_anything_else_between_the_signed_parts_is_refused(String foreign) {
        String document =
                new String(BillXml.assemble(BillXml.block(Samples.outpatient(), UTF_8), UTF_8, List.of()), UTF_8);
        String changed = document.replace("</Header><EInvoiceData>", "</Header>" + foreign + "<EInvoiceData>");
        assertThatThrownBy(() -> BillXml.read(changed.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<TotalAmount>12.05</TotalAmount>|<TotalAmount>12.05</TotalAmount><TotalAmount>1.00</TotalAmount>",
                "<TotalAmount>12.05<|<TotalAmount>1e999999999<",
                "<TotalAmount>12.05<|<TotalAmount>12.5<",
                "<ItemQuantity>1<|<ItemQuantity>1E9<",
                "<IssueDate>20261121<|<IssueDate>20260230<",
                "<IssueTime>09:08:07<|<IssueTime>24:00:00<",
                "<EInvoiceCode>99060126<|<EInvoiceCode>9906012<",
                "<RandomNumber>a1b2c3<|<RandomNumber>a1b2c<",
                "<PayerPartyName>测试甲<|<PayerPartyName x=\"1\">测试甲<",
                "<PayerPartyName>测试甲<|<PayerPartyName><!-- x -->测试甲<",
                "<PayerPartyName>测试甲<|<PayerPartyName>&x;<",
                "<PayerPartyName>测试甲<|<PayerPartyName>&#0;<",
                "<Main>|<Main>text",
                "<Details>|<details>"
            })
    void a_value_that_breaks_the_norm_is_refused(String change) {
        String text = text(Samples.outpatient());
        String[] sides = change.split("\\|");
        assertThat(text).contains(sides[0]);
        byte[] block = text.replace(sides[0], sides[1]).getBytes(UTF_8);
        assertThatThrownBy(() -> BillXml.readBlock(block, UTF_8))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(Pattern.compile(".*[\\u4e00-\\u9fff].*", Pattern.DOTALL));
    }

    @Test
    void a_block_can_not_smuggle_in_a_signature() {
        byte[] block = BillXml.block(Samples.outpatient(), UTF_8);
        XmlSignature unit = XmlSignature.sign(Role.UNIT, TestKeys.NOW, Samples.UNIT_SEAL.id(), TestKeys.UNIT, block);
        String smuggled = new String(block, UTF_8) + "<EInvoiceSignature>"
                + new String(unit.element(), StandardCharsets.US_ASCII) + "</EInvoiceSignature>";
        assertThatThrownBy(() -> BillXml.readBlock(smuggled.getBytes(UTF_8), UTF_8))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BillXml.readBlock((" " + new String(block, UTF_8)).getBytes(UTF_8), UTF_8))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bombs_and_oversize_are_refused() {
        assertThatThrownBy(() -> BillXml.read(new byte[11 * 1024 * 1024])).hasMessageContaining("10 MB");
        String laughs =
                "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><EInvoice>&b;</EInvoice>";
        assertThatThrownBy(() -> BillXml.read(laughs.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
        String outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><EInvoice></EInvoice>";
        assertThatThrownBy(() -> BillXml.read(outside.getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
        String deep = "<EInvoice>" + "<a>".repeat(30) + "</a>".repeat(30) + "</EInvoice>";
        assertThatThrownBy(() -> BillXml.read(deep.getBytes(UTF_8))).hasMessageContaining("20 层");
        Bill many = Samples.inpatient(BillContent.AUX_ITEMS_MAX);
        assertThat(BillXml.readBlock(BillXml.block(many, UTF_8), UTF_8)
                        .content()
                        .auxItems())
                .hasSize(BillContent.AUX_ITEMS_MAX);
        String tooMany = text(many).replace("</AuxDetails>", "<AuxItem></AuxItem></AuxDetails>");
        assertThatThrownBy(() -> BillXml.readBlock(tooMany.getBytes(UTF_8), UTF_8))
                .hasMessageContaining("5000");
    }

    @Test
    void wrong_bytes_and_other_charsets_are_refused() {
        byte[] block = BillXml.block(Samples.outpatient(), GB18030);
        assertThatThrownBy(() -> BillXml.readBlock(block, UTF_8)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> BillXml.block(Samples.outpatient(), StandardCharsets.UTF_16))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BillXml.read("<?xml version=\"1.0\" encoding=\"UTF-7\"?><EInvoice/>".getBytes(UTF_8)))
                .hasMessageContaining("UTF-7");
    }

    @Test
    void signatures_stand_unit_first() {
        byte[] block = BillXml.block(Samples.outpatient(), UTF_8);
        XmlSignature unit = XmlSignature.sign(Role.UNIT, TestKeys.NOW, "aa", TestKeys.UNIT, block);
        XmlSignature supervisory = XmlSignature.sign(Role.SUPERVISORY, TestKeys.NOW, "bb", TestKeys.BUREAU, block);
        for (var wrong : List.of(
                List.of(supervisory),
                List.of(supervisory, unit),
                List.of(unit, unit),
                List.of(unit, supervisory, unit))) {
            byte[] document = BillXml.assemble(block, UTF_8, wrong);
            assertThatThrownBy(() -> BillXml.read(document)).hasMessageContaining("签名");
        }
        assertThat(BillXml.read(BillXml.assemble(block, UTF_8, List.of())).signatures())
                .isEmpty();
        assertThat(BillXml.read(BillXml.assemble(block, UTF_8, List.of(unit))).signatures())
                .hasSize(1);
    }

    private static String text(Bill bill) {
        return new String(BillXml.block(bill, UTF_8), UTF_8);
    }

    private static List<String> names(Bill bill) {
        return Pattern.compile("<([A-Za-z0-9]+)>")
                .matcher(text(bill))
                .results()
                .map(r -> r.group(1))
                .toList();
    }
}
