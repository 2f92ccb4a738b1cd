package org.yipiao.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 模拟启动 Starts platform, sandbox or agent with a {@link SimulatedClock} in the place of their own. The programs know nothing of
 * it: what is shipped has no switch that could move its time. Refuses everything but a demonstration with its own embedded
 * database in a home that was made for a simulation.
 */
public final class Simulated {
    /** Stands in a home whose times are invented; the launcher lets only a simulation use it. */
    static final String MARK = "simulated";

    private Simulated() {}

    /** {@code platform|sandbox|agent} clock-file home, then the program's own arguments. */
    public static void main(String[] args) throws Exception {
        if (args.length < 3) {
            throw new IllegalArgumentException("platform|sandbox|agent, clock file, home");
        }
        Path home = Path.of(args[2]);
        String[] own = Arrays.copyOfRange(args, 3, args.length);
        var refusals = refusals(args[0], home, List.of(own), System.getenv("YIPIAO_DATABASE_URL"));
        if (!refusals.isEmpty()) {
            refusals.forEach(System.err::println);
            System.exit(2);
        }
        var clock = SimulatedClock.read(Path.of(args[1]));
        switch (args[0]) {
            case "platform" -> SimulatedBoot.run("org.yipiao.YipiaoApplication", clock, own);
            case "sandbox" -> SimulatedBoot.run("org.yipiao.sandbox.SandboxApplication", clock, own);
            default ->
                Class.forName("org.yipiao.agent.Agent")
                        .getMethod("run", Path.class, InstantSource.class)
                        .invoke(null, home, clock);
        }
    }

    /** @return why this must not run, in Chinese; empty when it may */
    static List<String> refusals(String program, Path home, List<String> args, @Nullable String database)
            throws IOException {
        var refusals = new java.util.ArrayList<String>();
        if (!List.of("platform", "sandbox", "agent").contains(program)) {
            refusals.add("只能模拟 platform、sandbox 和 agent：" + program);
        }
        if (!Files.exists(home.resolve(MARK))) {
            refusals.add("目录 " + home + " 不是为模拟建立的，不能用模拟时钟启动");
        }
        if (program.equals("platform")) {
            if (!args.contains("--yipiao.demo=true")) {
                refusals.add("只有演示系统可以用模拟时钟启动");
            }
            boolean named = args.stream().anyMatch(one -> one.startsWith("--yipiao.database.url"));
            if (named || (database != null && !database.isBlank())) {
                refusals.add("使用外部数据库的系统不能用模拟时钟启动");
            }
        }
        return refusals;
    }
}
