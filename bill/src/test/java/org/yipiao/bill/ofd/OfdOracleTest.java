package org.yipiao.bill.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.Bill;
import org.yipiao.bill.SampleBills;
import org.yipiao.bill.SampleSeals;

/** What an independent reader says about our files. */
class OfdOracleTest {
    @TempDir
    private Path directory;

    @Test
    void an_independent_reader_verifies_both_seals() throws IOException {
        for (Bill bill : new Bill[] {SampleBills.outpatient(), SampleBills.inpatient()}) {
            var answer = Oracle.validate(file(SampleSeals.sealed(bill)));
            assertThat(answer.text()).containsSubsequence("SEAL OK Seal", "SEAL OK Seal", "VALID");
            assertThat(answer.exit()).isZero();
        }
    }

    @Test
    void an_independent_reader_refuses_a_changed_file() throws IOException {
        byte[] sealed = SampleSeals.sealed(SampleBills.outpatient());
        for (String path : new String[] {"Doc_0/Attachs/einvoice.xml", "Doc_0/Signs/Sign_0/SignedValue.dat"}) {
            var answer = Oracle.validate(file(changed(sealed, path)));
            assertThat(answer.exit()).as(path).isEqualTo(1);
            assertThat(answer.text()).contains("WRONG").doesNotContain("VALID\n");
        }
    }

    /** The package with one byte of one file changed. */
    private static byte[] changed(byte[] sealed, String path) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : OfdDraftTest.unpacked(sealed).entrySet()) {
                byte[] content = file.getValue();
                if (file.getKey().equals(path)) {
                    content[content.length - 20] ^= 1;
                }
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void an_independent_reader_finds_the_text_of_every_page() throws IOException {
        var answer = Oracle.text(file(SampleSeals.sealed(SampleBills.outpatientWithLines(60))));
        assertThat(answer.exit()).isZero();
        assertThat(answer.text())
                .contains("99060126", "0000000001", "测试甲", "壹拾贰元零伍分", "PAGE 4", "示例药品第60种片剂", "第4页共4页");
    }

    private Path file(byte[] ofd) throws IOException {
        return Files.write(Files.createTempFile(directory, "bill", ".ofd"), ofd);
    }
}
