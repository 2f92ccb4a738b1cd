package org.yipiao.bill.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yipiao.bill.Bill;
import org.yipiao.bill.SampleBills;
import org.yipiao.bill.SampleSeals;

/** The package's XML, file by file and object by object, as it was looked at in a reader. */
class OfdGoldenTest {
    /** Set this property to write the expected files anew; then look at the difference before keeping it. */
    private static final boolean REFRESH = Boolean.getBoolean("golden.refresh");

    private static final Path GOLDEN = Path.of("src/test/resources/org/yipiao/bill/ofd");

    @Test
    void an_outpatient_bill() throws IOException {
        golden("outpatient.txt", SampleBills.outpatient(), "");
    }

    @Test
    void an_inpatient_bill_s_face() throws IOException {
        golden("inpatient.txt", SampleBills.inpatient(), "Doc_0/(Tpls/Tpl_0|Pages/Page_0)/.*");
    }

    @Test
    void the_last_page_of_a_long_list() throws IOException {
        golden("list.txt", SampleBills.outpatientWithLines(60), "Doc_0/(Document.xml|Pages/Page_3/.*)");
    }

    @Test
    void a_name_with_rare_characters() throws IOException {
        golden("rare.txt", SampleBills.outpatientFor("测䶮㛃𬱟"), "Doc_0/Pages/Page_0/.*");
    }

    /** @param only the files compared; empty: all XML files but those of signatures, whose keys are made for each run */
    private static void golden(String name, Bill bill, String only) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(OfdDraftTest.unpacked(SampleSeals.sealed(bill))).forEach((path, bytes) -> {
            boolean wanted = path.endsWith(".xml") && !path.contains("/Signs/") && !path.endsWith("einvoice.xml");
            if (wanted && (only.isEmpty() || path.matches(only))) {
                text.append("== ").append(path).append('\n');
                text.append(new String(bytes, StandardCharsets.UTF_8).replaceAll("><(?!/)", ">\n<"))
                        .append('\n');
            }
        });
        if (REFRESH) {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(name), text);
            return;
        }
        assertThat(text.toString().lines()).containsExactlyElementsOf(Files.readAllLines(GOLDEN.resolve(name)));
    }
}
