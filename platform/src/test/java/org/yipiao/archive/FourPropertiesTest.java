package org.yipiao.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.yipiao.archive.FourProperties.Finding;
import org.yipiao.bill.verify.Verifier;

/** The four-property check on packages without seals: what it finds beside the signatures. */
class FourPropertiesTest {
    private static final Verifier VERIFIER = new Verifier(new Verifier.Trust(List.of()));
    private static final byte[] DOCUMENT = "<EInvoice/>".getBytes(UTF_8);
    private static final Map<String, byte[]> FILES = Map.of(
            "OFD.xml",
            "<OFD/>".getBytes(UTF_8),
            "Doc_0/Pages/Page_0/Content.xml",
            "<ofd:Page/>".getBytes(UTF_8),
            "Doc_0/Attachs/einvoice.xml",
            DOCUMENT);

    @Test
    void a_package_of_a_bill_s_own_files_has_nothing_foreign_and_nothing_active() throws IOException {
        List<Finding> findings = FourProperties.check(zip(FILES), DOCUMENT, VERIFIER);
        assertThat(passed(findings, "无外来文件")).isTrue();
        assertThat(passed(findings, "无动作和外部链接")).isTrue();
        assertThat(passed(findings, "版式文件入口")).isTrue();
        assertThat(passed(findings, "签章有效")).isFalse();
        assertThat(passed(findings, "票据XML与台账一致"))
                .as("no list of attachments names it")
                .isFalse();
        assertThat(FourProperties.passed(findings)).isFalse();
    }

    @Test
    void foreign_files_and_actions_are_found() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(FILES);
        files.put("Doc_0/run.exe", new byte[] {1});
        files.put("Doc_0/Document.xml", "<ofd:Actions><ofd:Action Event=\"DO\"/></ofd:Actions>".getBytes(UTF_8));
        files.remove("OFD.xml");
        List<Finding> findings = FourProperties.check(zip(files), DOCUMENT, VERIFIER);
        assertThat(passed(findings, "无外来文件")).isFalse();
        assertThat(passed(findings, "无动作和外部链接")).isFalse();
        assertThat(passed(findings, "版式文件入口")).isFalse();
        assertThat(FourProperties.faults(findings)).contains("Doc_0/run.exe");
    }

    @Test
    void a_damaged_package_and_an_unreadable_document_are_named() throws IOException {
        byte[] zip = zip(FILES);
        List<Finding> findings = FourProperties.check(
                new ByteArrayInputStream(zip).readNBytes(zip.length - 1), "x".getBytes(UTF_8), VERIFIER);
        assertThat(passed(findings, "版式文件可读")).isFalse();
        assertThat(passed(findings, "票据XML可读")).isFalse();
    }

    private static boolean passed(List<Finding> findings, String name) {
        return findings.stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + findings))
                .passed();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
