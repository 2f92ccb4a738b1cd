package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * 第三方组件弱口令检测 Asks message queues, caches and admin pages on the installation's own hosts whether they still take what they
 * were delivered with. A few well-known words each, so that nothing is locked; what is not there is passed over.
 */
@Component
class ThirdPartyComponents implements WeakPlace {
    private static final int TARGETS_MAX = 50;
    private static final int CONNECT_MS = 800;
    private static final int READ_MS = 2_000;
    private static final Pattern TARGET = Pattern.compile("([a-z-]+)@([A-Za-z0-9.-]{1,100}):([0-9]{1,5})");
    private static final String ADVICE = "立即设置自己的口令，并限制只有需要的主机可以访问";

    private final List<Target> targets;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofMillis(READ_MS)).build();

    /** @param configured {@code kind@host:port}, by commas; empty: every kind at its usual port of this machine */
    ThirdPartyComponents(@Value("${yipiao.security.components:}") String configured) {
        this.targets = configured.isBlank()
                ? Stream.of(Product.values())
                        .map(kind -> new Target(kind, "127.0.0.1", kind.port))
                        .toList()
                : Arrays.stream(configured.split(",", -1))
                        .map(String::strip)
                        .limit(TARGETS_MAX)
                        .map(ThirdPartyComponents::target)
                        .toList();
    }

    /** 组件 */
    private enum Product {
        REDIS("Redis", 6379),
        RABBITMQ("RabbitMQ 管理台", 15672),
        ELASTICSEARCH("Elasticsearch", 9200),
        GRAFANA("Grafana", 3000),
        NACOS("Nacos", 8848),
        MINIO("MinIO 控制台", 9001),
        TOMCAT("Tomcat 管理台", 8080);

        private final String label;
        private final int port;

        Product(String label, int port) {
            this.label = label;
            this.port = port;
        }
    }

    private record Target(Product kind, String host, int port) {
        String name() {
            return kind.label + " " + host + ":" + port;
        }

        URI uri(String path) {
            return URI.create("http://" + host + ":" + port + path);
        }
    }

    private static Target target(String text) {
        var parts = TARGET.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("yipiao.security.components: 应为 种类@主机:端口，实为 " + text);
        }
        return new Target(
                Product.valueOf(parts.group(1).toUpperCase(Locale.ROOT)),
                parts.group(2),
                Integer.parseInt(parts.group(3)));
    }

    @Override
    public Kind kind() {
        return Kind.COMPONENTS;
    }

    @Override
    public Looked look() {
        var found = new ArrayList<Weak>();
        var names = new ArrayList<String>();
        for (var target : targets) {
            if (listens(target)) {
                names.add(target.name());
                weakness(target).ifPresent(what -> found.add(new Weak(target.name(), what, ADVICE)));
            }
        }
        String note = names.isEmpty() ? "没有发现在用的第三方组件" : "已检测：" + String.join("、", names);
        return new Looked(true, names.size(), note.length() <= 500 ? note : note.substring(0, 500), found);
    }

    private static boolean listens(Target target) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.host(), target.port()), CONNECT_MS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** @return what is wrong; empty also when something else stands at the port */
    private Optional<String> weakness(Target target) {
        try {
            return switch (target.kind()) {
                case REDIS -> redis(target);
                case RABBITMQ -> basic(target, "/api/whoami", "\"name\"", "guest:guest", "admin:admin");
                case ELASTICSEARCH ->
                    answers(get(target, "/", ""), "cluster_name")
                            ? Optional.of("不需要口令即可访问")
                            : basic(target, "/", "cluster_name", "elastic:changeme", "elastic:elastic");
                case GRAFANA -> basic(target, "/api/org", "\"id\"", "admin:admin");
                case NACOS ->
                    defaults(answers(
                            form(target, "/nacos/v1/auth/users/login", "username=nacos&password=nacos"),
                            "accessToken"));
                case MINIO -> defaults(minio(target, "{\"accessKey\":\"minioadmin\",\"secretKey\":\"minioadmin\"}"));
                case TOMCAT ->
                    basic(target, "/manager/text/list", "OK -", "tomcat:tomcat", "tomcat:s3cret", "admin:admin");
            };
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    private static Optional<String> defaults(boolean taken) {
        return taken ? Optional.of("默认口令没有修改") : Optional.empty();
    }

    private static Optional<String> redis(Target target) throws IOException {
        if (redis(target, "PING").startsWith("+PONG")) {
            return Optional.of("没有设置口令");
        }
        for (String word : List.of("redis", "foobared", "123456")) {
            if (redis(target, "AUTH " + word).startsWith("+OK")) {
                return Optional.of("口令是常见口令");
            }
        }
        return Optional.empty();
    }

    private static String redis(Target target, String command) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.host(), target.port()), CONNECT_MS);
            socket.setSoTimeout(READ_MS);
            socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readNBytes(5), UTF_8);
        }
    }

    private Optional<String> basic(Target target, String path, String sign, String... credentials) throws IOException {
        for (String one : credentials) {
            if (answers(get(target, path, one), sign)) {
                return Optional.of("默认口令没有修改");
            }
        }
        return Optional.empty();
    }

    private record Answer(int status, String body) {}

    private static boolean answers(Answer answer, String sign) {
        return answer.status() == 200 && answer.body().contains(sign);
    }

    private Answer get(Target target, String path, String credentials) throws IOException {
        var request = HttpRequest.newBuilder(target.uri(path)).GET();
        if (!credentials.isEmpty()) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)));
        }
        return send(request);
    }

    private Answer form(Target target, String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(target.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private boolean minio(Target target, String body) throws IOException {
        return send(HttpRequest.newBuilder(target.uri("/api/v1/login"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)))
                        .status()
                == 204;
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            var answer = http.send(request.timeout(Duration.ofMillis(READ_MS)).build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
