package org.yipiao.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yipiao.bill.offline.Cause;

/** A crash at any byte loses nothing that was told; whatever else is wrong with the file is refused. */
class JournalTest {
    @TempDir
    private Path folder;

    private static List<String> read(Path file) throws IOException {
        var lines = new ArrayList<String>();
        new Journal(file, (offset, kind, text) -> lines.add(kind + " " + text)).close();
        return lines;
    }

    private Path three() throws IOException {
        Path file = folder.resolve("journal");
        try (var journal = new Journal(file, (offset, kind, text) -> {})) {
            long first = journal.append("BILL", "{\"n\":1}");
            journal.append("BILL", "{\"n\":\"二\"}");
            long third = journal.append("TAKEN", "{\"n\":3}");
            assertThat(journal.text(first)).isEqualTo("{\"n\":1}");
            assertThat(journal.text(third)).isEqualTo("{\"n\":3}");
        }
        return file;
    }

    @Test
    void what_was_written_is_there_after_a_crash_at_any_byte_and_writing_goes_on() throws IOException {
        byte[] whole = Files.readAllBytes(three());
        var ends = new ArrayList<Integer>();
        for (int i = 0; i < whole.length; i++) {
            if (whole[i] == '\n') {
                ends.add(i + 1);
            }
        }
        for (int length = 0; length <= whole.length; length++) {
            Path cut = folder.resolve("cut" + length);
            Files.write(cut, Arrays.copyOf(whole, length));
            int until = length;
            long kept = ends.stream().filter(end -> end <= until).count();
            assertThat(read(cut)).hasSize((int) kept);
            try (var journal = new Journal(cut, (offset, kind, text) -> {})) {
                journal.append("BILL", "{}");
            }
            assertThat(read(cut)).hasSize((int) kept + 1).endsWith("BILL {}");
        }
    }

    @Test
    void every_changed_removed_or_swapped_line_is_refused() throws IOException {
        Path file = three();
        String whole = Files.readString(file);
        var lines = whole.lines().toList();
        for (String damaged : List.of(
                whole.replace("{\"n\":1}", "{\"n\":2}"),
                lines.get(1) + "\n" + lines.get(2) + "\n",
                lines.get(0) + "\n" + lines.get(2) + "\n",
                lines.get(1) + "\n" + lines.get(0) + "\n" + lines.get(2) + "\n",
                whole.replace("TAKEN", "BILL"))) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageContaining("被改动或损坏");
        }
        Files.writeString(file, whole);
        assertThat(read(file)).hasSize(3);
    }

    @Test
    void two_agents_never_write_one_journal() throws IOException {
        Path file = three();
        try (var journal = new Journal(file, (offset, kind, text) -> {})) {
            assertThatThrownBy(() -> read(file)).hasMessageContaining("正被另一个代理使用");
            journal.append("BILL", "{}");
        }
        assertThat(read(file)).hasSize(4);
    }

    @Test
    void offline_begins_after_three_failures_in_a_row_and_ends_after_three_successes() {
        var now = java.time.Instant.parse("2026-06-15T02:00:00Z");
        var link = new Link(() -> now);
        link.failed(Cause.NETWORK);
        link.failed(Cause.PLATFORM);
        link.good();
        link.failed(Cause.PLATFORM);
        link.failed(Cause.NETWORK);
        assertThat(link.offline()).isNull();
        link.failed(Cause.NETWORK);
        assertThat(link.offline()).isEqualTo(new Link.Offline(now, Cause.PLATFORM));
        assertThat(link.say(Cause.POWER)).isTrue();
        assertThat(link.offline()).isEqualTo(new Link.Offline(now, Cause.POWER));
        link.good();
        link.good();
        link.failed(Cause.NETWORK);
        link.good();
        link.good();
        assertThat(link.offline()).isNotNull();
        link.good();
        assertThat(link.offline()).isNull();
    }
}
