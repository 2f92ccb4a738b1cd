package org.yipiao.bill.verify;

import static org.yipiao.bill.verify.CheckList.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yipiao.bill.seal.SealSignature;
import org.yipiao.bill.xml.Element;

/**
 * 包内签章 One signature of the package as its Signature.xml tells.
 *
 * @param position 1 for the first
 * @param path of Signature.xml
 * @param checkMethod of the references, as it stands
 * @param references path and CheckValue, base64
 * @param sealPath of Seal.esl; empty when there is none
 * @param valuePath of SignedValue.dat
 */
record PackageSeal(
        int position,
        String path,
        String method,
        String checkMethod,
        Map<String, String> references,
        String sealPath,
        String valuePath,
        SealSignature value) {
    private static final int SEALS_MAX = 10;

    /** The first document's seals in the order of Signatures.xml. */
    static List<PackageSeal> of(OfdPackage ofd, String signaturesPath) {
        Element signatures = ofd.xml(signaturesPath);
        require(signatures.name().equals("Signatures"), "签名列表的根元素应为 Signatures");
        List<Element> listed = signatures.all("Signature");
        require(!listed.isEmpty(), "没有签章");
        require(listed.size() <= SEALS_MAX, "签章超过 " + SEALS_MAX + " 个");
        List<PackageSeal> seals = new ArrayList<>();
        for (Element each : listed) {
            seals.add(of(ofd, seals.size() + 1, OfdPackage.resolve(signaturesPath, each.attribute("BaseLoc"))));
        }
        require(seals.stream().map(PackageSeal::path).distinct().count() == seals.size(), "同一签章被列出两次");
        return List.copyOf(seals);
    }

    private static PackageSeal of(OfdPackage ofd, int position, String path) {
        Element signature = ofd.xml(path);
        require(signature.name().equals("Signature"), path + " 的根元素应为 Signature");
        Element info = signature.only("SignedInfo");
        Element references = info.only("References");
        Map<String, String> digests = new LinkedHashMap<>();
        for (Element reference : references.all("Reference")) {
            String file = OfdPackage.resolve(path, reference.attribute("FileRef"));
            if (digests.put(file, reference.only("CheckValue").text().strip()) != null) {
                throw new IllegalArgumentException(path + " 对 " + file + " 引用了两次");
            }
        }
        String sealPath = info.all("Seal").isEmpty()
                ? ""
                : OfdPackage.resolve(path, info.only("Seal").only("BaseLoc").text());
        String valuePath =
                OfdPackage.resolve(path, signature.only("SignedValue").text());
        return new PackageSeal(
                position,
                path,
                info.textOf("SignatureMethod").strip(),
                references.attribute("CheckMethod"),
                digests,
                sealPath,
                valuePath,
                SealSignature.parse(ofd.file(valuePath)));
    }

    /** Files that this signature can not cover, because they are made after it. */
    Set<String> ownFiles() {
        return new HashSet<>(List.of(path, sealPath, valuePath));
    }

    String shown() {
        return "第 " + position + " 个签章（" + value.seal().ref().name() + "）";
    }
}
