package org.yipiao.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.yipiao.access.Accounts.PASSWORD;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yipiao.access.WeakPlace.Weak;
import org.yipiao.database.SharedDatabase;

/** Weak passwords around the platform are found by their hashes and never shown; the self-check says what is so at this moment. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "yipiao.login.tries-per-minute=1000")
@Import(Accounts.class)
@SharedDatabase("people")
class WeakElsewherePgTest {
    /** Of a word of the dictionary, of a good password, of the user's own name, of none, and marks of users without one. */
    private static final String SHADOW = """
            root:$6$abcdefgh$dEEieGNoGX7jlxKj7YfWZFmGaVMckWCdNXNUzog23ET4g2yz3bp1KJNNn66kgkcVLVN6h0ckl58ci8VcDBJzw1:20000:0:99999:7:::
            careful:$6$abcdefgh$k5ltSjaIDpQF7Xzsh4e.A5FGDQLw1VO32RUhBlOgpM/ZVQhJX7vC8HBmnZjSgA56RsI.Cqtr/h8oZ2.EvCo7q1:20000:0:99999:7:::
            x:$y$j9T$abcdefgh$9WNEpu8Mx2S4KNGvbVWKM6clOSoY6.YEl7AYF4DGV04:20000:0:99999:7:::
            guest::20000:0:99999:7:::
            daemon:*:20000:0:99999:7:::
            stopped:!$6$abcdefgh$dEEieGNoGX7jlxKj7YfWZFmGaVMckWCdNXNUzog23ET4g2yz3bp1KJNNn66kgkcVLVN6h0ckl58ci8VcDBJzw1:20000::::::
            """;

    private static final String WORD = "Password@12345";

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    WeakPasswords words;

    @Autowired
    WeakElsewhereStore store;

    @Autowired
    DatabaseUsers database;

    @Autowired
    Installation installation;

    @Autowired
    WallClock clock;

    @Autowired
    JdbcClient jdbc;

    private Browser signedIn(String unit, String username, String role) {
        accounts.add(unit, username, role);
        var browser = new Browser(port);
        assertThat(browser.login(username, PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    @Test
    void users_of_the_operating_system_are_found_by_their_hashes(@TempDir Path directory) throws IOException {
        Path shadow = Files.writeString(directory.resolve("shadow"), SHADOW);
        var looked = new OperatingSystemUsers(words, shadow.toString()).look();
        assertThat(looked.complete()).as(looked.note()).isTrue();
        assertThat(looked.looked()).as("marks are no passwords").isEqualTo(4);
        assertThat(looked.found()).extracting(Weak::who).containsExactly("root", "x", "guest");
        assertThat(looked.toString()).doesNotContain(WORD).doesNotContain("$6$");
        var unreadable =
                new OperatingSystemUsers(words, directory.resolve("none").toString()).look();
        assertThat(unreadable.complete()).isFalse();
        assertThat(unreadable.note()).contains("YIPIAO_SECURITY_SHADOW");
    }

    @Test
    void users_of_the_database_are_found_by_their_verifiers() {
        jdbc.sql("create role weak_one login password '" + WORD + "'").update();
        jdbc.sql("create role good_one login password 'kR7#mmq-Zu21-x'").update();
        try {
            var looked = database.look();
            assertThat(looked.found())
                    .extracting(Weak::who)
                    .contains("weak_one")
                    .doesNotContain("good_one");
            assertThat(looked.toString()).doesNotContain(WORD).doesNotContain("SCRAM");
        } finally {
            jdbc.sql("drop role weak_one").update();
            jdbc.sql("drop role good_one").update();
        }
    }

    /** RFC 7677, chapter 3, and the older way. */
    @Test
    void verifiers_are_computed_as_the_database_does() {
        var scram = new WeakElsewhereStore.Role(
                "user",
                "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
        assertThat(DatabaseUsers.matches(scram, "pencil")).isTrue();
        assertThat(DatabaseUsers.matches(scram, "Pencil")).isFalse();
        var md5 = new WeakElsewhereStore.Role("user", "md520c46e3762c864548e296b33c3406aa9");
        assertThat(DatabaseUsers.matches(md5, "pencil")).isTrue();
        assertThat(DatabaseUsers.matches(md5, "Pencil")).isFalse();
    }

    @Test
    void components_that_take_what_they_were_delivered_with_are_found() throws IOException {
        var rabbit = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String guest = "Basic " + Base64.getEncoder().encodeToString("guest:guest".getBytes(UTF_8));
        rabbit.createContext("/api/whoami", exchange -> {
            boolean known = guest.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"name\":\"guest\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        rabbit.start();
        try (var redis = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> redis(redis));
            int free = free();
            var looked = new ThirdPartyComponents(String.join(
                            ",",
                            "redis@127.0.0.1:" + redis.getLocalPort(),
                            "rabbitmq@127.0.0.1:" + rabbit.getAddress().getPort(),
                            "grafana@127.0.0.1:" + rabbit.getAddress().getPort(),
                            "nacos@127.0.0.1:" + free))
                    .look();
            assertThat(looked.looked()).as("nobody listens at the last").isEqualTo(3);
            assertThat(looked.found())
                    .extracting(Weak::who)
                    .containsExactly(
                            "Redis 127.0.0.1:" + redis.getLocalPort(),
                            "RabbitMQ 管理台 127.0.0.1:" + rabbit.getAddress().getPort());
            assertThat(looked.toString()).doesNotContain("guest");
        } finally {
            rabbit.stop(0);
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void redis(ServerSocket server) {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                socket.getOutputStream().write("+PONG\r\n".getBytes(UTF_8));
                socket.getOutputStream().flush();
                socket.getInputStream().read();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void the_machines_are_shown_to_who_runs_the_installation_only() {
        var looked = new WeakPlace.Looked(true, 3, "", List.of(new Weak("weak_os_user", "没有口令", "立即设置口令")));
        store.save(
                installation.unit(),
                new WeakElsewhereStore.Row("host-24", WeakPlace.Kind.OPERATING_SYSTEM, clock.now(), looked));
        var security = signedIn(installation.unit().value(), "sec45", "SECURITY");
        assertThat(security.get("/api/console/weak-elsewhere").text()).contains("weak_os_user", "操作系统用户", "host-24");
        assertThat(security.get("/api/console/self-check").text()).contains("操作系统用户没有弱口令", "发现 1 处");
        var elsewhere = signedIn("990035", "sec35", "SECURITY");
        assertThat(elsewhere.get("/api/console/weak-elsewhere").text())
                .doesNotContain("weak_os_user")
                .contains("\"ours\":false");
        assertThat(elsewhere.get("/api/console/self-check").text()).doesNotContain("操作系统用户");
        assertThat(elsewhere.post("/api/console/weak-elsewhere/check", Map.of()).code())
                .isEqualTo("INSTALLATION_ONLY");
    }

    @Test
    void the_self_check_says_what_is_so_now() {
        var security = signedIn("990026", "sec26", "SECURITY");
        assertThat(state(security, "口令复杂度和定期更换")).isEqualTo("PASSED");
        var policy = security.get("/api/console/policy").json();
        var loose = Map.of(
                "lengthMin",
                10,
                "history",
                5,
                "expiryDays",
                0,
                "idleMinutes",
                30,
                "oneSession",
                false,
                "version",
                policy.path("version").asInt());
        assertThat(security.put("/api/console/policy", loose).status()).isEqualTo(200);
        assertThat(state(security, "口令复杂度和定期更换")).isEqualTo("FAILED");
        assertThat(state(security, "系统、安全、审计管理员分立")).as("one of three").isEqualTo("FAILED");
        accounts.add("990026", "sys26", "ADMIN");
        accounts.add("990026", "aud26", "AUDITOR");
        assertThat(state(security, "系统、安全、审计管理员分立")).isEqualTo("PASSED");
        assertThat(state(security, "管理员两种鉴别技术组合")).isEqualTo("FAILED");
        assertThat(state(security, "审计记录受保护，不能修改和删除")).isEqualTo("PASSED");
        assertThat(state(security, "数据备份和恢复")).isEqualTo("MANUAL");
    }

    private static String state(Browser browser, String title) {
        for (var item : browser.get("/api/console/self-check").json().path("items")) {
            if (item.path("title").asString().equals(title)) {
                return item.path("state").asString();
            }
        }
        return "missing";
    }
}
