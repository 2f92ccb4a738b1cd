package org.yipiao.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

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
        for (String module : modules()) {
            migrate(TEMPLATE, module, "latest");
        }
    }

    /**
     * Does without Spring what Spring Modulith does at the start of the application: one history per module.
     *
     * @param target the last version that counts
     */
    static void migrate(String database, String module, String target) {
        Flyway.configure()
                .dataSource(get().url(database), EmbeddedPostgres.USERNAME, get().password())
                .locations("classpath:db/migration/" + module)
                .defaultSchema("public")
                .table("flyway_schema_history_" + module)
                .baselineVersion("0")
                .baselineOnMigrate(true)
                .target(target)
                .load()
                .migrate();
    }

    private static List<String> modules() {
        try {
            return Arrays.stream(
                            new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/*/*.sql"))
                    .map(resource -> {
                        String[] parts = resource.getDescription().split("/");
                        return parts[parts.length - 2];
                    })
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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
