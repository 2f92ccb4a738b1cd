package org.yipiao.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The {@code @SpringBootTest} classes of one name, when configured alike, share a started platform and its database: starting
 * one costs more than most of these classes do. Each keeps to units and people of its own and asserts nothing about all of a
 * table.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SharedDatabase {
    String value();
}
