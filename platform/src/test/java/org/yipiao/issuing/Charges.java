package org.yipiao.issuing;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.yipiao.OneHospital;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.BillContent;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.bill.Payer;

/** Synthetic settlements of 测试甲 for tests. */
public final class Charges {
    private Charges() {}

    public static Charge outpatient(String busNo) {
        return outpatient(busNo, "0101", "12.05");
    }

    public static Charge outpatient(String busNo, String point, String yuan) {
        return of(busNo, point, content(BillKind.OUTPATIENT, busNo, yuan, "测试甲"));
    }

    public static Charge of(String busNo, String point, BillContent content) {
        return new Charge(
                OneHospital.ID,
                "DEMOHIS",
                busNo,
                "02",
                point,
                LocalDateTime.of(2026, 6, 15, 9, 30),
                content,
                true,
                "",
                new Contact("13900000000", "", "openid-1", "", ""),
                "{\"place\": \"W01\"}");
    }

    public static BillContent content(BillKind kind, String busNo, String yuan, String payer) {
        var total = Money.ofYuan(yuan);
        boolean inpatient = kind == BillKind.INPATIENT;
        return new BillContent(
                kind,
                total,
                new Payer("1", "990101********0011", payer, "", ""),
                "4",
                busNo,
                "",
                "测试乙",
                "测试丙",
                new Medical(
                        "女",
                        "30岁",
                        inpatient ? "" : "MZ0001",
                        inpatient ? "" : "20260615",
                        "综合医院",
                        "职工基本医疗保险",
                        "YB0001",
                        Money.ZERO,
                        Money.ZERO,
                        Money.ZERO,
                        total,
                        Money.ZERO,
                        total,
                        "",
                        inpatient ? "ZY0001" : "",
                        "内科",
                        inpatient ? "20260601" : "",
                        inpatient ? "20260614" : "",
                        Money.ZERO,
                        Money.ZERO,
                        Money.ZERO,
                        List.of(new Medical.Extra("起付标准", "100.00"))),
                List.of(new Item("01", "诊察费", new BigDecimal("1.00"), "项", total.yuan(), total, "")),
                List.of(new AuxItem(
                        "01",
                        "诊察费",
                        "Z001",
                        "门诊诊察费",
                        "",
                        new BigDecimal("1"),
                        "次",
                        total.yuan(),
                        total.yuan(),
                        "甲",
                        "")));
    }
}
