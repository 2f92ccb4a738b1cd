package org.yipiao.supervision;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.yipiao.masterdata.NationalCategory;
import org.yipiao.shared.FieldError;
import org.yipiao.supervision.UnitForms.Field;
import org.yipiao.supervision.UnitForms.Kind;
import org.yipiao.supervision.UnitForms.Layout;
import org.yipiao.supervision.UnitForms.Section;

/** 表单版式 What stands on the three forms, and what each field takes. */
final class FormLayouts {
    private static final List<String> YES_NO = List.of("是", "否");
    private static final int SHORT = 50;
    private static final int NAME = 100;
    private static final int LONG = 400;

    private static final Map<Kind, Layout> LAYOUTS = new EnumMap<>(Map.of(
            Kind.UNIT, unit(),
            Kind.SEAL, seal(),
            Kind.ITEM, item()));

    private FormLayouts() {}

    static Layout of(Kind kind) {
        Layout layout = LAYOUTS.get(kind);
        if (layout == null) {
            throw new IllegalArgumentException("no layout of " + kind);
        }
        return layout;
    }

    private static Layout unit() {
        return new Layout(
                Kind.UNIT,
                Kind.UNIT.title(),
                List.of(
                        new Section(
                                "变更前",
                                List.of(
                                        current("agency", "单位识别码"),
                                        current("creditCode", "统一社会信用代码"),
                                        current("oldName", "单位名称"),
                                        current("oldPayeeName", "收款户名"),
                                        current("oldPayeeAccount", "收款账号"),
                                        current("oldPayeeBank", "开户行"))),
                        new Section(
                                "变更后",
                                List.of(
                                        needed("name", "单位名称", NAME),
                                        needed("payeeName", "收款户名", NAME),
                                        needed("payeeAccount", "收款账号", SHORT),
                                        needed("payeeBank", "开户行", NAME))),
                        new Section(
                                "单位概况",
                                List.of(
                                        text("department", "主管部门", NAME),
                                        needed("financeDepartment", "归口财政部门", NAME),
                                        text("industry", "所属行业", SHORT),
                                        choice("category", "单位分类", false, "事业单位", "社会团体", "企业", "其他"),
                                        choice("unitType", "单位类型", false, "公立医院", "民营医院", "基层医疗卫生机构", "其他"),
                                        text("parent", "上级单位", NAME),
                                        choice("level", "级次", false, "省级", "市级", "县级", "乡级"),
                                        text("address", "地址", NAME),
                                        text("postcode", "邮编", 6),
                                        needed("head", "负责人", SHORT),
                                        needed("financeHead", "财务负责人", SHORT),
                                        needed("agent", "经办人", SHORT),
                                        needed("phone", "经办人电话", 20),
                                        choices("issues", "是否开票单位", YES_NO),
                                        choices("warned", "是否预警单位", YES_NO),
                                        choices("arrears", "是否欠缴", YES_NO))),
                        reason()));
    }

    private static Layout seal() {
        return new Layout(
                Kind.SEAL,
                Kind.SEAL.title(),
                List.of(
                        new Section(
                                "原印章",
                                List.of(
                                        current("unitName", "单位"),
                                        current("oldSealId", "原印章编号"),
                                        current("oldSealName", "原印章名称"),
                                        current("oldSealUntil", "原印章有效期至"),
                                        current("oldSealHash", "原印章摘要 SealHash"))),
                        new Section(
                                "新印章",
                                List.of(
                                        choice("changeType", "变更类型", true, "新制", "更换", "延期", "注销", "挂失"),
                                        needed("newSealName", "新印章名称", NAME),
                                        choice("sealType", "印章类型", true, "电子票据专用章", "财务专用章", "票据专用章"),
                                        text("picture", "图样说明", NAME),
                                        needed("certificateSerial", "证书序列号", 64),
                                        needed("certificateIssuer", "证书颁发者", NAME),
                                        date("certificateUntil", "证书有效期至", true),
                                        date("effectiveFrom", "启用时间", true),
                                        date("oldStopsAt", "原章停用时间", false),
                                        needed("keeper", "保管人", SHORT),
                                        needed("agent", "经办人", SHORT),
                                        needed("phone", "经办人电话", 20))),
                        new Section(
                                "原因与附件",
                                List.of(longText("reason", "变更原因", true), longText("attachments", "附件清单", false)))));
    }

    private static Layout item() {
        return new Layout(
                Kind.ITEM,
                Kind.ITEM.title(),
                List.of(
                        new Section(
                                "申请",
                                List.of(
                                        current("unitName", "单位"),
                                        choice("application", "申请类型", true, "新增", "变更", "停用"),
                                        needed("code", "项目编码", 20),
                                        needed("name", "项目名称", SHORT),
                                        choices(
                                                "itemCategory",
                                                "项目分类",
                                                Arrays.stream(NationalCategory.values())
                                                        .map(NationalCategory::label)
                                                        .toList()),
                                        choice("billKinds", "对应票据种类", true, "门诊", "住院", "门诊、住院"),
                                        new Field("order", "票面顺序", UnitForms.Type.NUMBER, true, 3, List.of()))),
                        new Section(
                                "收费与预算",
                                List.of(
                                        choice("income", "收入类别", true, "医疗收入", "其他收入"),
                                        choice("funds", "资金性质", true, "事业收入", "其他资金"),
                                        text("budget", "预算科目", SHORT),
                                        choice("collection", "收缴方式", true, "单位自收", "直接缴库", "汇缴"),
                                        needed("measure", "计量单位", 20),
                                        new Field("priceMin", "收费标准下限（元）", UnitForms.Type.MONEY, false, 12, List.of()),
                                        new Field("priceMax", "收费标准上限（元）", UnitForms.Type.MONEY, false, 12, List.of()),
                                        needed("basis", "收费依据文号", NAME),
                                        date("validFrom", "生效日期", true),
                                        date("validUntil", "失效日期", false))),
                        new Section(
                                "经办",
                                List.of(
                                        needed("agent", "经办人", SHORT),
                                        needed("phone", "经办人电话", 20),
                                        longText("reason", "申请原因", true)))));
    }

    private static Section reason() {
        return new Section(
                "变更说明",
                List.of(
                        date("effectiveFrom", "生效日期", true),
                        longText("reason", "变更原因", true),
                        longText("attachments", "附件清单（法人证书等）", false),
                        longText("unitOpinion", "单位意见", true)));
    }

    private static Field current(String name, String label) {
        return new Field(name, label, UnitForms.Type.CURRENT, false, LONG, List.of());
    }

    private static Field needed(String name, String label, int max) {
        return new Field(name, label, UnitForms.Type.TEXT, true, max, List.of());
    }

    private static Field text(String name, String label, int max) {
        return new Field(name, label, UnitForms.Type.TEXT, false, max, List.of());
    }

    private static Field longText(String name, String label, boolean needed) {
        return new Field(name, label, UnitForms.Type.LONG_TEXT, needed, LONG, List.of());
    }

    private static Field date(String name, String label, boolean needed) {
        return new Field(name, label, UnitForms.Type.DATE, needed, 10, List.of());
    }

    private static Field choice(String name, String label, boolean needed, String... choices) {
        return new Field(name, label, UnitForms.Type.CHOICE, needed, LONG, List.of(choices));
    }

    private static Field choices(String name, String label, List<String> choices) {
        return new Field(name, label, UnitForms.Type.CHOICE, true, LONG, choices);
    }

    /** Everything wrong with single fields. @param whole false for a draft, which may be incomplete */
    static List<FieldError> faults(Layout layout, Map<String, String> fields, boolean whole) {
        var faults = new ArrayList<FieldError>();
        for (Section section : layout.sections()) {
            for (Field field : section.fields()) {
                String value = fields.getOrDefault(field.name(), "");
                if (!value.isEmpty()) {
                    check(field, value, faults);
                } else if (whole && field.needed()) {
                    faults.add(new FieldError(field.name(), field.label(), "", "必填", "请填写" + field.label()));
                }
            }
        }
        return faults;
    }

    private static void check(Field field, String value, List<FieldError> faults) {
        if (value.codePointCount(0, value.length()) > field.max()) {
            faults.add(fault(field, value, "最多 " + field.max() + " 个字", "请缩短"));
        } else if (value.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            faults.add(fault(field, value, "含有控制字符", "请删去后重新填写"));
        } else {
            switch (field.type()) {
                case DATE -> {
                    if (!isDay(value)) {
                        faults.add(fault(field, value, "不是有效日期", "请按 2026-01-31 的格式填写"));
                    }
                }
                case CHOICE -> {
                    if (!field.choices().contains(value)) {
                        faults.add(fault(field, value, "不在可选范围内", "请填写：" + String.join("、", field.choices())));
                    }
                }
                case MONEY -> {
                    if (!value.matches("\\d{1,9}(\\.\\d{1,2})?")) {
                        faults.add(fault(field, value, "不是金额", "请填写如 12.50 的数字"));
                    }
                }
                case NUMBER -> {
                    if (!value.matches("[1-9]\\d{0,2}")) {
                        faults.add(fault(field, value, "应为 1 到 999 的整数", "请改正"));
                    }
                }
                case TEXT, LONG_TEXT, CURRENT -> {}
            }
        }
    }

    static boolean isDay(String value) {
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Faults between two fields: the later one is named. */
    static void inOrder(Map<String, String> fields, String from, String until, String label, List<FieldError> faults) {
        String first = fields.getOrDefault(from, "");
        String second = fields.getOrDefault(until, "");
        if (first.isEmpty() || second.isEmpty()) {
            return;
        }
        boolean days = isDay(first) && isDay(second);
        boolean numbers = isNumber(first) && isNumber(second);
        boolean wrong = (days && LocalDate.parse(second).isBefore(LocalDate.parse(first)))
                || (numbers && new BigDecimal(second).compareTo(new BigDecimal(first)) < 0);
        if (wrong) {
            faults.add(new FieldError(until, label, second, "不能早于或小于 " + first, "请改正"));
        }
    }

    private static boolean isNumber(String value) {
        return value.matches("\\d{1,9}(\\.\\d{1,2})?");
    }

    private static FieldError fault(Field field, String value, String rule, String hint) {
        String shown = value.length() <= 60 ? value : value.substring(0, 60) + "…";
        return new FieldError(field.name(), field.label(), shown, rule, hint);
    }
}
