package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.Samples;
import org.yipiao.bill.ofd.OfdDraft;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.seal.SealPicture;
import org.yipiao.bill.seal.SealSignature;
import org.yipiao.bill.seal.SealV1;
import org.yipiao.bill.sign.Signer;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.TestKeys;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.bill.sign.XmlSignature.Role;

/** Whole signed and sealed files for the verifier's tests. */
final class SealedBills {
    static final Instant UNTIL = Instant.parse("2030-12-31T00:00:00Z");
    static final String FIRST = "Doc_0/Signs/Sign_0/";
    static final String SECOND = "Doc_0/Signs/Sign_1/";
    private static final byte[] UNIT_PICTURE = SealPicture.unit("示例医院", "财务专用章");
    private static final byte[] SUPERVISORY_PICTURE = SealPicture.supervisory("示例省");

    static final Seal UNIT_SEAL = unitSeal(TestKeys.UNIT, UNTIL);
    static final Seal SUPERVISORY_SEAL = Seal.make(
            Samples.SUPERVISORY_SEAL.id(),
            Samples.SUPERVISORY_SEAL.name(),
            TestKeys.BUREAU.certificate(),
            SUPERVISORY_PICTURE,
            31,
            21,
            TestKeys.MADE,
            UNTIL,
            TestKeys.MAKER);

    private SealedBills() {}

    static Seal unitSeal(Signer signer, Instant until) {
        return Seal.make(
                Samples.UNIT_SEAL.id(),
                Samples.UNIT_SEAL.name(),
                signer.certificate(),
                UNIT_PICTURE,
                28,
                28,
                TestKeys.MADE,
                until,
                TestKeys.MAKER);
    }

    static byte[] xml() {
        return xml(Samples.outpatient(UNIT_SEAL.ref(), SUPERVISORY_SEAL.ref()), TestKeys.UNIT, TestKeys.BUREAU);
    }

    static byte[] xml(Bill bill, Signer unit, Signer bureau) {
        byte[] block = BillXml.block(bill, UTF_8);
        XmlSignature first =
                XmlSignature.sign(Role.UNIT, TestKeys.NOW, bill.unitSeal().id(), unit, block);
        XmlSignature second = XmlSignature.sign(
                Role.SUPERVISORY,
                TestKeys.NOW.plusSeconds(1),
                bill.supervisorySeal().id(),
                bureau,
                BillXml.supervised(block, first.element()));
        return BillXml.assemble(block, UTF_8, List.of(first, second));
    }

    static byte[] ofd() {
        return ofd(
                Samples.outpatient(UNIT_SEAL.ref(), SUPERVISORY_SEAL.ref()),
                xml(),
                UNIT_SEAL,
                TestKeys.UNIT,
                SUPERVISORY_SEAL,
                TestKeys.BUREAU);
    }

    static byte[] ofd(Bill face, byte[] xml, Seal firstSeal, Signer first, Seal secondSeal, Signer second) {
        OfdDraft draft = OfdDraft.of(face, xml);
        byte[] unit = sealed(draft.unitSeal(firstSeal, TestKeys.NOW), first);
        return draft.bytes(sealed(draft.supervisorySeal(unit, secondSeal, TestKeys.NOW.plusSeconds(2)), second));
    }

    static byte[] sealed(OfdDraft.ToSeal asked, Signer signer) {
        byte[] toSign = SealSignature.toSign(asked.seal(), asked.time(), asked.signatureXml(), asked.propertyInfo());
        return SealSignature.assemble(toSign, signer.certificate(), signer.sign(toSign));
    }

    static Map<String, byte[]> parts(byte[] ofd) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ofd))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    static byte[] zip(Map<String, byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * A package as another maker writes it: without name prefixes, paths relative to their file, the digest method by name, and
     * seals of version 1.
     */
    static byte[] foreign() {
        byte[] v1Unit = SealV1.seal(
                Samples.UNIT_SEAL.id(), "单位章", TestKeys.UNIT, UNIT_PICTURE, TestKeys.MADE, UNTIL, TestKeys.MAKER);
        byte[] v1Supervisory = SealV1.seal(
                Samples.SUPERVISORY_SEAL.id(),
                "监制章",
                TestKeys.BUREAU,
                SUPERVISORY_PICTURE,
                TestKeys.MADE,
                UNTIL,
                TestKeys.MAKER);
        byte[] xml = xml(
                Samples.outpatient(
                        Seal.parse(v1Unit).ref(), Seal.parse(v1Supervisory).ref()),
                TestKeys.UNIT,
                TestKeys.BUREAU);
        Map<String, byte[]> parts = new LinkedHashMap<>();
        put(
                parts,
                "OFD.xml",
                "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot>"
                        + "<Signatures>/Doc_0/Signs/Signatures.xml</Signatures></DocBody></OFD>");
        put(
                parts,
                "Doc_0/Document.xml",
                "<Document><Pages><Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></Pages>"
                        + "<Attachments>Attachs/Attachments.xml</Attachments></Document>");
        put(
                parts,
                "Doc_0/Pages/Page_0/Content.xml",
                "<Page><!-- seen by nobody --><Content><Layer>"
                        + text("票据代码：99060126") + text("票据号码：0000000001") + text("校验码：a1b2c3") + text("（小写）12.05")
                        + text("交款人：测试甲") + "</Layer></Content></Page>");
        put(
                parts,
                "Doc_0/Attachs/Attachments.xml",
                "<Attachments><Attachment ID='1' Name='票据'><FileLoc>../Data/einvoice.xml</FileLoc></Attachment></Attachments>");
        parts.put("Doc_0/Data/einvoice.xml", xml);
        v1(parts, FIRST, v1Unit, TestKeys.UNIT, TestKeys.NOW);
        v1(parts, SECOND, v1Supervisory, TestKeys.BUREAU, TestKeys.NOW.plusSeconds(5));
        put(
                parts,
                "Doc_0/Signs/Signatures.xml",
                "<Signatures><MaxSignId>2</MaxSignId>"
                        + "<Signature ID='1' Type='Seal' BaseLoc='Sign_0/Signature.xml'/>"
                        + "<Signature ID='2' Type='Seal' BaseLoc='Sign_1/Signature.xml'/></Signatures>");
        return zip(parts);
    }

    private static void v1(Map<String, byte[]> parts, String folder, byte[] seal, Signer signer, Instant time) {
        StringBuilder xml = new StringBuilder("<Signature><SignedInfo><SignatureMethod>1.2.156.10197.1.501"
                + "</SignatureMethod><References CheckMethod='SM3'>");
        parts.forEach((path, bytes) -> xml.append("<Reference FileRef='/" + path + "'><CheckValue>"
                + Base64.getEncoder().encodeToString(Sm2.sm3(bytes)) + "</CheckValue></Reference>"));
        xml.append("</References><Seal><BaseLoc>Seal.esl</BaseLoc></Seal></SignedInfo>"
                + "<SignedValue>SignedValue.dat</SignedValue></Signature>");
        byte[] signature = xml.toString().getBytes(UTF_8);
        parts.put(folder + "Signature.xml", signature);
        parts.put(folder + "Seal.esl", seal);
        parts.put(
                folder + "SignedValue.dat",
                SealV1.signedValue(seal, time, signature, "/" + folder + "Signature.xml", signer, true));
    }

    private static String text(String text) {
        return "<TextObject><TextCode X='0' Y='0'>" + text + "</TextCode></TextObject>";
    }

    private static void put(Map<String, byte[]> parts, String path, String xml) {
        parts.put(path, xml.getBytes(UTF_8));
    }
}
