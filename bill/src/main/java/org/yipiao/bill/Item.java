package org.yipiao.bill;

import java.math.BigDecimal;

/**
 * 收费项目 One charge category on the face.
 *
 * @param code 项目编码 fiscal item code of the bureau
 * @param name 项目名称
 * @param quantity 数量, at most 6 decimals
 * @param unit 单位, 项 or 次 on most bills
 * @param price 标准, at most 6 decimals
 * @param amount 金额
 * @param remark 备注
 */
public record Item(
        String code, String name, BigDecimal quantity, String unit, BigDecimal price, Money amount, String remark) {
    Item reversed() {
        return new Item(code, name, quantity.negate(), unit, price, amount.negated(), remark);
    }
}
