package org.yipiao.agent;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** {@code java -jar agent.jar [--home 目录]}: runs until it is stopped. */
public final class Agent {
    private static final String USAGE = "用法：java -jar agent.jar [--home 目录]；设置写在该目录的 agent.properties";

    private Agent() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 0 && !(arguments.length == 2 && arguments[0].equals("--home"))) {
            System.err.println(USAGE);
            System.exit(2);
        }
        Path home = arguments.length == 2
                ? Path.of(arguments[1])
                : Path.of(System.getProperty("user.home"), ".yipiao-agent");
        run(home, Clock.systemUTC());
    }

    /** Runs by this clock until the process is stopped; the simulated year brings its own. */
    public static void run(Path home, InstantSource clock) throws InterruptedException {
        try {
            Files.createDirectories(home);
            Settings settings = Settings.read(home);
            var offline = Offline.open(settings, clock);
            LocalDoor door = new LocalDoor(new Component(settings, offline), settings);
            Runtime.getRuntime().addShutdownHook(new Thread(door::close, "stop"));
            System.out.println("医票窗口代理已启动：" + door.address() + "，目录 " + home.toAbsolutePath()
                    + (offline.isPresent() ? "，可离线开票" : "，未登记离线开票"));
            new CountDownLatch(1).await();
        } catch (BindException e) {
            System.err.println("端口已被占用：可能另一个代理或原厂组件正在运行，请先退出它");
            System.exit(1);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("窗口代理不能启动：" + e.getMessage());
            System.exit(1);
        }
    }
}
