package org.yipiao.bill.verify;

import static org.yipiao.bill.verify.CheckList.require;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.SignedBill;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.bill.verify.CheckList.NotApplicable;

/** The checks of the bill's XML, alone or as an attachment of the OFD. */
final class XmlChecks {
    private final CheckList checks;
    private final TrustedAuthorities authorities;

    XmlChecks(CheckList checks, TrustedAuthorities authorities) {
        this.checks = checks;
        this.authorities = authorities;
    }

    void run(byte[] file) {
        SignedBill bill = checks.read(
                "XML_READABLE",
                "票据XML可读",
                () -> BillXml.read(file),
                read -> read.bill().key().toString());
        signatures(bill);
        supervisorKnown(bill, null);
        bureauState();
    }

    /** @param bill null when the XML could not be read */
    void signatures(@Nullable SignedBill bill) {
        checks.run("XML_UNIT_SIGNATURE", "开票单位签名", () -> {
            SignedBill read = readable(bill);
            require(!read.signatures().isEmpty(), "缺少开票单位签名");
            return verified(read.signatures().getFirst(), read.block());
        });
        checks.run("XML_SUPERVISORY_SIGNATURE", "财政监制签名", () -> {
            SignedBill read = readable(bill);
            require(read.signatures().size() == 2, "缺少财政监制签名，票据尚未监制");
            XmlSignature supervisory = read.signatures().get(1);
            require(
                    !sameKey(
                            supervisory.certificate(),
                            read.signatures().getFirst().certificate()),
                    "监制签名与开票单位签名出自同一密钥");
            return verified(
                    supervisory,
                    BillXml.supervised(read.block(), read.signatureBytes().getFirst()));
        });
        checks.run("XML_CERTIFICATES", "签名证书", () -> certificates(readable(bill)));
    }

    private static SignedBill readable(@Nullable SignedBill bill) {
        if (bill == null) {
            throw new NotApplicable("票据 XML 无法读取");
        }
        return bill;
    }

    private static String verified(XmlSignature signature, byte[] covered) {
        X509Certificate certificate = Sm2.certificate(signature.certificate());
        require(Sm2.verify(certificate, covered, signature.value()), "签名值不正确，内容或签名已被改动");
        return "签名人：" + name(certificate);
    }

    private String certificates(SignedBill bill) {
        List<XmlSignature> signatures = bill.signatures();
        require(!signatures.isEmpty(), "没有签名");
        for (XmlSignature signature : signatures) {
            String whose = signature.role() == XmlSignature.Role.UNIT ? "开票单位" : "财政监制";
            X509Certificate certificate = Sm2.certificate(signature.certificate());
            require(Sm2.serialNumber(certificate).equalsIgnoreCase(signature.serialNumber()), whose + "签名所记证书序列号与证书不符");
            String registered = signature.role() == XmlSignature.Role.UNIT
                    ? bill.bill().unitSeal().id()
                    : bill.bill().supervisorySeal().id();
            require(signature.sealId().equals(registered), whose + "签名的印章编号与票据数据所记不符");
            authorities.requireUsable(certificate, signature.time(), whose);
            require(authorities.none() || authorities.trusts(certificate), whose + "证书不是受信任机构签发：" + name(certificate));
        }
        require(
                signatures.size() < 2
                        || !signatures.get(1).time().isBefore(signatures.get(0).time()),
                "监制签名的时间早于开票单位签名");
        return authorities.none() ? "有效期内；未提供根证书，未检查证书链" : "有效期内，由受信任机构签发";
    }

    /** @param sealSigner certificate of the supervisory seal's signer, when there is one */
    void supervisorKnown(@Nullable SignedBill bill, byte @Nullable [] sealSigner) {
        checks.run("SUPERVISOR_KNOWN", "监制方身份", () -> {
            if (!authorities.supervisorsKnown()) {
                throw new NotApplicable("未提供财政部门证书");
            }
            SignedBill read = readable(bill);
            require(read.signatures().size() == 2, "缺少财政监制签名");
            require(authorities.isSupervisor(read.signatures().get(1).certificate()), "监制签名的证书不是已知的财政部门证书");
            require(sealSigner == null || authorities.isSupervisor(sealSigner), "监制章的签章证书不是已知的财政部门证书");
            return "监制方是已知的财政部门";
        });
    }

    void bureauState() {
        checks.run("BUREAU_STATE", "财政端状态", () -> {
            throw new NotApplicable("离线验真不查询财政端，是否冲红、入账请在线查验");
        });
    }

    static boolean sameKey(byte[] certificate, byte[] other) {
        return Arrays.equals(Sm2.publicKey(certificate), Sm2.publicKey(other));
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
