package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.BillXml;
import org.yipiao.bill.Samples;
import org.yipiao.bill.sign.TestKeys;
import org.yipiao.bill.sign.XmlSignature;
import org.yipiao.bill.sign.XmlSignature.Role;

/** What we sign is verified by implementations that share no code with ours: a short Python script and OpenSSL. */
class IndependentTest {
    private static final Path SCRIPT = Path.of("src/test/resources/independent/verify_xml.py");

    @TempDir
    Path folder;

    @Test
    void python_verifies_both_signatures_in_both_charsets() throws Exception {
        for (Charset charset : List.of(UTF_8, Charset.forName("GB18030"))) {
            Ran ran = python(document(charset));
            assertThat(ran.output()).isEqualTo("unit valid\nsupervisory valid\n");
            assertThat(ran.code()).isZero();
        }
    }

    @Test
    void python_refuses_a_changed_bill() throws Exception {
        String text = new String(document(UTF_8), UTF_8);
        Ran data = python(
                text.replace("<TotalAmount>12.05<", "<TotalAmount>92.05<").getBytes(UTF_8));
        assertThat(data.output()).isEqualTo("unit INVALID\nsupervisory INVALID\n");
        assertThat(data.code()).isEqualTo(1);
        int time = text.indexOf("<SignatureTime>") + "<SignatureTime>202".length();
        String signature = text.substring(0, time) + "7" + text.substring(time + 1);
        assertThat(python(signature.getBytes(UTF_8)).output()).isEqualTo("unit valid\nsupervisory INVALID\n");
    }

    @Test
    void openssl_verifies_both_signatures() throws Exception {
        python(document(UTF_8));
        for (String role : List.of("unit", "supervisory")) {
            assertThat(openssl(role).code()).as(role).isZero();
        }
        Path message = folder.resolve("unit.message");
        Files.write(
                message,
                new String(Files.readAllBytes(message), UTF_8)
                        .replace("12.05", "12.06")
                        .getBytes(UTF_8));
        assertThat(openssl("unit").code()).isNotZero();
    }

    private static byte[] document(Charset charset) {
        byte[] block = BillXml.block(Samples.inpatient(3), charset);
        XmlSignature unit = XmlSignature.sign(Role.UNIT, TestKeys.NOW, Samples.UNIT_SEAL.id(), TestKeys.UNIT, block);
        XmlSignature supervisory = XmlSignature.sign(
                Role.SUPERVISORY,
                TestKeys.NOW,
                Samples.SUPERVISORY_SEAL.id(),
                TestKeys.BUREAU,
                BillXml.supervised(block, unit.element()));
        return BillXml.assemble(block, charset, List.of(unit, supervisory));
    }

    private Ran python(byte[] document) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("einvoice.xml"), document);
        return run("python3", "python3", SCRIPT.toString(), file.toString(), "--dump", folder.toString());
    }

    private Ran openssl(String role) throws IOException, InterruptedException {
        String base = folder.resolve(role).toString();
        Ran key = run(
                "openssl",
                "openssl",
                "x509",
                "-inform",
                "DER",
                "-in",
                base + ".crt",
                "-pubkey",
                "-noout",
                "-out",
                base + ".pem");
        assertThat(key.code()).as(key.output()).isZero();
        return run(
                "openssl",
                "openssl",
                "pkeyutl",
                "-verify",
                "-pubin",
                "-inkey",
                base + ".pem",
                "-rawin",
                "-digest",
                "sm3",
                "-pkeyopt",
                "distid:1234567812345678",
                "-in",
                base + ".message",
                "-sigfile",
                base + ".signature");
    }

    private record Ran(int code, String output) {}

    private static Ran run(String debianPackage, String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError(
                    command[0] + " is missing; install it, on Debian: apt-get install " + debianPackage, e);
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }
}
