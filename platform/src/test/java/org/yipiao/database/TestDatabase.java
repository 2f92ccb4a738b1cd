package org.yipiao.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One database of the test server, migrated, empty, and gone after the test class. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int POOL = 24;

    private final String name;
    private final HikariDataSource dataSource;

    private TestDatabase(String name) {
        this.name = name;
        this.dataSource = DatabaseConfig.pool(
                TestServer.get().url(name),
                EmbeddedPostgres.USERNAME,
                TestServer.get().password(),
                POOL);
    }

    /** A clone of the migrated template. */
    public static TestDatabase fresh() {
        return new TestDatabase(create());
    }

    /** Nothing in it yet; for what an earlier version left behind. */
    public static synchronized TestDatabase blank() {
        String name = "t" + COUNT.incrementAndGet();
        execute("create database " + name);
        return new TestDatabase(name);
    }

    /** @param target the last migration of the module that counts, such as {@code 4}, or {@code latest} */
    public void migrate(String module, String target) {
        TestServer.migrate(name, module, target);
    }

    static synchronized String create() {
        String name = "t" + COUNT.incrementAndGet();
        String template = TestServer.template();
        execute("create database " + name + " template " + template + " strategy file_copy");
        // Away from UTC on purpose, so that a time that depends on the session's zone is found.
        execute("alter database " + name + " set timezone = 'Pacific/Kiritimati'");
        return name;
    }

    static void drop(String name) {
        execute("drop database if exists " + name + " with (force)");
    }

    static void execute(String sql) {
        try (var connection = TestServer.get().connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }

    public TransactionTemplate transactions() {
        return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** The turns of one instance; each call gives another instance. */
    public Turns turns() {
        return turns(dataSource);
    }

    public static Turns turns(DataSource database) {
        return new AdvisoryTurns(database);
    }

    @Override
    public void close() {
        dataSource.close();
        drop(name);
    }
}
