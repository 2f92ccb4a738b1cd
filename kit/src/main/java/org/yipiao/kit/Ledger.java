package org.yipiao.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 账本核查 Reads the platform's database directly: the road's times, and the audit after a load. */
final class Ledger {
    private final String url;
    private final String username;
    private final String password;

    Ledger(String url, String username, String password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    /** The embedded database of a home, or the one named by the environment. */
    static Ledger of(Path home) throws Exception {
        @Nullable String url = System.getenv("YIPIAO_DATABASE_URL");
        if (url != null && !url.isBlank()) {
            return new Ledger(
                    url,
                    String.valueOf(System.getenv("YIPIAO_DATABASE_USERNAME")),
                    String.valueOf(System.getenv("YIPIAO_DATABASE_PASSWORD")));
        }
        List<String> pid = Files.readAllLines(home.resolve("pg/data/postmaster.pid"));
        return new Ledger(
                "jdbc:postgresql://127.0.0.1:" + pid.get(3).trim() + "/yipiao",
                "yipiao",
                Files.readString(home.resolve("pg/password")).trim());
    }

    Connection open() throws SQLException {
        return DriverManager.getConnection(
                url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true", username, password);
    }

    long number(String sql) throws SQLException {
        try (Connection c = open();
                ResultSet row = c.createStatement().executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** How long a query takes to its last row. */
    long millis(String sql) throws SQLException {
        try (Connection c = open();
                var statement = c.createStatement()) {
            long from = System.nanoTime();
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    // Only the time counts.
                    row.getObject(1);
                }
            }
            return (System.nanoTime() - from) / 1_000_000;
        }
    }

    /** 整理 Every table written anew without the room that updates and deletions left. Nothing else works meanwhile. */
    void compact() throws SQLException {
        try (Connection c = open();
                var statement = c.createStatement()) {
            statement.execute("vacuum full");
        }
    }
}
