package org.yipiao.masterdata;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * 协议版本 Which text of the market protocol a business system was written for. A chosen version reads and answers as that text
 * says; {@link #ANY} takes what every version sends, for accounts behind which programs of several versions stand.
 */
public enum Protocol {
    V2_0_3(
            "2.0.3",
            "2.0.3",
            "门诊、挂号的科室名称在 category；挂号的 patientCategory 是科室编码",
            "预缴、补缴、退费分现金、支票、转账六个字段，平台相加",
            "payerType 只有住院有，可不填；没有 weChatMedTransNo、workUnit、ICD、idCardType",
            "预交金扣款必须填写 voucherAmt；业务标识只有 01 至 08",
            "应答没有 pictureNetUrl；没有方法 invoiceEBillCommon、getEBillAccountStatus"),
    V3_1_0(
            "3.1.0",
            "3.1.0",
            "科室、支票和转账字段与 2.0.3 相同；预交金扣款必须填写 voucherAmt",
            "payerType 必填（1 个人、2 单位）；增加 weChatMedTransNo、workUnit 和应答的 pictureNetUrl",
            "增加方法 getEBillAccountStatus；未打印列表也可用 getNotPrintDetailList",
            "没有 invoiceEBillCommon、ICD、idCardType；业务标识只有 01 至 08"),
    V3_2_0(
            "3.2.0",
            "3.2.0",
            "科室名称在 patientCategory，编码在 patientCategoryCode",
            "取消支票和转账字段：cashPay、cashRecharge、cashRefund 已是全部，多发的不再相加",
            "住院、挂号、体检和医疗通用开具必须填写复核人 checker；预交金扣款可不填 voucherAmt",
            "预交金凭证只应答 voucher 开头的字段，不再应答电子票据字段；清单单价、金额四位小数，数量两位",
            "增加方法 invoiceEBillCommon、业务标识 09 至 12、ICD、idCardType"),
    V3_3_0(
            "3.3.0",
            "3.3.0（最新）",
            "其余与 3.2.0 相同",
            "门诊、挂号必须填写科室 patientCategory 和 patientCategoryCode",
            "增加医保区划 medCareAreaCode"),
    ANY("any", "不限版本", "各版本的字段都接受，按内容判断含义；各版本的方法都可调用", "不因版本要求必填；同一账号下有多个版本的程序、或不知道版本时使用"),
    OPEN("open-v1", "开放接口", "新系统使用的开放接口，字段见开放接口说明；也可调用本协议的全部方法");

    public static final Protocol NEWEST = V3_3_0;

    private final String code;
    private final String label;
    /** A copy that nobody can change; the checker of enums knows that of named types only. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> points;

    Protocol(String code, String label, String... points) {
        this.code = code;
        this.label = label;
        this.points = List.of(points);
    }

    public String code() {
        return code;
    }

    public String label() {
        return label;
    }

    /** 差异说明 What is particular to it, for who chooses. */
    public List<String> points() {
        return points;
    }

    public static Optional<Protocol> of(String code) {
        return Stream.of(values()).filter(one -> one.code.equals(code)).findFirst();
    }

    private boolean chosen() {
        return this != ANY && this != OPEN;
    }

    /** True when something that came with {@code first} is known here. */
    public boolean since(Protocol first) {
        return !chosen() || compareTo(first) >= 0;
    }

    /** True when something that went after {@code last} is still known here. */
    public boolean upTo(Protocol last) {
        return !chosen() || compareTo(last) <= 0;
    }

    /** True when one version of these was chosen, so that its rules bind. */
    public boolean binds(Protocol first, Protocol last) {
        return chosen() && since(first) && upTo(last);
    }
}
