package org.yipiao.bill;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yipiao.bill.xml.Element;

/** Reads {@code Header} and {@code EInvoiceData} into values; what breaks a rule is refused with the element's name. */
final class BlockReader {
    /** Checked before a number is parsed: an exponent could ask for gigabytes of zeros. */
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,14}(\\.[0-9]{1,6})?");

    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,12}\\.[0-9]{2}");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    private BlockReader() {}

    static Bill bill(Element root) {
        Element header = root.only("Header");
        Element data = root.only("EInvoiceData");
        Element main = data.only("Main");
        Element ext = main.only("MainExt");
        BillCode code = value(main, "EInvoiceCode", BillCode::new);
        return new Bill(
                header.textOf("EInvoiceTag"),
                header.textOf("Version"),
                main.textOf("EInvoiceName"),
                code,
                value(main, "EInvoiceNumber", BillNumber::new),
                value(main, "RandomNumber", CheckCode::new),
                main.textOf("EInvoiceSpecimenCode"),
                main.textOf("SupervisorAreaCode"),
                LocalDateTime.of(
                        value(main, "IssueDate", text -> LocalDate.parse(text, DATE)),
                        value(main, "IssueTime", text -> LocalTime.parse(text, TIME))),
                issuer(main.only("InvoicingParty")),
                content(data, main, ext, code),
                seal(main.only("InvoicingPartySeal")),
                seal(main.only("SupervisorPartySeal")),
                reverses(ext));
    }

    private static BillContent content(Element data, Element main, Element ext, BillCode code) {
        List<Element> items = within(data.only("Details").all("Item"), BillContent.ITEMS_MAX, "收费项目");
        List<Element> auxItems = within(
                data.all("AuxDetails").isEmpty()
                        ? List.of()
                        : data.only("AuxDetails").all("AuxItem"),
                BillContent.AUX_ITEMS_MAX,
                "收费明细");
        return new BillContent(
                kind(ext.textOf("MedicalType"), code),
                value(main, "TotalAmount", BlockReader::money),
                payer(main.only("PayerParty")),
                main.textOf("PayMode"),
                main.textOf("BizCode"),
                main.textOf("Remark"),
                main.textOf("HandlingPerson"),
                main.textOf("Checker"),
                medical(ext),
                items.stream().map(BlockReader::item).toList(),
                auxItems.stream().map(BlockReader::auxItem).toList());
    }

    private static List<Element> within(List<Element> lines, int most, String what) {
        if (lines.size() > most) {
            throw new IllegalArgumentException(what + "超过 " + most + " 行");
        }
        return lines;
    }

    /** Bills of other regions may use kinds of their own, so what the bill says of itself comes first. */
    private static BillKind kind(String medicalType, BillCode code) {
        for (BillKind kind : BillKind.values()) {
            if (kind.medicalType().equals(medicalType)) {
                return kind;
            }
        }
        for (BillKind kind : BillKind.values()) {
            if (code.digits().startsWith(kind.code(), 2)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("MedicalType 应为门诊或住院：" + medicalType);
    }

    private static InvoicingParty issuer(Element party) {
        return new InvoicingParty(
                party.textOf("InvoicingPartyCode"),
                party.textOf("InvoicingPartyName"),
                party.textOf("RecName"),
                party.textOf("RecAcct"),
                party.textOf("RecOpBk"));
    }

    private static Payer payer(Element party) {
        return new Payer(
                party.textOf("PayerPartyType"),
                party.textOf("PayerPartyCode"),
                party.textOf("PayerPartyName"),
                party.textOf("PayerAcct"),
                party.textOf("PayerOpBk"));
    }

    private static SealRef seal(Element seal) {
        return new SealRef(seal.textOf("SealId"), seal.textOf("SealName"), seal.textOf("SealHash"));
    }

    private static Optional<Bill.Key> reverses(Element ext) {
        if (ext.textOf("RelatedInvoiceCode").isEmpty()
                && ext.textOf("RelatedInvoiceNumber").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Bill.Key(
                value(ext, "RelatedInvoiceCode", BillCode::new), value(ext, "RelatedInvoiceNumber", BillNumber::new)));
    }

    private static Medical medical(Element ext) {
        return new Medical(
                ext.textOf("Gender"),
                ext.textOf("Age"),
                patientNumber(ext),
                ext.textOf("MedicalDate"),
                ext.textOf("OrgType"),
                ext.textOf("MedicalInsuranceType"),
                ext.textOf("MedicalInsuranceID"),
                amount(ext, "FundPayAmount"),
                amount(ext, "OtherPayAmount"),
                amount(ext, "AccountPayAmount"),
                amount(ext, "OwnPayAmount"),
                amount(ext, "SelfpaymentAmount"),
                amount(ext, "SelfpaymentCost"),
                ext.textOf("CaseNumber"),
                ext.textOf("HospitalizationNumber"),
                ext.textOf("DepartmentName"),
                ext.textOf("InHospitalDate"),
                ext.textOf("OutHospitalDate"),
                amount(ext, "PrepayAmount"),
                amount(ext, "RechargeAmount"),
                amount(ext, "RefundAmount"),
                extras(ext));
    }

    /** One implementation in use spells the element with a small p. */
    private static String patientNumber(Element ext) {
        String usual = ext.textOf("PatientNumber");
        String small = ext.textOf("patientNumber");
        if (!usual.isEmpty() && !small.isEmpty()) {
            throw new IllegalArgumentException("MainExt 中元素 PatientNumber 重复");
        }
        return usual.isEmpty() ? small : usual;
    }

    private static List<Medical.Extra> extras(Element ext) {
        List<Medical.Extra> extras = new ArrayList<>();
        for (int i = 1; i <= BlockWriter.CUSTOM_MAX; i++) {
            String text = ext.textOf("Custom" + i);
            int colon = text.indexOf('：');
            if (colon >= 0) {
                extras.add(new Medical.Extra(text.substring(0, colon), text.substring(colon + 1)));
            } else if (!text.isEmpty()) {
                extras.add(new Medical.Extra("", text));
            }
        }
        return extras;
    }

    private static Item item(Element line) {
        return new Item(
                line.textOf("ItemCode"),
                line.textOf("ItemName"),
                decimal(line, "ItemQuantity"),
                line.textOf("ItemUnit"),
                decimal(line, "ItemStd"),
                value(line, "ItemAmount", BlockReader::money),
                line.textOf("ItemRemark"));
    }

    private static AuxItem auxItem(Element line) {
        String remark = line.textOf("AuxItemRemark");
        return new AuxItem(
                line.textOf("AuxItemRelatedCode"),
                line.textOf("AuxItemRelatedName"),
                line.textOf("AuxItemCode"),
                line.textOf("AuxItemName"),
                "",
                decimal(line, "AuxItemQuantity"),
                line.textOf("AuxItemUnit"),
                decimal(line, "AuxItemStd"),
                decimal(line, "AuxItemAmount"),
                AuxRemark.grade(remark),
                AuxRemark.remark(remark));
    }

    /** Missing is zero: not every kind of bill has every amount. */
    private static Money amount(Element parent, String name) {
        return parent.textOf(name).isEmpty() ? Money.ZERO : value(parent, name, BlockReader::money);
    }

    private static Money money(String text) {
        if (!AMOUNT.matcher(text).matches()) {
            throw new IllegalArgumentException("应为两位小数的金额");
        }
        return Money.ofYuan(text);
    }

    private static BigDecimal decimal(Element parent, String name) {
        return value(parent, name, text -> {
            if (!DECIMAL.matcher(text).matches()) {
                throw new IllegalArgumentException("应为至多六位小数的数");
            }
            return new BigDecimal(text);
        });
    }

    private static <T> T value(Element parent, String name, Function<String, T> parse) {
        String text = parent.only(name).text();
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            String shown = name.equals("RandomNumber") ? "" : "：" + text.substring(0, Math.min(40, text.length()));
            throw new IllegalArgumentException(name + " 的值不正确" + shown, e);
        }
    }
}
