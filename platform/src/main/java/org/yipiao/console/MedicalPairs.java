package org.yipiao.console;

import java.util.ArrayList;
import java.util.List;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.Medical;
import org.yipiao.bill.Money;

/** 业务扩展 As label and value pairs in the order of the face. */
final class MedicalPairs {
    private final List<BillDetail.Pair> pairs = new ArrayList<>();

    private MedicalPairs() {}

    static List<BillDetail.Pair> of(BillKind kind, Medical medical) {
        var pairs = new MedicalPairs();
        pairs.text("性别", medical.gender());
        pairs.text("年龄", medical.age());
        pairs.text("门诊号", medical.patientNumber());
        pairs.text("就诊日期", date(medical.medicalDate()));
        pairs.text("病历号", medical.caseNumber());
        pairs.text("住院号", medical.hospitalizationNumber());
        pairs.text("科别", medical.department());
        pairs.text("入院日期", date(medical.inHospitalDate()));
        pairs.text("出院日期", date(medical.outHospitalDate()));
        pairs.text("医疗机构类型", medical.orgType());
        pairs.text("医保类型", medical.insuranceType());
        pairs.text("医保编号", Masked.number(medical.insuranceId()));
        if (kind == BillKind.INPATIENT) {
            pairs.money("预缴金额", medical.prepay());
            pairs.money("补缴金额", medical.recharge());
            pairs.money("退费金额", medical.refund());
        }
        pairs.money("医保统筹基金支付", medical.fundPay());
        pairs.money("其他支付", medical.otherPay());
        pairs.money("个人账户支付", medical.accountPay());
        pairs.money("个人现金支付", medical.ownPay());
        pairs.money("个人自付", medical.selfPayment());
        pairs.money("个人自费", medical.selfCost());
        medical.extras().forEach(extra -> pairs.text(extra.name(), extra.value()));
        return List.copyOf(pairs.pairs);
    }

    private void text(String label, String value) {
        if (!value.isBlank()) {
            pairs.add(new BillDetail.Pair(label, value));
        }
    }

    private void money(String label, Money amount) {
        pairs.add(new BillDetail.Pair(label, amount.plain()));
    }

    private static String date(String yyyyMMdd) {
        return yyyyMMdd.length() == 8
                ? yyyyMMdd.substring(0, 4) + "-" + yyyyMMdd.substring(4, 6) + "-" + yyyyMMdd.substring(6)
                : yyyyMMdd;
    }
}
