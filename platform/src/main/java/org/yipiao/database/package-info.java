/** 数据库 The database: starts the embedded PostgreSQL when no JDBC URL is configured. */
@NullMarked
@ApplicationModule(
        displayName = "数据库",
        allowedDependencies = {"shared"})
package org.yipiao.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
