package org.yipiao.bill.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.TestKeys;

class VerifyCommandTest {
    @TempDir
    Path folder;

    private String ofd = "";
    private String root = "";

    @BeforeEach
    void files() throws IOException {
        ofd = Files.write(folder.resolve("bill.ofd"), SealedBills.ofd()).toString();
        root = Files.write(folder.resolve("root.cer"), TestKeys.AUTHORITY.certificate())
                .toString();
    }

    private record Ran(int code, String output) {}

    private static Ran run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int code = VerifyCommand.run(List.of(arguments), new PrintStream(bytes, true, UTF_8));
        return new Ran(code, bytes.toString(UTF_8));
    }

    @Test
    void a_genuine_file_prints_each_check_and_ends_with_0() {
        Ran ran = run("verify", ofd, "--root", root);
        assertThat(ran.code()).isZero();
        assertThat(ran.output())
                .contains("通过", "PACKAGE_DIGESTS 包内文件摘要：", "CERTIFICATE_CHAIN 证书链：由受信任机构签发", "结论：真实有效")
                .contains("不适用  BUREAU_STATE 财政端状态：")
                .doesNotContain("失败");
        assertThat(ran.output().lines()).hasSize(18);
        assertThat(run("--root", root, ofd).code()).isZero();
    }

    @Test
    void without_roots_the_conclusion_does_not_promise_who_signed() {
        assertThat(run(ofd).output()).contains("不能确认由谁签发").doesNotContain("真实有效");
    }

    @Test
    void roots_may_be_pem_with_more_than_one_certificate() throws IOException {
        String pem = List.of(TestKeys.STRANGER.certificate(), TestKeys.AUTHORITY.certificate()).stream()
                .map(der -> "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(der) + "\n-----END CERTIFICATE-----\n")
                .reduce("", String::concat);
        Path file = Files.writeString(folder.resolve("roots.pem"), pem);
        assertThat(run(ofd, "--root", file.toString()).output()).contains("证书链：由受信任机构签发");
        Path bureau = Files.write(folder.resolve("bureau.cer"), TestKeys.BUREAU.certificate());
        assertThat(run(ofd, "--root", file.toString(), "--supervisor", bureau.toString())
                        .output())
                .contains("监制方是已知的财政部门");
    }

    @Test
    void a_file_of_a_stranger_or_a_changed_file_ends_with_1() throws IOException {
        Path stranger = Files.write(folder.resolve("stranger.cer"), TestKeys.STRANGER.certificate());
        Ran ran = run(ofd, "--root", stranger.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.output()).contains("失败   CERTIFICATE_CHAIN", "结论：未通过验真");
        byte[] bytes = Files.readAllBytes(Path.of(ofd));
        bytes[bytes.length / 2] ^= 1;
        Path changed = Files.write(folder.resolve("changed.ofd"), bytes);
        assertThat(run(changed.toString(), "--root", root).code()).isEqualTo(1);
    }

    @Test
    void a_wrong_call_or_an_unreadable_file_ends_with_2() throws IOException {
        assertThat(run().code()).isEqualTo(2);
        assertThat(run("verify").output()).contains("用法");
        assertThat(run(ofd, ofd).code()).isEqualTo(2);
        assertThat(run(ofd, "--root").code()).isEqualTo(2);
        assertThat(run("--help").code()).isEqualTo(2);
        assertThat(run(folder.resolve("none.ofd").toString()).code()).isEqualTo(2);
        assertThat(run(folder.toString()).code()).isEqualTo(2);
        assertThat(run(ofd, "--root", ofd).code()).isEqualTo(2);
        assertThat(run("\u0000").code()).isEqualTo(2);
    }

    @Test
    void a_control_character_in_a_file_does_not_reach_the_terminal() throws IOException {
        Path file = Files.writeString(folder.resolve("x.xml"), "<EInvoice>\u009b31m</EInvoice>");
        assertThat(run(file.toString()).output()).doesNotContain("\u009b");
    }
}
