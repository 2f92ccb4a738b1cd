package org.yipiao.bill.seal;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.SealRef;
import org.yipiao.bill.sign.Signer;
import org.yipiao.bill.sign.Sm2;

/**
 * 电子印章 SES_Seal: a picture bound to the certificates that may use it, signed by the seal maker 制章者. Written as version 4
 * (GB/T 38540-2020); version 1 (GM/T 0031-2014) is read too.
 */
public final class Seal {
    /** A picture stands twice in every sealed file. */
    static final int PICTURE_BYTES_MAX = 3 * 1024;

    /** A hospital and its bureau use two; the bound only stops a flood of forged ones. */
    private static final int KEPT_MAX = 256;

    private static final int KEPT_BYTES_MAX = 16 * 1024;
    private static final ConcurrentMap<Kept, Seal> KNOWN = new ConcurrentHashMap<>();

    private static final int TYPE_UNIT = 1; // 单位印章
    private static final int LIST_OF_CERTIFICATES = 1;
    private static final int LIST_OF_DIGESTS = 2;

    private final byte[] bytes;
    private final ASN1Sequence asn1;
    private final int version;
    private final String id;
    private final String name;
    private final boolean digestsOnly;
    private final List<byte[]> signers;
    private final Instant from;
    private final Instant until;
    private final ASN1Sequence picture;
    private final byte[] makerCertificate;
    private final ASN1Encodable makerAlgorithm;
    private final byte[] makerSignature;

    /** Asked for often while a file is verified, and half a seal signature's time to make. */
    private @Nullable SealRef ref;

    private byte @Nullable [] der;
    private int hash;

    private Seal(byte[] bytes) {
        this(bytes, SealAsn1.sequence(bytes));
    }

    private Seal(byte[] bytes, ASN1Sequence asn1) {
        this.bytes = bytes;
        this.asn1 = asn1;
        ASN1Sequence info = SealAsn1.sequence(SealAsn1.at(asn1, 0));
        ASN1Sequence header = SealAsn1.sequence(SealAsn1.at(info, 0));
        if (!SealAsn1.ia5(SealAsn1.at(header, 0)).equals("ES")) {
            throw new IllegalArgumentException("不是电子印章：头标识应为 ES");
        }
        version = SealAsn1.integer(SealAsn1.at(header, 1));
        id = SealAsn1.text(SealAsn1.at(info, 1));
        ASN1Sequence property = SealAsn1.sequence(SealAsn1.at(info, 2));
        name = SealAsn1.text(SealAsn1.at(property, 1));
        picture = SealAsn1.sequence(SealAsn1.at(info, 3));
        int next = 2;
        if (version == 1) {
            digestsOnly = false;
        } else if (version == 4) {
            int kind = SealAsn1.integer(SealAsn1.at(property, next++));
            if (kind != LIST_OF_CERTIFICATES && kind != LIST_OF_DIGESTS) {
                throw new IllegalArgumentException("印章的签章者证书列表类型不正确：" + kind);
            }
            digestsOnly = kind == LIST_OF_DIGESTS;
        } else {
            throw new IllegalArgumentException("不支持的印章版本 " + version + "，应为 1 或 4");
        }
        signers = signers(SealAsn1.sequence(SealAsn1.at(property, next)), digestsOnly);
        from = SealAsn1.time(SealAsn1.at(property, next + 2));
        until = SealAsn1.time(SealAsn1.at(property, next + 3));
        ASN1Sequence maker = version == 1 ? SealAsn1.sequence(SealAsn1.at(asn1, 1)) : asn1;
        int first = version == 1 ? 0 : 1;
        makerCertificate = SealAsn1.octets(SealAsn1.at(maker, first));
        makerAlgorithm = SealAsn1.at(maker, first + 1);
        SealAsn1.oid(makerAlgorithm);
        makerSignature = SealAsn1.bits(SealAsn1.at(maker, first + 2));
    }

    private static List<byte[]> signers(ASN1Sequence list, boolean digests) {
        List<byte[]> signers = new ArrayList<>();
        for (ASN1Encodable each : list) {
            signers.add(digests ? SealAsn1.octets(SealAsn1.at(SealAsn1.sequence(each), 1)) : SealAsn1.octets(each));
        }
        return List.copyOf(signers);
    }

    /**
     * Makes a seal.
     *
     * @param id 印章编号 32 hexadecimal characters
     * @param signerCertificate the one certificate that may use the seal, DER
     * @param picture PNG, at most 3 kB
     * @param widthMm printed width in millimetres
     * @param from start of validity, also the date of making
     * @throws IllegalArgumentException when the id or the picture breaks its rule
     */
    public static Seal make(
            String id,
            String name,
            byte[] signerCertificate,
            byte[] picture,
            int widthMm,
            int heightMm,
            Instant from,
            Instant until,
            Signer maker) {
        if (!id.matches("[0-9a-fA-F]{32}")) {
            throw new IllegalArgumentException("印章编号应为 32 位十六进制：" + id);
        }
        if (picture.length > PICTURE_BYTES_MAX) {
            throw new IllegalArgumentException("印模图片超过 " + PICTURE_BYTES_MAX + " 字节：" + picture.length);
        }
        var info = SealAsn1.sequenceOf(
                SealAsn1.sequenceOf(new DERIA5String("ES"), new ASN1Integer(4), new DERIA5String("Yipiao")),
                new DERIA5String(id),
                SealAsn1.sequenceOf(
                        new ASN1Integer(TYPE_UNIT),
                        new DERUTF8String(name),
                        new ASN1Integer(LIST_OF_CERTIFICATES),
                        SealAsn1.sequenceOf(new DEROctetString(signerCertificate)),
                        SealAsn1.time(from),
                        SealAsn1.time(from),
                        SealAsn1.time(until)),
                SealAsn1.sequenceOf(
                        new DERIA5String("PNG"),
                        new DEROctetString(picture),
                        new ASN1Integer(widthMm),
                        new ASN1Integer(heightMm)));
        byte[] signature = maker.sign(SealAsn1.der(info));
        return new Seal(SealAsn1.der(SealAsn1.sequenceOf(
                info,
                new DEROctetString(maker.certificate()),
                GMObjectIdentifiers.sm2sign_with_sm3,
                new DERBitString(signature))));
    }

    /** @throws IllegalArgumentException when the bytes are no seal */
    public static Seal parse(byte[] der) {
        return new Seal(der.clone());
    }

    /** A seal inside other data. The last few are kept, because the same two stand in every bill. */
    static Seal of(ASN1Encodable asn1) {
        byte[] der = SealAsn1.der(asn1);
        Kept key = new Kept(der, Arrays.hashCode(der));
        Seal known = KNOWN.get(key);
        if (known == null) {
            known = new Seal(der, SealAsn1.sequence(asn1));
            if (der.length <= KEPT_BYTES_MAX) {
                if (KNOWN.size() >= KEPT_MAX) {
                    KNOWN.clear();
                }
                KNOWN.put(key, known);
            }
        }
        return known;
    }

    /** A seal's bytes. Not to be changed. */
    private record Kept(byte[] der, int hash) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Kept kept && Arrays.equals(der, kept.der);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Canonical encoding; the same as {@link #bytes} but for seals that other makers wrote in another way. Not to be changed. */
    byte[] der() {
        byte[] known = der;
        if (known == null) {
            known = SealAsn1.der(asn1);
            der = known;
        }
        return known;
    }

    /** What the bill's XML says of this seal. */
    public SealRef ref() {
        SealRef known = ref;
        if (known == null) {
            known = new SealRef(id, name, Sm2.sm3Hex(bytes));
            ref = known; // Two threads may both make it; they make the same.
        }
        return known;
    }

    /** 1 or 4. */
    public int version() {
        return version;
    }

    /** The picture's file bytes; PNG in the seals made here. */
    public byte[] picture() {
        return SealAsn1.octets(SealAsn1.at(picture, 1));
    }

    public int widthMm() {
        return SealAsn1.integer(SealAsn1.at(picture, 2));
    }

    public int heightMm() {
        return SealAsn1.integer(SealAsn1.at(picture, 3));
    }

    public Instant from() {
        return from;
    }

    public Instant until() {
        return until;
    }

    /** 制章者证书, DER. */
    public byte[] makerCertificate() {
        return makerCertificate.clone();
    }

    /** May the owner of this certificate use the seal? */
    public boolean admits(byte[] signerCertificate) {
        byte[] wanted = digestsOnly ? Sm2.sm3(signerCertificate) : signerCertificate;
        return signers.stream().anyMatch(listed -> Arrays.equals(listed, wanted));
    }

    /** Is the seal as its maker signed it? Version 1 signs the maker's certificate along; version 4 does not, but some do. */
    public boolean makerSigned() {
        X509Certificate maker;
        try {
            maker = Sm2.certificate(makerCertificate);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (!GMObjectIdentifiers.sm2sign_with_sm3.equals(makerAlgorithm)) {
            return false;
        }
        ASN1Encodable info = asn1.getObjectAt(0);
        byte[] whole = SealAsn1.der(SealAsn1.sequenceOf(info, new DEROctetString(makerCertificate), makerAlgorithm));
        return (version == 4 && Sm2.verify(maker, SealAsn1.der(info), makerSignature))
                || Sm2.verify(maker, whole, makerSignature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seal seal && Arrays.equals(bytes, seal.bytes);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Arrays.hashCode(bytes);
        }
        return hash;
    }

    @Override
    public String toString() {
        return name + " " + id + " " + HexFormat.of().formatHex(Sm2.sm3(bytes), 0, 4);
    }
}
