package org.yipiao.bill.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.Bill;
import org.yipiao.bill.SampleBills;
import org.yipiao.bill.SampleSeals;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.bill.sign.TestKeys;

class OfdDraftTest {
    private static final Pattern REFERENCE =
            Pattern.compile("<ofd:Reference FileRef=\"/([^\"]+)\"><ofd:CheckValue>([^<]+)</ofd:CheckValue>");

    @Test
    void the_bill_s_xml_stands_in_the_package_byte_for_byte() throws Exception {
        Bill bill = SampleBills.outpatient();
        var files = unpacked(SampleSeals.sealed(bill));
        assertThat(files.get("Doc_0/Attachs/einvoice.xml")).isEqualTo(SampleSeals.xml(bill));
        assertThat(text(files, "Doc_0/Attachs/Attachments.xml")).contains("Name=\"einvoice.xml\"");
    }

    @Test
    void the_unit_s_seal_lists_every_file_but_those_of_signatures() throws Exception {
        var files = unpacked(SampleSeals.sealed(SampleBills.inpatient()));
        var expected = new ArrayList<>(files.keySet());
        expected.removeIf(path -> path.startsWith("Doc_0/Signs/"));
        assertListed(files, "Doc_0/Signs/Sign_0/Signature.xml", expected);
    }

    @Test
    void the_supervisory_seal_also_lists_the_unit_s_seal() throws Exception {
        var files = unpacked(SampleSeals.sealed(SampleBills.inpatient()));
        var expected = new ArrayList<>(files.keySet());
        expected.removeIf(path -> path.startsWith("Doc_0/Signs/") && !path.startsWith("Doc_0/Signs/Sign_0/"));
        assertThat(expected).contains("Doc_0/Signs/Sign_0/SignedValue.dat", "Doc_0/Signs/Sign_0/Seal.esl");
        assertListed(files, "Doc_0/Signs/Sign_1/Signature.xml", expected);
    }

    @Test
    void the_seals_stand_over_the_issuer_and_over_the_title() throws Exception {
        var files = unpacked(SampleSeals.sealed(SampleBills.outpatient()));
        assertThat(text(files, "Doc_0/Signs/Sign_0/Signature.xml"))
                .contains("Boundary=\"40.85 107.25 27.5 27.5\" PageRef=\"10000\"");
        assertThat(text(files, "Doc_0/Signs/Sign_1/Signature.xml"))
                .contains("Boundary=\"88.6 6.1 31.4 21\" PageRef=\"10000\"");
    }

    @Test
    void the_same_bill_and_seals_make_the_same_bytes() {
        Bill bill = SampleBills.outpatientWithLines(60);
        byte[] xml = SampleSeals.xml(bill);
        byte[] unit = "unit".getBytes(StandardCharsets.US_ASCII);
        byte[] supervisory = "supervisory".getBytes(StandardCharsets.US_ASCII);
        assertThat(finished(bill, xml, unit, supervisory)).isEqualTo(finished(bill, xml, unit, supervisory));
    }

    private static byte[] finished(Bill bill, byte[] xml, byte[] unit, byte[] supervisory) {
        var draft = OfdDraft.of(bill, xml);
        draft.unitSeal(SampleSeals.UNIT, SampleSeals.SEALED_AT);
        draft.supervisorySeal(unit, SampleSeals.SUPERVISORY, SampleSeals.SEALED_AT);
        return draft.bytes(supervisory);
    }

    /** Without real signatures, for what does not look at them. */
    private static Map<String, byte[]> finishedFiles(Bill bill) throws IOException {
        return unpacked(finished(bill, new byte[] {'x'}, new byte[] {1}, new byte[] {2}));
    }

    @Test
    void the_steps_can_not_be_taken_out_of_order_or_twice() {
        var draft = OfdDraft.of(SampleBills.outpatient(), SampleSeals.xml(SampleBills.outpatient()));
        byte[] value = {1};
        assertThatThrownBy(() -> draft.bytes(value)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> draft.supervisorySeal(value, SampleSeals.SUPERVISORY, SampleSeals.SEALED_AT))
                .isInstanceOf(IllegalStateException.class);
        draft.unitSeal(SampleSeals.UNIT, SampleSeals.SEALED_AT);
        assertThatThrownBy(() -> draft.unitSeal(SampleSeals.UNIT, SampleSeals.SEALED_AT))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_short_bill_with_its_list_and_seals_stays_under_32_kilobytes() {
        assertThat(SampleSeals.sealed(SampleBills.outpatient()).length).isLessThan(32 * 1024);
    }

    @Test
    void the_largest_list_makes_one_page_for_every_25_lines() throws Exception {
        Bill bill = SampleBills.outpatientWithLines(5_000);
        var files = finishedFiles(bill);
        assertThat(files.keySet().stream().filter(path -> path.startsWith("Doc_0/Pages/")))
                .hasSize(1 + 201);
    }

    @Test
    void hostile_names_stay_text() throws Exception {
        Bill bill = SampleBills.outpatientFor("<ofd:X a=\"1\">&]]>\u0000\u202e\ud800测试甲");
        String page = text(finishedFiles(bill), "Doc_0/Pages/Page_0/Content.xml");
        assertThat(page)
                .contains("&lt;ofd:X a=&quot;1&quot;&gt;&amp;]]&gt;□测试甲")
                .doesNotContain("\u202e");
        var factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_seal_signs_the_very_bytes_of_signature_xml() {
        var draft = OfdDraft.of(SampleBills.outpatient(), SampleSeals.xml(SampleBills.outpatient()));
        var toSeal = draft.unitSeal(SampleSeals.UNIT, SampleSeals.SEALED_AT);
        assertThat(toSeal.propertyInfo()).isEqualTo("/Doc_0/Signs/Sign_0/Signature.xml");
        var value = org.yipiao.bill.seal.SealSignature.parse(SampleSeals.signed(toSeal, TestKeys.UNIT));
        assertThat(value.verifies()).isTrue();
    }

    private static void assertListed(Map<String, byte[]> files, String signature, List<String> paths) {
        var listed = new ArrayList<String>();
        var matcher = REFERENCE.matcher(text(files, signature));
        while (matcher.find()) {
            listed.add(matcher.group(1));
            String digest = Base64.getEncoder().encodeToString(Sm2.sm3(files.get(matcher.group(1))));
            assertThat(matcher.group(2)).as(matcher.group(1)).isEqualTo(digest);
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(paths);
    }

    private static String text(Map<String, byte[]> files, String path) {
        return new String(files.get(path), StandardCharsets.UTF_8);
    }

    static Map<String, byte[]> unpacked(byte[] ofd) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(ofd))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(files.put(entry.getName(), zip.readAllBytes())).isNull();
            }
        }
        return files;
    }
}
