package org.yipiao.supervision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.ofd.OfdDraft;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.shared.UnitId;

/** 财政签章 The bureau's seal over packages, every answer checked before it is built into a file. */
@Component
class BureauSeals implements SupervisorySeals {
    private final BureauClient bureau;
    private final BureauConfig config;
    private final SupervisoryCheck check;

    BureauSeals(BureauClient bureau, BureauConfig config, SupervisoryCheck check) {
        this.bureau = bureau;
        this.config = config;
        this.check = check;
    }

    @Override
    public Seal seal(UnitId unit) {
        return config.get(unit).seal();
    }

    @Override
    public List<byte[]> roots(UnitId unit) {
        return config.find(unit).map(BureauConfig.Known::roots).orElse(List.of());
    }

    @Override
    public List<byte[]> supervisors(UnitId unit) {
        return config.find(unit).map(BureauConfig.Known::supervisors).orElse(List.of());
    }

    @Override
    public Answers sign(UnitId unit, Map<Bill.Key, OfdDraft.ToSeal> toSeal) {
        Map<Bill.Key, byte[]> values = new HashMap<>();
        Map<Bill.Key, String> refused = new HashMap<>();
        Map<Bill.Key, String> wrong = new HashMap<>();
        List<Map.Entry<Bill.Key, OfdDraft.ToSeal>> all = List.copyOf(toSeal.entrySet());
        for (int from = 0; from < all.size(); from += BureauClient.PACK_MAX) {
            Map<Bill.Key, OfdDraft.ToSeal> pack = new LinkedHashMap<>();
            all.subList(from, Math.min(all.size(), from + BureauClient.PACK_MAX))
                    .forEach(entry -> pack.put(entry.getKey(), entry.getValue()));
            Map<Bill.Key, BureauWire.SealResult> results = new HashMap<>();
            for (BureauWire.SealResult result : bureau.seal(unit, wire(pack)).results()) {
                Bill.Key key = WireKey.read(result.billCode(), result.billNumber());
                if (key != null) {
                    results.put(key, result);
                }
            }
            pack.forEach((key, asked) -> {
                BureauWire.SealResult result = results.get(key);
                if (result == null) {
                    wrong.put(key, "财政票据系统的签章应答中没有这张票据");
                } else if (result.result().equals("SEALED") && result.signedValue() != null) {
                    byte[] value = result.signedValue();
                    fault(unit, asked, value)
                            .ifPresentOrElse(fault -> wrong.put(key, fault), () -> values.put(key, value));
                } else {
                    refused.put(key, result.reason() == null ? "未说明原因" : result.reason());
                }
            });
        }
        return new Answers(values, refused, wrong);
    }

    private static BureauWire.ToSeal wire(Map<Bill.Key, OfdDraft.ToSeal> pack) {
        List<BureauWire.ToSealBill> bills = new ArrayList<>();
        StringBuilder digest = new StringBuilder();
        pack.forEach((key, asked) -> {
            digest.append(key).append(' ').append(asked.time()).append('\n');
            bills.add(new BureauWire.ToSealBill(
                    key.code().digits(),
                    key.number().digits(),
                    asked.propertyInfo(),
                    asked.signatureXml(),
                    asked.time().toString()));
        });
        String packNo = Sm2.sm3Hex(digest.toString().getBytes(StandardCharsets.US_ASCII))
                .substring(0, 32);
        return new BureauWire.ToSeal(packNo, bills);
    }

    /** 签章数据核验 SES_Signature: { toSign { version, seal, time, dataHash, propertyInfo }, cert, alg, signature }. */
    private Optional<String> fault(UnitId unit, OfdDraft.ToSeal asked, byte[] signedValue) {
        try {
            ASN1Sequence signature = ASN1Sequence.getInstance(signedValue);
            ASN1Sequence toSign = ASN1Sequence.getInstance(signature.getObjectAt(0));
            byte[] certificate =
                    ASN1OctetString.getInstance(signature.getObjectAt(1)).getOctets();
            byte[] value = ASN1BitString.getInstance(signature.getObjectAt(3)).getOctets();
            byte[] seal = toSign.getObjectAt(1).toASN1Primitive().getEncoded();
            byte[] dataHash = ASN1BitString.getInstance(toSign.getObjectAt(3)).getOctets();
            if (!Arrays.equals(seal, config.get(unit).seal().bytes())) {
                return Optional.of("签章数据用的不是财政登记的监制章");
            }
            if (!Arrays.equals(dataHash, asked.dataHash())) {
                return Optional.of("签章数据不是对本票据版式文件的签章");
            }
            if (!check.isTheBureaus(unit, certificate)) {
                return Optional.of("签章证书不是财政登记的监制证书");
            }
            return Sm2.verifyAndRemember(Sm2.certificate(certificate), toSign.getEncoded(), value)
                    ? Optional.empty()
                    : Optional.of("签章数据验签不通过");
        } catch (java.io.IOException | RuntimeException e) {
            return Optional.of("签章数据不能解析");
        }
    }
}
