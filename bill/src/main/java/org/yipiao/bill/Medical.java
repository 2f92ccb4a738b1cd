package org.yipiao.bill;

import java.util.List;

/**
 * 业务扩展 {@code MainExt} of a medical bill, in the element order of the XML. Dates are {@code yyyyMMdd} or empty; amounts
 * that the business system did not send are zero, because the face prints 0.00 and never a blank.
 *
 * @param gender 性别 男, 女 or empty
 * @param age 年龄 as text
 * @param patientNumber 门诊号 (outpatient)
 * @param medicalDate 就诊日期 (outpatient)
 * @param orgType 医疗机构类型
 * @param insuranceType 医保类型
 * @param insuranceId 医保编号
 * @param fundPay 医保统筹基金支付
 * @param otherPay 其他支付
 * @param accountPay 个人账户支付
 * @param ownPay 个人现金支付: what the person paid by cash, card, WeChat or Alipay
 * @param selfPayment 个人自付, the share inside the catalogue
 * @param selfCost 个人自费, the cost outside the catalogue
 * @param caseNumber 病历号
 * @param hospitalizationNumber 住院号 (inpatient)
 * @param department 科别: ward department of an inpatient, clinic of an outpatient
 * @param inHospitalDate 入院日期 (inpatient)
 * @param outHospitalDate 出院日期 (inpatient)
 * @param prepay 预缴金额 (inpatient)
 * @param recharge 补缴金额 (inpatient)
 * @param refund 退费金额 (inpatient)
 * @param extras 其他扩展信息 ordered provincial extras
 */
public record Medical(
        String gender,
        String age,
        String patientNumber,
        String medicalDate,
        String orgType,
        String insuranceType,
        String insuranceId,
        Money fundPay,
        Money otherPay,
        Money accountPay,
        Money ownPay,
        Money selfPayment,
        Money selfCost,
        String caseNumber,
        String hospitalizationNumber,
        String department,
        String inHospitalDate,
        String outHospitalDate,
        Money prepay,
        Money recharge,
        Money refund,
        List<Extra> extras) {
    public Medical {
        extras = List.copyOf(extras);
    }

    /** 扩展信息 A provincial extra: a label and its value, printed as {@code label：value}. */
    public record Extra(String name, String value) {}

    Medical reversed() {
        return new Medical(
                gender,
                age,
                patientNumber,
                medicalDate,
                orgType,
                insuranceType,
                insuranceId,
                fundPay.negated(),
                otherPay.negated(),
                accountPay.negated(),
                ownPay.negated(),
                selfPayment.negated(),
                selfCost.negated(),
                caseNumber,
                hospitalizationNumber,
                department,
                inHospitalDate,
                outHospitalDate,
                prepay.negated(),
                recharge.negated(),
                refund.negated(),
                extras);
    }
}
