package org.yipiao.sandbox.bureau;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.Bill;
import org.yipiao.sandbox.Hospital;
import org.yipiao.sandbox.SandboxServer;
import tools.jackson.databind.JsonNode;

class LedgerRestartTest {
    @TempDir
    Path home;

    @TempDir
    Path copy;

    @Test
    void what_was_answered_is_in_the_file_even_when_the_process_dies() throws Exception {
        Map<String, Object> row;
        JsonNode first;
        Bill bill;
        long number;
        try (var sandbox = new SandboxServer(home)) {
            var hospital = new Hospital(sandbox);
            number = hospital.numbers("R-1", 10);
            bill = hospital.bill(number, 8800);
            row = hospital.signed(bill);
            first = hospital.upload(row).get(0);
            // The files as they are at this moment, as a killed process would leave them.
            copyTree(home, copy);
        }
        try (var sandbox = new SandboxServer(copy)) {
            var hospital = new Hospital(sandbox);
            assertThat(hospital.upload(row).get(0).get("supervisorySignature"))
                    .isEqualTo(first.get("supervisorySignature"));
            assertThat(hospital.numbers("R-1", 10)).isEqualTo(number);
            assertThat(hospital.numbers("R-2", 10)).isEqualTo(number + 10);
            String line = sandbox.send("GET", "/sandbox/bureau/ledger", new byte[0])
                    .body()
                    .strip();
            assertThat(line.lines()).hasSize(1);
            assertThat(line).contains("\"totalFen\":8800").contains("\"reversedBy\":null");
            JsonNode summary = sandbox.get("/sandbox/bureau/ledger/summary");
            assertThat(summary.get("count").asInt()).isEqualTo(1);
            assertThat(summary.get("totalFen").asLong()).isEqualTo(8800);
            JsonNode segment = sandbox.get("/sandbox/bureau/numbers").get(0);
            assertThat(segment.get("used").asInt()).isEqualTo(1);
        }
    }

    @Test
    void secrets_that_nobody_configured_are_made_once_and_kept_for_the_owner() throws Exception {
        try (var sandbox = new SandboxServer(home, "--sandbox.agency-key=", "--sandbox.signer-pin=")) {
            assertThat(sandbox.get("/sandbox/status").get("state").asString()).isEqualTo("UP");
        }
        String kept = Files.readString(home.resolve("secrets.properties"), StandardCharsets.UTF_8);
        assertThat(kept).contains("sandbox.agency-key=").doesNotContain("sandbox.sms.key=");
        try (var sandbox = new SandboxServer(home, "--sandbox.agency-key=", "--sandbox.signer-pin=")) {
            assertThat(sandbox.get("/sandbox/status").get("state").asString()).isEqualTo("UP");
        }
        assertThat(Files.readString(home.resolve("secrets.properties"), StandardCharsets.UTF_8))
                .isEqualTo(kept);
        for (String file : new String[] {"secrets.properties", "bureau.mv", "keys/password", "keys/root.p12"}) {
            assertThat(Files.getPosixFilePermissions(home.resolve(file)))
                    .as(file)
                    .noneMatch(right ->
                            right.name().startsWith("GROUP") || right.name().startsWith("OTHERS"));
        }
    }

    private static void copyTree(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
