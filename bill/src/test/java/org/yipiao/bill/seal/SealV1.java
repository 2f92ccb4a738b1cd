package org.yipiao.bill.seal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.yipiao.bill.sign.Signer;
import org.yipiao.bill.sign.Sm2;

/** Writes seals and seal signatures of version 1 (GM/T 0031-2014): the product only reads them. */
public final class SealV1 {
    private SealV1() {}

    public static byte[] seal(
            String id, String name, Signer signer, byte[] picture, Instant from, Instant until, Signer maker) {
        var info = sequence(
                sequence(new DERIA5String("ES"), new ASN1Integer(1), new DERIA5String("Test")),
                new DERIA5String(id),
                sequence(
                        new ASN1Integer(1),
                        new DERUTF8String(name),
                        sequence(new DEROctetString(signer.certificate())),
                        new DERUTCTime(Date.from(from)),
                        new DERUTCTime(Date.from(from)),
                        new DERUTCTime(Date.from(until))),
                sequence(
                        new DERIA5String("PNG"),
                        new DEROctetString(picture),
                        new ASN1Integer(40),
                        new ASN1Integer(40)));
        var certificate = new DEROctetString(maker.certificate());
        var algorithm = GMObjectIdentifiers.sm2sign_with_sm3;
        byte[] signature = maker.sign(SealAsn1.der(sequence(info, certificate, algorithm)));
        return SealAsn1.der(sequence(info, sequence(certificate, algorithm, new DERBitString(signature))));
    }

    public static byte[] signedValue(
            byte[] seal, Instant time, byte[] signatureXml, String propertyInfo, Signer signer, boolean plainTime) {
        byte[] utc = SealAsn1.der(new DERUTCTime(Date.from(time)));
        byte[] bits = plainTime ? new String(utc, 2, utc.length - 2, StandardCharsets.US_ASCII).getBytes() : utc;
        var toSign = sequence(
                new ASN1Integer(1),
                SealAsn1.sequence(seal),
                new DERBitString(bits),
                new DERBitString(Sm2.sm3(signatureXml)),
                new DERIA5String(propertyInfo),
                new DEROctetString(signer.certificate()),
                GMObjectIdentifiers.sm2sign_with_sm3);
        return SealAsn1.der(sequence(toSign, new DERBitString(signer.sign(SealAsn1.der(toSign)))));
    }

    private static DERSequence sequence(ASN1Encodable... values) {
        return new DERSequence(values);
    }
}
