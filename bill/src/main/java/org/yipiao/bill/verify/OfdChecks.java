package org.yipiao.bill.verify;

import static org.yipiao.bill.verify.CheckList.require;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.SealRef;
import org.yipiao.bill.SignedBill;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.verify.CheckList.NotApplicable;
import org.yipiao.bill.xml.Element;

/** The checks of a layout file, then those of the XML inside it. */
final class OfdChecks {
    private static final Set<String> SM3 = Set.of("SM3", "1.2.156.10197.1.401");
    private static final Set<String> SM2_WITH_SM3 = Set.of(Sm2.SIGNATURE_OID, "SM2", "SM3WITHSM2");
    private static final String ATTACHMENT = "einvoice.xml";

    private final CheckList checks;
    private final TrustedAuthorities authorities;
    private @Nullable OfdPackage unpacked;
    private Verifier.@Nullable Attached attached;

    OfdChecks(CheckList checks, TrustedAuthorities authorities) {
        this.checks = checks;
        this.authorities = authorities;
    }

    /** A readable package: its files, where its parts stand, its seals. */
    private record Parts(
            OfdPackage ofd, String documentPath, Element document, String signaturesPath, List<PackageSeal> seals) {
        static Parts of(OfdPackage ofd) {
            Element root = ofd.xml("OFD.xml");
            require(root.name().equals("OFD"), "OFD.xml 的根元素应为 OFD");
            Element body = root.only("DocBody");
            String documentPath =
                    OfdPackage.resolve("OFD.xml", body.only("DocRoot").text());
            Element document = ofd.xml(documentPath);
            require(!body.all("Signatures").isEmpty(), "文件没有签章");
            String signaturesPath =
                    OfdPackage.resolve("OFD.xml", body.only("Signatures").text());
            return new Parts(ofd, documentPath, document, signaturesPath, PackageSeal.of(ofd, signaturesPath));
        }
    }

    /** The files of the package; empty before it was read. */
    Map<String, byte[]> files() {
        return unpacked == null ? Map.of() : unpacked.files();
    }

    /** The bill inside; empty when it could not be read. */
    Optional<Verifier.Attached> attached() {
        return Optional.ofNullable(attached);
    }

    void run(byte[] file) {
        Parts parts = checks.read(
                "PACKAGE",
                "文件结构",
                () -> {
                    OfdPackage ofd = OfdPackage.read(file);
                    unpacked = ofd;
                    return Parts.of(ofd);
                },
                read -> read.ofd().paths().size() + " 个文件，" + read.seals().size() + " 个签章");
        on(parts, "PACKAGE_DIGESTS", "包内文件摘要", OfdChecks::digests);
        on(parts, "DATA_HASH", "签章原文摘要", OfdChecks::dataHash);
        on(parts, "SEAL_SIGNATURE_VALUE", "签章签名值", OfdChecks::signatureValues);
        on(parts, "SIGNER_IN_SEAL", "签章者有权用章", OfdChecks::signersInSeals);
        on(parts, "SEAL_MAKER_SIGNATURE", "印章由制章者签名", this::sealMakers);
        on(parts, "SEAL_VALIDITY", "印章与证书有效期", this::validity);
        on(parts, "CERTIFICATE_CHAIN", "证书链", this::chain);
        Attempt reading = Attempt.of(() -> read(present(parts)));
        on(parts, "TWO_SEALS", "两个签章及其顺序", read -> twoSeals(read, reading.bill()));
        SignedBill bill = checks.read(
                "XML_ATTACHED",
                "附有票据XML",
                reading::read,
                read -> read.bill().key().toString());
        XmlChecks xml = new XmlChecks(checks, authorities);
        xml.signatures(bill);
        on(parts, "SEAL_REGISTERED", "印章与票据所记一致", read -> registered(read, present(bill)));
        on(
                parts,
                "FACE_EQUALS_XML",
                "票面与数据一致",
                read -> FaceText.of(read.ofd(), read.documentPath(), read.document())
                        .shows(present(bill).bill()));
        xml.supervisorKnown(bill, secondSigner(parts));
        xml.bureauState();
    }

    /** The XML is needed for the order of the seals before its own check comes. */
    private record Attempt(
            @Nullable SignedBill bill, @Nullable RuntimeException fault) {
        static Attempt of(Supplier<SignedBill> reading) {
            try {
                return new Attempt(reading.get(), null);
            } catch (RuntimeException e) {
                return new Attempt(null, e);
            }
        }

        SignedBill read() {
            if (bill == null) {
                throw fault == null ? new IllegalStateException() : fault;
            }
            return bill;
        }
    }

    private static byte @Nullable [] secondSigner(@Nullable Parts parts) {
        return parts == null || parts.seals().size() != 2
                ? null
                : parts.seals().get(1).value().certificate();
    }

    private void on(@Nullable Parts parts, String name, String title, Function<Parts, String> check) {
        checks.run(name, title, () -> check.apply(present(parts)));
    }

    private static Parts present(@Nullable Parts parts) {
        if (parts == null) {
            throw new NotApplicable("文件无法读取");
        }
        return parts;
    }

    private static SignedBill present(@Nullable SignedBill bill) {
        if (bill == null) {
            throw new NotApplicable("票据 XML 无法读取");
        }
        return bill;
    }

    /**
     * Every file has to be covered by every seal that could cover it: all but the seal's own files, those of later seals, and
     * the list of signatures, which grows with each seal.
     */
    private static String digests(Parts parts) {
        int compared = 0;
        for (PackageSeal seal : parts.seals()) {
            require(SM3.contains(seal.checkMethod().toUpperCase(java.util.Locale.ROOT)), seal.shown() + "的摘要算法不是 SM3");
            for (Map.Entry<String, String> reference : seal.references().entrySet()) {
                if (!parts.ofd().digest(reference.getKey()).equals(reference.getValue())) {
                    throw new IllegalArgumentException(reference.getKey() + " 已被改动，" + seal.shown() + "的摘要不符");
                }
                compared++;
            }
            Set<String> uncovered = new HashSet<>(parts.ofd().paths());
            uncovered.remove(parts.signaturesPath());
            uncovered.removeAll(seal.references().keySet());
            parts.seals()
                    .subList(seal.position() - 1, parts.seals().size())
                    .forEach(later -> uncovered.removeAll(later.ownFiles()));
            require(uncovered.isEmpty(), seal.shown() + "没有保护 " + String.join("、", uncovered));
        }
        return compared + " 个摘要相符";
    }

    private static String dataHash(Parts parts) {
        for (PackageSeal seal : parts.seals()) {
            byte[] hash = parts.ofd().part(seal.path()).sm3();
            require(Arrays.equals(hash, seal.value().dataHash()), seal.path() + " 已被改动，与签章中的摘要不符");
            require(
                    OfdPackage.resolve(seal.path(), seal.value().propertyInfo()).equals(seal.path()),
                    seal.shown() + "不是为 " + seal.path() + " 所盖");
        }
        return "相符";
    }

    private static String signatureValues(Parts parts) {
        for (PackageSeal seal : parts.seals()) {
            require(
                    SM2_WITH_SM3.contains(seal.method().toUpperCase(java.util.Locale.ROOT)),
                    seal.shown() + "的签名算法不是 SM2");
            require(seal.value().verifies(), seal.shown() + "的签名值不正确");
        }
        return parts.seals().size() + " 个签名值正确";
    }

    private static String signersInSeals(Parts parts) {
        for (PackageSeal seal : parts.seals()) {
            require(seal.value().seal().admits(seal.value().certificate()), seal.shown() + "的签章证书不在印章的证书列表中");
        }
        return "签章证书在印章的证书列表中";
    }

    private String sealMakers(Parts parts) {
        for (PackageSeal seal : parts.seals()) {
            Seal used = seal.value().seal();
            require(
                    seal.sealPath().isEmpty() || Arrays.equals(parts.ofd().file(seal.sealPath()), used.bytes()),
                    seal.sealPath() + " 与签章所用印章不同");
            require(authorities.madeByItsMaker(used), seal.shown() + "的印章不是制章者所签，或已被改动");
            require(
                    !XmlChecks.sameKey(used.makerCertificate(), seal.value().certificate()),
                    seal.shown() + "的印章由签章者自制");
        }
        return "制章者签名正确";
    }

    private String validity(Parts parts) {
        for (PackageSeal seal : parts.seals()) {
            Seal used = seal.value().seal();
            require(
                    !seal.value().time().isBefore(used.from())
                            && !seal.value().time().isAfter(used.until()),
                    seal.shown() + "的印章在 "
                            + TrustedAuthorities.shown(seal.value().time()) + " 不在有效期内（"
                            + TrustedAuthorities.shown(used.from()) + " 至 "
                            + TrustedAuthorities.shown(used.until()) + "）");
            X509Certificate signer = Sm2.certificate(seal.value().certificate());
            authorities.requireUsable(signer, seal.value().time(), seal.shown() + "的签章");
            X509Certificate maker = Sm2.certificate(used.makerCertificate());
            authorities.requireUsable(maker, used.from(), seal.shown() + "的制章者");
        }
        return "盖章时均在有效期内";
    }

    private String chain(Parts parts) {
        if (authorities.none()) {
            throw new NotApplicable("未提供根证书");
        }
        for (PackageSeal seal : parts.seals()) {
            X509Certificate signer = Sm2.certificate(seal.value().certificate());
            require(authorities.trusts(signer), seal.shown() + "的签章证书不是受信任机构签发：" + XmlChecks.name(signer));
            X509Certificate maker = Sm2.certificate(seal.value().seal().makerCertificate());
            require(authorities.trusts(maker), seal.shown() + "的制章者证书不是受信任机构签发：" + XmlChecks.name(maker));
        }
        return "由受信任机构签发";
    }

    /** Unit first, supervisory second, and the second one covers all files of the first. */
    private static String twoSeals(Parts parts, @Nullable SignedBill bill) {
        require(parts.seals().size() == 2, "应有开票单位和财政监制两个签章，实有 " + parts.seals().size() + " 个");
        PackageSeal unit = parts.seals().get(0);
        PackageSeal supervisory = parts.seals().get(1);
        Set<String> open = unit.ownFiles();
        open.remove("");
        open.removeAll(supervisory.references().keySet());
        require(open.isEmpty(), "第二个签章没有保护第一个签章的 " + String.join("、", open));
        require(!supervisory.value().time().isBefore(unit.value().time()), "第二个签章的时间早于第一个");
        require(
                !XmlChecks.sameKey(
                        unit.value().certificate(), supervisory.value().certificate()),
                "两个签章出自同一密钥");
        if (bill != null) {
            String first = unit.value().seal().ref().id();
            String second = supervisory.value().seal().ref().id();
            boolean swapped = first.equals(bill.bill().supervisorySeal().id())
                    && second.equals(bill.bill().unitSeal().id());
            require(!swapped, "签章顺序颠倒：应先盖开票单位印章，后盖财政监制章");
        }
        return "先 " + unit.value().seal().ref().name() + "，后 "
                + supervisory.value().seal().ref().name();
    }

    private SignedBill read(Parts parts) {
        Element document = parts.document();
        require(!document.all("Attachments").isEmpty(), "文件没有附件");
        String listPath = OfdPackage.resolve(
                parts.documentPath(), document.only("Attachments").text());
        List<Element> found = parts.ofd().xml(listPath).all("Attachment").stream()
                .filter(each -> each.attribute("Name").equals(ATTACHMENT)
                        || each.textOf("FileLoc").strip().endsWith("/" + ATTACHMENT)
                        || each.textOf("FileLoc").strip().equals(ATTACHMENT))
                .toList();
        require(found.size() == 1, found.isEmpty() ? "附件中没有 " + ATTACHMENT : "附件 " + ATTACHMENT + " 不止一个");
        String path =
                OfdPackage.resolve(listPath, found.getFirst().only("FileLoc").text());
        byte[] xml = parts.ofd().file(path);
        SignedBill bill = BillXml.read(xml);
        attached = new Verifier.Attached(xml.clone(), bill);
        return bill;
    }

    private static String registered(Parts parts, SignedBill signed) {
        Bill bill = signed.bill();
        require(parts.seals().size() == 2, "应有两个签章");
        same(parts.seals().get(0), bill.unitSeal());
        same(parts.seals().get(1), bill.supervisorySeal());
        return "印章编号与票据数据所记一致";
    }

    private static void same(PackageSeal seal, SealRef recorded) {
        SealRef used = seal.value().seal().ref();
        require(used.id().equalsIgnoreCase(recorded.id()), seal.shown() + "的印章编号与票据数据所记不同");
        // Bureaus differ in what they hash; a value that can be an SM3 is compared.
        boolean comparable = recorded.hash().matches("[0-9a-fA-F]{64}");
        require(!comparable || used.hash().equalsIgnoreCase(recorded.hash()), seal.shown() + "的印章摘要与票据数据所记不同");
    }
}
