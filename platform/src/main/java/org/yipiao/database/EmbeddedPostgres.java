package org.yipiao.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 内置数据库 The PostgreSQL server of this installation, in {@code <home>/pg}. It is a process of its own and outlives a killed
 * Java process: the next start finds it and goes on with it.
 */
final class EmbeddedPostgres implements AutoCloseable {
    static final String USERNAME = "yipiao";
    private static final String LOCALHOST = "127.0.0.1";
    private static final int PORT_TRIES = 5;
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /**
     * @param home holds the unpacked programs
     * @param place holds the data, the password and the port
     * @param port 0 for a free one, kept from then on
     * @param durable false only in tests: a power cut may lose commits
     * @param keepRunning leaves the server running on {@link #close}
     */
    record Options(Path home, Path place, int port, boolean durable, boolean keepRunning) {
        Path data() {
            return place.resolve("data");
        }
    }

    private final Options options;
    private final Path binaries;
    private final SystemAccount account;
    private final String password;
    private int port;

    private EmbeddedPostgres(Options options, Path binaries, SystemAccount account, String password) {
        this.options = options;
        this.binaries = binaries;
        this.account = account;
        this.password = password;
    }

    /** Starts the server or finds the running one. Several processes may start at once; a lock file lines them up. */
    static EmbeddedPostgres start(Options options) {
        try {
            openDirectory(options.home());
            try (var channel = FileChannel.open(
                            options.home().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                log.debug("{} locked", lock);
                return startLocked(options);
            }
        } catch (IOException e) {
            throw Faults.of(options, e);
        }
    }

    private static EmbeddedPostgres startLocked(Options options) throws IOException {
        Path binaries = PostgresBinaries.unpackedIn(options.home());
        SystemAccount account = SystemAccount.choose();
        if (!Files.isDirectory(options.place())) {
            Files.createDirectory(options.place(), PosixFilePermissions.asFileAttribute(Faults.OWNER_ONLY));
        }
        Path passwordFile = options.place().resolve("password");
        if (!Files.exists(passwordFile)) {
            writeOwnerOnly(passwordFile, randomPassword());
        }
        if (!Files.exists(options.data())) {
            account.own(options.place());
        }
        Faults.checkReach(options, binaries, account);
        var server = new EmbeddedPostgres(options, binaries, account, Files.readString(passwordFile));
        if (!Files.exists(options.data())) {
            server.initialise(passwordFile);
        }
        Faults.checkVersion(options.data());
        var running = RunningServer.of(options.data());
        if (running.isPresent()) {
            server.port = running.get().port();
            server.storePort();
            server.waitUntilItAnswers();
            log.info("内置数据库已在运行，端口 {}，接着使用。", server.port);
        } else {
            server.launch();
            log.info("内置数据库已启动，端口 {}，目录 {}", server.port, options.place());
        }
        server.createDatabase();
        return server;
    }

    String url() {
        return url(USERNAME);
    }

    String url(String database) {
        return "jdbc:postgresql://" + LOCALHOST + ":" + port + "/" + database;
    }

    String password() {
        return password;
    }

    /** Stops the server when no other process uses it any more; committed data is safe either way. */
    @Override
    public void close() {
        if (options.keepRunning() || hasOtherUsers()) {
            log.info("内置数据库继续运行，端口 {}。", port);
            return;
        }
        stop();
    }

    void stop() {
        var result = new PostgresCommand(account, options.place())
                .run(pgCtl("stop", "-D", options.data().toString(), "-m", "fast", "-w", "-t", "60"));
        if (result.ok()) {
            log.info("内置数据库已停止。");
        } else {
            log.warn("内置数据库未能停止：{}", result.output());
        }
    }

    private void initialise(Path passwordFile) throws IOException {
        // Only a complete cluster ever has the final name, so a first start that was killed half-way is repeated.
        Path part = options.place().resolve("data.part");
        PostgresBinaries.deleteTree(part);
        var command = new ArrayList<String>();
        command.addAll(List.of(binaries.resolve("bin/initdb").toString(), "-D", part.toString()));
        command.addAll(List.of("-U", USERNAME, "-E", "UTF8"));
        command.addAll(PostgresBinaries.localeOfCluster());
        command.addAll(List.of("--data-checksums", "-A", "scram-sha-256", "--pwfile", passwordFile.toString()));
        var result = new PostgresCommand(account, options.place()).run(command);
        if (!result.ok()) {
            PostgresBinaries.deleteTree(part);
            throw Faults.of(options, "初始化", result.output());
        }
        Files.move(part, options.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void launch() throws IOException {
        RunningServer.dropStalePid(options.data());
        String output = "";
        for (int i = 0; i < PORT_TRIES; i++) {
            port = choosePort(i > 0);
            Path startLog = options.place().resolve("start.log");
            Files.deleteIfExists(startLog);
            var result = new PostgresCommand(account, options.place())
                    .run(pgCtl(
                            "start",
                            "-D",
                            options.data().toString(),
                            "-l",
                            startLog.toString(),
                            "-w",
                            "-t",
                            "120",
                            "-o",
                            PostgresTuning.arguments(port, options.durable())));
            if (result.ok()) {
                storePort();
                return;
            }
            output = result.output() + (Files.exists(startLog) ? "\n" + Files.readString(startLog) : "");
            if (!output.contains("could not bind") || options.port() != 0) {
                break;
            }
        }
        throw Faults.of(options, "启动", output);
    }

    private int choosePort(boolean another) throws IOException {
        Path stored = options.place().resolve("port");
        int wanted = options.port() != 0 ? options.port() : 0;
        if (wanted == 0 && !another && Files.exists(stored)) {
            wanted = Integer.parseInt(Files.readString(stored).trim());
        }
        if (wanted != 0 && free(wanted)) {
            return wanted;
        }
        if (options.port() != 0) {
            throw new DatabaseUnusable(
                    "内置数据库的端口 " + options.port() + " 已被占用。请释放该端口，或修改 yipiao.database.port（0 表示自动选择）。");
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void storePort() throws IOException {
        Files.writeString(options.place().resolve("port"), Integer.toString(port));
    }

    private void waitUntilItAnswers() {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (true) {
            try (var connection = connect("postgres");
                    var result = connection.createStatement().executeQuery("show data_directory")) {
                result.next();
                if (!options.data()
                        .toRealPath()
                        .equals(Path.of(result.getString(1)).toRealPath())) {
                    throw new DatabaseUnusable("端口 " + port + " 上运行的是另一个数据库：" + result.getString(1));
                }
                return;
            } catch (SQLException e) {
                // 57P03: still recovering from a crash; anything else will not heal by waiting.
                if (!"57P03".equals(e.getSQLState()) || System.nanoTime() > deadline) {
                    throw new DatabaseUnusable("内置数据库在端口 " + port + " 上不应答：" + e.getMessage(), e);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
            } catch (IOException e) {
                throw Faults.of(options, e);
            }
        }
    }

    private void createDatabase() {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            var result = statement.executeQuery("select 1 from pg_database where datname = '" + USERNAME + "'");
            if (!result.next()) {
                statement.execute("create database " + USERNAME);
            }
        } catch (SQLException e) {
            throw new DatabaseUnusable("内置数据库已启动但无法使用：" + e.getMessage(), e);
        }
    }

    private boolean hasOtherUsers() {
        try (var connection = connect("postgres");
                var statement = connection.createStatement();
                var result = statement.executeQuery("""
                        select count(*)
                          from pg_stat_activity
                         where backend_type = 'client backend'
                           and pid <> pg_backend_pid()
                        """)) {
            return result.next() && result.getLong(1) > 0;
        } catch (SQLException e) {
            log.warn("内置数据库不应答，按无人使用处理：{}", e.getMessage());
            return false;
        }
    }

    Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", USERNAME);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(url(database), properties);
    }

    private List<String> pgCtl(String... arguments) {
        var command = new ArrayList<String>();
        command.add(binaries.resolve("bin/pg_ctl").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void writeOwnerOnly(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** The server's account must be able to pass through, so a directory we make ourselves is open to pass. */
    private static void openDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
