package org.yipiao.database;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** 数据库参数 What the embedded server runs with. Values that a person may want to change stand in postgresql.conf instead. */
final class PostgresTuning {
    private PostgresTuning() {}

    /** Options of the server in the form {@code pg_ctl -o} wants. */
    static String arguments(int port, boolean durable) {
        var settings = Stream.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                // TCP only: no socket file that a cleaner of /tmp could take away.
                "unix_socket_directories=",
                "max_connections=" + (durable ? 120 : 300),
                "shared_buffers=" + (durable ? "256MB" : "64MB"),
                "effective_cache_size=1GB",
                "work_mem=16MB",
                "maintenance_work_mem=128MB",
                "max_wal_size=2GB",
                "min_wal_size=256MB",
                "wal_compression=on",
                "wal_buffers=16MB",
                "checkpoint_timeout=15min",
                "checkpoint_completion_target=0.9",
                "random_page_cost=1.1",
                // Our queries are short; compiling them costs more than it saves.
                "jit=off",
                "idle_in_transaction_session_timeout=5min",
                "log_timezone=UTC");
        var durability = durable
                ? Stream.of(
                        "fsync=on",
                        "synchronous_commit=on",
                        "full_page_writes=on",
                        "logging_collector=on",
                        "log_directory=../log",
                        "log_filename=postgresql-%u.log",
                        "log_truncate_on_rotation=on",
                        "log_rotation_age=1d",
                        "log_min_duration_statement=2s")
                : Stream.of("fsync=off", "synchronous_commit=on", "full_page_writes=off", "autovacuum_naptime=10s");
        return Stream.concat(settings, durability).map(s -> "-c " + s).collect(Collectors.joining(" "));
    }
}
