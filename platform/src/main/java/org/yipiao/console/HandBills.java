package org.yipiao.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.access.CurrentUser;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;
import org.yipiao.issuing.Charge;
import org.yipiao.issuing.Contact;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.IssuingPoints;
import org.yipiao.masterdata.IssuingPolicies;
import org.yipiao.masterdata.IssuingPolicy.Zero;
import org.yipiao.shared.FieldError;

/** 手工票据 Turns what was typed into a settlement, or says all that is wrong with it. */
@Component
class HandBills {
    static final int ITEMS_MAX = 50;

    private final ChargeItems items;
    private final IssuingPoints points;
    private final IssuingPolicies policies;
    private final UnitTime time;

    HandBills(ChargeItems items, IssuingPoints points, IssuingPolicies policies, UnitTime time) {
        this.items = items;
        this.points = points;
        this.policies = policies;
        this.time = time;
    }

    /** Not to be issued while there are errors. */
    Charge read(CurrentUser user, HandBill asked, String busNo, List<FieldError> errors) {
        String point = point(user, asked.point(), errors);
        String payer = PaperHttp.needed("payer", "交款人", asked.payer(), 100, errors);
        var kind = asked.kind() == null ? BillKind.OUTPATIENT : asked.kind();
        int before = errors.size();
        var lines = lines(user, kind, asked.lines(), errors);
        var total = lines.stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
        if (errors.size() == before) {
            checkTotal(asked.totalFen(), total, errors);
        }
        boolean inpatient = kind == BillKind.INPATIENT;
        boolean person = !"2".equals(asked.payerType());
        String code = optional("payerCode", "证件号码", asked.payerCode(), 30, errors);
        var content = new BillContent(
                kind,
                total,
                new Payer(person ? "1" : "2", person ? Payer.masked(code) : code, payer, "", ""),
                optional("payMode", "交款方式", asked.payMode(), 10, errors),
                busNo,
                optional("remark", "备注", asked.remark(), 200, errors),
                user.displayName(),
                "",
                medical(asked, total, inpatient, errors),
                lines,
                List.of());
        return new Charge(
                user.unit(),
                PaperHttp.CALLER,
                busNo,
                inpatient ? "01" : "02",
                point,
                time.now(user.unit()),
                content,
                true,
                "",
                new Contact(mobile(asked.mobile(), errors), "", "", "", ""),
                "{}");
    }

    private String point(CurrentUser user, @Nullable String asked, List<FieldError> errors) {
        String point = PaperHttp.needed("point", "开票点", asked, 20, errors);
        if (!point.isEmpty()
                && (!user.scope().coversPoint(point)
                        || points.find(user.unit(), point).isEmpty())) {
            errors.add(new FieldError("point", "开票点", point, "不是您可用的开票点", "请选择列表中的开票点"));
        }
        return point;
    }

    private static String mobile(@Nullable String asked, List<FieldError> errors) {
        String mobile = optional("mobile", "手机", asked, 20, errors);
        if (!mobile.isEmpty() && !mobile.matches("1\\d{10}")) {
            errors.add(new FieldError("mobile", "手机", Masked.number(mobile), "11 位手机号码", "请核对手机号码，或留空"));
        }
        return mobile;
    }

    private static Medical medical(HandBill asked, Money total, boolean inpatient, List<FieldError> errors) {
        String patient = optional("patientNo", inpatient ? "住院号" : "就诊号", asked.patientNo(), 50, errors);
        String sex = optional("sex", "性别", asked.sex(), 2, errors);
        if (!List.of("", "男", "女").contains(sex)) {
            errors.add(new FieldError("sex", "性别", sex, "男、女或留空", "请改正性别"));
        }
        return new Medical(
                sex,
                optional("age", "年龄", asked.age(), 20, errors),
                inpatient ? "" : patient,
                "",
                "",
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                total,
                Money.ZERO,
                total,
                "",
                inpatient ? patient : "",
                optional("department", "科室", asked.department(), 100, errors),
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
    }

    private static void checkTotal(@Nullable Long shown, Money total, List<FieldError> errors) {
        if (shown == null || shown != total.fen()) {
            long typed = shown == null ? 0 : shown;
            errors.add(new FieldError(
                    "totalFen",
                    "合计金额",
                    shown == null ? "" : Money.ofFen(shown).plain(),
                    "与各项目合计 " + total.plain() + " 元相差 "
                            + Money.ofFen(Math.abs(total.fen() - typed)).plain() + " 元",
                    "请核对数量和单价"));
        }
    }

    private List<Item> lines(
            CurrentUser user, BillKind kind, @Nullable List<HandBill.Line> asked, List<FieldError> errors) {
        if (asked == null || asked.isEmpty() || asked.size() > ITEMS_MAX) {
            errors.add(new FieldError(
                    "lines", "收费项目", asked == null ? "" : asked.size() + "项", "1 到 " + ITEMS_MAX + " 项", "请添加收费项目"));
            return List.of();
        }
        boolean free = policies.of(user.unit()).zero() != Zero.REFUSE;
        var today = time.today(user.unit());
        var lines = new ArrayList<Item>();
        var seen = new HashSet<String>();
        for (int i = 0; i < asked.size(); i++) {
            var line = asked.get(i);
            String path = "lines[" + i + "].";
            int before = errors.size();
            var item = items.find(user.unit(), text(line.code()))
                    .filter(known -> known.usableOn(today) && known.kinds().contains(kind));
            var quantity = line.quantity() == null ? BigDecimal.ONE : line.quantity();
            var price = line.price() == null ? BigDecimal.ZERO : line.price();
            if (item.isEmpty()) {
                errors.add(new FieldError(
                        path + "code", "收费项目", text(line.code()), "不在" + kind.medicalType() + "收费项目目录中", "请从列表中选择"));
            } else if (!seen.add(item.get().code())) {
                errors.add(new FieldError(path + "code", "收费项目", item.get().name(), "重复", "同一项目请合并为一行"));
            }
            if (quantity.signum() <= 0 || quantity.scale() > 6 || quantity.precision() > 12) {
                errors.add(new FieldError(path + "quantity", "数量", shown(quantity), "大于 0，最多 6 位小数", "请核对数量"));
            }
            if ((free ? price.signum() < 0 : price.signum() <= 0) || price.scale() > 6 || price.precision() > 16) {
                errors.add(new FieldError(
                        path + "price",
                        "单价",
                        shown(price),
                        free ? "不小于 0，最多 6 位小数" : "大于 0，最多 6 位小数",
                        free ? "请核对单价" : "请核对单价；本单位的开票政策不开具零金额票据"));
            }
            String remark = optional(path + "remark", "备注", line.remark(), 100, errors);
            if (errors.size() == before) {
                var amount = Money.ofYuan(quantity.multiply(price).setScale(2, RoundingMode.HALF_UP));
                var known = item.orElseThrow();
                lines.add(new Item(known.code(), known.name(), quantity, "项", price, amount, remark));
            }
        }
        return lines;
    }

    /** Digits are counted before anything is written out: 1E999999999 would fill the memory. */
    private static String shown(BigDecimal number) {
        return number.precision() > 30 || Math.abs(number.scale()) > 30 ? "过长的数字" : number.toPlainString();
    }

    private static String optional(
            String path, String label, @Nullable String asked, int max, List<FieldError> errors) {
        String text = text(asked);
        if (text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    path,
                    label,
                    text.length() <= 60 ? text : text.substring(0, 60),
                    "最多 " + max + " 个字符，不含换行等控制字符",
                    "请缩短或改正" + label));
            return "";
        }
        return text;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
