package org.yipiao.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** 账本核查 Reads the platform's database directly: the ceiling of inserts, the road's times, and the audit after a load. */
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

    /**
     * 上限 Rows per second of a bare program that inserts copies of a real bill row and commits.
     *
     * @param batch rows per commit
     */
    double ceiling(int threads, int batch, double seconds) throws Exception {
        List<String> columns = new ArrayList<>();
        List<Object> sample = new ArrayList<>();
        try (Connection c = open();
                var s = c.createStatement()) {
            s.execute("create schema if not exists bench");
            s.execute("drop table if exists bench.bill");
            s.execute(
                    "create table bench.bill (like issuing.bill including defaults including constraints including indexes)");
            try (ResultSet row = s.executeQuery("select * from issuing.bill order by bill_id desc limit 1")) {
                if (!row.next()) {
                    throw new IllegalStateException("there is no bill to copy");
                }
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(row.getMetaData().getColumnName(i));
                    sample.add(row.getObject(i));
                }
            }
        }
        var next = new AtomicLong(1);
        var done = new AtomicLong();
        long from = System.nanoTime();
        long until = from + (long) (seconds * 1e9);
        var workers = new ArrayList<Thread>();
        for (int t = 0; t < threads; t++) {
            workers.add(Thread.ofPlatform().start(() -> insert(columns, sample, next, done, batch, until)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        double rate = done.get() / ((System.nanoTime() - from) / 1e9);
        try (Connection c = open();
                var s = c.createStatement()) {
            s.execute("drop schema bench cascade");
        }
        return rate;
    }

    private void insert(
            List<String> columns, List<Object> sample, AtomicLong next, AtomicLong done, int batch, long until) {
        String sql = "insert into bench.bill (" + String.join(", ", columns) + ") values ("
                + "?, ".repeat(columns.size() - 1) + "?)";
        try (Connection c = open();
                PreparedStatement insert = c.prepareStatement(sql)) {
            c.setAutoCommit(false);
            while (System.nanoTime() < until) {
                for (int i = 0; i < batch; i++) {
                    long id = next.getAndIncrement();
                    for (int col = 0; col < columns.size(); col++) {
                        insert.setObject(
                                col + 1,
                                switch (columns.get(col)) {
                                    case "bill_id" -> id;
                                    case "bill_number" -> padded(id);
                                    case "reverses_bill_id" -> null;
                                    default -> sample.get(col);
                                });
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
                c.commit();
                done.addAndGet(batch);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String padded(long number) {
        String digits = Long.toString(number);
        return "0".repeat(10 - digits.length()) + digits;
    }
}
