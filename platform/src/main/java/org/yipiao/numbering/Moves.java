package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 票号移动 Moves exactly the named numbers from one account to another and writes it down; all of them or none. Only inside
 * a transaction. Ranges are locked in ascending order, so two movements never wait for each other in a circle.
 */
@Component
class Moves {
    /** A number that moved while we waited for its lock is looked for again this often. */
    private static final int LOOKS = 5;

    private final RangeStore store;
    private final Terms terms;
    private final InstantSource clock;

    Moves(RangeStore store, Terms terms, InstantSource clock) {
        this.store = store;
        this.terms = terms;
        this.clock = clock;
    }

    /** @param by 经办人 @param document 单据号, may be empty @param reason may be empty */
    record Why(String by, String document, String reason) {}

    /**
     * Numbers enter the unit's account: new ones, or ones that went back to the bureau earlier.
     *
     * @throws Refused NUMBERS_OVERLAP naming what is there already
     */
    void enter(UnitId unit, Span span, Why why) {
        long next = span.first();
        while (next <= span.last()) {
            var there = store.overlapping(new Span(span.code(), next, span.last()));
            if (there.isEmpty()) {
                enterNew(unit, new Span(span.code(), next, span.last()), why);
                return;
            }
            var row = there.get();
            if (row.holding().account() != Account.RETURNED
                    || store.find(unit, span.code(), row.span().first()).isEmpty()) {
                throw overlap(span, row);
            }
            if (row.span().first() > next) {
                enterNew(unit, new Span(span.code(), next, row.span().first() - 1), why);
            }
            long last = Math.min(span.last(), row.span().last());
            var back = new Span(span.code(), Math.max(next, row.span().first()), last);
            // Their term begins anew.
            var expires = terms.of(unit, span.code());
            move(unit, back, Holding.RETURNED, Holding.UNIT, why, moved -> expires);
            next = last + 1;
        }
    }

    private void enterNew(UnitId unit, Span span, Why why) {
        store.add(unit, span, Holding.UNIT, terms.of(unit, span.code()));
        store.write(unit, clock.instant(), span, Holding.BUREAU, Holding.UNIT, why);
    }

    private static Refused overlap(Span span, RangeStore.Row row) {
        return new Refused(
                409,
                "NUMBERS_OVERLAP",
                "号段 " + text(span) + " 与已有号段 " + text(row.span()) + "（"
                        + row.holding().label() + "）重叠，未入库。请核对票据代码和起止号码。");
    }

    /** @throws Refused NUMBERS_NOT_THERE naming the first number that is not in {@code from} */
    void move(UnitId unit, Span span, Holding from, Holding to, Why why) {
        move(unit, span, from, to, why, RangeStore.Row::expires);
    }

    /** The last day on which numbers of a range may be used once they have moved. */
    private interface Term {
        @Nullable
        LocalDate of(RangeStore.Row row);
    }

    private void move(UnitId unit, Span span, Holding from, Holding to, Why why, Term term) {
        long next = span.first();
        while (next <= span.last()) {
            var row = lock(unit, span.code(), next);
            if (row == null || !row.holding().equals(from) || next < row.next()) {
                throw notThere(span, next, from, row);
            }
            if (uses(from, to) && !row.usableOn(terms.today(unit))) {
                throw new Refused(
                        409,
                        "NUMBERS_EXPIRED",
                        "票据代码 " + span.code() + " 的号码 " + next + " 已过有效期（" + row.expires() + "），不能再下发和使用。请退库并申退，另领新号。");
            }
            long last = Math.min(span.last(), row.span().last());
            var piece = new Span(span.code(), next, last);
            carve(unit, row, piece, to, term.of(row));
            store.write(unit, clock.instant(), piece, from, to, why);
            next = last + 1;
        }
    }

    /** Towards a bill; away from it, back to where they came from, numbers go at any age. */
    private static boolean uses(Holding from, Holding to) {
        boolean lying =
                from.account() == Account.UNIT || from.account() == Account.POINT || from.account() == Account.CASHIER;
        return lying
                && switch (to.account()) {
                    case CASHIER, ISSUED, RESERVED, OFFLINE -> true;
                    case POINT -> from.account() == Account.UNIT;
                    default -> false;
                };
    }

    /** Free ranges that may still be used. */
    List<RangeStore.Row> usable(UnitId unit, String code, Holding holding) {
        var today = terms.today(unit);
        return store.free(unit, code, holding).stream()
                .filter(row -> row.usableOn(today))
                .toList();
    }

    /** Moves the lowest free numbers. @return what was moved; empty, and nothing moved, when there are too few */
    List<Span> moveLowest(UnitId unit, String code, long count, Holding from, Holding to, Why why) {
        var spans = new ArrayList<Span>();
        long wanted = count;
        for (RangeStore.Row row : uses(from, to) ? usable(unit, code, from) : store.free(unit, code, from)) {
            if (wanted == 0) {
                break;
            }
            long here = Math.min(wanted, row.span().last() - row.next() + 1);
            spans.add(new Span(code, row.next(), row.next() + here - 1));
            wanted -= here;
        }
        if (wanted > 0) {
            return List.of();
        }
        spans.forEach(span -> move(unit, span, from, to, why));
        return spans;
    }

    /** The ranges from which the lowest {@code count} usable numbers come; all there are when there are fewer. */
    List<RangeStore.Row> lowest(UnitId unit, String code, long count, Holding from) {
        var rows = new ArrayList<RangeStore.Row>();
        long wanted = count;
        for (RangeStore.Row row : usable(unit, code, from)) {
            if (wanted <= 0) {
                break;
            }
            rows.add(row);
            wanted -= row.span().last() - row.next() + 1;
        }
        return rows;
    }

    /** How many numbers an account has left of a code. */
    long free(UnitId unit, String code, Holding holding) {
        return usable(unit, code, holding).stream()
                .mapToLong(row -> row.span().last() - row.next() + 1)
                .sum();
    }

    /**
     * A number that left through the hot path becomes BURNT: it stands in the issued front of a point's range, which is
     * split around it.
     */
    void burn(UnitId unit, String code, long number, Why why) {
        var row = lock(unit, code, number);
        var span = Span.one(code, number);
        if (row == null || (row.holding().account() != Account.ISSUED && number >= row.next())) {
            throw notThere(span, number, new Holding(Account.ISSUED, null, null), row);
        }
        var issued = row.holding().as(Account.ISSUED);
        if (row.holding().account() != Account.ISSUED) {
            if (row.next() > row.span().last()) {
                store.settle(row, issued);
                row = new RangeStore.Row(row.id(), row.span(), row.span().first(), issued, row.expires());
            } else {
                // The point goes on from what is left behind the number.
                store.cut(row, number + 1, row.span().last());
                var front = new Span(code, row.span().first(), number);
                store.add(unit, front, issued, row.expires());
                row = lock(unit, code, number);
                if (row == null) {
                    throw new IllegalStateException("number " + number + " of " + code + " vanished under its lock");
                }
            }
        }
        var burnt = issued.as(Account.BURNT);
        carve(unit, row, span, burnt, row.expires());
        store.write(unit, clock.instant(), span, issued, burnt, why);
    }

    private RangeStore.@Nullable Row lock(UnitId unit, String code, long number) {
        for (int i = 0; i < LOOKS; i++) {
            Optional<RangeStore.Row> row = store.lock(unit, code, number);
            if (row.isPresent()) {
                return row.get();
            }
            if (store.find(unit, code, number).isEmpty()) {
                return null;
            }
        }
        throw new Refused(409, "NUMBERS_BUSY", "号码 " + number + " 正被其他操作占用，请稍后重试。");
    }

    /** Takes a piece out of the free part of a locked range and books it into the other account. */
    private void carve(UnitId unit, RangeStore.Row row, Span piece, Holding to, @Nullable LocalDate expires) {
        var whole = row.span();
        boolean fromFront = piece.first() == whole.first();
        boolean toBack = piece.last() == whole.last();
        if (fromFront && toBack) {
            store.hand(row, to, expires);
            return;
        }
        if (fromFront) {
            store.cut(row, piece.last() + 1, whole.last());
        } else {
            store.cut(row, whole.first(), piece.first() - 1);
            if (!toBack) {
                store.add(unit, new Span(whole.code(), piece.last() + 1, whole.last()), row.holding(), row.expires());
            }
        }
        if (piece.first() == 0 || !store.extend(unit, piece, to, expires)) {
            store.add(unit, piece, to, expires);
        }
    }

    private static Refused notThere(Span span, long number, Holding from, RangeStore.@Nullable Row row) {
        String now = row == null
                ? "本单位没有这个号码"
                : number < row.next() && row.holding().account() != Account.ISSUED
                        ? "该号码已开具"
                        : "该号码现在" + row.holding().label();
        return new Refused(
                409,
                "NUMBERS_NOT_THERE",
                "票据代码 " + span.code() + " 的号码 " + number + " 不在" + from.label() + "：" + now + "。请核对号码，或查询票号去向。");
    }

    private static String text(Span span) {
        return span.code() + " " + span.first() + " 至 " + span.last();
    }
}
