package org.yipiao.bill;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * 医疗电子票据 One numbered bill: everything that stands in {@code Header} and {@code EInvoiceData} of its XML.
 *
 * @param tag 电子票据标签 {@code CZ-EI-} and the region, such as {@code CZ-EI-99}
 * @param version 版本号 of the data norm, such as {@code 1.1.0}
 * @param name 电子票据名称 title with the province, such as 示例省医疗门诊收费票据（电子）
 * @param code 票据代码
 * @param number 票据号码
 * @param checkCode 校验码
 * @param templateCode 电子票据模板代码: the code and two digits of template version
 * @param supervisorArea 监管机构代码 six digits
 * @param issuedAt 开票时间 in the hospital's zone, whole seconds
 * @param issuer 开票单位
 * @param content 票据内容
 * @param unitSeal 开票单位印章
 * @param supervisorySeal 财政监制印章
 * @param reverses the blue bill 蓝票 of a red bill 红票
 */
public record Bill(
        String tag,
        String version,
        String name,
        BillCode code,
        BillNumber number,
        CheckCode checkCode,
        String templateCode,
        String supervisorArea,
        LocalDateTime issuedAt,
        InvoicingParty issuer,
        BillContent content,
        SealRef unitSeal,
        SealRef supervisorySeal,
        Optional<Key> reverses) {
    /** 票据主键 The key of a bill. */
    public record Key(BillCode code, BillNumber number) {
        @Override
        public String toString() {
            return code + " " + number;
        }
    }

    public Key key() {
        return new Key(code, number);
    }

    public boolean isRed() {
        return reverses.isPresent();
    }

    /** 电子票据ID the reversed number, a dash, the reversed code: spreads keys of a sequence. */
    public String id() {
        return new StringBuilder(number.digits()).reverse() + "-" + new StringBuilder(code.digits()).reverse();
    }

    /** 二维码内容 The seven comma-separated fields of the QR code on the face. */
    public String qrText() {
        return String.join(
                ",",
                tag,
                version,
                code.digits(),
                number.digits(),
                checkCode.text(),
                issuedAt.toLocalDate().format(java.time.format.DateTimeFormatter.BASIC_ISO_DATE),
                content.total().plain());
    }
}
