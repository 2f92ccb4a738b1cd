package org.yipiao.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.sign.Sm2;

class DirectoryBlobsTest {
    @TempDir
    Path root;

    private static BlobStore.Blob blob(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new BlobStore.Blob(Sm2.sm3Hex(bytes), bytes);
    }

    @Test
    void bytes_come_back_identical_under_their_own_digest() {
        try (var blobs = new DirectoryBlobs(root)) {
            var blob = blob("票据");
            blobs.put(List.of(blob));
            assertThat(blobs.get(blob.sm3())).hasValue(blob.bytes());
            String sm3 = blob.sm3();
            assertThat(root.resolve(sm3.substring(0, 2))
                            .resolve(sm3.substring(2, 4))
                            .resolve(sm3))
                    .hasBinaryContent(blob.bytes());
        }
    }

    @Test
    void the_same_bytes_are_kept_once_and_no_draft_stays_behind() throws IOException {
        try (var blobs = new DirectoryBlobs(root)) {
            List<BlobStore.Blob> batch = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                batch.add(blob("票据" + i));
                batch.add(blob("票据" + i));
            }
            blobs.put(batch);
            blobs.put(batch);
        }
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(50);
        }
    }

    @Test
    void unknown_bytes_are_absent_and_a_name_that_is_no_digest_is_refused() {
        try (var blobs = new DirectoryBlobs(root)) {
            assertThat(blobs.get("0".repeat(64))).isEmpty();
            assertThatThrownBy(() -> blobs.get("../" + "0".repeat(61))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void half_a_file_from_a_crash_is_written_anew() throws IOException {
        try (var blobs = new DirectoryBlobs(root)) {
            var blob = blob("完整的票据文件");
            blobs.put(List.of(blob));
            Path file = root.resolve(blob.sm3().substring(0, 2))
                    .resolve(blob.sm3().substring(2, 4))
                    .resolve(blob.sm3());
            Files.write(file, new byte[] {1, 2});
            blobs.put(List.of(blob));
            assertThat(file).hasBinaryContent(blob.bytes());
        }
    }

    @Test
    void little_room_on_the_disk_is_a_finding_and_hardly_any_a_serious_one() {
        assertThat(ArchiveInspection.findings(ArchiveInspection.FREE_WARNING)).isEmpty();
        assertThat(ArchiveInspection.findings(ArchiveInspection.FREE_WARNING - 1))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.severity()).isEqualTo(org.yipiao.shared.Inspection.Severity.ORDINARY));
        assertThat(ArchiveInspection.findings(1024))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.severity()).isEqualTo(org.yipiao.shared.Inspection.Severity.SERIOUS));
    }
}
