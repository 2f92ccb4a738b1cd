package org.yipiao.bill.seal;

import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.yipiao.bill.sign.Sm2;

/**
 * 电子签章数据 SES_Signature, the content of SignedValue.dat. Written as version 4 (GB/T 38540-2020) in two steps, because the
 * key may live in a signature server; version 1 (GM/T 0031-2014) is read too.
 *
 * @param version 1 or 4
 * @param seal 电子印章
 * @param time 签章时间 as the signer says; no time stamp authority stands behind it
 * @param dataHash SM3 of Signature.xml
 * @param propertyInfo path of Signature.xml in the package
 * @param certificate signer's certificate, DER
 * @param algorithm OID of the signature's algorithm
 * @param signed the bytes that the signature covers
 * @param signature SM2 signature, DER of r and s
 */
public record SealSignature(
        int version,
        Seal seal,
        Instant time,
        byte[] dataHash,
        String propertyInfo,
        byte[] certificate,
        String algorithm,
        byte[] signed,
        byte[] signature) {
    private static final byte[] VERSION = SealAsn1.der(new ASN1Integer(4));
    private static final byte[] ALGORITHM = SealAsn1.der(GMObjectIdentifiers.sm2sign_with_sm3);

    /**
     * The DER of {@code toSign}.
     *
     * @param signatureXml the bytes of Signature.xml, whose SM3 is the dataHash
     * @param propertyInfo its path in the package, such as {@code /Doc_0/Signs/Sign_0/Signature.xml}
     */
    public static byte[] toSign(Seal seal, Instant time, byte[] signatureXml, String propertyInfo) {
        return toSignDigest(seal, time, Sm2.sm3(signatureXml), propertyInfo);
    }

    /** As above, where the SM3 of Signature.xml is known already. */
    public static byte[] toSignDigest(Seal seal, Instant time, byte[] dataHash, String propertyInfo) {
        return SealAsn1.derSequence(
                VERSION,
                seal.der(),
                SealAsn1.der(SealAsn1.time(time)),
                SealAsn1.derBits(dataHash),
                SealAsn1.der(new DERIA5String(propertyInfo)));
    }

    /** The bytes of SignedValue.dat. */
    public static byte[] assemble(byte[] toSign, byte[] certificate, byte[] signature) {
        return SealAsn1.derSequence(toSign, SealAsn1.derOctets(certificate), ALGORITHM, SealAsn1.derBits(signature));
    }

    /** @throws IllegalArgumentException with a Chinese message when the bytes are no SES_Signature of version 1 or 4 */
    public static SealSignature parse(byte[] signedValue) {
        ASN1Sequence whole = SealAsn1.sequence(signedValue);
        ASN1Sequence toSign = SealAsn1.sequence(SealAsn1.at(whole, 0));
        int version = SealAsn1.integer(SealAsn1.at(toSign, 0));
        Seal seal = Seal.of(SealAsn1.at(toSign, 1));
        if (version != seal.version()) {
            throw new IllegalArgumentException("签章版本 " + version + " 与印章版本 " + seal.version() + " 不一致");
        }
        // Version 1 signs the certificate and the algorithm along; version 4 carries them outside.
        boolean inside = version == 1;
        ASN1Encodable certificate = inside ? SealAsn1.at(toSign, 5) : SealAsn1.at(whole, 1);
        ASN1Encodable algorithm = inside ? SealAsn1.at(toSign, 6) : SealAsn1.at(whole, 2);
        return new SealSignature(
                version,
                seal,
                SealAsn1.time(SealAsn1.at(toSign, 2)),
                SealAsn1.bits(SealAsn1.at(toSign, 3)),
                SealAsn1.ia5(SealAsn1.at(toSign, 4)),
                SealAsn1.octets(certificate),
                SealAsn1.oid(algorithm),
                SealAsn1.der(toSign),
                SealAsn1.bits(SealAsn1.at(whole, inside ? 1 : 3)));
    }

    /** Is the signature value right for the signer's certificate? Says nothing of the certificate or the seal. */
    public boolean verifies() {
        try {
            return algorithm.equals(Sm2.SIGNATURE_OID) && Sm2.verify(Sm2.certificate(certificate), signed, signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
