package org.yipiao.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import one.convert.Arguments;
import one.convert.JfrToFlame;

/** 剖析 Records a running virtual machine and keeps its recording with flame graphs of processor time and garbage. */
final class Profile {
    private final String pid;
    private final Path folder;

    /** @param folder where recordings and graphs are kept, beside the report */
    Profile(String pid, Path folder) {
        this.pid = pid;
        this.folder = folder;
    }

    /** Leaves {@code <name>.jfr}, {@code <name>-cpu.html} and {@code <name>-alloc.html}. */
    <T> T record(String name, Callable<T> work) throws Exception {
        Files.createDirectories(folder);
        Path recording = folder.resolve(name + ".jfr").toAbsolutePath();
        command("JFR.start", "name=" + name, "settings=profile");
        try {
            return work.call();
        } finally {
            command("JFR.stop", "name=" + name, "filename=" + recording);
            graph(recording, name + "-cpu.html");
            graph(recording, name + "-alloc.html", "--alloc", "--total");
        }
    }

    private void graph(Path recording, String name, String... options) throws IOException {
        Path graph = folder.resolve(name);
        JfrToFlame.convert(recording.toString(), graph.toString(), new Arguments(options));
        System.out.println("  剖析图: " + graph);
    }

    private void command(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
    }
}
