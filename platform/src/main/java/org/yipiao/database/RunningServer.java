package org.yipiao.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** 运行中的数据库 The server that {@code postmaster.pid} of a data directory speaks of, if it is alive. */
record RunningServer(long pid, int port) {
    static Optional<RunningServer> of(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        // Lines: pid, data directory, start time, port, socket directory, address, shared memory, status.
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 4) {
            return Optional.empty();
        }
        long pid = Math.abs(Long.parseLong(lines.get(0).trim()));
        return isServerOf(pid, data)
                ? Optional.of(
                        new RunningServer(pid, Integer.parseInt(lines.get(3).trim())))
                : Optional.empty();
    }

    /**
     * After a restart of the machine or container the number may belong to some other program, and PostgreSQL would then
     * refuse to start over it.
     */
    static void dropStalePid(Path data) throws IOException {
        if (of(data).isEmpty()) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    private static boolean isServerOf(long pid, Path data) {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        try {
            String command = new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")), StandardCharsets.UTF_8);
            return command.contains("postgres") && command.contains(data.toString());
        } catch (IOException e) {
            // It ended between the two looks, or there is no /proc: then only its being alive is known.
            return !Files.isDirectory(Path.of("/proc/self"));
        }
    }
}
