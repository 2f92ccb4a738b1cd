package org.yipiao.bill.ofd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the oracle in a process of its own: its libraries would clash with ours. */
final class Oracle {
    /** Seconds; a page takes well under one. */
    private static final int TIMEOUT = 120;

    record Answer(int exit, String text) {}

    private Oracle() {}

    static Answer validate(Path ofd) {
        return ask(List.of("validate", ofd.toString()));
    }

    static Answer text(Path ofd) {
        return ask(List.of("text", ofd.toString()));
    }

    /**
     * Pictures of all pages, {@code <file name>-<page>.png}.
     *
     * @param chineseFonts false: as on a machine that has none
     */
    static Answer png(Path directory, List<Path> files, boolean chineseFonts) {
        var arguments = new ArrayList<>(List.of(chineseFonts ? "png" : "bare-png", directory.toString()));
        files.forEach(file -> arguments.add(file.toString()));
        return ask(arguments);
    }

    private static Answer ask(List<String> arguments) {
        Path target = home().resolve("target");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-cp",
                target.resolve("classes") + System.getProperty("path.separator") + target.resolve("lib") + "/*",
                "org.yipiao.oracle.OfdOracle"));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("oracle", ".txt");
            try {
                var process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(TIMEOUT, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the oracle does not answer");
                }
                return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException wrong) {
            throw new AssertionError(wrong);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** Beside this module, whether the build runs from the root or from the module. */
    private static Path home() {
        Path here = Path.of("").toAbsolutePath();
        Path oracle =
                Files.isDirectory(here.resolve("oracle")) ? here.resolve("oracle") : here.resolveSibling("oracle");
        if (!Files.isDirectory(oracle.resolve("target/lib"))) {
            throw new AssertionError("build the oracle first: mvn -pl oracle process-classes");
        }
        return oracle;
    }
}
