package org.yipiao.numbering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * 账面 Which number stands in which account, kept by ranges; neighbours in the same account are one range. Replaying a
 * journal into it checks every movement: its numbers must stand where it takes them from.
 */
final class LedgerState {
    private final Map<String, TreeMap<Long, Piece>> codes = new TreeMap<>();

    /** Numbers {@code first} to {@code last} in one account. */
    record Piece(long first, long last, Holding holding) {}

    /** A movement that can not be: numbers that stand elsewhere, or twice. */
    static final class Broken extends RuntimeException {
        Broken(String message) {
            super(message);
        }
    }

    /** Lays down numbers that are nowhere yet. */
    void put(Span span, Holding holding) {
        var pieces = codes.computeIfAbsent(span.code(), code -> new TreeMap<>());
        var before = pieces.floorEntry(span.last());
        if (before != null && before.getValue().last() >= span.first()) {
            throw new Broken("票据代码 " + span.code() + " 的号码 " + Math.max(span.first(), before.getKey()) + " 同时在两个账户");
        }
        join(pieces, new Piece(span.first(), span.last(), holding));
    }

    /** Lays numbers down wherever they stood before. */
    void set(Span span, Holding holding) {
        var pieces = codes.computeIfAbsent(span.code(), code -> new TreeMap<>());
        for (var entry = pieces.floorEntry(span.last());
                entry != null && entry.getValue().last() >= span.first();
                entry = pieces.floorEntry(span.last())) {
            Piece piece = entry.getValue();
            pieces.remove(piece.first());
            if (piece.last() > span.last()) {
                pieces.put(span.last() + 1, new Piece(span.last() + 1, piece.last(), piece.holding()));
            }
            if (piece.first() < span.first()) {
                pieces.put(piece.first(), new Piece(piece.first(), span.first() - 1, piece.holding()));
            }
        }
        join(pieces, new Piece(span.first(), span.last(), holding));
    }

    void move(Span span, Holding from, Holding to) {
        if (from.account() == Account.BUREAU) {
            put(span, to);
            return;
        }
        var pieces = codes.computeIfAbsent(span.code(), code -> new TreeMap<>());
        for (long next = span.first(); next <= span.last(); ) {
            var entry = pieces.floorEntry(next);
            Piece piece = entry == null ? null : entry.getValue();
            if (piece == null || piece.last() < next || !piece.holding().equals(from)) {
                throw new Broken("票据代码 " + span.code() + " 的号码 " + next + " 不在" + from.label() + "，流水却从那里转出");
            }
            long last = Math.min(piece.last(), span.last());
            pieces.remove(piece.first());
            if (piece.first() < next) {
                pieces.put(piece.first(), new Piece(piece.first(), next - 1, from));
            }
            if (last < piece.last()) {
                pieces.put(last + 1, new Piece(last + 1, piece.last(), from));
            }
            next = last + 1;
        }
        join(pieces, new Piece(span.first(), span.last(), to));
    }

    private static void join(NavigableMap<Long, Piece> pieces, Piece piece) {
        long first = piece.first();
        long last = piece.last();
        var before = pieces.lowerEntry(first);
        if (before != null
                && before.getValue().last() == first - 1
                && before.getValue().holding().equals(piece.holding())) {
            first = before.getKey();
            pieces.remove(before.getKey());
        }
        var after = pieces.get(last + 1);
        if (after != null && after.holding().equals(piece.holding())) {
            pieces.remove(after.first());
            last = after.last();
        }
        pieces.put(first, new Piece(first, last, piece.holding()));
    }

    List<String> codes() {
        return codes.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    List<Piece> pieces(String code) {
        var pieces = codes.get(code);
        return pieces == null ? List.of() : new ArrayList<>(pieces.values());
    }

    long numbers() {
        return codes.values().stream()
                .flatMap(pieces -> pieces.values().stream())
                .mapToLong(piece -> piece.last() - piece.first() + 1)
                .sum();
    }

    /** The first difference in words; empty when both say the same. */
    String difference(LedgerState other) {
        var all = new java.util.TreeSet<>(codes());
        all.addAll(other.codes());
        for (String code : all) {
            var mine = pieces(code);
            var theirs = other.pieces(code);
            for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
                Piece one = i < mine.size() ? mine.get(i) : null;
                Piece two = i < theirs.size() ? theirs.get(i) : null;
                if (one == null || !one.equals(two)) {
                    return "票据代码 " + code + "：按流水 " + text(one) + "，账上 " + text(two);
                }
            }
        }
        return "";
    }

    private static String text(@org.jspecify.annotations.Nullable Piece piece) {
        return piece == null
                ? "无"
                : piece.first() + "-" + piece.last() + " " + piece.holding().label();
    }
}
