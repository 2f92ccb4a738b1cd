package org.yipiao.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * 分模块迁移 Brings the tables of every module up to date: the scripts of {@code db/migration/<module>} with a history of
 * their own, so that two modules never argue about a version. Modules follow one another by name; a script that reads
 * another module's table may count on those that come before its own.
 */
@Component
class ModuleMigrations implements FlywayMigrationStrategy {
    private static final String SCRIPTS = "db/migration/";

    @Override
    public void migrate(Flyway all) {
        migrate(all.getConfiguration());
    }

    /** @param connection where to; its locations, history table and baseline are not used */
    static void migrate(Configuration connection) {
        modules().forEach(module -> migrate(connection, module));
    }

    static void migrate(Configuration connection, String module) {
        Flyway.configure()
                .configuration(connection)
                .locations("classpath:" + SCRIPTS + module)
                .table("flyway_schema_history_" + module)
                // The first module leaves a database that is no longer empty.
                .baselineVersion("0")
                .baselineOnMigrate(true)
                .load()
                .migrate();
    }

    private static List<String> modules() {
        try {
            var modules = new TreeSet<String>();
            for (Resource script :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + SCRIPTS + "*/*.sql")) {
                String address = script.getURL().toString();
                int name = address.lastIndexOf('/');
                modules.add(address.substring(address.lastIndexOf('/', name - 1) + 1, name));
            }
            return List.copyOf(modules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
