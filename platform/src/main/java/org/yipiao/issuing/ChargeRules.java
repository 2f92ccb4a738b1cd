package org.yipiao.issuing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.shared.FieldError;

/** 票面规则 What a settlement must keep before it may become a bill; all faults are found at once. */
final class ChargeRules {
    static final int BUS_NO_MAX = 50;
    static final int NAME_MAX = 100;
    static final int TEXT_MAX = 200;
    static final int CODE_MAX = 50;
    static final int HIS_MAX = 100_000;
    /** Quantities and prices: 12 digits before the point, 6 behind it. */
    static final int INTEGER_DIGITS_MAX = 12;

    static final int DECIMALS_MAX = 6;
    private static final int VALUE_SHOWN = 60;
    private static final int FAULTS_MAX = 50;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    private final List<FieldError> faults = new ArrayList<>();

    private final Zero zero;

    private ChargeRules(Zero zero) {
        this.zero = zero;
    }

    /** @param zero 零金额票据 as the unit decided @return every broken rule, at most {@value #FAULTS_MAX}; empty when the settlement may be billed */
    static List<FieldError> faults(Charge charge, Zero zero) {
        var rules = new ChargeRules(zero);
        rules.key(charge);
        rules.head(charge.content());
        rules.items(charge.content());
        rules.auxItems(charge.content());
        rules.dates(charge.content());
        return List.copyOf(rules.faults);
    }

    /** 等式 A: what the funds and the person paid makes up the total. Bills of the field sometimes break it. */
    static boolean splitAddsUp(BillContent content) {
        var medical = content.medical();
        return medical.fundPay()
                .plus(medical.otherPay())
                .plus(medical.accountPay())
                .plus(medical.ownPay())
                .equals(content.total());
    }

    private void key(Charge charge) {
        required("busNo", "业务流水号", charge.busNo(), BUS_NO_MAX);
        required("caller", "接入方", charge.caller(), CODE_MAX);
        required("busType", "业务标识", charge.busType(), CODE_MAX);
        required("point", "开票点编码", charge.point(), CODE_MAX);
        limited("arrearsReason", "不可流通原因", charge.arrearsReason(), TEXT_MAX);
        if (charge.his().length() > HIS_MAX || !ContentJson.isObject(charge.his())) {
            fault("his", "业务系统附加信息", charge.his(), "须为不超过 " + HIS_MAX + " 字符的 JSON 对象", "请减少附加信息");
        } else if (charge.his().contains("\\u0000")) {
            fault("his", "业务系统附加信息", "", "含有控制字符", "请去掉控制字符");
        }
    }

    private void head(BillContent content) {
        required("payer.name", "交款人", content.payer().name(), NAME_MAX);
        limited("payer.type", "交款人类型", content.payer().type(), 1);
        limited("payer.code", "交款人代码", content.payer().code(), CODE_MAX);
        limited("payer.account", "交款人账号", content.payer().account(), CODE_MAX);
        limited("payer.bank", "交款人开户行", content.payer().bank(), NAME_MAX);
        limited("payMode", "交款方式", content.payMode(), CODE_MAX);
        limited("bizCode", "业务流水号", content.bizCode(), BUS_NO_MAX);
        limited("remark", "备注", content.remark(), TEXT_MAX);
        limited("handlingPerson", "收款人", content.handlingPerson(), NAME_MAX);
        limited("checker", "复核人", content.checker(), NAME_MAX);
        var medical = content.medical();
        limited("medical.gender", "性别", medical.gender(), CODE_MAX);
        limited("medical.age", "年龄", medical.age(), CODE_MAX);
        limited("medical.patientNumber", "门诊号", medical.patientNumber(), CODE_MAX);
        limited("medical.orgType", "医疗机构类型", medical.orgType(), NAME_MAX);
        limited("medical.insuranceType", "医保类型", medical.insuranceType(), NAME_MAX);
        limited("medical.insuranceId", "医保编号", medical.insuranceId(), CODE_MAX);
        limited("medical.caseNumber", "病历号", medical.caseNumber(), CODE_MAX);
        limited("medical.hospitalizationNumber", "住院号", medical.hospitalizationNumber(), CODE_MAX);
        limited("medical.department", "科别", medical.department(), NAME_MAX);
        for (int i = 0; i < medical.extras().size(); i++) {
            var extra = medical.extras().get(i);
            limited("medical.extras[" + i + "].name", "扩展信息名称", extra.name(), NAME_MAX);
            limited("medical.extras[" + i + "].value", "扩展信息", extra.value(), TEXT_MAX);
        }
        amount("total", "总金额", content.total());
        if (content.total().isZero() && zero == Zero.REFUSE) {
            fault("total", "总金额", content.total().plain(), "总金额必须大于 0", "本单位不开具零金额票据");
        }
    }

    private void items(BillContent content) {
        var items = content.items();
        if (items.isEmpty()) {
            fault("items", "收费项目", "", "至少要有一个收费项目", "请传入收费项目");
            return;
        }
        if (items.size() > BillContent.ITEMS_MAX) {
            fault("items", "收费项目", items.size() + " 行", "最多 " + BillContent.ITEMS_MAX + " 行", "请合并收费项目");
            return;
        }
        boolean inRange = true;
        long sum = 0;
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            String path = "items[" + i + "].";
            required(path + "code", "项目编码", item.code(), CODE_MAX);
            required(path + "name", "项目名称", item.name(), NAME_MAX);
            limited(path + "unit", "单位", item.unit(), CODE_MAX);
            limited(path + "remark", "备注", item.remark(), TEXT_MAX);
            decimal(path + "quantity", "数量", item.quantity());
            decimal(path + "price", "标准", item.price());
            inRange &= amount(path + "amount", "金额", item.amount());
            sum += inRange ? item.amount().fen() : 0;
        }
        if (inRange && sum != content.total().fen()) {
            fault(
                    "total",
                    "总金额",
                    content.total().plain(),
                    "总金额必须等于各收费项目金额之和 " + Money.ofFen(sum).plain(),
                    "请核对收费项目金额与总金额");
        }
    }

    private void auxItems(BillContent content) {
        var lines = content.auxItems();
        if (lines.size() > BillContent.AUX_ITEMS_MAX) {
            fault("auxItems", "收费明细", lines.size() + " 行", "最多 " + BillContent.AUX_ITEMS_MAX + " 行", "请分次结算或合并明细");
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            AuxItem line = lines.get(i);
            String path = "auxItems[" + i + "].";
            limited(path + "itemCode", "所属项目编码", line.itemCode(), CODE_MAX);
            limited(path + "itemName", "所属项目名称", line.itemName(), NAME_MAX);
            limited(path + "code", "明细编码", line.code(), CODE_MAX);
            required(path + "name", "明细名称", line.name(), TEXT_MAX);
            limited(path + "specification", "规格", line.specification(), TEXT_MAX);
            limited(path + "unit", "单位", line.unit(), CODE_MAX);
            limited(path + "grade", "医保药品分类", line.grade(), CODE_MAX);
            limited(path + "remark", "备注", line.remark(), TEXT_MAX);
            decimal(path + "quantity", "数量", line.quantity());
            decimal(path + "price", "单价", line.price());
            decimal(path + "amount", "金额", line.amount());
        }
    }

    private void dates(BillContent content) {
        var medical = content.medical();
        date("medical.medicalDate", "就诊日期", medical.medicalDate());
        boolean in = date("medical.inHospitalDate", "入院日期", medical.inHospitalDate());
        boolean out = date("medical.outHospitalDate", "出院日期", medical.outHospitalDate());
        if (content.kind() == BillKind.INPATIENT
                && in
                && out
                && medical.inHospitalDate().compareTo(medical.outHospitalDate()) > 0) {
            fault(
                    "medical.outHospitalDate",
                    "出院日期",
                    medical.outHospitalDate(),
                    "出院日期不能早于入院日期 " + medical.inHospitalDate(),
                    "请核对住院起止日期");
        }
    }

    /** @return true when a date is there and right */
    private boolean date(String path, String label, String value) {
        if (value.isEmpty()) {
            return false;
        }
        try {
            LocalDate.parse(value, DATE);
            return true;
        } catch (DateTimeException e) {
            fault(path, label, value, "日期须为 yyyyMMdd 格式的真实日期", "请按 yyyyMMdd 传入，例如 20260131");
            return false;
        }
    }

    private boolean amount(String path, String label, Money amount) {
        if (amount.isNegative()) {
            fault(path, label, amount.plain(), "蓝票金额不得为负", "退费请先冲红原票据");
            return false;
        }
        if (amount.fen() > Money.FEN_MAX) {
            fault(path, label, amount.plain(), "金额超出 12 位整数", "请核对金额");
            return false;
        }
        return true;
    }

    private void decimal(String path, String label, BigDecimal value) {
        // Digits are counted before anything is written out: 1E999999999 would fill the memory.
        if ((long) value.precision() - value.scale() > INTEGER_DIGITS_MAX) {
            fault(
                    path,
                    label,
                    value.round(new MathContext(8)).toString(),
                    "超出 " + INTEGER_DIGITS_MAX + " 位整数",
                    "请核对数值");
        } else if (value.scale() > DECIMALS_MAX && value.stripTrailingZeros().scale() > DECIMALS_MAX) {
            fault(path, label, value.toString(), "最多 " + DECIMALS_MAX + " 位小数", "请按 " + DECIMALS_MAX + " 位小数传入");
        }
    }

    private void required(String path, String label, String value, int max) {
        if (value.isBlank()) {
            fault(path, label, value, "不能为空", "请传入" + label);
        } else {
            limited(path, label, value, max);
        }
    }

    private void limited(String path, String label, String value, int max) {
        String rule = textRule(value, max);
        if (!rule.isEmpty()) {
            fault(path, label, value, rule, "请修改" + label);
        }
    }

    /** @return the rule the text breaks, or an empty text */
    static String textRule(String value, int max) {
        if (value.codePointCount(0, value.length()) > max) {
            return "最多 " + max + " 个字";
        }
        return value.chars().anyMatch(ChargeRules::forbidden) || loneSurrogate(value) ? "含有控制字符或无效字符" : "";
    }

    private static boolean forbidden(int c) {
        boolean space = c == '\n' || c == '\t' || c == '\r';
        return (c < 0x20 && !space) || (c >= 0x7f && c < 0xa0) || c == 0xfffe || c == 0xffff;
    }

    private static boolean loneSurrogate(String value) {
        return value.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }

    private void fault(String path, String label, String value, String rule, String hint) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new FieldError(path, label, shortened(value), rule, hint));
        }
    }

    static String shortened(String value) {
        int shown = Math.min(VALUE_SHOWN, value.codePointCount(0, value.length()));
        String start = value.substring(0, value.offsetByCodePoints(0, shown));
        return start.codePoints()
                        .map(c -> forbidden(c) || (c >= 0xd800 && c <= 0xdfff) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                + (start.length() < value.length() ? "…" : "");
    }
}
