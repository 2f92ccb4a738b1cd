package org.yipiao.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresPgTest {
    /** One cluster for all: making one takes longer than every test together. */
    private static Path home = Path.of("/tmp");

    @BeforeAll
    static void makeHome() throws Exception {
        // Not below the user's temporary directory of JUnit: the server's account must be able to pass through.
        home = Files.createDirectory(Path.of("/tmp/yipiao-embedded-" + System.nanoTime()));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void removeHome() throws Exception {
        PostgresBinaries.deleteTree(home);
    }

    @AfterEach
    void dropTable() throws Exception {
        try (var server = EmbeddedPostgres.start(options(0))) {
            ask(server, "drop table if exists kept");
        }
    }

    private EmbeddedPostgres.Options options(int port) {
        return new EmbeddedPostgres.Options(TestServer.HOME, home.resolve("pg"), port, true, false);
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = server.connect("yipiao");
                var statement = connection.createStatement()) {
            statement.execute(sql);
            var result = statement.getResultSet();
            return result != null && result.next() ? result.getString(1) : "";
        }
    }

    @Test
    void the_server_is_durable_checked_and_keeps_its_data_between_starts() throws Exception {
        int port;
        try (var server = EmbeddedPostgres.start(options(0))) {
            assertThat(ask(server, "show fsync")).isEqualTo("on");
            assertThat(ask(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "show data_checksums")).isEqualTo("on");
            assertThat(ask(server, "show server_version")).startsWith(PostgresBinaries.MAJOR + ".");
            ask(server, "create table kept as select 'still here' as word");
            port = Integer.parseInt(Files.readString(home.resolve("pg/port")));
        }
        assertThat(RunningServer.of(home.resolve("pg/data"))).isEmpty();
        try (var again = EmbeddedPostgres.start(options(0))) {
            assertThat(ask(again, "select word from kept")).isEqualTo("still here");
            assertThat(again.url()).contains(":" + port + "/");
        }
    }

    @Test
    void a_start_after_a_killed_java_process_goes_on_with_the_running_server() throws Exception {
        var killed = EmbeddedPostgres.start(options(0));
        long pid = RunningServer.of(home.resolve("pg/data")).orElseThrow().pid();
        try (var next = EmbeddedPostgres.start(options(0))) {
            assertThat(RunningServer.of(home.resolve("pg/data")).orElseThrow().pid())
                    .isEqualTo(pid);
            assertThat(next.url()).isEqualTo(killed.url());
        }
        assertThat(RunningServer.of(home.resolve("pg/data"))).isEmpty();
    }

    @Test
    void a_killed_server_is_started_again_and_recovers() throws Exception {
        var first = EmbeddedPostgres.start(options(0));
        ask(first, "create table kept as select 'still here' as word");
        var process = ProcessHandle.of(
                        RunningServer.of(home.resolve("pg/data")).orElseThrow().pid())
                .orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        try (var next = EmbeddedPostgres.start(options(0))) {
            assertThat(ask(next, "select word from kept")).isEqualTo("still here");
        }
    }

    @Test
    void the_server_goes_on_while_another_process_uses_it() throws Exception {
        var server = EmbeddedPostgres.start(options(0));
        try (var other = server.connect("yipiao")) {
            server.close();
            assertThat(other.isValid(5)).isTrue();
        }
        server.stop();
        assertThat(RunningServer.of(home.resolve("pg/data"))).isEmpty();
    }

    @Test
    void nobody_gets_in_without_the_password_and_the_password_is_the_owners_only() throws Exception {
        try (var server = EmbeddedPostgres.start(options(0))) {
            assertThatThrownBy(() -> java.sql.DriverManager.getConnection(server.url(), "yipiao", "wrong"))
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("pg/password"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_taken_port_is_refused_in_plain_words() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(options(taken.getLocalPort())))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("已被占用")
                    .hasMessageContaining("yipiao.database.port");
        }
    }

    @Test
    void a_home_the_servers_account_can_not_enter_is_refused_in_plain_words() throws Exception {
        if (!SystemAccount.isRoot()) {
            return;
        }
        Path hidden = Files.createDirectory(home.resolve("hidden"));
        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
        var closed = new EmbeddedPostgres.Options(hidden, hidden.resolve("pg"), 0, true, false);
        assertThatThrownBy(() -> EmbeddedPostgres.start(closed))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("不能进入目录")
                .hasMessageContaining("yipiao.home");
    }
}
