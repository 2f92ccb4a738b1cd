package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.Samples;
import org.yipiao.bill.seal.Seal;
import org.yipiao.bill.sign.TestKeys;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.bill.sign.XmlSignature.Role;
import org.yipiao.bill.verify.Verifier.Trust;

class VerifierTest {
    private static final byte[] ROOT = TestKeys.AUTHORITY.certificate();
    private static final byte[] XML = SealedBills.xml();
    private static final byte[] OFD = SealedBills.ofd();
    private final Verifier verifier = new Verifier(new Trust(List.of(ROOT)));

    @Test
    void a_sealed_bill_passes_every_check() {
        List<Check> checks = verifier.verify(OFD);
        assertThat(failed(checks)).isEmpty();
        assertThat(checks)
                .extracting(Check::name)
                .containsExactly(
                        "PACKAGE",
                        "PACKAGE_DIGESTS",
                        "DATA_HASH",
                        "SEAL_SIGNATURE_VALUE",
                        "SIGNER_IN_SEAL",
                        "SEAL_MAKER_SIGNATURE",
                        "SEAL_VALIDITY",
                        "CERTIFICATE_CHAIN",
                        "TWO_SEALS",
                        "XML_ATTACHED",
                        "XML_UNIT_SIGNATURE",
                        "XML_SUPERVISORY_SIGNATURE",
                        "XML_CERTIFICATES",
                        "SEAL_REGISTERED",
                        "FACE_EQUALS_XML",
                        "SUPERVISOR_KNOWN",
                        "BUREAU_STATE");
        assertThat(checks.stream().filter(check -> check.result() == Check.Result.NOT_APPLICABLE))
                .extracting(Check::name)
                .containsExactly("SUPERVISOR_KNOWN", "BUREAU_STATE");
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.title() + check.reason()).matches(".*[\\u4e00-\\u9fff].*"));
        assertThat(Verifier.genuine(checks)).isTrue();
    }

    @Test
    void a_long_list_on_several_pages_passes() {
        Bill bill = withSeals(Samples.inpatient(60));
        byte[] ofd = SealedBills.ofd(
                bill,
                SealedBills.xml(bill, TestKeys.UNIT, TestKeys.BUREAU),
                SealedBills.UNIT_SEAL,
                TestKeys.UNIT,
                SealedBills.SUPERVISORY_SEAL,
                TestKeys.BUREAU);
        assertThat(failed(verifier.verify(ofd))).isEmpty();
    }

    @Test
    void a_package_of_another_maker_with_version_1_seals_passes() {
        List<Check> checks = verifier.verify(SealedBills.foreign());
        assertThat(failed(checks)).isEmpty();
        assertThat(Verifier.genuine(checks)).isTrue();
    }

    @Test
    void the_xml_alone_passes_its_checks_in_both_charsets() {
        List<Check> checks = verifier.verify(XML);
        assertThat(checks)
                .extracting(Check::name)
                .containsExactly(
                        "XML_READABLE",
                        "XML_UNIT_SIGNATURE",
                        "XML_SUPERVISORY_SIGNATURE",
                        "XML_CERTIFICATES",
                        "SUPERVISOR_KNOWN",
                        "BUREAU_STATE");
        assertThat(failed(checks)).isEmpty();
        assertThat(Verifier.genuine(checks)).isTrue();

        Charset gb = Charset.forName("GB18030");
        byte[] block = BillXml.block(Samples.inpatient(2), gb);
        XmlSignature unit = XmlSignature.sign(Role.UNIT, TestKeys.NOW, Samples.UNIT_SEAL.id(), TestKeys.UNIT, block);
        XmlSignature supervisory = XmlSignature.sign(
                Role.SUPERVISORY,
                TestKeys.NOW,
                Samples.SUPERVISORY_SEAL.id(),
                TestKeys.BUREAU,
                BillXml.supervised(block, unit.element()));
        assertThat(failed(verifier.verify(BillXml.assemble(block, gb, List.of(unit, supervisory)))))
                .isEmpty();
    }

    @Test
    void without_roots_the_chain_does_not_apply() {
        List<Check> checks = new Verifier(new Trust(List.of())).verify(OFD);
        assertThat(failed(checks)).isEmpty();
        assertThat(result(checks, "CERTIFICATE_CHAIN")).isEqualTo(Check.Result.NOT_APPLICABLE);
        assertThat(Verifier.genuine(checks)).isTrue();
    }

    @Test
    void nothing_checked_is_not_genuine() {
        assertThat(Verifier.genuine(List.of())).isFalse();
        assertThatThrownBy(() -> new Verifier(new Trust(List.of(new byte[3]))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "OFD.xml, PACKAGE_DIGESTS",
        "Doc_0/Document.xml, PACKAGE_DIGESTS",
        "Doc_0/PublicRes.xml, PACKAGE_DIGESTS",
        "Doc_0/DocumentRes.xml, PACKAGE_DIGESTS",
        "Doc_0/Pages/Page_0/Content.xml, PACKAGE_DIGESTS",
        "Doc_0/Tpls/Tpl_0/Content.xml, PACKAGE_DIGESTS",
        "Doc_0/Res/qr.png, PACKAGE_DIGESTS",
        "Doc_0/Attachs/Attachments.xml, PACKAGE_DIGESTS",
        "Doc_0/Attachs/einvoice.xml, PACKAGE_DIGESTS",
        "Doc_0/Signs/Sign_0/Signature.xml, DATA_HASH",
        "Doc_0/Signs/Sign_0/Seal.esl, SEAL_MAKER_SIGNATURE",
        "Doc_0/Signs/Sign_0/SignedValue.dat, SEAL_SIGNATURE_VALUE",
        "Doc_0/Signs/Sign_1/Signature.xml, DATA_HASH",
        "Doc_0/Signs/Sign_1/Seal.esl, SEAL_MAKER_SIGNATURE",
        "Doc_0/Signs/Sign_1/SignedValue.dat, SEAL_SIGNATURE_VALUE"
    })
    void one_changed_byte_fails_the_check_that_guards_it(String path, String check) {
        Map<String, byte[]> parts = SealedBills.parts(OFD);
        byte[] part = parts.get(path);
        // In XML the line end behind the declaration, so that the file stays readable.
        int at = path.endsWith(".dat") || path.endsWith(".esl") || path.endsWith(".png")
                ? part.length - 10
                : lineEnd(part);
        part[at] ^= (byte) (part[at] == '\n' ? '\n' ^ ' ' : 1);
        List<Check> checks = verifier.verify(SealedBills.zip(parts));
        assertThat(failed(checks)).contains(check);
        assertThat(Verifier.genuine(checks)).isFalse();
    }

    @Test
    void a_changed_xml_fails_its_own_signatures_too() {
        byte[] changed = replaced(XML, "测试甲", "测试丁");
        assertThat(failed(verifier.verify(changed))).containsExactly("XML_UNIT_SIGNATURE", "XML_SUPERVISORY_SIGNATURE");
        byte[] unitChanged = changedUnitSignature();
        assertThat(failed(verifier.verify(unitChanged))).contains("XML_SUPERVISORY_SIGNATURE");
    }

    @Test
    void a_face_that_says_other_than_the_data_is_found() {
        for (UnaryOperator<Bill> change : List.<UnaryOperator<Bill>>of(
                bill -> withSeals(Samples.red()), bill -> withSeals(Samples.withPayerName("测试丙")))) {
            byte[] ofd = SealedBills.ofd(
                    change.apply(Samples.outpatient()),
                    XML,
                    SealedBills.UNIT_SEAL,
                    TestKeys.UNIT,
                    SealedBills.SUPERVISORY_SEAL,
                    TestKeys.BUREAU);
            assertThat(failed(verifier.verify(ofd))).containsExactly("FACE_EQUALS_XML");
        }
    }

    @Test
    void names_that_a_face_sets_in_its_own_way_still_pass() {
        for (String name : List.of("䶮㛃𬱟龘", " 测试  甲 ", "Test\u00a0Name", "示例".repeat(60), "测试\u202e甲", "")) {
            Bill bill = withSeals(Samples.withPayerName(name));
            byte[] ofd = SealedBills.ofd(
                    bill,
                    SealedBills.xml(bill, TestKeys.UNIT, TestKeys.BUREAU),
                    SealedBills.UNIT_SEAL,
                    TestKeys.UNIT,
                    SealedBills.SUPERVISORY_SEAL,
                    TestKeys.BUREAU);
            assertThat(failed(verifier.verify(ofd))).as(name).isEmpty();
        }
    }

    @Test
    void swapped_seals_are_found() {
        byte[] ofd = SealedBills.ofd(
                withSeals(Samples.outpatient()),
                XML,
                SealedBills.SUPERVISORY_SEAL,
                TestKeys.BUREAU,
                SealedBills.UNIT_SEAL,
                TestKeys.UNIT);
        List<Check> checks = verifier.verify(ofd);
        assertThat(failed(checks)).containsExactly("TWO_SEALS", "SEAL_REGISTERED");
        assertThat(reason(checks, "TWO_SEALS")).contains("顺序颠倒");
    }

    @Test
    void a_seal_used_by_someone_else_is_found() {
        byte[] ofd = SealedBills.ofd(
                withSeals(Samples.outpatient()),
                XML,
                SealedBills.UNIT_SEAL,
                TestKeys.MAKER,
                SealedBills.SUPERVISORY_SEAL,
                TestKeys.BUREAU);
        assertThat(failed(verifier.verify(ofd))).contains("SIGNER_IN_SEAL");
    }

    @Test
    void one_key_for_both_seals_is_found() {
        Seal both = Seal.make(
                Samples.SUPERVISORY_SEAL.id(),
                "自制监制章",
                TestKeys.UNIT.certificate(),
                new byte[10],
                31,
                21,
                TestKeys.MADE,
                SealedBills.UNTIL,
                TestKeys.MAKER);
        Bill bill = Samples.outpatient(SealedBills.UNIT_SEAL.ref(), both.ref());
        byte[] ofd = SealedBills.ofd(
                bill,
                SealedBills.xml(bill, TestKeys.UNIT, TestKeys.UNIT),
                SealedBills.UNIT_SEAL,
                TestKeys.UNIT,
                both,
                TestKeys.UNIT);
        assertThat(failed(verifier.verify(ofd))).containsExactly("TWO_SEALS", "XML_SUPERVISORY_SIGNATURE");
    }

    @Test
    void a_bureau_that_is_not_the_known_one_is_found() {
        Verifier strict = new Verifier(new Trust(List.of(ROOT), List.of(TestKeys.BUREAU.certificate())));
        assertThat(failed(strict.verify(OFD))).isEmpty();
        assertThat(result(strict.verify(OFD), "SUPERVISOR_KNOWN")).isEqualTo(Check.Result.PASSED);
        byte[] xml = SealedBills.xml(withSeals(Samples.outpatient()), TestKeys.UNIT, TestKeys.MAKER);
        assertThat(failed(strict.verify(xml))).containsExactly("SUPERVISOR_KNOWN");
    }

    @Test
    void a_certificate_out_of_its_time_is_found() {
        Seal seal = SealedBills.unitSeal(TestKeys.EXPIRED, SealedBills.UNTIL);
        Bill bill = Samples.outpatient(seal.ref(), SealedBills.SUPERVISORY_SEAL.ref());
        byte[] ofd = SealedBills.ofd(
                bill,
                SealedBills.xml(bill, TestKeys.EXPIRED, TestKeys.BUREAU),
                seal,
                TestKeys.EXPIRED,
                SealedBills.SUPERVISORY_SEAL,
                TestKeys.BUREAU);
        List<Check> checks = verifier.verify(ofd);
        assertThat(failed(checks)).containsExactly("SEAL_VALIDITY", "XML_CERTIFICATES");
        assertThat(reason(checks, "SEAL_VALIDITY")).contains("2026-11-21", "2025-01-01");
    }

    @Test
    void a_seal_out_of_its_time_is_found() {
        Seal seal = SealedBills.unitSeal(TestKeys.UNIT, Instant.parse("2026-06-30T00:00:00Z"));
        Bill bill = Samples.outpatient(seal.ref(), SealedBills.SUPERVISORY_SEAL.ref());
        byte[] ofd = SealedBills.ofd(
                bill,
                SealedBills.xml(bill, TestKeys.UNIT, TestKeys.BUREAU),
                seal,
                TestKeys.UNIT,
                SealedBills.SUPERVISORY_SEAL,
                TestKeys.BUREAU);
        assertThat(failed(verifier.verify(ofd))).containsExactly("SEAL_VALIDITY");
    }

    @Test
    void a_key_of_a_stranger_is_found() {
        Seal seal = SealedBills.unitSeal(TestKeys.STRANGERS_KEY, SealedBills.UNTIL);
        Bill bill = Samples.outpatient(seal.ref(), SealedBills.SUPERVISORY_SEAL.ref());
        byte[] ofd = SealedBills.ofd(
                bill,
                SealedBills.xml(bill, TestKeys.STRANGERS_KEY, TestKeys.BUREAU),
                seal,
                TestKeys.STRANGERS_KEY,
                SealedBills.SUPERVISORY_SEAL,
                TestKeys.BUREAU);
        assertThat(failed(verifier.verify(ofd))).containsExactly("CERTIFICATE_CHAIN", "XML_CERTIFICATES");
        assertThat(failed(new Verifier(new Trust(List.of(ROOT, TestKeys.STRANGER.certificate()))).verify(ofd)))
                .isEmpty();
    }

    @Test
    void a_seal_that_is_not_the_registered_one_is_found() {
        Bill bill = Samples.outpatient();
        byte[] ofd = SealedBills.ofd(
                bill,
                SealedBills.xml(bill, TestKeys.UNIT, TestKeys.BUREAU),
                SealedBills.UNIT_SEAL,
                TestKeys.UNIT,
                SealedBills.SUPERVISORY_SEAL,
                TestKeys.BUREAU);
        assertThat(failed(verifier.verify(ofd))).containsExactly("SEAL_REGISTERED");
    }

    @Test
    void a_bill_without_supervision_is_not_genuine() {
        Bill bill = Samples.outpatient();
        byte[] block = BillXml.block(bill, UTF_8);
        XmlSignature unit =
                XmlSignature.sign(Role.UNIT, TestKeys.NOW, bill.unitSeal().id(), TestKeys.UNIT, block);
        List<Check> checks = verifier.verify(BillXml.assemble(block, UTF_8, List.of(unit)));
        assertThat(failed(checks)).containsExactly("XML_SUPERVISORY_SIGNATURE");
        assertThat(failed(verifier.verify(BillXml.assemble(block, UTF_8, List.of()))))
                .containsExactly("XML_UNIT_SIGNATURE", "XML_SUPERVISORY_SIGNATURE", "XML_CERTIFICATES");
    }

    @Test
    void a_file_added_to_the_package_is_found() {
        Map<String, byte[]> parts = SealedBills.parts(OFD);
        parts.put("Doc_0/Pages/Page_0/Annotation.xml", "<PageAnnot/>".getBytes(UTF_8));
        assertThat(failed(verifier.verify(SealedBills.zip(parts)))).containsExactly("PACKAGE_DIGESTS");
    }

    @Test
    void a_signature_taken_out_of_the_list_or_listed_twice_is_found() {
        Map<String, byte[]> parts = SealedBills.parts(OFD);
        String list = new String(parts.get("Doc_0/Signs/Signatures.xml"), UTF_8);
        int second = list.indexOf("<ofd:Signature ", list.indexOf("<ofd:Signature ") + 1);
        String one = list.substring(0, second) + "</ofd:Signatures>";
        parts.put("Doc_0/Signs/Signatures.xml", one.getBytes(UTF_8));
        assertThat(failed(verifier.verify(SealedBills.zip(parts)))).contains("PACKAGE_DIGESTS", "TWO_SEALS");
        String reversed =
                list.replace("Sign_0", "Sign_x").replace("Sign_1", "Sign_0").replace("Sign_x", "Sign_1");
        parts.put("Doc_0/Signs/Signatures.xml", reversed.getBytes(UTF_8));
        assertThat(failed(verifier.verify(SealedBills.zip(parts)))).contains("TWO_SEALS");
        parts.put("Doc_0/Signs/Signatures.xml", list.replace("Sign_1", "Sign_0").getBytes(UTF_8));
        assertThat(failed(verifier.verify(SealedBills.zip(parts)))).contains("PACKAGE");
    }

    @Test
    void an_attachment_taken_out_is_found() {
        Map<String, byte[]> parts = SealedBills.parts(OFD);
        parts.remove("Doc_0/Attachs/einvoice.xml");
        List<Check> checks = verifier.verify(SealedBills.zip(parts));
        assertThat(failed(checks)).contains("PACKAGE_DIGESTS", "XML_ATTACHED");
        assertThat(result(checks, "XML_UNIT_SIGNATURE")).isEqualTo(Check.Result.NOT_APPLICABLE);
    }

    @Test
    void other_files_are_no_bill() {
        for (byte[] other : new byte[][] {
            {},
            "PK".getBytes(UTF_8),
            "text".getBytes(UTF_8),
            "<html></html>".getBytes(UTF_8),
            new byte[Verifier.BYTES_MAX + 1]
        }) {
            List<Check> checks = verifier.verify(other);
            assertThat(failed(checks)).isNotEmpty();
            assertThat(Verifier.genuine(checks)).isFalse();
        }
    }

    @Test
    void billion_laughs_in_any_part_of_a_package_end_at_once() {
        String laughs = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a0 \"ha\">"
                + "<!ENTITY a1 \"&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;&a0;\"><!ENTITY a2 \"&a1;&a1;&a1;&a1;&a1;&a1;&a1;\">"
                + "]><EInvoice>&a2;</EInvoice>";
        assertThat(failed(verifier.verify(laughs.getBytes(UTF_8)))).contains("XML_READABLE");
        for (String path : SealedBills.parts(OFD).keySet()) {
            Map<String, byte[]> parts = SealedBills.parts(OFD);
            parts.put(path, laughs.getBytes(UTF_8));
            assertThat(Verifier.genuine(verifier.verify(SealedBills.zip(parts))))
                    .as(path)
                    .isFalse();
        }
    }

    @Test
    void random_changes_never_throw_and_never_make_a_changed_bill_genuine() {
        Random random = new Random(20261121);
        Map<String, byte[]> original = SealedBills.parts(OFD);
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            byte[] file;
            boolean sameContent = false;
            if (i % 4 == 0) {
                file = mutated(XML, random);
                sameContent = Arrays.equals(file, XML);
            } else if (i % 4 == 1) {
                file = mutated(OFD, random);
                sameContent = sameSignedParts(file, original);
            } else {
                Map<String, byte[]> parts = new LinkedHashMap<>(original);
                String path = List.copyOf(parts.keySet()).get(random.nextInt(parts.size()));
                parts.put(path, mutated(parts.get(path), random));
                file = SealedBills.zip(parts);
                sameContent = path.endsWith("Signatures.xml") || Arrays.equals(parts.get(path), original.get(path));
            }
            List<Check> checks = verifier.verify(file);
            seen.addAll(failed(checks));
            assertThat(checks).isNotEmpty();
            assertThat(Verifier.genuine(checks) && !sameContent)
                    .as("mutation %d", i)
                    .isFalse();
        }
        assertThat(seen).contains("PACKAGE", "PACKAGE_DIGESTS", "DATA_HASH", "SEAL_SIGNATURE_VALUE", "XML_READABLE");
    }

    /** Clock times and attributes of the container are covered by nothing; what it holds is. */
    private static boolean sameSignedParts(byte[] file, Map<String, byte[]> original) {
        try {
            Map<String, byte[]> parts = SealedBills.parts(file);
            return parts.keySet().equals(original.keySet())
                    && parts.keySet().stream()
                            .filter(path -> !path.endsWith("Signatures.xml"))
                            .allMatch(path -> Arrays.equals(parts.get(path), original.get(path)));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            case 1 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length));
            default -> {
                int from = random.nextInt(changed.length);
                int length = Math.min(1 + random.nextInt(40), changed.length - from);
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, changed, from, length);
            }
        }
        return changed;
    }

    private static byte[] changedUnitSignature() {
        Bill bill = withSeals(Samples.outpatient());
        byte[] block = BillXml.block(bill, UTF_8);
        XmlSignature unit =
                XmlSignature.sign(Role.UNIT, TestKeys.NOW, bill.unitSeal().id(), TestKeys.UNIT, block);
        XmlSignature again =
                XmlSignature.sign(Role.UNIT, TestKeys.NOW, bill.unitSeal().id(), TestKeys.UNIT, block);
        XmlSignature supervisory = XmlSignature.sign(
                Role.SUPERVISORY,
                TestKeys.NOW,
                bill.supervisorySeal().id(),
                TestKeys.BUREAU,
                BillXml.supervised(block, unit.element()));
        return BillXml.assemble(block, UTF_8, List.of(again, supervisory));
    }

    private static Bill withSeals(Bill bill) {
        return new Bill(
                bill.tag(),
                bill.version(),
                bill.name(),
                bill.code(),
                bill.number(),
                bill.checkCode(),
                bill.templateCode(),
                bill.supervisorArea(),
                bill.issuedAt(),
                bill.issuer(),
                bill.content(),
                SealedBills.UNIT_SEAL.ref(),
                SealedBills.SUPERVISORY_SEAL.ref(),
                bill.reverses());
    }

    private static int lineEnd(byte[] xml) {
        int at = 0;
        while (xml[at] != '\n') {
            at++;
        }
        return at;
    }

    private static byte[] replaced(byte[] text, String from, String to) {
        String whole = new String(text, UTF_8);
        assertThat(whole).contains(from);
        return whole.replace(from, to).getBytes(UTF_8);
    }

    private static Set<String> failed(List<Check> checks) {
        return checks.stream()
                .filter(check -> check.result() == Check.Result.FAILED)
                .map(Check::name)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private static Check.Result result(List<Check> checks, String name) {
        return named(checks, name).result();
    }

    private static String reason(List<Check> checks, String name) {
        return named(checks, name).reason();
    }

    private static Check named(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
