package org.yipiao.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of PostgreSQL's programs as the server's account and keeps what it says. */
record PostgresCommand(SystemAccount account, Path place) {
    private static final int SECONDS_MAX = 180;

    record Result(int status, String output) {
        boolean ok() {
            return status == 0;
        }
    }

    Result run(List<String> command) {
        Path output = null;
        try {
            // A file, not a pipe: the server inherits it, and a closed pipe would stop it later.
            output = Files.createTempFile("yipiao-pg", ".out");
            var builder = new ProcessBuilder(account.run(command))
                    .directory(place.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            var process = builder.start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-1, "no end after " + SECONDS_MAX + " s: " + String.join(" ", command));
            }
            return new Result(process.exitValue(), Files.readString(output).strip());
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        } finally {
            delete(output);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
