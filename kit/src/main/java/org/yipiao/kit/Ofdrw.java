package org.yipiao.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** 参照 The same work done by ofdrw, in a process of its own with its own older libraries. */
final class Ofdrw {
    /** Relative to the folder of the launcher; there after every build that runs tests. */
    private static final Path ORACLE = Path.of("oracle", "target");

    private static final String RATE = "RATE ";

    private Ofdrw() {}

    /** @return bills written and sealed a second; empty where the oracle is not built */
    static Optional<Double> perSecond(byte[] sealedBill, double seconds) throws IOException, InterruptedException {
        if (!Files.isDirectory(ORACLE.resolve("lib"))) {
            System.out.println("  (ofdrw 未构建，略去比较)");
            return Optional.empty();
        }
        Path bill = Files.write(Files.createTempFile("yipiao-bench", ".ofd"), sealedBill);
        Path answer = Files.createTempFile("yipiao-bench", ".txt");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        ORACLE.resolve("classes") + System.getProperty("path.separator") + ORACLE.resolve("lib") + "/*",
                        "org.yipiao.oracle.OfdOracle",
                        "measure",
                        Double.toString(Math.max(seconds, 10)), // it warms up slowly
                        bill.toString())
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start()
                .waitFor();
        String said = Files.readString(answer, StandardCharsets.UTF_8);
        Files.delete(answer);
        Files.delete(bill);
        return said.lines()
                .filter(line -> line.startsWith(RATE))
                .map(line -> Double.parseDouble(line.substring(RATE.length())))
                .findFirst()
                .or(() -> {
                    System.out.println(
                            "  (ofdrw 未能测量：" + said.lines().findFirst().orElse("") + ")");
                    return Optional.empty();
                });
    }
}
