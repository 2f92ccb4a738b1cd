package org.yipiao.bill;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** 票样 Synthetic bills of 示例医院, whole and consistent, for the tests of this library. */
public final class SampleBills {
    public static final LocalDateTime ISSUED_AT = LocalDateTime.of(2026, 11, 21, 10, 20, 30);

    private static final InvoicingParty ISSUER =
            new InvoicingParty("12990000000000000X", "示例医院", "示例医院", "990100010000000001", "示例银行示例支行");
    private static final SealRef UNIT_SEAL =
            new SealRef("99000000000000000000000000000001", "示例医院财务专用章", "0".repeat(64));
    private static final SealRef SUPERVISORY_SEAL =
            new SealRef("99000000000000000000000000000002", "示例省财政票据监制章", "f".repeat(64));

    private SampleBills() {}

    /** 门诊票 12.05 yuan, one category, two lines in the list. */
    public static Bill outpatient() {
        return bill(outpatientContent("测试甲"));
    }

    /** 住院票 with all thirteen categories, insurance, prepayment and provincial extras. */
    public static Bill inpatient() {
        return bill(inpatientContent());
    }

    /** A bill with {@code lines} lines in its list. */
    public static Bill outpatientWithLines(int lines) {
        return bill(withLines(outpatientContent("测试甲"), lines));
    }

    public static Bill outpatientFor(String payerName) {
        return bill(outpatientContent(payerName));
    }

    /** 红票 for {@link #inpatient}. */
    public static Bill red() {
        Bill blue = inpatient();
        var content = blue.content().reversed("冲销票据代码" + blue.code() + "、票据号码" + blue.number() + "，原因：重复收费", "测试丁");
        return bill(content, "0000000002", Optional.of(blue.key()));
    }

    /** An outpatient bill with as many categories as told, each of its own price. */
    public static Bill outpatientWithCategories(int categories) {
        var items = new ArrayList<Item>();
        for (int i = 1; i <= categories; i++) {
            items.add(item("%04d".formatted(i), "示例收费项目" + i, "1", "%d.%02d".formatted(i, i % 100)));
        }
        return bill(withItems(outpatientContent("测试甲"), items));
    }

    /** Every text as long as its field allows. */
    public static Bill longTexts() {
        String name = "示例省示例市示例区示例街道特别长的单位名称有限责任公司第一分公司驻示例办事处（筹）";
        var base = outpatientContent(name + name);
        var items = new ArrayList<Item>();
        for (int i = 0; i < 12; i++) {
            items.add(new Item(
                    "9999",
                    "其中包含非常非常长的收费项目名称（示例第" + i + "项，另附说明）",
                    new BigDecimal("123456.123456"),
                    "人次/半日",
                    new BigDecimal("99999999.999999"),
                    Money.ofYuan("99999999999.99"),
                    "备注也可能写得很长很长"));
        }
        var lines = new ArrayList<AuxItem>();
        for (int i = 0; i < 30; i++) {
            lines.add(new AuxItem(
                    "0901",
                    "西药费",
                    "A" + i,
                    "注射用示例钠他唑巴坦钠（进口，含示例稀释剂及一次性使用配药器，规格特别长的示例药品通用名称以及商品名称）",
                    "(4.5g:4g与0.5g)×10瓶/盒 示例制药股份有限公司",
                    new BigDecimal("123456.123456"),
                    "支（瓶）",
                    new BigDecimal("12345678.123456"),
                    new BigDecimal("99999999999.123456"),
                    "乙",
                    "先行自付比例10%，限示例人群使用"));
        }
        return bill(new BillContent(
                base.kind(),
                Money.ofYuan("999999999999.99"),
                new Payer("2", "91990000000000000X", name + name, "", ""),
                "1",
                "BUS-20261121-" + "0123456789".repeat(3),
                "这是一段很长的备注。".repeat(20),
                "测试收费员姓名特别长的测试员",
                "测试复核员姓名特别长的测试员",
                base.medical(),
                items,
                lines));
    }

    /** One of each. */
    public static List<Bill> all() {
        return List.of(
                outpatient(),
                inpatient(),
                red(),
                outpatientWithLines(60),
                outpatientFor("测试䶮㛃𬱟龘"),
                outpatientWithCategories(100),
                longTexts());
    }

    public static Bill bill(BillContent content) {
        return bill(content, "0000000001", Optional.empty());
    }

    public static Bill bill(BillContent content, String number, Optional<Bill.Key> reverses) {
        var code = new BillCode("99" + content.kind().code() + "26");
        return new Bill(
                "CZ-EI-99",
                "1.1.0",
                "示例省" + content.kind().title(),
                code,
                new BillNumber(number),
                new CheckCode("a1b2c3"),
                code + "01",
                "990100",
                ISSUED_AT,
                ISSUER,
                content,
                UNIT_SEAL,
                SUPERVISORY_SEAL,
                reverses);
    }

    private static BillContent outpatientContent(String payerName) {
        var items =
                List.of(item("02", "诊察费", "1", "5.00"), item("04", "化验费", "2", "3.00"), item("09", "西药费", "1", "4.05"));
        var lines = List.of(
                new AuxItem(
                        "02", "诊察费", "110200001", "普通门诊诊察费", "", number("1"), "次", number("5"), number("5"), "甲", ""),
                line("04", "化验费", "250101015", "血细胞分析", "", "2", "项", "1.5", "3", "甲"),
                line("09", "西药费", "XA01", "示例片", "0.1g×24片/盒", "1", "盒", "4.05", "4.05", "乙"));
        return new BillContent(
                BillKind.OUTPATIENT,
                Money.ofYuan("12.05"),
                new Payer("1", Payer.masked("990100199001010019"), payerName, "", ""),
                "4",
                "MZ202611210001",
                "",
                "测试丁",
                "测试丙",
                medicalOutpatient(),
                items,
                lines);
    }

    private static Medical medicalOutpatient() {
        return new Medical(
                "男",
                "36",
                "M00012345",
                "20261121",
                "综合医院",
                "职工基本医疗保险",
                "990100123456",
                Money.ofYuan("5.00"),
                Money.ZERO,
                Money.ofYuan("4.05"),
                Money.ofYuan("3.00"),
                Money.ofYuan("7.05"),
                Money.ZERO,
                "",
                "",
                "示例门诊",
                "",
                "",
                Money.ZERO,
                Money.ZERO,
                Money.ZERO,
                List.of());
    }

    private static BillContent inpatientContent() {
        String[] names = {
            "床位费", "诊察费", "检查费", "化验费", "治疗费", "手术费", "护理费", "卫生材料费", "西药费", "中药饮片", "中成药费", "一般诊疗费", "其他住院收费"
        };
        var items = new ArrayList<Item>();
        var total = Money.ZERO;
        for (int i = 0; i < names.length; i++) {
            var item = item("%02d".formatted(i + 1), names[i], "1", "%d.%02d".formatted(950 - i * 37, i * 7));
            items.add(item);
            total = total.plus(item.amount());
        }
        var lines = new ArrayList<AuxItem>();
        for (var item : items) {
            lines.add(new AuxItem(
                    item.code(),
                    item.name(),
                    "L" + item.code(),
                    item.name() + "（示例明细）",
                    "",
                    number("1"),
                    "项",
                    item.amount().yuan(),
                    item.amount().yuan(),
                    "甲",
                    ""));
        }
        var fund = Money.ofYuan("6000.00");
        var medical = new Medical(
                "女",
                "58",
                "",
                "",
                "综合医院",
                "城乡居民基本医疗保险",
                "990100654321",
                fund,
                Money.ofYuan("500.00"),
                Money.ZERO,
                total.minus(fund).minus(Money.ofYuan("500.00")),
                Money.ofYuan("1800.00"),
                total.minus(Money.ofYuan("8300.00")),
                "B0098765",
                "ZY20261108001",
                "示例内科一病区",
                "20261108",
                "20261121",
                Money.ofYuan("5000.00"),
                Money.ZERO,
                Money.ofYuan("5000.00").minus(total.minus(Money.ofYuan("6500.00"))),
                List.of(
                        new Medical.Extra("起付标准", "800.00"),
                        new Medical.Extra("大病保险支付", "500.00"),
                        new Medical.Extra("住院天数", "13")));
        return new BillContent(
                BillKind.INPATIENT,
                total,
                new Payer("1", Payer.masked("990100196801010028"), "测试乙", "", ""),
                "1",
                "ZYJS202611210001",
                "出院结算",
                "测试丁",
                "测试丙",
                medical,
                items,
                lines);
    }

    private static BillContent withLines(BillContent content, int lines) {
        var many = new ArrayList<AuxItem>();
        for (int i = 1; i <= lines; i++) {
            many.add(line(
                    "09",
                    "西药费",
                    "X" + i,
                    "示例药品第" + i + "种片剂",
                    "0.25g×12片/盒",
                    "2",
                    "盒",
                    i + ".1234",
                    i * 2 + ".2468",
                    i % 3 == 0 ? "乙" : "甲"));
        }
        return new BillContent(
                content.kind(),
                content.total(),
                content.payer(),
                content.payMode(),
                content.bizCode(),
                content.remark(),
                content.handlingPerson(),
                content.checker(),
                content.medical(),
                content.items(),
                many);
    }

    private static BillContent withItems(BillContent content, List<Item> items) {
        var total = items.stream().map(Item::amount).reduce(Money.ZERO, Money::plus);
        return new BillContent(
                content.kind(),
                total,
                content.payer(),
                content.payMode(),
                content.bizCode(),
                content.remark(),
                content.handlingPerson(),
                content.checker(),
                content.medical(),
                items,
                content.auxItems());
    }

    private static Item item(String code, String name, String quantity, String amount) {
        return new Item(code, name, number(quantity), "项", number(amount), Money.ofYuan(amount), "");
    }

    private static AuxItem line(
            String itemCode,
            String itemName,
            String code,
            String name,
            String specification,
            String quantity,
            String unit,
            String price,
            String amount,
            String grade) {
        return new AuxItem(
                itemCode,
                itemName,
                code,
                name,
                specification,
                number(quantity),
                unit,
                number(price),
                number(amount),
                grade,
                "");
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
