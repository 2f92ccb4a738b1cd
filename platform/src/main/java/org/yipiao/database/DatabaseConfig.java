package org.yipiao.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the connection pool: to the configured database, or to the embedded one. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {
    private static final long CONNECTION_WAIT_MS = 10_000;
    /** Then the log names who took it; nothing of ours takes that long. */
    private static final long KEPT_TOO_LONG_MS = 600_000;

    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    /** Longer than any query of ours, so that a database that vanished is noticed. */
    private static final int READ_TIMEOUT_SECONDS = 300;

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("'${yipiao.database.url:}' == ''")
    EmbeddedPostgres embeddedPostgres(DatabaseSettings settings, @Value("${yipiao.home:}") String home) {
        var root = DatabaseSettings.home(home);
        return EmbeddedPostgres.start(
                new EmbeddedPostgres.Options(root, root.resolve("pg"), settings.port(), true, settings.keepRunning()));
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(DatabaseSettings settings, ObjectProvider<EmbeddedPostgres> embedded) {
        var server = embedded.getIfAvailable();
        return server == null
                ? pool(settings.url(), settings.username(), settings.password(), settings.poolSize())
                : pool(server.url(), EmbeddedPostgres.USERNAME, server.password(), settings.poolSize());
    }

    static HikariDataSource pool(String url, String username, String password, int size) {
        var config = new HikariConfig();
        config.setPoolName("yipiao");
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setMaximumPoolSize(Math.clamp(size, 2, 200));
        config.setMinimumIdle(2);
        config.setConnectionTimeout(CONNECTION_WAIT_MS);
        config.setLeakDetectionThreshold(KEPT_TOO_LONG_MS);
        config.addDataSourceProperty("ApplicationName", "yipiao");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        config.addDataSourceProperty("socketTimeout", READ_TIMEOUT_SECONDS);
        return new HikariDataSource(config);
    }
}
