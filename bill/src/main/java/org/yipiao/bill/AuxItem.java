package org.yipiao.bill;

import java.math.BigDecimal;

/**
 * 收费明细 One line of the itemised list.
 *
 * @param itemCode 项目编码 of the {@link Item} it belongs to; empty when the business system did not say
 * @param itemName 项目名称 of that item
 * @param code 明细编码
 * @param name 明细名称
 * @param specification 规格, printed on the list only
 * @param quantity 数量, at most 6 decimals
 * @param unit 单位
 * @param price 单价, at most 6 decimals
 * @param amount 金额, at most 6 decimals: list lines are finer than fen in the market protocol
 * @param grade 医保药品分类 甲, 乙, 丙 or empty
 * @param remark 备注
 */
public record AuxItem(
        String itemCode,
        String itemName,
        String code,
        String name,
        String specification,
        BigDecimal quantity,
        String unit,
        BigDecimal price,
        BigDecimal amount,
        String grade,
        String remark) {
    AuxItem reversed() {
        return new AuxItem(
                itemCode,
                itemName,
                code,
                name,
                specification,
                quantity.negate(),
                unit,
                price,
                amount.negate(),
                grade,
                remark);
    }
}
