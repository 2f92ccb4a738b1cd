package org.yipiao.supervision;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.SignedBills;

/** 监制签名核验 Believes a supervisory signature only when the bureau's own certificate made it over our very bytes. */
@Component
class SupervisoryCheck {
    private final BureauConfig config;
    private final BureauSync sync;

    SupervisoryCheck(BureauConfig config, BureauSync sync) {
        this.config = config;
        this.sync = sync;
    }

    /** @return what is wrong, in Chinese; empty when the element holds */
    Optional<String> fault(UnitId unit, SignedBills.Original ours, byte[] element) {
        XmlSignature signature;
        try {
            signature = XmlSignature.parse(element);
        } catch (IllegalArgumentException e) {
            return Optional.of("监制签名不能解析");
        }
        if (signature.role() != XmlSignature.Role.SUPERVISORY) {
            return Optional.of("返回的不是财政监制签名");
        }
        if (!isTheBureaus(unit, signature.certificate())) {
            return Optional.of("监制签名的证书不是财政登记的监制证书");
        }
        byte[] covered = BillXml.supervised(ours.block(), ours.unitSignature());
        return Sm2.verifyAndRemember(Sm2.certificate(signature.certificate()), covered, signature.value())
                ? Optional.empty()
                : Optional.of("监制签名验签不通过，或不是对本票据的签名");
    }

    /** The bureau may have changed its certificate since the last synchronisation, so that is asked once. */
    boolean isTheBureaus(UnitId unit, byte[] certificate) {
        return Arrays.equals(certificate, config.get(unit).certificate())
                || (sync.runOnDemand(unit)
                        && Arrays.equals(certificate, config.get(unit).certificate()));
    }
}
