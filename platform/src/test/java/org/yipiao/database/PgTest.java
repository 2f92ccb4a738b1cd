package org.yipiao.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class with a real PostgreSQL: a database of its own, cloned from a template in which every module is migrated.
 * Test methods, {@code @BeforeEach} and constructors may take a {@link TestDatabase}, {@code DataSource} or
 * {@code JdbcClient}; all tests of the class share the database. Not needed with {@code @SpringBootTest}, which gets such
 * a database per test class by itself.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PgTestExtension.class)
public @interface PgTest {}
