package org.yipiao.bill;

/**
 * 交款人 Who pays.
 *
 * @param type 交款人类型 1 person 个人, 2 organisation 单位
 * @param code 交款人代码 credit code of an organisation, or ID number of a person with its middle hidden
 * @param name 交款人名称, may hold characters outside the basic plane
 * @param account 账号
 * @param bank 开户行
 */
public record Payer(String type, String code, String name, String account, String bank) {
    /** Hides the middle of a person's document number: first 6, 8 stars, last 4; shorter numbers keep the ends only. */
    public static String masked(String idNumber) {
        int length = idNumber.length();
        if (length >= 15) {
            return idNumber.substring(0, 6) + "********" + idNumber.substring(length - 4);
        }
        if (length <= 4) {
            return "*".repeat(length);
        }
        return idNumber.substring(0, 2) + "*".repeat(length - 4) + idNumber.substring(length - 2);
    }
}
