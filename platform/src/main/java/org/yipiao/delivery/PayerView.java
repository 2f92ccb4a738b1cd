package org.yipiao.delivery;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.AuxItem;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Item;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.transit.InTransit;
import org.yipiao.transit.StageName;

/**
 * 取票页 What the payer's page shows of a bill: what the face shows, and how far the bill has come.
 *
 * @param payerName as on the face: the holder of the link has the bill itself
 * @param paper 换开 code and number of the sheet that stands for it; null when it is not on paper
 * @param archived the OFD can be downloaded for good
 * @param familyMax for how many family members the unit lets a device keep bills; 0 for none
 */
record PayerView(
        String title,
        String code,
        String number,
        String checkCode,
        LocalDateTime issuedAt,
        String payerName,
        long totalFen,
        String state,
        String stateLabel,
        boolean red,
        String issuerName,
        int facePages,
        List<ItemRow> items,
        List<AuxRow> auxItems,
        List<Fact> medical,
        String handlingPerson,
        String checker,
        String remark,
        @Nullable Other reverses,
        @Nullable Other reversedBy,
        @Nullable String paper,
        boolean archived,
        List<Progress> stages,
        int familyMax) {

    record ItemRow(
            String code,
            String name,
            BigDecimal quantity,
            String unit,
            BigDecimal price,
            long amountFen,
            String remark) {}

    record AuxRow(
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
            String remark) {}

    record Fact(String label, String value) {}

    record Other(String code, String number) {}

    record Progress(String label, boolean done, @Nullable LocalDateTime at) {}

    static List<ItemRow> items(Bill bill) {
        return bill.content().items().stream().map(PayerView::row).toList();
    }

    private static ItemRow row(Item item) {
        return new ItemRow(
                item.code(),
                item.name(),
                item.quantity(),
                item.unit(),
                item.price(),
                item.amount().fen(),
                item.remark());
    }

    static List<AuxRow> auxItems(Bill bill) {
        return bill.content().auxItems().stream().map(PayerView::row).toList();
    }

    private static AuxRow row(AuxItem item) {
        return new AuxRow(
                item.itemCode(),
                item.itemName(),
                item.code(),
                item.name(),
                item.specification(),
                item.quantity(),
                item.unit(),
                item.price(),
                item.amount(),
                item.grade(),
                item.remark());
    }

    /** 其他信息 in the order of the face; texts that are empty are left out, amounts never. */
    static List<Fact> medical(Bill bill) {
        boolean inpatient = bill.content().kind() == BillKind.INPATIENT;
        Medical medical = bill.content().medical();
        List<Fact> facts = new ArrayList<>();
        text(facts, "业务流水号", bill.content().bizCode());
        text(facts, "性别", medical.gender());
        text(facts, "年龄", medical.age());
        text(facts, "医疗机构类型", medical.orgType());
        text(facts, "医保类型", medical.insuranceType());
        text(facts, "医保编号", medical.insuranceId());
        if (inpatient) {
            text(facts, "住院号", medical.hospitalizationNumber());
            text(facts, "病历号", medical.caseNumber());
            text(facts, "住院科别", medical.department());
            text(facts, "入院日期", date(medical.inHospitalDate()));
            text(facts, "出院日期", date(medical.outHospitalDate()));
            amount(facts, "预缴金额", medical.prepay());
            amount(facts, "补缴金额", medical.recharge());
            amount(facts, "退费金额", medical.refund());
        } else {
            text(facts, "门诊号", medical.patientNumber());
            text(facts, "病历号", medical.caseNumber());
            text(facts, "就诊日期", date(medical.medicalDate()));
            text(facts, "科别", medical.department());
        }
        amount(facts, "医保统筹基金支付", medical.fundPay());
        amount(facts, "其他支付", medical.otherPay());
        amount(facts, "个人账户支付", medical.accountPay());
        amount(facts, "个人现金支付", medical.ownPay());
        amount(facts, "个人自付", medical.selfPayment());
        amount(facts, "个人自费", medical.selfCost());
        medical.extras().forEach(extra -> text(facts, extra.name(), extra.value()));
        return facts;
    }

    private static void text(List<Fact> facts, String label, String value) {
        if (!value.isBlank()) {
            facts.add(new Fact(label, value));
        }
    }

    private static void amount(List<Fact> facts, String label, Money amount) {
        facts.add(new Fact(label, amount.plain()));
    }

    private static String date(String basic) {
        return basic.length() == 8
                ? basic.substring(0, 4) + "-" + basic.substring(4, 6) + "-" + basic.substring(6)
                : basic;
    }

    /** 进度 The road in the payer's words. */
    static List<Progress> progress(IssuedBill issued, List<InTransit.Step> steps, ZoneId zone) {
        List<Progress> progress = new ArrayList<>();
        progress.add(new Progress("医院开具", true, issued.issuedAt()));
        for (StageName stage : List.of(StageName.SIGN, StageName.COUNTERSIGN, StageName.RENDER, StageName.ARCHIVE)) {
            Instant at = steps.stream()
                    .filter(step -> step.stage() == stage && step.done())
                    .map(InTransit.Step::lastAt)
                    .findFirst()
                    .orElse(null);
            progress.add(new Progress(
                    switch (stage) {
                        case SIGN -> "医院签名";
                        case COUNTERSIGN -> "财政监制";
                        case RENDER -> "生成票据文件";
                        default -> "归档";
                    },
                    at != null,
                    at == null ? null : LocalDateTime.ofInstant(at, zone)));
        }
        return progress;
    }
}
