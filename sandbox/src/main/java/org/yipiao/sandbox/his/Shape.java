package org.yipiao.sandbox.his;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yipiao.sandbox.his.Catalogue.Category;
import org.yipiao.sandbox.his.Settlement.Charge;
import org.yipiao.sandbox.his.Settlement.Kind;
import org.yipiao.sandbox.his.Settlement.Line;
import org.yipiao.sandbox.his.Settlement.Payment;

/**
 * 报文形态 How a known family of business systems writes the same settlement: which members, with which types, what is left
 * out, what is null.
 */
enum Shape {
    /** Numbers as JSON numbers, unknown texts empty, dates without dashes. */
    ZLHIS_3(Kind.OUTPATIENT, "W01"),
    /** The older version: department names under other members, six decimals, cheque and transfer parts. */
    ZLHIS_2(Kind.REGISTRATION, "W01"),
    /** Nulls for everything unset, doubles, channel codes of its own, a rounding correction line. */
    NHIS(Kind.INPATIENT, "1001"),
    /** Amounts as texts, a number too long for a double, a repeated infoNo. */
    OPENHIS(Kind.OUTPATIENT, "K1"),
    /** Every number a text without padding, no list lines. */
    MZGH(Kind.REGISTRATION, "001"),
    /** payerType as a number, empty texts for empty lists. */
    WEINING(Kind.INPATIENT, "1001"),
    /** Unset members left out, list lines without codes, a negative channel for a refund inside a re-settlement. */
    IIH(Kind.CHECKUP, "TJ01");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'000'");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final Kind kind;
    private final String place;

    Shape(Kind kind, String place) {
        this.kind = kind;
        this.place = place;
    }

    Kind kind() {
        return kind;
    }

    String place() {
        return place;
    }

    Category registration() {
        return this == MZGH ? Catalogue.REGISTRATION_OF_AGENT : Catalogue.REGISTRATION;
    }

    static List<Shape> of(Kind kind) {
        var shapes = new ArrayList<Shape>();
        for (Shape shape : values()) {
            if (shape.kind == kind) {
                shapes.add(shape);
            }
        }
        return shapes;
    }

    /** The members of {@code data} before base64; a value may be null where this family sends null. */
    Map<String, @Nullable Object> write(Settlement s) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        head(s, out);
        payer(s, out);
        amounts(s, out);
        s.stay().ifPresent(stay -> stay(s, stay, out));
        out.put("payChannelDetail", channels(s));
        if (this == NHIS || s.kind() != Kind.OUTPATIENT || this == OPENHIS) {
            out.put("isArrears", s.circulates() ? "1" : "0");
            if (!s.circulates()) {
                out.put("arrearsReason", "住院费用未结清");
            }
        }
        var charges = new ArrayList<Map<String, @Nullable Object>>();
        for (Charge charge : s.charges()) {
            charges.add(charge(charge, charges.size() + 1));
        }
        out.put("chargeDetail", charges);
        out.put("listDetail", this == MZGH ? List.of() : lines(s));
        extras(s, out);
        return out;
    }

    private void head(Settlement s, Map<String, @Nullable Object> out) {
        out.put("busNo", s.busNo());
        out.put("busType", s.kind().busType());
        out.put("payer", s.patient().name());
        out.put("busDateTime", TIME.format(s.at()));
        out.put("placeCode", s.place());
        out.put("payee", s.cashier());
        out.put("author", s.cashier());
        if (this != OPENHIS && this != NHIS) {
            out.put("checker", "复核员一");
        }
        out.put("totalAmt", amount(s.total()));
        out.put("remark", "");
    }

    private void payer(Settlement s, Map<String, @Nullable Object> out) {
        var patient = s.patient();
        text(out, "openID", patient.openId());
        text(out, "tel", patient.tel());
        text(out, "email", "");
        if (this != ZLHIS_2) {
            out.put("payerType", this == WEINING ? (Object) 1 : this == OPENHIS ? "2" : "1");
        }
        text(out, "idCardNo", patient.idNumber());
        out.put("cardType", patient.idNumber().isEmpty() ? "3101" : "1101");
        out.put("cardNo", patient.idNumber().isEmpty() ? patient.card() : patient.idNumber());
        text(out, "medicalInstitution", this == OPENHIS ? "三级甲等" : "综合医院");
        text(out, "medicalCareType", s.payment().insurance());
        text(out, "medicalInsuranceID", "");
        out.put("consultationDate", day(s.at().toLocalDate()));
        String number = "T" + patient.id();
        out.put("patientNo", this == OPENHIS ? (Object) (1_900_000_000_000_000_000L + patient.id()) : number);
        out.put("patientId", String.valueOf(patient.id()));
        out.put("sex", patient.sex());
        out.put("age", this == MZGH ? String.valueOf(patient.age()) : patient.age() + "岁");
        text(out, "caseNumber", "M" + patient.id());
        if (this == ZLHIS_2) {
            out.put("category", s.department());
            out.put("patientCategory", "101");
        } else if (s.kind() != Kind.INPATIENT) {
            text(out, "patientCategory", s.department());
            text(out, "patientCategoryCode", "101");
        }
    }

    private void amounts(Settlement s, Map<String, @Nullable Object> out) {
        Payment pay = s.payment();
        out.put("accountPay", amount(pay.account()));
        out.put("fundPay", amount(pay.fund()));
        out.put("otherfundPay", amount(pay.other()));
        out.put("ownPay", amount(pay.own()));
        out.put("selfConceitedAmt", amount(0));
        out.put("selfPayAmt", amount(pay.selfPay()));
        out.put("selfCashPay", amount(pay.cash()));
        out.put("cashPay", amount(pay.prepaid()));
        out.put("cashRecharge", amount(pay.recharged()));
        out.put("cashRefund", amount(pay.refunded()));
        out.put("ownAcBalance", amount(0));
        out.put("reimbursementAmt", amount(pay.fund() + pay.other()));
        if (this == ZLHIS_2) {
            for (String part : List.of("Pay", "Recharge", "Refund")) {
                out.put("cheque" + part, amount(0));
                out.put((part.equals("Pay") ? "transferAccount" : "transfer") + part, amount(0));
            }
        }
    }

    private void stay(Settlement s, Settlement.Stay stay, Map<String, @Nullable Object> out) {
        out.put("hospitalNo", stay.number());
        out.put("visitNo", stay.visit());
        out.put("category", s.department());
        out.put("categoryCode", "201");
        out.put("leaveCategory", s.department());
        out.put("leaveCategoryCode", "201");
        out.put("hospitalArea", stay.ward());
        out.put("bedNo", stay.bed());
        out.put("inHospitalDate", day(stay.in()));
        out.put("outHospitalDate", day(stay.out()));
        out.put("hospitalDays", this == NHIS ? null : (Object) stay.days());
        out.put("payMentVoucher", this == NHIS ? null : "");
    }

    private List<Map<String, @Nullable Object>> channels(Settlement s) {
        Payment pay = s.payment();
        var channels = new ArrayList<Map<String, @Nullable Object>>();
        if (this == NHIS) {
            boolean rounded = pay.cash() > 1;
            channel(channels, "2", rounded ? pay.cash() - 1 : pay.cash());
            channel(channels, "YBK", pay.account());
            channel(channels, "YBTCJJ", pay.fund() + pay.other());
            channel(channels, "HBWC", rounded ? 1 : 0);
        } else if (this == IIH && pay.cash() > 5000) {
            channel(channels, "02", pay.cash() + 1000);
            channel(channels, "05", -1000);
            channel(channels, "11", pay.fund() + pay.other() + pay.account());
        } else {
            channel(channels, pay.cashChannel(), pay.cash());
            channel(channels, "11", pay.fund() + pay.other() + pay.account());
        }
        if (this == WEINING && channels.isEmpty()) {
            channels.add(Map.of("payChannelCode", "02", "payChannelValue", 0));
        }
        return channels;
    }

    private void channel(List<Map<String, @Nullable Object>> channels, String code, long fen) {
        if (fen == 0) {
            return;
        }
        var channel = new LinkedHashMap<String, @Nullable Object>();
        if (this == MZGH) {
            channel.put("ItemName", code.equals("05") ? "微信" : "其他");
        }
        channel.put("payChannelCode", code);
        channel.put("payChannelValue", amount(fen));
        channels.add(channel);
    }

    private Map<String, @Nullable Object> charge(Charge charge, int order) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        if (this == MZGH) {
            row.put("ItemName", charge.name());
        }
        row.put("sortNo", this == MZGH ? (Object) String.valueOf(order - 1) : order);
        row.put("chargeCode", charge.code());
        row.put("chargeName", charge.name());
        if (this == OPENHIS || this == WEINING) {
            row.put("unit", "项");
        } else if (this == NHIS) {
            row.put("unit", null);
        } else {
            text(row, "unit", "");
        }
        row.put("std", amount(charge.fen()));
        row.put("number", count(1));
        row.put("amt", amount(charge.fen()));
        row.put("selfAmt", amount(charge.ownFen()));
        if (this == NHIS) {
            row.put("remark", null);
        }
        return row;
    }

    private List<Map<String, @Nullable Object>> lines(Settlement s) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Line line : s.lines()) {
            rows.add(line(line, rows.size() + 1, line.fen()));
        }
        if (this == NHIS) {
            correct(s, rows);
        }
        return rows;
    }

    /** The first line a cent too high, and a line named 货币误差 that takes it back. */
    private void correct(Settlement s, List<Map<String, @Nullable Object>> rows) {
        Line first = s.lines().getFirst();
        rows.set(0, line(first, 1, first.fen() + 1));
        var back = new Line(first.chargeCode(), first.chargeName(), "x", "货币误差", "", "", -1, 1, "1");
        rows.add(line(back, rows.size() + 1, -1));
    }

    private Map<String, @Nullable Object> line(Line line, int order, long fen) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("listDetailNo", this == NHIS ? "0" : String.format("%020d", order));
        if (this != IIH) {
            row.put("chargeCode", line.chargeCode());
            row.put("chargeName", line.chargeName());
            row.put("code", line.code());
        }
        row.put("name", line.name());
        if (!line.specification().isEmpty() || this == ZLHIS_3) {
            row.put("specification", line.specification());
        }
        row.put("unit", line.unit());
        row.put("std", amount(line.priceFen()));
        row.put("number", count(line.quantity()));
        row.put("amt", amount(fen));
        row.put("selfAmt", amount(line.ownFen()));
        if (this == NHIS) {
            row.put("receivableAmt", 0.0);
            row.put("amtChk", amount(line.fen()));
            row.put("selfAmtChk", amount(line.ownFen()));
        } else if (this == WEINING) {
            row.put("prescribeCode", 0);
            row.put("medReimburseRate", "");
        } else if (this == OPENHIS) {
            row.put("medCareItemCode", "");
            row.put("medCareItemName", line.name());
        }
        row.put("medicalCareType", this == OPENHIS ? null : line.grade());
        row.put("sortNo", this == NHIS ? 0 : order);
        return row;
    }

    private void extras(Settlement s, Map<String, @Nullable Object> out) {
        switch (this) {
            case NHIS ->
                List.of("alipayCode", "weChatOrderNo", "otherInfo", "otherMedicalList", "eBillRelateNo")
                        .forEach(name -> out.put(name, null));
            case WEINING -> List.of("otherInfo", "otherMedicalList").forEach(name -> out.put(name, ""));
            case OPENHIS ->
                out.put("otherInfo", List.of(info("公务员医疗补助资金支出", s.payment().other()), info("其他支出", 0)));
            case IIH -> out.put("checkUpNo", "TJ" + s.patient().id());
            case ZLHIS_3, ZLHIS_2, MZGH -> {}
        }
    }

    private static Map<String, Object> info(String name, long fen) {
        return Map.of("infoNo", "1", "infoName", name, "infoValue", BigDecimal.valueOf(fen, 2));
    }

    /** Unset texts: null, left out or empty, by family. */
    private void text(Map<String, @Nullable Object> out, String name, String value) {
        if (!value.isEmpty()) {
            out.put(name, value);
        } else if (this == NHIS) {
            out.put(name, null);
        } else if (this != IIH && this != MZGH) {
            out.put(name, "");
        }
    }

    private Object amount(long fen) {
        BigDecimal yuan = BigDecimal.valueOf(fen, 2);
        return switch (this) {
            case ZLHIS_3, WEINING -> plain(yuan);
            case ZLHIS_2 -> yuan.setScale(6);
            case NHIS, IIH -> yuan.doubleValue();
            case OPENHIS -> yuan.toPlainString();
            case MZGH -> plain(yuan).toPlainString();
        };
    }

    private Object count(int quantity) {
        return switch (this) {
            case NHIS, IIH -> (double) quantity;
            case MZGH -> String.valueOf(quantity);
            case ZLHIS_3, ZLHIS_2, OPENHIS, WEINING -> quantity;
        };
    }

    private String day(LocalDate day) {
        return this == ZLHIS_2 || this == NHIS ? day.toString() : DAY.format(day);
    }

    private static BigDecimal plain(BigDecimal yuan) {
        BigDecimal bare = yuan.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }
}
