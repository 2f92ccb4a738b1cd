package org.yipiao.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.yipiao.kit.YearBooks.Act;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** 年终核对 Reads only. Compares the platform's books with the bureau's and the HIS's, and has the number ledger recomputed. */
final class YearAudit {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SAMPLES = 300;
    private static final String CHECKER = "docs/checks/number_ledger.py";
    private static final Duration CHECK_WITHIN = Duration.ofMinutes(60);

    private final JsonNode status;
    private final YearPlan plan;
    private final YearBooks books;
    private final ConsoleUser finance;
    private final Path folder;
    private final Ledger ledger;
    /** What was looked at, and what came out of it. */
    final Map<String, String> verdicts = new LinkedHashMap<>();

    YearAudit(JsonNode status, YearPlan plan, YearBooks books, ConsoleUser finance, Path folder) throws Exception {
        this.status = status;
        this.plan = plan;
        this.books = books;
        this.finance = finance;
        this.folder = folder;
        this.ledger = Ledger.of(Path.of(status.path("home").asString()));
    }

    private record Bill(String busNo, long fen, boolean reversed) {}

    private record Range(String code, String account, long first, long next, long last) {}

    void run(SplittableRandom random) throws Exception {
        Files.createDirectories(folder);
        var bills = bills();
        var ranges = ranges();
        numbers(bills, ranges);
        told(bills);
        bureau(bills, ranges);
        usage(bills);
        checker();
        histories(ranges, random);
    }

    private void verdict(String what, boolean good, String text) {
        verdicts.put(what, (good ? "一致：" : "不符：") + text);
        System.out.println("  " + what + "  " + verdicts.get(what));
        if (!good) {
            books.fault(what + "：" + text);
        }
    }

    private Map<String, Bill> bills() throws Exception {
        var bills = new HashMap<String, Bill>();
        try (Connection c = ledger.open();
                ResultSet row = c.createStatement().executeQuery("""
                        select b.bill_code || ' ' || b.bill_number, b.bus_no, b.total_fen, r.bill_id is not null
                          from issuing.bill b
                          left join issuing.bill r on r.reverses_bill_id = b.bill_id
                        """)) {
            while (row.next()) {
                bills.put(row.getString(1), new Bill(row.getString(2), row.getLong(3), row.getBoolean(4)));
            }
        }
        return bills;
    }

    private List<Range> ranges() throws Exception {
        var ranges = new ArrayList<Range>();
        try (Connection c = ledger.open();
                ResultSet row = c.createStatement().executeQuery("""
                        select bill_code, account, first_no, next_no, last_no
                          from numbering.range
                         order by bill_code, first_no
                        """)) {
            while (row.next()) {
                ranges.add(
                        new Range(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5)));
            }
        }
        return ranges;
    }

    /** 断号, 重号, 号票一致 Every allotted number stands in one range; every issued electronic one has one bill. */
    private void numbers(Map<String, Bill> bills, List<Range> ranges) throws Exception {
        var all = new TreeMap<String, BitSet>();
        var issued = new TreeMap<String, BitSet>();
        long overlaps = 0;
        for (Range range : ranges) {
            var seen = all.computeIfAbsent(range.code(), code -> new BitSet());
            for (long n = range.first(); n <= range.last(); n++) {
                if (seen.get((int) n)) {
                    overlaps++;
                }
                seen.set((int) n);
            }
            long used = range.account().equals("ISSUED") ? range.last() : range.next() - 1;
            if (used >= range.first()) {
                issued.computeIfAbsent(range.code(), code -> new BitSet()).set((int) range.first(), (int) used + 1);
            }
        }
        long gaps = 0;
        long numbers = 0;
        for (BitSet seen : all.values()) {
            numbers += seen.cardinality();
            gaps += seen.length() - Math.max(0, seen.nextSetBit(0)) - seen.cardinality();
        }
        verdict("号码", gaps == 0 && overlaps == 0, numbers + " 个号码，断号 " + gaps + "，重号 " + overlaps);
        var onBills = new TreeMap<String, BitSet>();
        bills.keySet()
                .forEach(key -> onBills.computeIfAbsent(key.substring(0, 8), code -> new BitSet())
                        .set(Integer.parseInt(key.substring(9))));
        issued.keySet().removeIf(code -> !code.startsWith(YearPlan.OUTPATIENT) && !code.startsWith(YearPlan.INPATIENT));
        long rows = ledger.number("select count(*) from issuing.bill");
        verdict(
                "号票",
                onBills.equals(issued) && rows == bills.size(),
                "票据 " + rows + " 张，已开具号码 "
                        + issued.values().stream()
                                .mapToLong(BitSet::cardinality)
                                .sum() + " 个");
    }

    /** Three books: what the HIS was told. */
    private void told(Map<String, Bill> bills) {
        var byBusNo = new HashMap<String, TreeSet<String>>();
        bills.forEach((key, bill) -> {
            if (bill.fen() >= 0) {
                byBusNo.computeIfAbsent(bill.busNo(), no -> new TreeSet<>()).add(key);
            }
        });
        long wrong = books.byBusNo().entrySet().stream()
                .filter(one -> !new TreeSet<>(List.of(one.getValue())).equals(byBusNo.get(one.getKey())))
                .count();
        long red = bills.values().stream().filter(bill -> bill.fen() < 0).count();
        long wanted = books.total(Act.BILLS) + books.total(Act.OFFLINE);
        verdict(
                "业务系统",
                wrong == 0
                        && byBusNo.size() == books.byBusNo().size()
                        && wanted == byBusNo.size()
                        && red == books.total(Act.RED),
                "答复 " + books.byBusNo().size() + " 笔，账本蓝票 " + byBusNo.size() + " 张，红票 " + red + "（业务系统 "
                        + books.total(Act.RED) + "），不符 " + wrong);
    }

    private void bureau(Map<String, Bill> bills, List<Range> ranges) throws Exception {
        long theirs = 0;
        long wrong = 0;
        for (String line : (Iterable<String>) get("/sandbox/bureau/ledger").lines()::iterator) {
            JsonNode entry = JSON.readTree(line);
            theirs++;
            var ours = bills.get(entry.path("billCode").asString() + " "
                    + entry.path("billNumber").asString());
            if (ours == null
                    || ours.fen() != entry.path("totalFen").asLong()
                    || ours.reversed() != entry.path("state").asString().equals("REVERSED")) {
                wrong++;
            }
        }
        verdict(
                "财政票据",
                wrong == 0 && theirs == bills.size(),
                "财政 " + theirs + " 张，本方 " + bills.size() + " 张，不符 " + wrong);
        var allotted = union("/sandbox/bureau/numbers");
        var returned = union("/sandbox/bureau/returns");
        var ourNumbers = new TreeMap<String, BitSet>();
        var ourReturns = new TreeMap<String, BitSet>();
        for (Range range : ranges) {
            if (allotted.containsKey(range.code())) {
                set(ourNumbers, range.code(), range.first(), range.last());
                if (range.account().equals("RETURNED")) {
                    set(ourReturns, range.code(), range.first(), range.last());
                }
            }
        }
        verdict("财政号段", allotted.equals(ourNumbers), count(allotted) + " 个号码，本方 " + count(ourNumbers) + " 个");
        verdict("财政收回", returned.equals(ourReturns), count(returned) + " 个号码，本方 " + count(ourReturns) + " 个");
    }

    private Map<String, BitSet> union(String path) throws IOException {
        var union = new TreeMap<String, BitSet>();
        for (JsonNode row : JSON.readTree(get(path))) {
            set(
                    union,
                    row.path("billCode").asString(),
                    Long.parseLong(row.path("first").asString()),
                    Long.parseLong(row.path("last").asString()));
        }
        return union;
    }

    private static void set(Map<String, BitSet> sets, String code, long first, long last) {
        sets.computeIfAbsent(code, c -> new BitSet()).set((int) first, (int) last + 1);
    }

    private static long count(Map<String, BitSet> sets) {
        return sets.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** 核销 Every report was accepted, and together they declare every bill once. */
    private void usage(Map<String, Bill> bills) throws IOException {
        long declared = 0;
        int accepted = 0;
        int all = 0;
        for (JsonNode report : finance.get("/api/console/usage").path("reports")) {
            all++;
            if (report.path("state").asString().equals("ACCEPTED")) {
                accepted++;
                declared += report.path("bills").asLong();
            }
        }
        verdict(
                "核销",
                all == accepted && accepted == books.total(Act.USAGE) && declared == bills.size(),
                "核销单 " + accepted + " 份，票据 " + declared + " 张，本方 " + bills.size() + " 张");
    }

    /** The checker is another program in another language; it gets nothing but the downloaded file. */
    private void checker() throws Exception {
        Path dump = folder.resolve("number-ledger.ndjson");
        finance.download("/api/console/stock/proofs/dump", dump);
        var days = new HashSet<String>();
        try (var lines = Files.lines(dump)) {
            lines.filter(line -> line.startsWith("{\"proof\""))
                    .forEach(line -> days.add(
                            JSON.readTree(JSON.readTree(line).path("content").asString())
                                    .path("day")
                                    .asString()));
        }
        int missing = 0;
        for (var day = java.time.LocalDate.of(plan.year, 1, 1); day.getYear() == plan.year; day = day.plusDays(1)) {
            missing += days.contains(day.toString()) ? 0 : 1;
        }
        verdict("日证明", missing == 0, days.size() + " 天有证明，缺 " + missing + " 天");
        Path said = folder.resolve("checker.txt");
        Process checker = new ProcessBuilder("python3", CHECKER, dump.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!checker.waitFor(CHECK_WITHIN.toMinutes(), TimeUnit.MINUTES)) {
            checker.destroyForcibly();
        }
        String text = Files.readString(said, StandardCharsets.UTF_8).strip();
        verdict("独立核对", !checker.isAlive() && checker.exitValue() == 0, text);
    }

    /** 一号一史 Any number: from the bureau to where it stands now, each step beginning where the last one ended. */
    private void histories(List<Range> ranges, SplittableRandom random) throws IOException {
        var byAccount = new TreeMap<String, List<Range>>();
        ranges.forEach(range -> byAccount
                .computeIfAbsent(range.account(), account -> new ArrayList<>())
                .add(range));
        int looked = 0;
        int broken = 0;
        int longest = 0;
        int each = Math.max(5, SAMPLES / byAccount.size());
        for (var one : byAccount.entrySet()) {
            for (int i = 0; i < each; i++) {
                var range = one.getValue().get(random.nextInt(one.getValue().size()));
                long number = random.nextLong(range.first(), range.last() + 1);
                JsonNode found = finance.get("/api/console/stock/where?code=" + range.code() + "&number=" + number);
                looked++;
                longest = Math.max(longest, found.path("history").size());
                String fault = fault(found);
                if (!fault.isEmpty()) {
                    broken++;
                    books.fault("号码 " + range.code() + " " + number + " 的历史：" + fault + " " + found);
                }
            }
        }
        verdict(
                "一号一史",
                broken == 0,
                looked + " 个号码（" + String.join("、", byAccount.keySet()) + "），最长 " + longest + " 步，断链 " + broken);
    }

    private static String fault(JsonNode found) {
        String at = "财政";
        String when = "";
        for (JsonNode step : found.path("history")) {
            if (!step.path("from").asString().equals(at)) {
                return "第一处断在 " + step.path("from").asString() + "，应为 " + at;
            }
            if (step.path("at").asString().compareTo(when) < 0) {
                return "时间倒退 " + step;
            }
            at = step.path("to").asString();
            when = step.path("at").asString();
        }
        return at.split("·", 2)[0].equals(found.path("account").asString()) ? "" : "终点 " + at + " 不是现在的账户";
    }

    private String get(String path) throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create(status.path("sandbox").asString() + path))
                                    .timeout(Duration.ofMinutes(5))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
