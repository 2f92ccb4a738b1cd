package org.yipiao.issuing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.Item;
import org.yipiao.shared.FieldError;

/** 内容差异 Names the fields in which a repeated settlement differs from the bill it was first billed as. */
final class ContentDifference {
    /** A reader does not need more to see what happened. */
    private static final int SHOWN_MAX = 20;

    private static final String HINT = "同一业务流水号不能改变内容；要更正请先冲红原票据，再用新的业务流水号开票";

    private record Part<T>(String path, String label, Function<T, ?> value) {}

    private static final List<Part<BillContent>> HEAD = List.of(
            new Part<>("total", "总金额", BillContent::total),
            new Part<>("payer.type", "交款人类型", c -> c.payer().type()),
            new Part<>("payer.name", "交款人", c -> c.payer().name()),
            new Part<>("payer.code", "交款人代码", c -> c.payer().code()),
            new Part<>("payer.account", "交款人账号", c -> c.payer().account()),
            new Part<>("payer.bank", "交款人开户行", c -> c.payer().bank()),
            new Part<>("payMode", "交款方式", BillContent::payMode),
            new Part<>("bizCode", "业务流水号", BillContent::bizCode),
            new Part<>("remark", "备注", BillContent::remark),
            new Part<>("handlingPerson", "收款人", BillContent::handlingPerson),
            new Part<>("checker", "复核人", BillContent::checker),
            new Part<>("medical.gender", "性别", c -> c.medical().gender()),
            new Part<>("medical.age", "年龄", c -> c.medical().age()),
            new Part<>("medical.patientNumber", "门诊号", c -> c.medical().patientNumber()),
            new Part<>("medical.medicalDate", "就诊日期", c -> c.medical().medicalDate()),
            new Part<>("medical.orgType", "医疗机构类型", c -> c.medical().orgType()),
            new Part<>("medical.insuranceType", "医保类型", c -> c.medical().insuranceType()),
            new Part<>("medical.insuranceId", "医保编号", c -> c.medical().insuranceId()),
            new Part<>("medical.fundPay", "医保统筹基金支付", c -> c.medical().fundPay()),
            new Part<>("medical.otherPay", "其他支付", c -> c.medical().otherPay()),
            new Part<>("medical.accountPay", "个人账户支付", c -> c.medical().accountPay()),
            new Part<>("medical.ownPay", "个人现金支付", c -> c.medical().ownPay()),
            new Part<>("medical.selfPayment", "个人自付", c -> c.medical().selfPayment()),
            new Part<>("medical.selfCost", "个人自费", c -> c.medical().selfCost()),
            new Part<>("medical.caseNumber", "病历号", c -> c.medical().caseNumber()),
            new Part<>("medical.hospitalizationNumber", "住院号", c -> c.medical().hospitalizationNumber()),
            new Part<>("medical.department", "科别", c -> c.medical().department()),
            new Part<>("medical.inHospitalDate", "入院日期", c -> c.medical().inHospitalDate()),
            new Part<>("medical.outHospitalDate", "出院日期", c -> c.medical().outHospitalDate()),
            new Part<>("medical.prepay", "预缴金额", c -> c.medical().prepay()),
            new Part<>("medical.recharge", "补缴金额", c -> c.medical().recharge()),
            new Part<>("medical.refund", "退费金额", c -> c.medical().refund()),
            new Part<>("medical.extras", "其他扩展信息", c -> c.medical().extras()));

    private static final List<Part<Item>> ITEM = List.of(
            new Part<>("code", "项目编码", Item::code),
            new Part<>("name", "项目名称", Item::name),
            new Part<>("quantity", "数量", Item::quantity),
            new Part<>("unit", "单位", Item::unit),
            new Part<>("price", "标准", Item::price),
            new Part<>("amount", "金额", Item::amount),
            new Part<>("remark", "备注", Item::remark));

    private static final List<Part<AuxItem>> AUX_ITEM = List.of(
            new Part<>("itemCode", "所属项目编码", AuxItem::itemCode),
            new Part<>("itemName", "所属项目名称", AuxItem::itemName),
            new Part<>("code", "明细编码", AuxItem::code),
            new Part<>("name", "明细名称", AuxItem::name),
            new Part<>("specification", "规格", AuxItem::specification),
            new Part<>("quantity", "数量", AuxItem::quantity),
            new Part<>("unit", "单位", AuxItem::unit),
            new Part<>("price", "单价", AuxItem::price),
            new Part<>("amount", "金额", AuxItem::amount),
            new Part<>("grade", "医保药品分类", AuxItem::grade),
            new Part<>("remark", "备注", AuxItem::remark));

    private final List<FieldError> found = new ArrayList<>();

    private ContentDifference() {}

    /** @return empty when both say the same; a number is compared by value, so 1.0 equals 1.00 */
    static List<FieldError> between(BillContent first, BillContent now) {
        var difference = new ContentDifference();
        difference.compare("", "", HEAD, first, now);
        difference.compareAll("items", "收费项目", ITEM, first.items(), now.items());
        difference.compareAll("auxItems", "收费明细", AUX_ITEM, first.auxItems(), now.auxItems());
        return List.copyOf(difference.found);
    }

    private <T> void compareAll(String path, String label, List<Part<T>> parts, List<T> first, List<T> now) {
        if (first.size() != now.size()) {
            add(path, label + "行数", Integer.toString(first.size()), Integer.toString(now.size()));
            return;
        }
        for (int i = 0; i < first.size(); i++) {
            compare(path + "[" + i + "].", label + "第" + (i + 1) + "行", parts, first.get(i), now.get(i));
        }
    }

    private <T> void compare(String path, String label, List<Part<T>> parts, T first, T now) {
        for (Part<T> part : parts) {
            Object before = part.value().apply(first);
            Object after = part.value().apply(now);
            if (!same(before, after)) {
                add(path + part.path(), label + part.label(), text(before), text(after));
            }
        }
    }

    private void add(String path, String label, String before, String after) {
        if (found.size() < SHOWN_MAX) {
            found.add(new FieldError(path, label, after, "与首次开票内容不一致，首次为 " + (before.isEmpty() ? "空" : before), HINT));
        }
    }

    private static boolean same(Object before, Object after) {
        if (before instanceof BigDecimal b && after instanceof BigDecimal a) {
            return b.compareTo(a) == 0;
        }
        return before.equals(after);
    }

    private static String text(Object value) {
        String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        return ChargeRules.shortened(text);
    }
}
