package org.yipiao.database;

import org.jspecify.annotations.Nullable;

/** 数据库不可用 The database can not be started; the Chinese message says what stands in the way and what to do now. */
public class DatabaseUnusable extends RuntimeException {
    DatabaseUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    DatabaseUnusable(String message) {
        super(message);
    }
}
