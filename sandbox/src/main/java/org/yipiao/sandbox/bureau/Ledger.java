package org.yipiao.sandbox.bureau;

import jakarta.annotation.PreDestroy;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.springframework.stereotype.Component;
import org.yipiao.bill.BillCode;
import org.yipiao.sandbox.Home;
import org.yipiao.sandbox.SandboxProperties;

/**
 * 财政台账 The bureau's own books, in one file: allotted segments, countersigned bills, reversals, daily totals. One writer at
 * a time; what it wrote is in the file, whole or not at all, before anyone is answered, and outlives the process.
 */
@Component
class Ledger {
    private static final int CACHE_MB = 64;
    private static final int DAY_AND_CODE = 16;
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private final MVStore store;
    private final ReentrantLock writer = new ReentrantLock();
    private final MVMap<Long, byte[]> bills;
    private final MVMap<Long, byte[]> blocks;
    private final MVMap<Long, Long> reversals;
    private final MVMap<Long, String> refusals;
    private final MVMap<Long, String> segments;
    private final MVMap<Long, String> returns;
    private final MVMap<Long, String> declarations;
    private final MVMap<String, String> requests;
    private final MVMap<String, String> totals;
    private final MVMap<Long, Long> checks;
    private final MVMap<String, String> registry;

    private final String firstAgency;

    Ledger(Home home, SandboxProperties properties) {
        this.firstAgency = properties.agency();
        this.store = new MVStore.Builder()
                .fileName(home.file("bureau.mv").toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MB)
                .open();
        Home.ownerOnly(home.file("bureau.mv"));
        this.bills = store.openMap("bills", longsTo(ByteArrayDataType.INSTANCE));
        this.blocks = store.openMap("blocks", longsTo(ByteArrayDataType.INSTANCE));
        this.reversals = store.openMap("reversals", longsTo(LongDataType.INSTANCE));
        this.refusals = store.openMap("refusals", longsTo(StringDataType.INSTANCE));
        this.segments = store.openMap("segments", longsTo(StringDataType.INSTANCE));
        this.declarations = store.openMap("declarations", longsTo(StringDataType.INSTANCE));
        this.returns = store.openMap("returns", longsTo(StringDataType.INSTANCE));
        this.requests = store.openMap("requests", textTo());
        this.totals = store.openMap("totals", textTo());
        this.checks = store.openMap("checks", longsTo(LongDataType.INSTANCE));
        this.registry = store.openMap("registry", textTo());
    }

    @PreDestroy
    void close() {
        writer.lock();
        try {
            store.close();
        } finally {
            writer.unlock();
        }
    }

    /** Does {@code work} alone and keeps all of it, or nothing when it throws. */
    <T> T write(Supplier<T> work) {
        writer.lock();
        try {
            T done = work.get();
            store.commit();
            return done;
        } catch (RuntimeException e) {
            store.rollback();
            throw e;
        } finally {
            writer.unlock();
        }
    }

    /** 号段 @param first key of the first number @param last key of the last one */
    record Segment(long first, long last, String agency, String requestNo, String at) {
        private String text() {
            return String.join("\t", Long.toString(last), agency, at, requestNo);
        }

        private static Segment of(long first, String text) {
            String[] parts = text.split("\t", 4);
            return new Segment(first, Long.parseLong(parts[0]), parts[1], parts[3], parts[2]);
        }
    }

    /** 汇总 Counts and sums of one code. */
    record Total(long blueCount, long blueFen, long redCount, long redFen) {
        static final Total ZERO = new Total(0, 0, 0, 0);

        Total plus(Total more) {
            return new Total(
                    blueCount + more.blueCount,
                    Math.addExact(blueFen, more.blueFen),
                    redCount + more.redCount,
                    Math.addExact(redFen, more.redFen));
        }

        private String text() {
            return blueCount + "," + blueFen + "," + redCount + "," + redFen;
        }

        private static Total of(String text) {
            String[] parts = text.split(",", 4);
            return new Total(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]));
        }
    }

    Optional<Entry> bill(long key) {
        return Optional.ofNullable(bills.get(key)).map(bytes -> Entry.of(key, bytes));
    }

    /** The bytes the unit signed. */
    Optional<Block> block(long key) {
        return Optional.ofNullable(blocks.get(key)).map(Block::unpacked);
    }

    /** The red bill of a blue one. */
    Optional<Long> reversedBy(long blue) {
        return Optional.ofNullable(reversals.get(blue));
    }

    Optional<String> refusal(long key) {
        return Optional.ofNullable(refusals.get(key));
    }

    /** Only inside {@link #write}. */
    void add(String agency, Entry entry, byte[] packedBlock) {
        if (bills.putIfAbsent(entry.key(), entry.bytes()) != null) {
            throw new IllegalStateException("number used twice: " + entry.code() + " " + entry.number());
        }
        blocks.put(entry.key(), packedBlock);
        refusals.remove(entry.key());
        if (entry.isRed() && reversals.putIfAbsent(entry.blue(), entry.key()) != null) {
            throw new IllegalStateException("blue bill reversed twice: " + entry.blue());
        }
        String day = DAY.format(entry.issued()) + entry.code() + owner(agency);
        Total one = entry.isRed() ? new Total(0, 0, 1, entry.totalFen()) : new Total(1, entry.totalFen(), 0, 0);
        totals.put(day, total(day).plus(one).text());
    }

    /** Only inside {@link #write}. */
    void refused(long key, String reason) {
        refusals.put(key, reason);
    }

    /** Day sums of the first agency stand under day and code alone, as they did before there were others. */
    private String owner(String agency) {
        return agency.equals(firstAgency) ? "" : "/" + agency;
    }

    /** True when the number was allotted to the unit. */
    boolean isOf(String agency, long key) {
        return allotted(key).filter(segment -> segment.agency().equals(agency)).isPresent();
    }

    /** The segment a number was allotted in; empty also when it came back. */
    Optional<Segment> segmentOf(long key) {
        return cameBack(key, key) ? Optional.empty() : allotted(key);
    }

    /** True when all of these numbers were allotted to the unit and none of them came back. */
    boolean allottedTo(String agency, long first, long last) {
        for (long key = first; key <= last; ) {
            var segment = allotted(key);
            if (segment.isEmpty() || !segment.get().agency().equals(agency)) {
                return false;
            }
            key = segment.get().last() + 1;
        }
        return !cameBack(first, last);
    }

    private boolean cameBack(long first, long last) {
        return touches(returns, first, last);
    }

    /** True when one of these numbers was reported as used before. */
    boolean declared(long first, long last) {
        return touches(declarations, first, last);
    }

    /** 核销 Only inside {@link #write}. */
    void declare(long first, long last, String reportNo) {
        declarations.put(first, last + "\t" + reportNo);
    }

    private static boolean touches(MVMap<Long, String> ranges, long first, long last) {
        Long before = ranges.floorKey(last);
        String text = before == null ? null : ranges.get(before);
        return text != null && Long.parseLong(text.split("\t", 2)[0]) >= first;
    }

    /** 收回 Only inside {@link #write}. */
    void takeBack(long first, long last, String documentNo) {
        returns.put(first, last + "\t" + documentNo);
    }

    /** How many of these numbers are on bills. */
    long used(long first, long last) {
        return index(last + 1) - index(first);
    }

    /** 已收回号段 @param document 申退单号 */
    record Back(long first, long last, String document) {}

    List<Back> returned() {
        var all = new ArrayList<Back>();
        returns.forEach((first, text) -> {
            String[] parts = text.split("\t", 2);
            all.add(new Back(first, Long.parseLong(parts[0]), parts[1]));
        });
        return all;
    }

    private Optional<Segment> allotted(long key) {
        Long first = segments.floorKey(key);
        String text = first == null ? null : segments.get(first);
        if (first == null || text == null) {
            return Optional.empty();
        }
        Segment segment = Segment.of(first, text);
        return key <= segment.last() ? Optional.of(segment) : Optional.empty();
    }

    List<Segment> segments() {
        var all = new ArrayList<Segment>();
        segments.forEach((first, text) -> all.add(Segment.of(first, text)));
        return all;
    }

    /** How many numbers of a segment are on bills. */
    long used(Segment segment) {
        return used(segment.first(), segment.last());
    }

    /** The last number ever allotted of a code; 0: none. */
    long lastAllotted(BillCode code) {
        long start = Long.parseLong(code.digits()) * 10_000_000_000L;
        Long first = segments.lowerKey(start + 10_000_000_000L);
        String text = first == null || first < start ? null : segments.get(first);
        return first == null || text == null ? 0 : Segment.of(first, text).last() - start;
    }

    /** Only inside {@link #write}. */
    void allot(Segment segment) {
        if (segments.putIfAbsent(segment.first(), segment.text()) != null) {
            throw new IllegalStateException("segment allotted twice: " + segment.first());
        }
    }

    Optional<String> request(String agencyAndNo) {
        return Optional.ofNullable(requests.get(agencyAndNo));
    }

    /** Only inside {@link #write}. */
    void request(String agencyAndNo, String text) {
        requests.put(agencyAndNo, text);
    }

    /** What is on file under a key, such as {@code form:no}. */
    Optional<String> registered(String key) {
        return Optional.ofNullable(registry.get(key));
    }

    /** Everything on file whose key begins so, in the order of keys. */
    SortedMap<String, String> registeredUnder(String begin) {
        var found = new TreeMap<String, String>();
        for (var keys = registry.keyIterator(begin); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.startsWith(begin)) {
                break;
            }
            registered(key).ifPresent(text -> found.put(key, text));
        }
        return found;
    }

    /** Only inside {@link #write}. */
    void register(String key, String text) {
        registry.put(key, text);
    }

    /** Sums by code of the bills of all units issued from one day until another, both included. */
    List<CodeTotal> totals(LocalDate from, LocalDate until) {
        return totals(from, until, owner -> true);
    }

    /** As above, of one unit. */
    List<CodeTotal> totals(String agency, LocalDate from, LocalDate until) {
        return totals(from, until, owner(agency)::equals);
    }

    private List<CodeTotal> totals(LocalDate from, LocalDate until, Predicate<String> owners) {
        var sums = new TreeMap<BillCode, Total>();
        String past = DAY.format(until.plusDays(1));
        for (var days = totals.cursor(DAY.format(from), null, false); days.hasNext(); ) {
            String day = days.next();
            if (day.compareTo(past) >= 0) {
                break;
            }
            if (owners.test(day.substring(DAY_AND_CODE))) {
                sums.merge(new BillCode(day.substring(8, DAY_AND_CODE)), Total.of(days.getValue()), Total::plus);
            }
        }
        return sums.entrySet().stream()
                .map(sum -> new CodeTotal(sum.getKey(), sum.getValue()))
                .toList();
    }

    /** 代码汇总 */
    record CodeTotal(BillCode code, Total total) {}

    /** Counts one public check of a bill; not worth a write of its own, the next one takes it along. */
    long checked(long key) {
        writer.lock();
        try {
            Long before = checks.get(key);
            long count = before == null ? 1 : before + 1;
            checks.put(key, count);
            return count;
        } finally {
            writer.unlock();
        }
    }

    /** All bills in the order of code and number, as of now. */
    void all(Consumer<Entry> each) {
        var version = store.registerVersionUsage();
        try {
            for (var cursor = bills.cursor(null); cursor.hasNext(); ) {
                long key = cursor.next();
                each.accept(Entry.of(key, cursor.getValue()));
            }
        } finally {
            store.deregisterVersionUsage(version);
        }
    }

    long count() {
        return bills.sizeAsLong();
    }

    private Total total(String day) {
        String text = totals.get(day);
        return text == null ? Total.ZERO : Total.of(text);
    }

    private long index(long key) {
        long index = bills.getKeyIndex(key);
        return index >= 0 ? index : -index - 1;
    }

    private static <V> MVMap.Builder<Long, V> longsTo(org.h2.mvstore.type.DataType<V> values) {
        return new MVMap.Builder<Long, V>().keyType(LongDataType.INSTANCE).valueType(values);
    }

    private static MVMap.Builder<String, String> textTo() {
        return new MVMap.Builder<String, String>()
                .keyType(StringDataType.INSTANCE)
                .valueType(StringDataType.INSTANCE);
    }
}
