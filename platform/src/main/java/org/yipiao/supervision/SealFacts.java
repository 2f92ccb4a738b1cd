package org.yipiao.supervision;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;
import org.yipiao.signing.UnitSigners;
import org.yipiao.supervision.BureauData.SealFact;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.PartyCalls;

/** 印章与证书 What is known of every seal and certificate, present and past. */
@Component
class SealFacts {
    private final UnitSigners signers;
    private final SupervisionStore store;
    private final Units units;

    SealFacts(UnitSigners signers, SupervisionStore store, Units units) {
        this.signers = signers;
        this.store = store;
        this.units = units;
    }

    List<SealFact> all(UnitId unit) {
        var facts = new ArrayList<SealFact>();
        var unitSeals = signers.seals(unit);
        for (int i = 0; i < unitSeals.size(); i++) {
            var kept = unitSeals.get(i);
            facts.add(seal("本单位", "单位电子印章", kept.seal(), kept.keptAt(), i == 0));
        }
        try {
            facts.add(certificate(
                    "本单位", "单位签名证书", Sm2.certificate(signers.signer(unit).certificate()), true));
        } catch (CallFailed | PartyCalls.PartyDown away) {
            // The signature server is away; its own inspection says so, the seals are shown all the same.
            facts.add(new SealFact("本单位", "单位签名证书", "", "签名服务器暂不可达", "", null, null, null, true, null));
        }
        var configs = store.sealsOfBureau(unit);
        for (int i = 0; i < configs.size(); i++) {
            var kept = configs.get(i);
            facts.add(seal("财政", "财政监制章", kept.seal(), kept.keptAt(), i == 0));
            if (i == 0) {
                facts.add(certificate("财政", "监制证书", Sm2.certificate(kept.certificate()), true));
            }
        }
        return facts;
    }

    private static SealFact seal(String holder, String what, Seal seal, Instant keptAt, boolean current) {
        return new SealFact(
                holder,
                what,
                seal.ref().id(),
                seal.ref().name(),
                seal.ref().hash(),
                seal.from(),
                seal.until(),
                keptAt,
                current,
                seal.picture());
    }

    private static SealFact certificate(String holder, String what, X509Certificate certificate, boolean current) {
        return new SealFact(
                holder,
                what,
                certificate.getSerialNumber().toString(16),
                certificate.getSubjectX500Principal().getName(),
                "",
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                null,
                current,
                null);
    }

    /** What the seal form says of the present seal and certificate. */
    Map<String, String> forForm(UnitId unit) {
        var fields = new LinkedHashMap<String, String>();
        var zone = units.current(unit).zone();
        for (SealFact fact : all(unit)) {
            if (fact.current() && fact.what().equals("单位电子印章") && fact.until() != null) {
                fields.put("oldSealId", fact.id());
                fields.put("oldSealName", fact.name());
                fields.put("oldSealHash", fact.hash());
                fields.put(
                        "oldSealUntil", LocalDate.ofInstant(fact.until(), zone).toString());
            } else if (fact.what().equals("单位签名证书") && fact.until() != null) {
                fields.put("certificateSerial", fact.id());
                fields.put("certificateIssuer", fact.name());
                fields.put(
                        "certificateUntil",
                        LocalDate.ofInstant(fact.until(), zone).toString());
            }
        }
        return fields;
    }
}
