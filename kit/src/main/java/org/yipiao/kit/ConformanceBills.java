package org.yipiao.kit;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** 检查用的结算 Settlements with every field that one version of the protocol demands, and none that it does not know. */
final class ConformanceBills {
    static final String OUTPATIENT = "invoiceEBillOutpatient";
    static final String REGISTRATION = "invEBillRegistration";
    static final String INPATIENT = "invEBillHospitalized";
    static final String CHECK_UP = "invEBillCheckUp";
    static final String COMMON = "invoiceEBillCommon";

    private static final DateTimeFormatter DIGITS_17 = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    private static final Map<String, String> BUS_TYPES =
            Map.of(OUTPATIENT, "02", REGISTRATION, "06", INPATIENT, "01", CHECK_UP, "05", COMMON, "02");

    private final ConformanceVersion version;
    private final String place;
    private final String inpatientPlace;
    private final String item;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String now = DIGITS_17.format(LocalDateTime.now(ZoneId.of("Asia/Shanghai")));

    ConformanceBills(ConformanceVersion version, String place, String inpatientPlace, String item) {
        this.version = version;
        this.place = place;
        this.inpatientPlace = inpatientPlace;
        this.item = item;
    }

    /** 业务流水号 of this run and no other. */
    String busNo(String suffix) {
        return "KIT-" + run + "-" + suffix;
    }

    String run() {
        return run;
    }

    String now() {
        return now;
    }

    String place() {
        return place;
    }

    /** May be changed before it is sent. The same suffix and amount give the same content. */
    Map<String, Object> settlement(String method, String suffix, String yuan) {
        boolean inpatient = method.equals(INPATIENT);
        var bill = new LinkedHashMap<String, Object>();
        bill.put("busNo", busNo(suffix));
        bill.put("busType", BUS_TYPES.get(method));
        bill.put("payer", "测试甲");
        bill.put("busDateTime", now);
        bill.put("placeCode", inpatient ? inpatientPlace : place);
        bill.put("payee", "收费员一");
        bill.put("author", "收费员一");
        bill.put("totalAmt", yuan);
        if (inpatient || version.since(ConformanceVersion.V3_1_0)) {
            bill.put("payerType", "1");
        }
        if (version.since(ConformanceVersion.V3_2_0)) {
            bill.put("checker", "复核员");
        }
        bill.putAll(Map.of("cardType", "3101", "cardNo", "T0001", "sex", "女", "age", "28岁"));
        bill.putAll(inpatient ? stay() : visit(method));
        for (String none : List.of("accountPay", "fundPay", "otherfundPay", "ownPay", "selfConceitedAmt")) {
            bill.put(none, "0.00");
        }
        bill.putAll(Map.of("selfPayAmt", yuan, "selfCashPay", yuan, "reimbursementAmt", "0.00"));
        bill.put("payChannelDetail", List.of(Map.of("payChannelCode", "02", "payChannelValue", yuan)));
        bill.put("chargeDetail", List.of(line(yuan, "chargeName")));
        bill.put("listDetail", List.of(line(yuan, "name")));
        return bill;
    }

    private Map<String, Object> stay() {
        String day = now.substring(0, 8);
        return Map.of(
                "hospitalNo",
                "Z0001",
                "visitNo",
                "V0001",
                "category",
                "内科",
                "inHospitalDate",
                day,
                "outHospitalDate",
                day,
                "isArrears",
                "1");
    }

    /** 就诊科室 Up to 3.1 its name is the category; from 3.2 on it is the patientCategory, with a code. */
    private Map<String, Object> visit(String method) {
        var visit = new LinkedHashMap<String, Object>(
                Map.of("patientNo", "T000001", "consultationDate", now.substring(0, 8), "isArrears", "1"));
        if (version.upTo(ConformanceVersion.V3_1_0)) {
            visit.put("category", "内科");
            if (method.equals(REGISTRATION)) {
                visit.put("patientCategory", "A03");
            }
        } else {
            visit.put("patientCategory", "内科");
            visit.put("patientCategoryCode", "A03");
        }
        return visit;
    }

    /** A sum of the items, or a line of the list, which carries the item's code too. */
    private Map<String, Object> line(String yuan, String nameField) {
        var line = new LinkedHashMap<String, Object>(Map.of(
                "sortNo",
                1,
                "chargeCode",
                item,
                "chargeName",
                "西药费",
                "unit",
                "项",
                "std",
                yuan,
                "number",
                1,
                "amt",
                yuan));
        line.put("selfAmt", "0.00");
        if (nameField.equals("name")) {
            line.putAll(Map.of("listDetailNo", "1", "name", "测试药品"));
        }
        return line;
    }
}
