package org.yipiao.bill;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Synthetic bills for tests: region 99 does not exist. */
public final class Samples {
    public static final SealRef UNIT_SEAL =
            new SealRef("00112233445566778899aabbccddeeff", "示例医院财务专用章", "00".repeat(32));
    public static final SealRef SUPERVISORY_SEAL =
            new SealRef("ffeeddccbbaa99887766554433221100", "示例省财政票据监制章", "11".repeat(32));

    private Samples() {}

    public static Bill outpatient() {
        return outpatient(UNIT_SEAL, SUPERVISORY_SEAL);
    }

    public static Bill outpatient(SealRef unitSeal, SealRef supervisorySeal) {
        return new Bill(
                "CZ-EI-99",
                "1.1.0",
                "示例省医疗门诊收费票据（电子）",
                new BillCode("99060126"),
                new BillNumber("0000000001"),
                new CheckCode("a1b2c3"),
                "9906012601",
                "990100",
                LocalDateTime.of(2026, 11, 21, 9, 8, 7),
                new InvoicingParty("12990000000000000X", "示例医院", "示例医院", "990000000001", "示例银行"),
                outpatientContent(),
                unitSeal,
                supervisorySeal,
                Optional.empty());
    }

    public static BillContent outpatientContent() {
        return new BillContent(
                BillKind.OUTPATIENT,
                Money.ofYuan("12.05"),
                new Payer("1", "990101********0001", "测试甲", "", ""),
                "4",
                "MZ20261121000001",
                "",
                "测试乙",
                "系统核验",
                medical(),
                List.of(
                        new Item(
                                "02", "诊察费", new BigDecimal("1"), "次", new BigDecimal("10"), Money.ofYuan("10.00"), ""),
                        new Item(
                                "09",
                                "西药费",
                                new BigDecimal("1"),
                                "项",
                                new BigDecimal("2.05"),
                                Money.ofYuan("2.05"),
                                "")),
                List.of(new AuxItem(
                        "09",
                        "西药费",
                        "YP0001",
                        "测试药片",
                        "",
                        new BigDecimal("2.5"),
                        "片",
                        new BigDecimal("0.82"),
                        new BigDecimal("2.05"),
                        "甲",
                        "")));
    }

    /** The inpatient bill with rare characters, twelve extras and {@code lines} list lines. */
    public static Bill inpatient(int lines) {
        Bill bill = outpatient();
        BillContent content = bill.content();
        List<AuxItem> list = IntStream.range(0, lines)
                .mapToObj(i -> new AuxItem(
                        "09",
                        "西药费",
                        "YP%04d".formatted(i),
                        "测试药 <" + i + "> & Ⅱ",
                        "",
                        BigDecimal.ONE,
                        "盒",
                        new BigDecimal("0.0001"),
                        new BigDecimal("0.0001"),
                        i % 2 == 0 ? "乙" : "",
                        i % 3 == 0 ? "备注" : ""))
                .toList();
        Medical outpatient = content.medical();
        Medical medical = new Medical(
                outpatient.gender(),
                "43岁",
                "",
                "",
                outpatient.orgType(),
                "职工基本医疗保险",
                "990000001",
                Money.ofYuan("2.05"),
                Money.ZERO,
                Money.ZERO,
                Money.ofYuan("10.00"),
                Money.ofYuan("4.00"),
                Money.ofYuan("6.00"),
                "BL000001",
                "ZY000001",
                "心血管内科",
                "20261101",
                "20261120",
                Money.ofYuan("10000.00"),
                Money.ZERO,
                Money.ofYuan("9990.00"),
                IntStream.rangeClosed(1, 12)
                        .mapToObj(i -> new Medical.Extra("扩展" + i, i + ".00"))
                        .toList());
        return new Bill(
                bill.tag(),
                bill.version(),
                "示例省医疗住院收费票据（电子）",
                new BillCode("99060226"),
                new BillNumber("0000000002"),
                bill.checkCode(),
                "9906022601",
                bill.supervisorArea(),
                bill.issuedAt(),
                bill.issuer(),
                new BillContent(
                        BillKind.INPATIENT,
                        content.total(),
                        new Payer("1", "990101********0002", "䶮㛃𬱟龘", "", ""),
                        "",
                        "ZY20261121000001",
                        "第一行\n第二行",
                        content.handlingPerson(),
                        content.checker(),
                        medical,
                        content.items(),
                        list),
                bill.unitSeal(),
                bill.supervisorySeal(),
                Optional.empty());
    }

    public static Bill red() {
        Bill blue = outpatient();
        return new Bill(
                blue.tag(),
                blue.version(),
                blue.name(),
                blue.code(),
                new BillNumber("0000000003"),
                new CheckCode("0d0e0f"),
                blue.templateCode(),
                blue.supervisorArea(),
                blue.issuedAt().plusHours(1),
                blue.issuer(),
                blue.content().reversed("冲红：票据代码 99060126 票据号码 0000000001，退费", "测试乙"),
                blue.unitSeal(),
                blue.supervisorySeal(),
                Optional.of(blue.key()));
    }

    public static Bill withPayerName(String name) {
        Bill bill = outpatient();
        BillContent c = bill.content();
        return withContent(new BillContent(
                c.kind(),
                c.total(),
                new Payer("1", c.payer().code(), name, "", ""),
                c.payMode(),
                c.bizCode(),
                c.remark(),
                c.handlingPerson(),
                c.checker(),
                c.medical(),
                c.items(),
                c.auxItems()));
    }

    public static Bill withContent(BillContent content) {
        Bill bill = outpatient();
        return new Bill(
                bill.tag(),
                bill.version(),
                bill.name(),
                bill.code(),
                bill.number(),
                bill.checkCode(),
                bill.templateCode(),
                bill.supervisorArea(),
                bill.issuedAt(),
                bill.issuer(),
                content,
                bill.unitSeal(),
                bill.supervisorySeal(),
                bill.reverses());
    }

    private static Medical medical() {
        return new Medical(
                "女",
                "",
                "MZ0001",
                "20261121",
                "综合医院",
                "非医保",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                Money.ofYuan("12.05"),
                Money.ZERO,
                Money.ofYuan("12.05"),
                "",
                "",
                "",
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
    }
}
