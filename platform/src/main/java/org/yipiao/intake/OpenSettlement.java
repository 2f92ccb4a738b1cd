package org.yipiao.intake;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/**
 * 结算报文 What the contract says about the body of an issuing call. It is read field by field in {@link Settlements}, so that
 * every fault is told at once; amounts may be numbers or text there.
 */
record OpenSettlement(
        @Schema(description = "业务流水号，最多 50 字；同一笔业务重发用同一个", requiredMode = RequiredMode.REQUIRED)
        String busNo,

        @Schema(description = "业务标识，如 02 门诊、01 住院、06 挂号、05 体检", requiredMode = RequiredMode.REQUIRED)
        String busType,

        @Schema(description = "患者姓名，最多 100 字", requiredMode = RequiredMode.REQUIRED)
        String payer,

        @Schema(description = "业务发生时间，17 位数字 yyyyMMddHHmmssSSS", requiredMode = RequiredMode.REQUIRED)
        String busDateTime,

        @Schema(description = "开票点编码，按第三方对照翻译", requiredMode = RequiredMode.REQUIRED)
        String placeCode,

        @Schema(description = "收费员，最多 50 字；与 author 至少填一个") String payee,
        @Schema(description = "票据编制人，最多 100 字") String author,
        @Schema(description = "票据复核人，最多 100 字") String checker,

        @Schema(description = "开票总金额，元，两位小数，等于收费项目之和", requiredMode = RequiredMode.REQUIRED)
        String totalAmt,

        @Schema(description = "备注，最多 200 字") String remark,
        @Schema(description = "交款人类型：1 个人（默认）、2 单位") String payerType,
        @Schema(description = "证件号码；个人的只留掩码") String idCardNo,
        @Schema(description = "手机号，用于短信通知") String tel,
        @Schema(description = "微信 openID，用于微信通知") String openID,
        @Schema(description = "电子邮箱") String email,
        @Schema(description = "卡类型，按第三方对照翻译") String cardType,
        @Schema(description = "卡号") String cardNo,
        @Schema(description = "性别：男、女") String sex,
        @Schema(description = "年龄") String age,
        @Schema(description = "患者就诊编号（门诊）") String patientNo,
        @Schema(description = "就诊日期 yyyyMMdd（门诊）") String consultationDate,
        @Schema(description = "就诊科室") String patientCategory,
        @Schema(description = "病历号") String caseNumber,
        @Schema(description = "患者住院号（住院）") String hospitalNo,
        @Schema(description = "住院日期 yyyyMMdd（住院）") String inHospitalDate,
        @Schema(description = "出院日期 yyyyMMdd（住院）") String outHospitalDate,
        @Schema(description = "医疗机构类型") String medicalInstitution,
        @Schema(description = "患者医保编号") String medicalInsuranceID,
        @Schema(description = "医保统筹基金支付，元") String fundPay,
        @Schema(description = "其他医保支付，元") String otherfundPay,
        @Schema(description = "个人账户支付，元") String accountPay,
        @Schema(description = "个人现金支付，元") String selfCashPay,
        @Schema(description = "个人自付，元") String selfPayAmt,
        @Schema(description = "自费金额，元") String ownPay,
        @Schema(description = "是否可流通：0 不可流通（欠费），其他可流通") String isArrears,
        @Schema(description = "不可流通原因") String arrearsReason,
        @Schema(description = "交费渠道") List<Channel> payChannelDetail,

        @Schema(description = "收费项目，至少一个", requiredMode = RequiredMode.REQUIRED)
        List<Item> chargeDetail,

        @Schema(description = "清单明细") List<Line> listDetail) {

    record Channel(
            @Schema(description = "交费渠道编码，按第三方对照翻译", requiredMode = RequiredMode.REQUIRED)
            String payChannelCode,

            @Schema(description = "金额，元", requiredMode = RequiredMode.REQUIRED)
            String payChannelValue) {}

    record Item(
            @Schema(description = "序号") int sortNo,

            @Schema(description = "收费项目代码，按第三方对照翻译", requiredMode = RequiredMode.REQUIRED)
            String chargeCode,

            @Schema(description = "收费项目名称") String chargeName,
            @Schema(description = "计量单位") String unit,
            @Schema(description = "单价，元") String std,
            @Schema(description = "数量") String number,

            @Schema(description = "金额，元", requiredMode = RequiredMode.REQUIRED)
            String amt) {}

    record Line(
            @Schema(description = "收费项目代码，须在收费项目中") String chargeCode,
            @Schema(description = "清单项目名称") String name,
            @Schema(description = "规格") String specification,
            @Schema(description = "计量单位") String unit,
            @Schema(description = "单价，元") String std,
            @Schema(description = "数量") String number,
            @Schema(description = "金额，元") String amt) {}
}
