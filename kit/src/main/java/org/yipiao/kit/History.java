package org.yipiao.kit;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * 历年票据 Fills a past year with bills that look like the last real ones: forty points, eighty cashiers, opening hours of ten
 * hours a day, half a million cards. They are of the lists and reports only: nobody signed them.
 */
final class History {
    private static final int POINTS = 40;
    private static final int SAMPLES = 200;
    /** One per processor of the machine this is for. */
    private static final int FILLERS = 2;
    /** Far above what the sequence gives. */
    private static final long FIRST_ID = 1_000_000_000_000L;

    private final Ledger ledger;

    History(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The partition is filled before it is attached, so its indexes are built once, at the end.
     *
     * @return seconds it took
     */
    double load(int year, long bills) throws SQLException, InterruptedException {
        long from = System.nanoTime();
        String part = "issuing.bill_" + year;
        run(
                "create unlogged table " + part + " (like issuing.bill including constraints)",
                "drop table if exists issuing.history_sample",
                "create unlogged table issuing.history_sample as select row_number() over () - 1 as n, s.* from ("
                        + "select * from issuing.bill where reverses_bill_id is null and kind = 'OUTPATIENT'"
                        + " order by bill_id desc limit " + SAMPLES + ") s");
        besideEachOther(IntStream.range(0, FILLERS)
                .mapToObj(i -> filled(part, year, bills, bills * i / FILLERS, bills * (i + 1) / FILLERS))
                .toList());
        run(
                "alter table issuing.bill attach partition " + part + " for values in (" + year + ")",
                "drop table issuing.history_sample");
        besideEachOther(List.of("""
                insert into issuing.bill_state (unit_id, bill_id, state, state_at)
                select unit_id, bill_id, 'ISSUED', issued_at at time zone 'Asia/Shanghai' from %s
                """.formatted(part), """
                insert into issuing.charge_key (unit_id, bus_no, caller, kind, bill_id, content_sm3)
                select unit_id, bus_no, caller, kind, bill_id, decode(repeat(md5(bill_id::text), 2), 'hex') from %s
                """.formatted(part)));
        besideEachOther(List.of("""
                insert into statistics.day
                select unit_id, issued_at::date, point, kind, bus_type, content ->> 'handlingPerson',
                       count(*), sum(total_fen), 0, 0
                  from %s
                 group by 1, 2, 3, 4, 5, 6
                """.formatted(part), """
                insert into statistics.minute
                select unit_id, date_trunc('minute', issued_at), count(*) from %s group by 1, 2
                """.formatted(part), """
                insert into statistics.hour
                select unit_id, date_trunc('hour', issued_at), point, count(*) from %s group by 1, 2, 3
                """.formatted(part)));
        besideEachOther(List.of(
                "vacuum (analyze) issuing.bill",
                "vacuum (analyze) issuing.bill_state",
                "vacuum (analyze) issuing.charge_key",
                "analyze statistics.day",
                "analyze statistics.minute",
                "analyze statistics.hour"));
        return (System.nanoTime() - from) / 1e9;
    }

    private static String filled(String part, int year, long bills, long after, long last) {
        return """
                insert into %1$s
                  (unit_id, bill_id, kind, bill_code, bill_number, check_code, caller, bus_no, bus_type, point, bus_at,
                   issued_at, total_fen, payer_name, unit_version, circulates, arrears_reason, contact, his,
                   reverses_bill_id, content, bill_year)
                select s.unit_id, %4$d + g, s.kind, left(s.bill_code, 6) || '%5$02d', lpad(g::text, 10, '0'),
                       left(md5(g::text), 6), s.caller, 'L%2$d' || lpad(g::text, 10, '0'), s.bus_type,
                       'P' || lpad((g * 7919 %% %6$d)::text, 2, '0'), t.at, t.at, s.total_fen + g %% 1000,
                       '患者' || lpad((g * 31 %% 100000)::text, 5, '0'), 1, true, '', s.contact,
                       s.his || jsonb_build_object('cardKey', md5((g * 17 %% 500000)::text)), null,
                       s.content || jsonb_build_object('handlingPerson', '收款员' || (g * 7919 %% %6$d) || '-' || g %% 2), %2$d
                  from generate_series(%7$d::bigint + 1, %8$d::bigint) g
                  join issuing.history_sample s on s.n = g %% (select count(*) from issuing.history_sample)
                 cross join lateral (
                   select timestamp '%2$d-01-01 07:30' + (g * 365 / (%3$d + 1)) * interval '1 day'
                          + (g * 365 %% (%3$d + 1)) * 36000000 / (%3$d + 1) * interval '1 millisecond' as at
                 ) t
                """.formatted(part, year, bills, FIRST_ID + year * 1_000_000_000L, year % 100, POINTS, after, last);
    }

    private void run(String... statements) throws SQLException {
        try (var connection = ledger.open();
                var statement = connection.createStatement()) {
            // What is loaded is not a test of durability; two processors build the indexes.
            statement.execute("set synchronous_commit = off");
            statement.execute("set maintenance_work_mem = '512MB'");
            statement.execute("set work_mem = '256MB'");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Each statement on a connection of its own, at once. */
    private void besideEachOther(List<String> statements) throws SQLException, InterruptedException {
        var faults = new ConcurrentLinkedQueue<SQLException>();
        var threads = statements.stream()
                .map(sql -> Thread.ofPlatform().start(() -> {
                    try {
                        run(sql);
                    } catch (SQLException e) {
                        faults.add(e);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        if (!faults.isEmpty()) {
            throw faults.element();
        }
    }
}
