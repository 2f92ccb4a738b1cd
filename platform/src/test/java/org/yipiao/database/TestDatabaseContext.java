package org.yipiao.database;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives every {@code @SpringBootTest} class a database of its own, and its own home directory below {@code target}; those of
 * one {@link SharedDatabase} share theirs, and with it the context. Found through {@code META-INF/spring.factories}.
 */
final class TestDatabaseContext implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        var annotations = MergedAnnotations.from(testClass, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY);
        if (!annotations.isPresent(SpringBootTest.class)) {
            return null;
        }
        var shared = annotations.get(SharedDatabase.class);
        return new Database(shared.isPresent() ? shared.getString("value") : testClass.getName());
    }

    /** Part of the key of the context cache, so a class that does not share starts with empty tables. */
    record Database(String sharers) implements ContextCustomizer {
        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
            String name = TestDatabase.create();
            var properties = Map.<String, Object>of(
                    "yipiao.database.url",
                    TestServer.get().url(name),
                    "yipiao.database.username",
                    EmbeddedPostgres.USERNAME,
                    "yipiao.database.password",
                    TestServer.get().password(),
                    "yipiao.database.pool-size",
                    "12",
                    "yipiao.home",
                    System.getProperty("user.dir") + "/target/test-home/" + sharers,
                    "management.server.port",
                    "0");
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test database", properties));
        }
    }
}
