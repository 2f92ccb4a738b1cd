package org.yipiao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reads the source as a careful colleague would, and says what to write instead. */
class TidyTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final int LINES_MAX = 400;
    private static final Set<String> LAYERS = Set.of(
            "controller",
            "service",
            "mapper",
            "dao",
            "vo",
            "dto",
            "entity",
            "repository",
            "util",
            "utils",
            "impl",
            "common",
            "helper",
            "manager");

    private final List<String> faults = new ArrayList<>();

    @Test
    void nobody_reads_the_wall_clock() {
        for (String call : List.of(
                "Instant.now(",
                "LocalDate.now(",
                "LocalDateTime.now(",
                "ZonedDateTime.now(",
                "OffsetDateTime.now(",
                "System.currentTimeMillis(",
                "new Date()",
                "Clock.systemDefaultZone(")) {
            ban(MAIN, call, "take the time from the injected InstantSource");
        }
        none();
    }

    @Test
    void money_is_never_a_floating_number() {
        ban(MAIN, "new BigDecimal(0.", "use Money, or BigDecimal of a text");
        ban(MAIN, ".doubleValue()", "keep the BigDecimal");
        none();
    }

    @Test
    void nothing_is_written_where_nobody_looks() {
        ban(MAIN, "System.out", "use the log");
        ban(MAIN, "System.err", "use the log");
        ban(MAIN, "printStackTrace", "log the exception with its ids, or rethrow it");
        none();
    }

    @Test
    void nobody_sleeps() {
        ban(MAIN, "Thread.sleep(", "wait on a condition, a queue or a schedule");
        ban(TESTS, "Thread.sleep(", "move the settable clock, or wait for the condition itself");
        none();
    }

    @Test
    void sql_names_its_columns() {
        ban(MAIN, "select *", "name the columns: a new one must not change an answer");
        none();
    }

    @Test
    void nothing_is_suppressed_or_put_off_in_silence() {
        ban(MAIN, "@SuppressWarnings(\"all\"", "fix the code, or name the one warning and say why");
        ban(MAIN, "lombok.", "write a record");
        ban(MAIN, "TODO", "do it, or write down what is missing where users see it");
        ban(MAIN, "FIXME", "fix it");
        none();
    }

    @Test
    void files_can_be_read_in_one_sitting() {
        each(MAIN, (file, text) -> {
            long lines = text.lines().count();
            if (lines > LINES_MAX) {
                faults.add(file + " has " + lines + " lines: ask whether it is two things, split by business");
            }
        });
        none();
    }

    @Test
    void packages_are_modules_of_the_business_not_layers() {
        each(MAIN, (file, text) -> {
            for (Path part : file) {
                if (LAYERS.contains(part.toString().toLowerCase(Locale.ROOT))) {
                    faults.add(file + " stands in a layer: put it into the module it belongs to");
                }
            }
        });
        none();
    }

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        try (var files = Files.walk(MAIN)) {
            var packages = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .collect(Collectors.toSet());
            for (Path folder : packages) {
                Path info = folder.resolve("package-info.java");
                if (!Files.exists(info)) {
                    faults.add(folder + " has no package-info.java: say in one sentence what it is for");
                } else if (!Files.readString(info).contains("@NullMarked")) {
                    faults.add(info + " is not @NullMarked");
                }
            }
        }
        none();
    }

    /** Comments may name what is banned. */
    private void ban(Path root, String text, String instead) {
        String banned = text.toLowerCase(Locale.ROOT);
        each(root, (file, source) -> {
            if (file.endsWith("TidyTest.java")) {
                return;
            }
            int number = 0;
            for (String line : source.lines().toList()) {
                number++;
                String code = line.strip();
                boolean comment = code.startsWith("*") || code.startsWith("/*") || code.startsWith("//");
                if (!comment && line.toLowerCase(Locale.ROOT).contains(banned)) {
                    faults.add(file + ":" + number + " has " + text + ": " + instead);
                }
            }
        });
    }

    private static void each(Path root, BiConsumer<Path, String> look) {
        try (var files = Files.walk(root)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .forEach(file -> look.accept(file, read(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void none() {
        assertThat(faults).isEmpty();
    }
}
