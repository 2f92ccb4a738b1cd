package org.yipiao.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;
import org.yipiao.bill.settlement.ChargedLine;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.ChargeItems;
import org.yipiao.masterdata.ChargeItems.ChargeItem;
import org.yipiao.masterdata.CodeMapping;
import org.yipiao.masterdata.CodeMapping.Kind;

/**
 * 收费项目与清单 Turns chargeDetail and listDetail into the categories on the face, in the national order, and the itemised
 * list. Lines that lead to one category of the bureau are added up: the face has one cell per category.
 */
@Component
class ChargeLines {
    /** 误差行 A negative line below this is a rounding correction; anything more is a refund and needs a red bill. */
    static final Money ROUNDING_MAX = Money.ofFen(100);

    private static final String ITEM = "收费项目代码";

    private final ChargeItems items;
    private final CodeMapping mapping;

    ChargeLines(ChargeItems items, CodeMapping mapping) {
        this.items = items;
        this.mapping = mapping;
    }

    /** @param total sum of the categories */
    record Lines(List<Item> items, List<AuxItem> auxItems, Money total) {}

    /** @param day of the settlement, for the validity of items */
    Lines read(FieldReader bill, BillKind kind, Caller caller, LocalDate day) {
        var rows = bill.rows("chargeDetail");
        if (rows.isEmpty()) {
            bill.fault("chargeDetail", "收费项目明细", "", "不能为空", "至少填写一个收费项目");
        }
        var byCategory = new TreeMap<ChargeItem, List<ChargedLine>>(
                Comparator.comparingInt(ChargeItem::order).thenComparing(ChargeItem::code));
        var categories = new HashMap<String, ChargeItem>();
        var byHisCode = new HashMap<String, ChargedLine>();
        var total = Money.ZERO;
        for (var row : rows) {
            String hisCode = row.needed("chargeCode", ITEM, 50);
            var category = categories.get(hisCode);
            if (category == null && !hisCode.isEmpty()) {
                category = category(row, hisCode, kind, caller, day);
            }
            var line = line(row, hisCode, category);
            total = total.plus(line.item().amount());
            byHisCode.putIfAbsent(hisCode, line);
            if (category != null) {
                categories.put(hisCode, category);
                byCategory.computeIfAbsent(category, c -> new ArrayList<>()).add(line);
            }
        }
        var faceItems = withoutNegatives(
                byCategory.values().stream().map(ChargedLine::merged).toList());
        if (faceItems.size() > BillContent.ITEMS_MAX) {
            bill.fault(
                    "chargeDetail",
                    "收费项目明细",
                    faceItems.size() + "项",
                    "最多" + BillContent.ITEMS_MAX + "个收费项目",
                    "请合并后重新发送");
        }
        return new Lines(faceItems, ChargedLine.list(bill, byHisCode, byCategory.values()), total);
    }

    private @Nullable ChargeItem category(
            FieldReader row, String hisCode, BillKind kind, Caller caller, LocalDate day) {
        // Many systems keep two dictionaries that use one code for different things.
        var ours = mapping.ours(caller.unit(), caller.appid(), Kind.CHARGE_ITEM, kind.medicalType() + "/" + hisCode)
                .or(() -> mapping.ours(caller.unit(), caller.appid(), Kind.CHARGE_ITEM, hisCode));
        if (ours.isEmpty()) {
            row.fault(
                    "chargeCode",
                    ITEM,
                    hisCode,
                    "未对照到财政收费项目（" + row.fields().text("chargeName") + "）",
                    "请信息科在第三方对照中维护收费项目代码" + hisCode);
            return null;
        }
        var item = items.find(caller.unit(), ours.get());
        if (item.isEmpty() || !item.get().usableOn(day)) {
            row.fault("chargeCode", ITEM, hisCode, unusable(ours.get(), item), "请信息科核对第三方对照和收费项目目录，缺少的项目可提交单位项目申请表");
            return null;
        }
        if (!item.get().kinds().contains(kind)) {
            row.fault(
                    "chargeCode",
                    ITEM,
                    hisCode,
                    "财政收费项目" + ours.get() + item.get().name() + "不能用于" + kind.medicalType() + "票据",
                    "请信息科核对第三方对照");
            return null;
        }
        return item.get();
    }

    private static String unusable(String code, Optional<ChargeItem> item) {
        String name = "对照的财政收费项目" + code + item.map(ChargeItem::name).orElse("");
        if (item.isEmpty()) {
            return name + "不存在或已停用";
        }
        return name + (!item.get().listed() ? "不在财政可用项目中" : !item.get().enabled() ? "不存在或已停用" : "不在有效期内");
    }

    private static ChargedLine line(FieldReader row, String hisCode, @Nullable ChargeItem category) {
        var amount = row.money("amt", "金额");
        if (amount.isNegative() && amount.negated().compareTo(ROUNDING_MAX) >= 0) {
            row.fault("amt", "金额", amount.plain(), "金额不能为负", "退费请先冲红原票，再按实收重新开票");
        }
        return ChargedLine.read(
                row, hisCode, category == null ? "" : category.code(), category == null ? "" : category.name(), amount);
    }

    /** 误差 The face has no negative category: a negative rounding is taken off the largest one, and said there. */
    private static List<Item> withoutNegatives(List<Item> items) {
        var rounding =
                items.stream().map(Item::amount).filter(Money::isNegative).reduce(Money.ZERO, Money::plus);
        var largest = items.stream().max(Comparator.comparing(Item::amount));
        if (rounding.isZero() || largest.isEmpty()) {
            return items;
        }
        return items.stream()
                .filter(item -> !item.amount().isNegative())
                .map(item -> item.equals(largest.get()) ? rounded(item, rounding) : item)
                .toList();
    }

    private static Item rounded(Item item, Money rounding) {
        var amount = item.amount().plus(rounding);
        String remark = (item.remark() + " 含误差" + rounding.plain()).strip();
        return new Item(item.code(), item.name(), BigDecimal.ONE, "项", amount.yuan(), amount, remark);
    }
}
