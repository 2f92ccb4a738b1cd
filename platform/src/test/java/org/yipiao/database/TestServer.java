package org.yipiao.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The one PostgreSQL server of this test JVM: not durable, its data gone at the end. */
final class TestServer {
    static final Path HOME = Path.of("/tmp", "yipiao-test-" + System.getProperty("user.name"));
    private static final String TEMPLATE = "template_yipiao";

    private static @org.jspecify.annotations.Nullable EmbeddedPostgres server;
    private static boolean templateMade;

    private TestServer() {}

    static synchronized EmbeddedPostgres get() {
        var running = server;
        if (running == null) {
            removeLeftovers();
            Path place = HOME.resolve("pg-" + ProcessHandle.current().pid());
            var started = EmbeddedPostgres.start(new EmbeddedPostgres.Options(HOME, place, 0, false, false));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(place, started)));
            server = started;
            running = started;
        }
        return running;
    }

    static synchronized String template() {
        if (!templateMade) {
            TestDatabase.execute("create database " + TEMPLATE);
            migrate();
            templateMade = true;
        }
        return TEMPLATE;
    }

    private static void migrate() {
        ModuleMigrations.migrate(connection(TEMPLATE));
    }

    /** One module's scripts up to a version, as an installation of that time had them. */
    static void migrate(String database, String module, String target) {
        ModuleMigrations.migrate(connection(database).target(target), module);
    }

    private static FluentConfiguration connection(String database) {
        return Flyway.configure()
                .dataSource(get().url(database), EmbeddedPostgres.USERNAME, get().password())
                .defaultSchema("public");
    }

    private static void remove(Path place, EmbeddedPostgres started) {
        started.stop();
        try {
            PostgresBinaries.deleteTree(place);
        } catch (IOException e) {
            System.err.println("left behind: " + place);
        }
    }

    /** Of test JVMs that were killed. */
    private static void removeLeftovers() {
        if (!Files.isDirectory(HOME)) {
            return;
        }
        try (var places = Files.list(HOME)) {
            for (Path place : places.filter(p -> p.getFileName().toString().matches("pg-\\d+"))
                    .sorted(Comparator.naturalOrder())
                    .toList()) {
                long pid = Long.parseLong(place.getFileName().toString().substring(3));
                if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                    RunningServer.of(place.resolve("data"))
                            .flatMap(left -> ProcessHandle.of(left.pid()))
                            .ifPresent(process -> {
                                process.destroyForcibly();
                                process.onExit().join();
                            });
                    PostgresBinaries.deleteTree(place);
                }
            }
        } catch (IOException e) {
            System.err.println("left behind in " + HOME + ": " + e);
        }
    }
}
