package org.yipiao.bill;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes {@code Header} and {@code EInvoiceData} into one buffer: this runs for every bill issued. */
final class BlockWriter {
    /** Custom1 to Custom12; further extras are joined into the last. */
    static final int CUSTOM_MAX = 12;

    private static final int DECIMALS_MAX = 6;

    /** Digits before the point that the field's norms allow. */
    private static final int WHOLE_DIGITS_MAX = 14;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final StringBuilder out;

    private BlockWriter(int capacity) {
        out = new StringBuilder(capacity);
    }

    static String text(Bill bill) {
        BillContent content = bill.content();
        BlockWriter writer = new BlockWriter(
                3072 + 256 * content.items().size() + 448 * content.auxItems().size());
        writer.header(bill);
        writer.out.append("<EInvoiceData>");
        writer.main(bill);
        writer.details(content.items());
        writer.auxDetails(content.auxItems());
        writer.out.append("</EInvoiceData>");
        return writer.out.toString();
    }

    private void header(Bill bill) {
        out.append("<Header>");
        element("EInvoiceID", bill.id());
        element("EInvoiceTag", bill.tag());
        element("Version", bill.version());
        out.append("</Header>");
    }

    private void main(Bill bill) {
        BillContent content = bill.content();
        out.append("<Main>");
        element("EInvoiceName", bill.name());
        element("EInvoiceCode", bill.code().digits());
        element("EInvoiceNumber", bill.number().digits());
        element("RandomNumber", bill.checkCode().text());
        element("EInvoiceSpecimenCode", bill.templateCode());
        element("SupervisorAreaCode", bill.supervisorArea());
        element("TotalAmount", content.total());
        element("IssueDate", DATE.format(bill.issuedAt()));
        element("IssueTime", TIME.format(bill.issuedAt()));
        InvoicingParty issuer = bill.issuer();
        out.append("<InvoicingParty>");
        element("InvoicingPartyCode", issuer.code());
        element("InvoicingPartyName", issuer.name());
        element("RecName", issuer.payeeName());
        element("RecAcct", issuer.payeeAccount());
        element("RecOpBk", issuer.payeeBank());
        out.append("</InvoicingParty>");
        Payer payer = content.payer();
        out.append("<PayerParty>");
        element("PayerPartyType", payer.type());
        element("PayerPartyCode", payer.code());
        element("PayerPartyName", payer.name());
        element("PayerAcct", payer.account());
        element("PayerOpBk", payer.bank());
        out.append("</PayerParty>");
        element("PayMode", content.payMode());
        element("BizCode", content.bizCode());
        element("Remark", content.remark());
        element("HandlingPerson", content.handlingPerson());
        element("Checker", content.checker());
        mainExt(bill);
        seal("InvoicingPartySeal", bill.unitSeal());
        seal("SupervisorPartySeal", bill.supervisorySeal());
        out.append("</Main>");
    }

    /** The elements of the bill's own kind always stand; those of the other kind only when they say something. */
    private void mainExt(Bill bill) {
        Medical medical = bill.content().medical();
        boolean inpatient = bill.content().kind() == BillKind.INPATIENT;
        out.append("<MainExt>");
        element("Gender", medical.gender());
        optional("Age", medical.age(), false);
        element("MedicalType", bill.content().kind().medicalType());
        optional("PatientNumber", medical.patientNumber(), !inpatient);
        optional("MedicalDate", medical.medicalDate(), !inpatient);
        element("OrgType", medical.orgType());
        element("MedicalInsuranceType", medical.insuranceType());
        element("MedicalInsuranceID", medical.insuranceId());
        element("FundPayAmount", medical.fundPay());
        element("OtherPayAmount", medical.otherPay());
        element("AccountPayAmount", medical.accountPay());
        element("OwnPayAmount", medical.ownPay());
        element("SelfpaymentAmount", medical.selfPayment());
        element("SelfpaymentCost", medical.selfCost());
        optional("CaseNumber", medical.caseNumber(), inpatient);
        optional("HospitalizationNumber", medical.hospitalizationNumber(), inpatient);
        optional("DepartmentName", medical.department(), inpatient);
        optional("InHospitalDate", medical.inHospitalDate(), inpatient);
        optional("OutHospitalDate", medical.outHospitalDate(), inpatient);
        optional("PrepayAmount", medical.prepay(), inpatient);
        optional("RechargeAmount", medical.recharge(), inpatient);
        optional("RefundAmount", medical.refund(), inpatient);
        bill.reverses().ifPresent(blue -> {
            element("RelatedInvoiceCode", blue.code().digits());
            element("RelatedInvoiceNumber", blue.number().digits());
        });
        customs(medical.extras());
        out.append("</MainExt>");
    }

    private void customs(List<Medical.Extra> extras) {
        for (int i = 0; i < extras.size(); i++) {
            String name = "Custom" + Math.min(i + 1, CUSTOM_MAX);
            if (i < CUSTOM_MAX) {
                open(name);
            } else {
                out.append('；');
            }
            escaped(name, extras.get(i).name());
            out.append('：');
            escaped(name, extras.get(i).value());
            if (i < CUSTOM_MAX - 1 || i == extras.size() - 1) {
                close(name);
            }
        }
    }

    private void seal(String name, SealRef seal) {
        open(name);
        element("SealId", seal.id());
        element("SealName", seal.name());
        element("SealHash", seal.hash());
        close(name);
    }

    private void details(List<Item> items) {
        if (items.size() > BillContent.ITEMS_MAX) {
            throw new IllegalArgumentException("收费项目超过 " + BillContent.ITEMS_MAX + " 项");
        }
        out.append("<Details>");
        for (Item item : items) {
            out.append("<Item>");
            element("ItemCode", item.code());
            element("ItemName", item.name());
            decimal("ItemQuantity", item.quantity(), 0);
            element("ItemUnit", item.unit());
            decimal("ItemStd", item.price(), 0);
            element("ItemAmount", item.amount());
            element("ItemRemark", item.remark());
            out.append("</Item>");
        }
        out.append("</Details>");
    }

    private void auxDetails(List<AuxItem> items) {
        if (items.size() > BillContent.AUX_ITEMS_MAX) {
            throw new IllegalArgumentException("收费明细超过 " + BillContent.AUX_ITEMS_MAX + " 行");
        }
        out.append("<AuxDetails>");
        for (AuxItem item : items) {
            out.append("<AuxItem>");
            element("AuxItemRelatedCode", item.itemCode());
            element("AuxItemRelatedName", item.itemName());
            element("AuxItemCode", item.code());
            element("AuxItemName", item.name());
            decimal("AuxItemQuantity", item.quantity(), 0);
            element("AuxItemUnit", item.unit());
            decimal("AuxItemStd", item.price(), 0);
            decimal("AuxItemAmount", item.amount(), 2);
            element("AuxItemRemark", AuxRemark.joined(item));
            out.append("</AuxItem>");
        }
        out.append("</AuxDetails>");
    }

    private void optional(String name, String value, boolean always) {
        if (always || !value.isEmpty()) {
            element(name, value);
        }
    }

    private void optional(String name, Money value, boolean always) {
        if (always || !value.isZero()) {
            element(name, value);
        }
    }

    private void element(String name, Money value) {
        open(name);
        long fen = Math.abs(value.fen());
        if (value.fen() < 0) {
            out.append('-');
        }
        out.append(fen / 100).append('.').append((char) ('0' + fen / 10 % 10)).append((char) ('0' + fen % 10));
        close(name);
    }

    /** Plain digits without trailing zeros, but with at least {@code least} decimals. */
    private void decimal(String name, BigDecimal value, int least) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() > DECIMALS_MAX || plain.precision() - plain.scale() > WHOLE_DIGITS_MAX) {
            throw new IllegalArgumentException(
                    name + " 超出 " + WHOLE_DIGITS_MAX + " 位整数、" + DECIMALS_MAX + " 位小数：" + value);
        }
        if (plain.scale() < least) {
            plain = plain.setScale(least, RoundingMode.UNNECESSARY);
        }
        open(name);
        out.append(plain.toPlainString());
        close(name);
    }

    private void element(String name, String value) {
        open(name);
        escaped(name, value);
        close(name);
    }

    private void open(String name) {
        out.append('<').append(name).append('>');
    }

    private void close(String name) {
        out.append("</").append(name).append('>');
    }

    /** Refuses rather than drops what XML can not carry: a changed name on a signed bill would be worse. */
    private void escaped(String name, String value) {
        int done = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '&' || c == '<' || c == '>' || c == '\r') {
                out.append(value, done, i).append(reference(c));
                done = i + 1;
            } else if ((c < ' ' && c != '\t' && c != '\n') || c >= 0xfffe) {
                throw illegal(name, c);
            } else if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    throw illegal(name, c);
                }
                i++;
            }
        }
        out.append(value, done, value.length());
    }

    /** A bare carriage return would come back as a line feed. */
    private static String reference(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> "&#13;";
        };
    }

    private static IllegalArgumentException illegal(String name, char c) {
        return new IllegalArgumentException(name + " 含有票据不能记载的字符 U+%04X".formatted((int) c));
    }
}
