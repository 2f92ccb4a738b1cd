package org.yipiao.kit;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.PGConnection;

/** 裸写 Copies of a real bill's row in a table like the bills', with the same indexes: what bare programs write. */
final class BareBills implements AutoCloseable {
    private static final int COPIED_AT_ONCE = 1_000;

    private final Ledger ledger;
    private final List<String> columns = new ArrayList<>();
    private final List<Object> sample = new ArrayList<>();
    private final AtomicLong next = new AtomicLong(1);

    BareBills(Ledger ledger) throws SQLException {
        this.ledger = ledger;
        try (Connection c = ledger.open();
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
    }

    /** A connection with its statement; of one thread. */
    final class Writer implements AutoCloseable {
        private final Connection connection = ledger.open();
        private final PreparedStatement insert;

        Writer() throws SQLException {
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("insert into bench.bill (" + String.join(", ", columns) + ") values ("
                    + "?, ".repeat(columns.size() - 1) + "?)");
        }

        /** Durable when it returns. */
        void write(int rows) throws SQLException {
            for (int i = 0; i < rows; i++) {
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
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** 上限 Rows per second of threads that do nothing else. @param batch rows per commit */
    double rate(int threads, int batch, double seconds) throws InterruptedException {
        var done = new AtomicLong();
        long from = System.nanoTime();
        long until = from + (long) (seconds * 1e9);
        var workers = new ArrayList<Thread>();
        for (int t = 0; t < threads; t++) {
            workers.add(Thread.ofPlatform().start(() -> {
                try (var writer = new Writer()) {
                    while (System.nanoTime() < until) {
                        writer.write(batch);
                        done.addAndGet(batch);
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return done.get() / ((System.nanoTime() - from) / 1e9);
    }

    /** 上限 The same rows by COPY, a thousand at a time. */
    double copyRate(double seconds) throws SQLException, IOException {
        try (Connection c = ledger.open()) {
            var copies = c.unwrap(PGConnection.class).getCopyAPI();
            String list = String.join(", ", columns);
            var text = new StringWriter();
            copies.copyOut(
                    "copy (select " + list + " from issuing.bill order by bill_id desc limit 1) to stdout", text);
            String[] fields = text.toString().stripTrailing().split("\t", -1);
            fields[columns.indexOf("reverses_bill_id")] = "\\N";
            long done = 0;
            long from = System.nanoTime();
            long until = from + (long) (seconds * 1e9);
            while (System.nanoTime() < until) {
                var rows = new StringBuilder();
                for (int i = 0; i < COPIED_AT_ONCE; i++) {
                    long id = next.getAndIncrement();
                    fields[columns.indexOf("bill_id")] = Long.toString(id);
                    fields[columns.indexOf("bill_number")] = padded(id);
                    rows.append(String.join("\t", fields)).append('\n');
                }
                done += copies.copyIn("copy bench.bill (" + list + ") from stdin", new StringReader(rows.toString()));
            }
            return done / ((System.nanoTime() - from) / 1e9);
        }
    }

    private static String padded(long number) {
        String digits = Long.toString(number);
        return "0".repeat(10 - digits.length()) + digits;
    }

    @Override
    public void close() throws SQLException {
        try (Connection c = ledger.open();
                var s = c.createStatement()) {
            s.execute("drop schema bench cascade");
        }
    }
}
