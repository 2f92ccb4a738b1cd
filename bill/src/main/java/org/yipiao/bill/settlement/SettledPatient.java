package org.yipiao.bill.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;

/** 患者与医保 Who pays and the medical fields of a settlement, as they go on the bill. */
public final class SettledPatient {
    /** 18 characters whose middle is a birth date: a person's number even where the payer type says organisation. */
    private static final Pattern PERSON_NUMBER =
            Pattern.compile("\\d{6}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01])\\d{3}[0-9Xx]");
    /** 扩展信息最多条数 */
    private static final int EXTRAS_MAX = 50;

    private static final Map<String, String> INSURANCE_TYPES = Map.of(
            "01", "职工基本医疗保险",
            "02", "城乡居民基本医疗保险",
            "03", "新型农村合作医疗保险",
            "04", "贫困救助",
            "05", "商业医疗保险",
            "06", "全公费",
            "07", "全自费",
            "90", "城乡居民基本医疗保险",
            "99", "其他医疗保险");
    private static final Map<String, String> MEDICAL_LIST_NAMES =
            Map.of("01", "公务员医疗补助", "02", "基本医疗保险", "03", "补充医疗保险", "04", "其它医疗保险");

    private SettledPatient() {}

    /** @param type 交款人类型 1 person, 2 organisation */
    public static Payer payer(SettlementFields in, String type) {
        String code = in.text("idCardNo", "证件号码", 30);
        boolean person = type.equals("1") || PERSON_NUMBER.matcher(code).matches();
        return new Payer(type, person ? Payer.masked(code) : code, in.needed("payer", "患者姓名", 100), "", "");
    }

    /** 交款方式 1 to 4 of the bill norm, of our pay channel; empty when none of them fits. */
    public static String payMode(String channel) {
        return switch (channel) {
            case "02" -> "1";
            case "01", "07", "08" -> "2";
            case "04", "05", "09", "10", "13" -> "4";
            default -> "";
        };
    }

    /**
     * @param department 科别
     * @param split 预缴 and what follows come as cash, cheque and transfer (up to 3.1); later versions send the sum first
     */
    public static Medical medical(SettlementFields in, boolean inpatient, String department, boolean split) {
        String sex = in.text("sex", "性别", 10);
        String in8 = in.date("inHospitalDate", "住院日期");
        String out8 = in.date("outHospitalDate", "出院日期");
        if (!in8.isEmpty() && !out8.isEmpty() && in8.compareTo(out8) > 0) {
            in.fault("outHospitalDate", "出院日期", out8, "早于住院日期" + in8, "请核对住院时间");
        }
        return new Medical(
                sex.equals("男") || sex.equals("女") ? sex : "",
                in.text("age", "年龄", 20),
                inpatient ? "" : in.text("patientNo", "患者就诊编号", 50),
                inpatient ? "" : in.date("consultationDate", "就诊日期"),
                in.text("medicalInstitution", "医疗机构类型", 60),
                insuranceType(in),
                in.text("medicalInsuranceID", "患者医保编号", 50),
                in.money("fundPay", "医保统筹基金支付"),
                in.money("otherfundPay", "其它医保支付"),
                in.money("accountPay", "个人账户支付"),
                in.money("selfCashPay", "个人现金支付"),
                in.money("selfPayAmt", "个人自付"),
                in.money("ownPay", "自费金额"),
                in.text("caseNumber", "病历号", 50),
                in.text("hospitalNo", "患者住院号", 50),
                department,
                inpatient ? in8 : "",
                inpatient ? out8 : "",
                sum(in, split, "cashPay", "预缴金额", "chequePay", "支票预交款金额", "transferAccountPay", "转账预交款金额"),
                sum(in, split, "cashRecharge", "补缴金额", "chequeRecharge", "补交金额(支票)", "transferRecharge", "补交金额(转账)"),
                sum(in, split, "cashRefund", "退费金额", "chequeRefund", "退交金额(支票)", "transferRefund", "退交金额(转账)"),
                extras(in));
    }

    private static Money sum(SettlementFields in, boolean split, String... namesAndLabels) {
        var sum = Money.ZERO;
        int parts = split ? namesAndLabels.length : 2;
        for (int i = 0; i < parts; i += 2) {
            sum = sum.plus(in.money(namesAndLabels[i], namesAndLabels[i + 1]));
        }
        return sum;
    }

    private static String insuranceType(SettlementFields in) {
        String name = in.text("medicalCareType", "医保类型名称", 60);
        String code = in.text("medCareTypeCode", "医保类型编码", 60);
        return name.isEmpty() ? INSURANCE_TYPES.getOrDefault(code, "") : name;
    }

    private static List<Medical.Extra> extras(SettlementFields in) {
        var extras = new ArrayList<Medical.Extra>();
        for (var row : in.rows("otherInfo")) {
            add(extras, row.text("infoName", "扩展信息名称", 100), row.text("infoValue", "扩展信息值", 200));
        }
        for (var row : in.rows("otherMedicalList")) {
            String name = row.text("infoName", "医保信息名称", 100);
            String other = row.text("infoOther", "医保其它信息", 100);
            String value = row.text("infoValue", "医保信息值", 100);
            add(
                    extras,
                    MEDICAL_LIST_NAMES.getOrDefault(name, name),
                    other.isEmpty() ? value : (value + " " + other).strip());
        }
        if (extras.size() > EXTRAS_MAX) {
            in.fault("otherInfo", "其它扩展信息列表", extras.size() + "条", "最多" + EXTRAS_MAX + "条", "请合并后重新发送");
        }
        return extras;
    }

    private static void add(List<Medical.Extra> extras, String name, String value) {
        if (!name.isEmpty() && !value.isEmpty()) {
            extras.add(new Medical.Extra(name, value));
        }
    }
}
