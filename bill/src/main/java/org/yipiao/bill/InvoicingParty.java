package org.yipiao.bill;

/**
 * 开票单位 The hospital as issuer and payee.
 *
 * @param code 开票单位代码 unified social credit code, 18 characters
 * @param name 开票单位名称
 * @param payeeName 收款人全称
 * @param payeeAccount 收款人账号
 * @param payeeBank 收款人开户行
 */
public record InvoicingParty(String code, String name, String payeeName, String payeeAccount, String payeeBank) {}
