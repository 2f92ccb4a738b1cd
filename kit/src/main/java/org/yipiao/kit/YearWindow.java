package org.yipiao.kit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** 窗口 A cashier's machine: the window agent as a process, a network cable that can be pulled, and the desktop HIS that calls it. */
final class YearWindow implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)/extend");
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final long LOOK_NS = 100_000_000L;

    final String agent;
    private final Path home;
    private final Cable cable;
    private final MarketClient client;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    /** @param appid the caller whose envelopes the desktop HIS seals */
    YearWindow(Path home, Path clock, URI platform, String agent, String enrolment, String appid, String key)
            throws IOException {
        this.agent = agent;
        this.home = home;
        this.client = new MarketClient(appid, key);
        this.cable = new Cable(platform.getPort());
        Files.createDirectories(home);
        Files.writeString(home.resolve(Simulated.MARK), "");
        Files.writeString(
                home.resolve("agent.properties"),
                "port=0\nplatform=" + service() + "\nenrolment=" + enrolment + "\nprobe-ms=250\nprinter=folder\n");
        Path log = home.resolve("agent.log");
        Path classes = Path.of("agent", "target", "classes");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dstdout.encoding=UTF-8",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path") + File.pathSeparator + classes.toAbsolutePath(),
                        "org.yipiao.kit.Simulated",
                        "agent",
                        clock.toString(),
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        process = builder.start();
        await("地址", () -> {
            var address = ADDRESS.matcher(Files.readString(log));
            if (address.find()) {
                port = Integer.parseInt(address.group(1));
            }
            return port != 0;
        });
        call("InitParams", JSON.writeValueAsString(java.util.Map.of("url", service(), "appkey", key)));
    }

    private String service() {
        return "http://127.0.0.1:" + cable.port + "/medical-web";
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws IOException {
        long until = System.nanoTime() + WITHIN.toNanos();
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IOException("窗口代理 " + agent + " 没有等到：" + what + "。" + (port == 0 ? "" : status())
                        + Files.readString(home.resolve("agent.log")));
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    JsonNode status() throws IOException {
        return JSON.readTree(get("/status"));
    }

    void awaits(String what, Predicate<JsonNode> condition) throws IOException {
        await(what, () -> condition.test(status()));
    }

    /** Online, everything uploaded, and a block of this code prefix in hand. */
    void ready(int year) throws IOException {
        String ending = String.valueOf(year).substring(2);
        awaits(
                "联机、已上传、持有 " + year + " 年度号段",
                status -> status.path("mode").asString().equals("联机")
                        && status.path("waiting").asInt() == 0
                        && holds(status, ending));
    }

    private static boolean holds(JsonNode status, String ending) {
        for (JsonNode block : status.path("blocks")) {
            if (block.path("code").asString().endsWith(ending)
                    && block.path("left").asInt() > 0) {
                return true;
            }
        }
        return false;
    }

    boolean holds(int year) throws IOException {
        return holds(status(), String.valueOf(year).substring(2));
    }

    void pull() throws IOException {
        cable.pull();
        awaits("离线", status -> status.path("mode").asString().equals("离线"));
    }

    void plug() throws IOException {
        cable.plug();
    }

    /** What the window was told for a settlement. */
    MarketClient.Answer issue(Settlements.Settlement settlement) throws IOException {
        return client.open(call(settlement.method(), settlement.json()).getBytes(StandardCharsets.UTF_8));
    }

    private String call(String method, String data) throws IOException {
        JsonNode envelope = JSON.readTree(client.envelope(data, "n1"));
        String payload = JSON.writeValueAsString(java.util.Map.of("method", method, "params", envelope));
        return get("/extend?dllName=NontaxIndustry&func=CallNontaxIndustry&payload="
                + URLEncoder.encode(
                        Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8));
    }

    private String get(String path) throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(WITHIN)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The machine is gone for good. */
    void lost() throws IOException {
        process.destroyForcibly();
        cable.pull();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        cable.pull();
    }

    /** 网线 Passes bytes on until it is pulled. */
    private static final class Cable {
        private final int target;
        private final int port;
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private ServerSocket door;

        Cable(int target) throws IOException {
            this.target = target;
            this.door = listen(0);
            this.port = door.getLocalPort();
        }

        private ServerSocket listen(int at) throws IOException {
            var listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
            Thread.ofVirtual().start(() -> accept(listening));
            return listening;
        }

        private void accept(ServerSocket listening) {
            try {
                while (true) {
                    Socket in = listening.accept();
                    Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(in);
                    open.add(out);
                    if (listening.isClosed()) {
                        // Pulled while this call was being put through.
                        in.close();
                        out.close();
                    }
                    Thread.ofVirtual().start(() -> pass(in, out));
                    Thread.ofVirtual().start(() -> pass(out, in));
                }
            } catch (IOException pulled) {
                // Until it is plugged in again.
            }
        }

        private void pass(Socket from, Socket to) {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
            } catch (IOException cut) {
                // That is what it is for.
            }
            open.remove(from);
            open.remove(to);
        }

        void pull() throws IOException {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        }

        void plug() throws IOException {
            if (!door.isClosed()) {
                return;
            }
            door = listen(port);
        }
    }
}
