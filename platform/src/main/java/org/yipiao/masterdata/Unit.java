package org.yipiao.masterdata;

import java.nio.charset.Charset;
import java.time.ZoneId;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.bill.InvoicingParty;
import org.yipiao.bill.SealRef;
import org.yipiao.shared.UnitId;

/**
 * 单位 A hospital as one version of its public data. A change makes a new version; a bill keeps the version it was numbered
 * under, so its XML can be frozen from it at any later time.
 *
 * @param version from 1
 * @param party 开票单位 as it stands in the XML
 * @param supervisorArea 监管机构代码
 * @param tag 电子票据标签
 * @param normVersion 版本号 of the data norm
 * @param province 省名 for titles and the supervisory seal
 * @param unitSeal 开票单位印章
 * @param supervisorySeal 财政监制印章
 * @param charset charset of the signed XML
 * @param zone the hospital's zone
 */
public record Unit(
        UnitId id,
        int version,
        InvoicingParty party,
        String supervisorArea,
        String tag,
        String normVersion,
        String province,
        SealRef unitSeal,
        SealRef supervisorySeal,
        Charset charset,
        ZoneId zone) {
    /** 电子票据名称 */
    public String billName(BillKind kind) {
        return province + kind.title();
    }

    /** 电子票据模板代码 */
    public String templateCode(BillCode code) {
        return code.digits() + "01";
    }
}
