package org.yipiao.bill;

import java.util.List;

/**
 * 票据内容 What a bill says, before it has a number, an issue time and seals. Every text may be empty, none is null; the
 * amounts of a red bill 红票 are negative.
 *
 * @param kind 票据种类
 * @param total 总金额; equals the sum of {@code items}
 * @param payer 交款人
 * @param payMode 交款方式 1 cash 现金, 2 POS, 3 batch debit 批量代扣, 4 terminal 终端支付; empty when not told
 * @param bizCode 业务流水号 settlement number of the business system, at most 50 characters
 * @param remark 备注, at most 200 characters; on a red bill it names the blue bill
 * @param handlingPerson 开票人, printed as 收款人
 * @param checker 复核人
 * @param medical 业务扩展 {@code MainExt}
 * @param items 收费项目 charge categories on the face
 * @param auxItems 收费明细 itemised list, tied to its item by code
 */
public record BillContent(
        BillKind kind,
        Money total,
        Payer payer,
        String payMode,
        String bizCode,
        String remark,
        String handlingPerson,
        String checker,
        Medical medical,
        List<Item> items,
        List<AuxItem> auxItems) {
    /** Largest number of lines of the itemised list 收费明细 on one bill. */
    public static final int AUX_ITEMS_MAX = 5_000;

    /** Largest number of charge categories on one bill. */
    public static final int ITEMS_MAX = 100;

    public BillContent {
        items = List.copyOf(items);
        auxItems = List.copyOf(auxItems);
    }

    /**
     * 冲红内容 The content of the red bill for this blue content: every amount and quantity of money negated, unit prices
     * kept, quantities negated, so that quantity × price = amount still holds.
     *
     * @param remark names the blue bill's code and number and the reason
     */
    public BillContent reversed(String remark, String operator) {
        return new BillContent(
                kind,
                total.negated(),
                payer,
                payMode,
                bizCode,
                remark,
                operator,
                checker,
                medical.reversed(),
                items.stream().map(Item::reversed).toList(),
                auxItems.stream().map(AuxItem::reversed).toList());
    }
}
