package org.yipiao.sandbox.his;

import java.util.List;

/** 物价目录 What the demo hospital charges for. Names of things are general, prices invented. */
final class Catalogue {
    private Catalogue() {}

    /** 收费项目分类 @param code the HIS's own code, mapped by the platform */
    record Category(String code, String name, List<Thing> things) {}

    /** 收费物 @param lowFen least price @param highFen highest price @param grade 1 甲 2 乙 3 丙 */
    record Thing(
            String code, String name, String specification, String unit, long lowFen, long highFen, String grade) {}

    static final Category BED = new Category(
            "99920001",
            "床位费",
            List.of(
                    new Thing("B1", "三人间床位", "", "床日", 3500, 5500, "1"),
                    new Thing("B2", "双人间床位", "", "床日", 6000, 9000, "3")));
    static final Category CONSULTATION = new Category(
            "02",
            "诊察费",
            List.of(
                    new Thing("Z1", "普通门诊诊察", "", "次", 1000, 1500, "1"),
                    new Thing("Z2", "专家门诊诊察", "", "次", 3000, 8000, "2")));
    static final Category EXAMINATION = new Category(
            "C01",
            "检查费",
            List.of(
                    new Thing("J1", "彩色多普勒超声检查", "每部位", "次", 8000, 16000, "1"),
                    new Thing("J2", "胸部CT平扫", "", "次", 18000, 26000, "2"),
                    new Thing("J3", "常规心电图", "十二导联", "次", 1500, 3000, "1"),
                    new Thing("J4", "数字化摄影（DR）", "每部位", "次", 5000, 8000, "1")));
    static final Category LABORATORY = new Category(
            "04",
            "化验费",
            List.of(
                    new Thing("H1", "血细胞分析", "五分类", "次", 1500, 2500, "1"),
                    new Thing("H2", "尿液分析", "", "次", 500, 1200, "1"),
                    new Thing("H3", "肝功能常规", "", "组", 4000, 6800, "1"),
                    new Thing("H4", "糖化血红蛋白测定", "", "项", 4500, 7000, "2")));
    static final Category TREATMENT = new Category(
            "05",
            "治疗费",
            List.of(
                    new Thing("T1", "静脉输液", "", "组", 600, 1200, "1"),
                    new Thing("T2", "换药", "中", "次", 1500, 2800, "1"),
                    new Thing("T3", "针刺治疗", "", "次", 2500, 4500, "2")));
    static final Category SURGERY =
            new Category("06", "手术费", List.of(new Thing("S1", "腹腔镜下胆囊切除术", "", "次", 120_000, 220_000, "1")));
    static final Category NURSING = new Category(
            "07",
            "护理费",
            List.of(
                    new Thing("N1", "二级护理", "", "日", 1500, 2400, "1"),
                    new Thing("N2", "一级护理", "", "日", 2600, 3900, "1")));
    static final Category MATERIALS = new Category(
            "08",
            "卫生材料费",
            List.of(
                    new Thing("M1", "一次性使用输液器", "带针", "套", 180, 420, "1"),
                    new Thing("M2", "静脉留置针", "22G", "支", 1200, 3600, "2"),
                    new Thing("M3", "可吸收缝合线", "3-0", "包", 4800, 9800, "3")));
    static final Category WESTERN = new Category(
            "09",
            "西药费",
            List.of(
                    new Thing("D1", "阿莫西林胶囊", "0.25g*24粒", "盒", 480, 1560, "1"),
                    new Thing("D2", "0.9%氯化钠注射液", "250ml", "袋", 260, 520, "1"),
                    new Thing("D3", "注射用头孢曲松钠", "1.0g", "支", 350, 1890, "2"),
                    new Thing("D4", "二甲双胍片", "0.5g*30片", "盒", 680, 2650, "1"),
                    new Thing("D5", "维生素C注射液", "2ml:0.5g", "支", 120, 260, "3")));
    static final Category HERBAL = new Category(
            "10",
            "中药饮片",
            List.of(
                    new Thing("Y1", "黄芪", "片", "克", 12, 35, "1"),
                    new Thing("Y2", "当归", "片", "克", 18, 48, "1"),
                    new Thing("Y3", "甘草", "片", "克", 8, 22, "1")));
    static final Category PATENT = new Category(
            "11",
            "中成药费",
            List.of(
                    new Thing("P1", "板蓝根颗粒", "10g*20袋", "盒", 890, 2280, "1"),
                    new Thing("P2", "复方丹参滴丸", "27mg*180丸", "盒", 2100, 3200, "2")));
    static final Category REGISTRATION =
            new Category("13", "挂号费", List.of(new Thing("G1", "门诊挂号", "", "次", 50, 300, "1")));
    static final Category REGISTRATION_OF_AGENT =
            new Category("90611", "挂号费", List.of(new Thing("G1", "门诊挂号", "", "次", 50, 300, "1")));
    static final Category OTHER = new Category("14", "其他收费", List.of(new Thing("O1", "病历本", "", "本", 50, 200, "3")));

    static final List<Category> OUTPATIENT =
            List.of(CONSULTATION, EXAMINATION, LABORATORY, TREATMENT, MATERIALS, WESTERN, HERBAL, PATENT, OTHER);
    static final List<Category> INPATIENT = List.of(
            BED, CONSULTATION, EXAMINATION, LABORATORY, TREATMENT, SURGERY, NURSING, MATERIALS, WESTERN, PATENT);
    static final List<Category> CHECKUP = List.of(EXAMINATION, LABORATORY, OTHER);

    static final List<String> DEPARTMENTS = List.of("内科", "外科", "儿科", "骨科", "眼科", "妇产科", "中医科", "急诊科");
}
