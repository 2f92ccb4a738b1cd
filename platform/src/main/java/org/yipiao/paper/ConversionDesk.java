package org.yipiao.paper;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.issuing.BillFacts;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillState;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.PaperNumber;
import org.yipiao.numbering.PaperStock;
import org.yipiao.numbering.PaperStock.PaperRange;
import org.yipiao.numbering.Place;
import org.yipiao.paper.Conversion.State;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/**
 * 换开台 Every verb is one transaction over three facts: the flag in the bill's state row, the number in the ledger, and the
 * conversion's own row. So no jam and no lost connection leaves a sheet that nobody accounts for.
 */
@Component
class ConversionDesk implements Conversions {
    private final ConversionStore store;
    private final PaperStock stock;
    private final BillFacts facts;
    private final BillQueries bills;
    private final Units units;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    ConversionDesk(
            ConversionStore store,
            PaperStock stock,
            BillFacts facts,
            BillQueries bills,
            Units units,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.stock = stock;
        this.facts = facts;
        this.bills = bills;
        this.units = units;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public Optional<PaperNumber> next(UnitId unit, String point, String paperCode) {
        return stock.next(unit, Place.point(point), paperCode);
    }

    @Override
    public Conversion convert(UnitId unit, Target target, PaperNumber paper, By by) {
        return inOne(() -> {
            var open = live(unit, target.subject(), target.id());
            if (open.isPresent()) {
                if (open.get().paper().equals(paper) && open.get().state() == State.LIVE) {
                    return open.get();
                }
                throw alreadyOnPaper(open.get());
            }
            putOnPaper(unit, target);
            var conversion = add(unit, target, paper, by, State.LIVE);
            stock.use(unit, place(unit, by.point(), paper), paper, by.operator(), conversion.document());
            return conversion;
        });
    }

    @Override
    public Conversion reconvert(UnitId unit, Target target, PaperNumber paper, By by) {
        return inOne(() -> {
            var old = live(unit, target.subject(), target.id())
                    .orElseThrow(() -> new Refused(
                            409,
                            "NOT_ON_PAPER",
                            target.subject().label() + " " + target.code() + " " + target.number()
                                    + " 没有换开过纸质票据，不能重新换开；请调用换开。"));
            if (old.paper().equals(paper)) {
                return old;
            }
            voidLocked(lock(unit, old.id()), by.operator(), "重新换开");
            putOnPaper(unit, target);
            var conversion = add(unit, target, paper, by, State.LIVE);
            stock.use(unit, place(unit, by.point(), paper), paper, by.operator(), conversion.document());
            return conversion;
        });
    }

    @Override
    public Conversion begin(UnitId unit, Target target, String paperCode, By by) {
        return inOne(() -> {
            var open = live(unit, target.subject(), target.id());
            if (open.isPresent()) {
                if (open.get().state() == State.PRINTING) {
                    return open.get();
                }
                throw alreadyOnPaper(open.get());
            }
            putOnPaper(unit, target);
            return hold(unit, target, paperCode, by);
        });
    }

    private Conversion hold(UnitId unit, Target target, String paperCode, By by) {
        var place = Place.point(by.point());
        var paper = stock.next(unit, place, paperCode)
                .orElseThrow(() -> new Refused(
                        409,
                        "PAPER_EXHAUSTED",
                        "无可用票据：开票点 " + by.point() + " 没有代码 " + paperCode + " 的空白纸质票据。请财务下发纸质票据。"));
        var conversion = add(unit, target, paper, by, State.PRINTING);
        stock.reserve(unit, place, paper, by.operator(), conversion.document());
        return conversion;
    }

    @Override
    public Conversion confirm(UnitId unit, long id, String operator) {
        return inOne(() -> {
            var held = lock(unit, id);
            if (held.state() == State.LIVE) {
                return held;
            }
            if (held.state() != State.PRINTING) {
                throw ended(held);
            }
            stock.confirm(unit, held.paper(), operator, held.document());
            store.confirm(unit, id, clock.instant());
            return again(held);
        });
    }

    @Override
    public Conversion release(UnitId unit, long id, String operator) {
        return inOne(() -> {
            var held = lock(unit, id);
            if (held.state() == State.RELEASED) {
                return held;
            }
            if (held.state() != State.PRINTING) {
                throw held.state() == State.LIVE
                        ? new Refused(409, "PAPER_IN_USE", "纸质票据 " + held.paper() + " 已确认打印，不能放回库存；打印有误请作废重打。")
                        : ended(held);
            }
            stock.release(unit, held.paper(), operator, held.document());
            store.end(unit, id, State.RELEASED, operator, "", clock.instant());
            takeOffPaper(held);
            return again(held);
        });
    }

    @Override
    public Conversion voidSheet(UnitId unit, long id, String operator, String reason) {
        return inOne(() -> {
            var sheet = lock(unit, id);
            return sheet.state() == State.VOIDED ? sheet : voidLocked(sheet, operator, reason);
        });
    }

    private Conversion voidLocked(Conversion sheet, String operator, String reason) {
        if (!sheet.state().open()) {
            throw ended(sheet);
        }
        String why = reason.isBlank() ? "作废" : reason.strip();
        stock.voidUsed(sheet.unit(), sheet.paper(), operator, why, sheet.document());
        store.end(sheet.unit(), sheet.id(), State.VOIDED, operator, why, clock.instant());
        takeOffPaper(sheet);
        return again(sheet);
    }

    @Override
    public Conversion replace(UnitId unit, long id, By by, String reason) {
        return inOne(() -> {
            var old = lock(unit, id);
            var target = new Target(old.subject(), old.subjectId(), old.eCode(), old.eNumber(), old.red());
            if (old.state() == State.VOIDED) {
                // Asked twice: the sheet that took its place.
                return live(unit, old.subject(), old.subjectId()).orElseThrow(() -> ended(old));
            }
            voidLocked(old, by.operator(), reason);
            putOnPaper(unit, target);
            return hold(unit, target, old.paper().code(), by);
        });
    }

    @Override
    public Optional<Conversion> leaveOut(UnitId unit, Target target) {
        return inOne(() -> {
            var out = live(unit, target.subject(), target.id());
            out.ifPresent(sheet -> facts.takeOffPaper(unit, new BillId(target.id())));
            return out;
        });
    }

    @Override
    public void takeBackIn(UnitId unit, Target target) {
        transaction.executeWithoutResult(status -> facts.putOnPaper(unit, new BillId(target.id())));
    }

    @Override
    public boolean voidBlank(UnitId unit, String paperCode, String first, String last, By by, String reason) {
        return inOne(() -> {
            var code = stock.code(unit, paperCode);
            long sheets = first.matches("[0-9]{1,18}") && last.matches("[0-9]{1,18}")
                    ? Math.max(1, Long.parseLong(last) - Long.parseLong(first) + 1)
                    : 1;
            if (!store.addBlank(unit, code.code(), first, last, sheets, by, reason, localNow(unit))) {
                return false;
            }
            stock.voidBlank(
                    unit,
                    place(unit, by.point(), new PaperNumber(paperCode, first)),
                    new PaperRange(paperCode, first, last),
                    by.operator(),
                    reason,
                    "空白作废");
            return true;
        });
    }

    /** Sheets shared out to a cashier are used from the cashier's hands. */
    private Place place(UnitId unit, String point, PaperNumber paper) {
        return stock.whereIs(unit, paper)
                .map(PaperStock.Standing::place)
                .filter(place -> point.equals(place.point()))
                .orElse(Place.point(point));
    }

    private void putOnPaper(UnitId unit, Target target) {
        if (target.subject() == Subject.BILL && !target.red() && !facts.putOnPaper(unit, new BillId(target.id()))) {
            throw notConvertible(unit, target);
        }
    }

    private void takeOffPaper(Conversion sheet) {
        if (sheet.subject() == Subject.BILL && !sheet.red()) {
            facts.takeOffPaper(sheet.unit(), new BillId(sheet.subjectId()));
        }
    }

    private Refused notConvertible(UnitId unit, Target target) {
        var bill = bills.byId(unit, new BillId(target.id()));
        String why = bill.flatMap(IssuedBill::reversedBy).isPresent()
                ? "已冲红"
                : bill.map(IssuedBill::state).map(BillState::label).orElse("不存在");
        return new Refused(
                409,
                "NOT_CONVERTIBLE",
                "电子票据 " + target.code() + " " + target.number() + " " + why + "，不能换开纸质票据。请核对票据。");
    }

    private static Refused alreadyOnPaper(Conversion open) {
        return new Refused(
                409,
                "ALREADY_ON_PAPER",
                open.subject().label() + " " + open.eCode() + " " + open.eNumber() + " 已换开纸质票据 " + open.paper()
                        + "，只能换开一次；打印有误请重新换开。");
    }

    private static Refused ended(Conversion sheet) {
        return new Refused(
                409,
                "PAPER_ENDED",
                "纸质票据 " + sheet.paper() + " " + sheet.state().label() + "，不能再次处理。请重新取号换开。");
    }

    private Conversion add(UnitId unit, Target target, PaperNumber paper, By by, State state) {
        long id = store.add(unit, target, paper, by, state, clock.instant(), localNow(unit))
                .orElseThrow(() -> sheetTaken(unit, target, paper));
        return store.byId(unit, id).orElseThrow();
    }

    private Refused sheetTaken(UnitId unit, Target target, PaperNumber paper) {
        var open = live(unit, target.subject(), target.id());
        if (open.isPresent()) {
            return alreadyOnPaper(open.get());
        }
        String used = byPaper(unit, paper)
                .map(other -> "，对应" + other.subject().label() + " " + other.eCode() + " " + other.eNumber() + "（"
                        + other.state().label() + "）")
                .orElse("");
        return new Refused(409, "PAPER_USED", "纸质票据 " + paper + " 已使用过" + used + "。请取下一个可用号码。");
    }

    private Conversion lock(UnitId unit, long id) {
        return store.lock(unit, id)
                .orElseThrow(() -> new Refused(404, "CONVERSION_NOT_FOUND", "没有这张纸质票据，或它不属于本单位，请返回列表重新选择"));
    }

    private Conversion again(Conversion conversion) {
        return store.byId(conversion.unit(), conversion.id()).orElseThrow();
    }

    private LocalDateTime localNow(UnitId unit) {
        return LocalDateTime.ofInstant(clock.instant(), units.current(unit).zone())
                .truncatedTo(ChronoUnit.MILLIS);
    }

    private interface Work<T> {
        T done();
    }

    private <T> T inOne(Work<T> work) {
        T done = transaction.execute(status -> work.done());
        if (done == null) {
            throw new IllegalStateException("a verb of paper gave nothing");
        }
        return done;
    }

    @Override
    public Optional<Conversion> live(UnitId unit, Subject subject, long id) {
        return store.of(unit, subject, List.of(id), true).stream().findFirst();
    }

    @Override
    public Map<Long, Conversion> live(UnitId unit, Subject subject, List<Long> ids) {
        return ids.isEmpty()
                ? Map.of()
                : store.of(unit, subject, ids, true).stream()
                        .collect(Collectors.toMap(Conversion::subjectId, Function.identity()));
    }

    @Override
    public List<Conversion> of(UnitId unit, Subject subject, long id) {
        return store.of(unit, subject, List.of(id), false);
    }

    @Override
    public Optional<Conversion> byPaper(UnitId unit, PaperNumber paper) {
        return store.byPaper(unit, paper);
    }

    @Override
    public Optional<Conversion> byId(UnitId unit, long conversion) {
        return store.byId(unit, conversion);
    }

    @Override
    public Page<Conversion> list(UnitId unit, Filter filter, int pageNo, int pageSize) {
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        return new Page<>(store.list(unit, filter, size, (long) (no - 1) * size), store.count(unit, filter), no, size);
    }

    @Override
    public Page<BlankVoid> blankVoids(UnitId unit, Filter filter, int pageNo, int pageSize) {
        int size = Page.size(pageSize);
        int no = Page.no(pageNo);
        return new Page<>(
                store.blanks(unit, filter, size, (long) (no - 1) * size), store.blankCount(unit, filter), no, size);
    }
}
