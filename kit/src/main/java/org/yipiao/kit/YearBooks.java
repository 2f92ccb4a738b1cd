package org.yipiao.kit;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** 业务台账 What the simulated people did and were told, month by month: the third book beside the platform's and the bureau's. */
final class YearBooks {
    /** In the order of the printed table. */
    enum Act {
        BILLS("开票"),
        TWICE("重发"),
        RED("冲红"),
        PAPER("换开"),
        PAPER_AGAIN("重换"),
        PAPER_VOID("作废换开"),
        JAM("卡纸"),
        BLANK("空白作废"),
        OFFLINE("离线开票"),
        BURNT("号作废"),
        REQUEST("申领"),
        DISTRIBUTION("下发"),
        RETURN("退库"),
        BUREAU_RETURN("申退"),
        REFUSED("应拒已拒"),
        USAGE("核销"),
        REVIEW("审验"),
        OTHER("其他单据");

        private final String label;

        Act(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** A bill as the cashier was told about it. */
    record Told(String busNo, String code, String number, String point, boolean outpatient) {
        String key() {
            return code + " " + number;
        }
    }

    private final Map<YearMonth, Map<Act, Long>> months = new TreeMap<>();
    private final ConcurrentHashMap<String, String> byBusNo = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> byNumber = new ConcurrentHashMap<>();
    /** Bills that may still be reversed or put on paper. */
    private final List<Told> standing = new ArrayList<>();

    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private YearMonth month;

    YearBooks(YearMonth begin) {
        month = begin;
    }

    synchronized void month(YearMonth now) {
        month = now;
    }

    void add(Act act) {
        add(act, 1);
    }

    synchronized void add(Act act, long count) {
        months.computeIfAbsent(month, m -> new LinkedHashMap<>()).merge(act, count, Long::sum);
    }

    synchronized long total(Act act) {
        return months.values().stream()
                .mapToLong(row -> row.getOrDefault(act, 0L))
                .sum();
    }

    synchronized Map<YearMonth, Map<Act, Long>> months() {
        return new TreeMap<>(months);
    }

    /** What a settlement was answered with; the same settlement always with the same bill, no bill for two. */
    void told(Told bill) {
        String earlier = byBusNo.putIfAbsent(bill.busNo(), bill.key());
        if (earlier != null && !earlier.equals(bill.key())) {
            fault(bill.busNo() + " 先后答复了两张票据 " + earlier + " 与 " + bill.key());
        }
        String other = byNumber.putIfAbsent(bill.key(), bill.busNo());
        if (other != null && !other.equals(bill.busNo())) {
            fault("票据 " + bill.key() + " 答复给了两笔业务 " + other + " 与 " + bill.busNo());
        }
    }

    Map<String, String> byBusNo() {
        return byBusNo;
    }

    synchronized void stands(Told bill) {
        standing.add(bill);
    }

    /** Takes one away, so that no bill is reversed twice and put on paper at the same time. */
    synchronized @Nullable Told pick(SplittableRandom random) {
        return standing.isEmpty() ? null : taken(random.nextInt(standing.size()));
    }

    synchronized @Nullable Told pickOutpatient(String point, SplittableRandom random) {
        if (standing.isEmpty()) {
            return null;
        }
        int start = random.nextInt(standing.size());
        for (int i = 0; i < standing.size(); i++) {
            int at = (start + i) % standing.size();
            Told bill = standing.get(at);
            if (bill.outpatient() && bill.point().equals(point)) {
                return taken(at);
            }
        }
        return null;
    }

    private Told taken(int at) {
        Told bill = standing.get(at);
        Told last = standing.removeLast();
        if (at < standing.size()) {
            standing.set(at, last);
        }
        return bill;
    }

    synchronized void fault(String text) {
        faults.add(text);
        System.out.println("  不符: " + text);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized void note(String text) {
        notes.add(text);
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }
}
