package org.yipiao.numbering;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 离线票号 The account of a window agent in the ledger. */
@Component
class OfflineLedger implements OfflineStock {
    /** The window may take the very numbers we looked at; then we look again. */
    private static final int LOOKS = 5;

    private final NumberStore codes;
    private final RangeStore ranges;
    private final Moves moves;

    OfflineLedger(NumberStore codes, RangeStore ranges, Moves moves) {
        this.codes = codes;
        this.ranges = ranges;
        this.moves = moves;
    }

    private static Holding offline(String point, String agent) {
        return new Holding(Account.OFFLINE, point, agent);
    }

    private static void joined() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("offline numbers move inside the transaction that says why");
        }
    }

    @Override
    public Optional<NumberSource.Segment> hand(
            UnitId unit, String point, BillKind kind, int year, long count, String agent, String document) {
        joined();
        var code = codes.code(unit, kind, year);
        if (code.isEmpty()) {
            return Optional.empty();
        }
        var from = Holding.of(Place.point(point));
        var why = new Moves.Why("窗口代理 " + agent, document, "下发离线票号段");
        for (int i = 0; i < LOOKS; i++) {
            var span = lastOf(moves.usable(unit, code.get().digits(), from), count);
            if (span.isEmpty()) {
                return Optional.empty();
            }
            try {
                moves.move(unit, span.get(), from, offline(point, agent), why);
                return Optional.of(new NumberSource.Segment(
                        code.get(), span.get().first(), span.get().last()));
            } catch (Refused busy) {
                if (i == LOOKS - 1) {
                    throw busy;
                }
            }
        }
        return Optional.empty();
    }

    /** From the end, because the window takes from the front. */
    private static Optional<Span> lastOf(List<RangeStore.Row> free, long count) {
        long left = free.stream().mapToLong(OfflineLedger::size).sum();
        long wanted = Math.min(count, left / 2);
        if (wanted < 1) {
            return Optional.empty();
        }
        return free.reversed().stream()
                .filter(row -> size(row) >= wanted)
                .findFirst()
                .or(() -> free.stream().max((a, b) -> Long.compare(size(a), size(b))))
                .map(row -> new Span(
                        row.span().code(),
                        Math.max(row.next(), row.span().last() - wanted + 1),
                        row.span().last()));
    }

    private static long size(RangeStore.Row row) {
        return row.span().last() - row.next() + 1;
    }

    @Override
    public void use(UnitId unit, String point, BillCode code, long number, String agent, String document) {
        joined();
        var from = offline(point, agent);
        moves.move(
                unit,
                Span.one(code.digits(), number),
                from,
                from.as(Account.ISSUED),
                new Moves.Why("窗口代理 " + agent, document, "离线开具"));
    }

    @Override
    public void giveBack(
            UnitId unit, String point, NumberSource.Segment unused, String agent, String by, String document) {
        joined();
        moves.move(
                unit,
                span(unused),
                offline(point, agent),
                Holding.of(Place.point(point)),
                new Moves.Why(by, document, "退回离线票号段"));
    }

    @Override
    public void burn(
            UnitId unit,
            String point,
            NumberSource.Segment lost,
            String agent,
            String by,
            String document,
            String reason) {
        joined();
        var from = offline(point, agent);
        moves.move(unit, span(lost), from, from.as(Account.BURNT), new Moves.Why(by, document, reason));
    }

    @Override
    public List<NumberSource.Segment> held(UnitId unit, String point, NumberSource.Segment within, String agent) {
        return ranges.covering(unit, span(within)).stream()
                .filter(row -> row.holding().equals(offline(point, agent)))
                .map(row -> new NumberSource.Segment(
                        within.code(),
                        Math.max(row.span().first(), within.first()),
                        Math.min(row.span().last(), within.last())))
                .toList();
    }

    private static Span span(NumberSource.Segment segment) {
        return new Span(segment.code().digits(), segment.first(), segment.last());
    }
}
