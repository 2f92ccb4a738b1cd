package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillKind;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 票号总账 Moves ranges of numbers between accounts, each movement written down in the same transaction. */
@Component
class NumberLedger implements NumberStock {
    /** Most numbers one take may ask for. */
    static final int TAKE_MAX = 1_000;

    private final NumberStore store;
    private final NumberRequests requests;
    private final StockDocuments documents;
    private final CodeStore codes;
    private final Moves moves;
    private final Segments segments;
    private final Units units;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final ConcurrentHashMap<CodeKey, BillCode> codesInUse = new ConcurrentHashMap<>();

    private record CodeKey(UnitId unit, BillKind kind, int year) {}

    NumberLedger(
            NumberStore store,
            NumberRequests requests,
            StockDocuments documents,
            CodeStore codes,
            Moves moves,
            Segments segments,
            Units units,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.requests = requests;
        this.documents = documents;
        this.codes = codes;
        this.moves = moves;
        this.segments = segments;
        this.units = units;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Take take(UnitId unit, String point, BillKind kind, int year, int count) {
        takeable(count);
        var code = codeInUse(unit, kind, year);
        if (code == null) {
            return new Take.Exhausted(0);
        }
        var today = LocalDate.ofInstant(clock.instant(), units.current(unit).zone());
        var draw = Draw.from(store.lockOpen(unit, code, Account.POINT, point, today), count);
        if (draw.runs().isEmpty()) {
            // Ranges that arrived while we waited for the lock were not seen by the first look.
            draw = Draw.from(store.lockOpen(unit, code, Account.POINT, point, today), count);
        }
        if (draw.runs().isEmpty()) {
            return new Take.Exhausted(draw.left());
        }
        var here = new Holding(Account.POINT, point, null);
        for (Draw.Run run : draw.runs()) {
            var why = segments.against(
                    unit, here, span(run, run.last()), span(run, run.range().last()));
            if (why.isPresent()) {
                return new Take.Uncertified(why.get());
            }
        }
        var now = clock.instant();
        for (Draw.Run run : draw.runs()) {
            store.issue(run);
            store.write(
                    unit,
                    now,
                    new NumberStore.Entry(run.segment(), Account.POINT, point, Account.ISSUED, point, "", ""));
        }
        return new Take.Taken(draw.segments());
    }

    private static Span span(Draw.Run run, long last) {
        return new Span(run.range().code().digits(), run.first(), last);
    }

    private static void takeable(int count) {
        if (count < 1 || count > TAKE_MAX) {
            throw new IllegalArgumentException("numbers are taken 1 to " + TAKE_MAX + " at a time: " + count);
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("numbers are only taken inside the transaction that writes their bills");
        }
    }

    /** A code whose numbers are in use never changes, so one that gave numbers is remembered. */
    private @Nullable BillCode codeInUse(UnitId unit, BillKind kind, int year) {
        var key = new CodeKey(unit, kind, year);
        var known = codesInUse.get(key);
        if (known != null) {
            return known;
        }
        var code = store.code(unit, kind, year).orElse(null);
        if (code != null && store.hasRanges(unit, code)) {
            codesInUse.put(key, code);
        }
        return code;
    }

    @Override
    public void register(UnitId unit, BillCode code, BillKind kind, int year) {
        store.register(unit, code, kind, year);
    }

    @Override
    public Take take(UnitId unit, Place place, BillKind kind, int year, int count) {
        String point = place.point();
        if (point == null) {
            throw new IllegalArgumentException("numbers are taken at a point");
        }
        if (place.cashier() == null) {
            return take(unit, point, kind, year, count);
        }
        takeable(count);
        var code = codeInUse(unit, kind, year);
        if (code == null) {
            return new Take.Exhausted(0);
        }
        var from = Holding.of(place);
        for (RangeStore.Row row : moves.lowest(unit, code.digits(), count, from)) {
            var free = new Span(code.digits(), row.next(), row.span().last());
            var why = segments.against(unit, from, free, free);
            if (why.isPresent()) {
                return new Take.Uncertified(why.get());
            }
        }
        var spans =
                moves.moveLowest(unit, code.digits(), count, from, from.as(Account.ISSUED), new Moves.Why("", "", ""));
        return spans.isEmpty()
                ? new Take.Exhausted(moves.free(unit, code.digits(), from))
                : new Take.Taken(spans.stream()
                        .map(span -> new NumberSource.Segment(code, span.first(), span.last()))
                        .toList());
    }

    @Override
    public NumberSource.Grant request(UnitId unit, BillKind kind, int year, long count, String by) {
        return requests.request(unit, registered(unit, kind, year), count, Who.system(by));
    }

    @Override
    public List<NumberSource.Segment> distribute(
            UnitId unit, String point, BillKind kind, int year, long count, String by) {
        if (count < 1 || count > NumberRequests.COUNT_MAX) {
            throw new Refused(400, "COUNT_INVALID", "下发数量必须在 1 到 " + NumberRequests.COUNT_MAX + " 之间。");
        }
        var code = registered(unit, kind, year);
        return documents
                .moveLowest(
                        unit,
                        DocumentType.DISTRIBUTION,
                        code,
                        count,
                        Place.UNIT,
                        Place.point(point),
                        "",
                        Who.system(by))
                .map(document -> segments(document))
                .orElse(List.of());
    }

    private List<NumberSource.Segment> segments(StockDocument document) {
        return documents.lines(document).stream()
                .map(line -> new NumberSource.Segment(
                        new BillCode(line.span().code()),
                        line.span().first(),
                        line.span().last()))
                .toList();
    }

    private LedgerCode registered(UnitId unit, BillKind kind, int year) {
        return store.code(unit, kind, year)
                .flatMap(code -> codes.find(unit, code.digits()))
                .orElseThrow(() -> new Refused(
                        409, "BILL_CODE_UNKNOWN", year + " 年度的" + kind.medicalType() + "票据代码尚未从财政同步。请先同步票据种类，再申领或下发。"));
    }

    @Override
    public List<Stock> stock(UnitId unit) {
        var zone = units.current(unit).zone();
        return store.stock(
                unit,
                LocalDate.ofInstant(clock.instant(), zone).atStartOfDay(zone).toInstant());
    }

    @Override
    public Page<Movement> movements(UnitId unit, @Nullable List<String> points, int pageNo, int pageSize) {
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        return new Page<>(store.movements(unit, points, no, size), store.movementCount(unit, points), no, size);
    }

    @Override
    public void burn(UnitId unit, BillCode code, long number, String by, String reason) {
        transaction.executeWithoutResult(
                status -> moves.burn(unit, code.digits(), number, new Moves.Why(by, "", reason)));
    }

    @Override
    public List<NumberSource.Segment> issued(UnitId unit) {
        return store.issued(unit);
    }
}
