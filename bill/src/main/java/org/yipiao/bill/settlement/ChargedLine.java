package org.yipiao.bill.settlement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.Item;
import org.yipiao.bill.Money;

/**
 * 收费明细行 One line of chargeDetail, under the bureau's category it leads to. Lines of one category are added up on the face,
 * which has one cell for each.
 *
 * @param hisCode 收费项目代码 of the business system
 * @param hisName its own name for it
 * @param item with code and name of the category
 */
public record ChargedLine(String hisCode, String hisName, Item item) {
    private static final int NAME_MAX = 100;
    /** Longer than the 50 of the norm: drug names of working clients reach 100. */
    private static final int LIST_TEXT_MAX = 200;

    /** @param amount 金额 of the row, which the caller has judged */
    public static ChargedLine read(SettlementFields row, String hisCode, String code, String name, Money amount) {
        var quantity = row.fine("number", "数量");
        var price = row.fine("std", "收费标准");
        String unit = row.text("unit", "计量单位", 20);
        String hisName = row.text("chargeName", "收费项目名称", NAME_MAX);
        row.fine("selfAmt", "自费金额");
        boolean counted = quantity.signum() != 0 && (price.signum() != 0 || amount.isZero());
        var item = new Item(
                code,
                name,
                counted ? quantity : BigDecimal.ONE,
                unit.isEmpty() ? "项" : unit,
                counted ? price : amount.yuan(),
                amount,
                row.text("remark", "备注", 180));
        return new ChargedLine(hisCode, hisName, item);
    }

    /** @param lines of one category */
    public static Item merged(List<ChargedLine> lines) {
        var first = lines.getFirst().item();
        if (lines.size() == 1) {
            return first;
        }
        var sum = lines.stream().map(line -> line.item().amount()).reduce(Money.ZERO, Money::plus);
        return new Item(first.code(), first.name(), BigDecimal.ONE, "项", sum.yuan(), sum, "");
    }

    /**
     * 清单 As the business system sent it; without one, what was added up is kept as the list.
     *
     * @param byCategory lines in the order of the face
     */
    public static List<AuxItem> list(
            SettlementFields bill, Map<String, ChargedLine> byHisCode, Collection<List<ChargedLine>> byCategory) {
        var list = sent(bill, byHisCode);
        boolean merged = byCategory.stream().anyMatch(lines -> lines.size() > 1);
        return list.isEmpty() && merged
                ? byCategory.stream()
                        .flatMap(List::stream)
                        .map(ChargedLine::listed)
                        .toList()
                : list;
    }

    private AuxItem listed() {
        return new AuxItem(
                item.code(),
                item.name(),
                hisCode,
                hisName.isEmpty() ? item.name() : hisName,
                "",
                item.quantity(),
                item.unit(),
                item.price(),
                item.amount().yuan(),
                "",
                item.remark());
    }

    private static List<AuxItem> sent(SettlementFields bill, Map<String, ChargedLine> byHisCode) {
        var list = new ArrayList<AuxItem>();
        for (var row : bill.rows("listDetail")) {
            String hisCode = row.text("chargeCode", "收费项目代码", 50);
            var charged = byHisCode.get(hisCode);
            if (charged == null && !hisCode.isEmpty()) {
                row.fault("chargeCode", "收费项目代码", hisCode, "不在本次收费项目明细(chargeDetail)中", "请使清单行的收费项目与收费项目明细一致");
            }
            list.add(
                    charged == null
                            ? listRow(row, "", "")
                            : listRow(row, charged.item().code(), charged.item().name()));
        }
        return list;
    }

    /** 清单行 One row of listDetail. @param code of the bureau's category, or empty @param name of the category */
    public static AuxItem listRow(SettlementFields row, String code, String name) {
        String listed = row.text("name", "名称", LIST_TEXT_MAX);
        if (listed.isEmpty()) {
            listed = row.needed("chargeName", "名称", LIST_TEXT_MAX);
        }
        return new AuxItem(
                code,
                name,
                row.text("code", "编码", 50),
                listed,
                row.text("specification", "规格", LIST_TEXT_MAX),
                row.fine("number", "数量"),
                row.text("unit", "计量单位", 20),
                row.fine("std", "单价"),
                row.fine("amt", "金额"),
                grade(row.text("medicalCareType", "医保药品分类", 60)),
                row.text("remark", "备注", 200));
    }

    /** 甲乙丙 Codes 1 to 3, or a name that begins with the letter; anything else is no grade. */
    private static String grade(String sent) {
        return switch (sent.isEmpty() ? "" : sent.substring(0, 1)) {
            case "1", "甲" -> "甲";
            case "2", "乙" -> "乙";
            case "3", "丙" -> "丙";
            default -> "";
        };
    }
}
