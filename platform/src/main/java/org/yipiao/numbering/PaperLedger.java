package org.yipiao.numbering;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;

/** 纸质票据账 Paper in the number ledger: sheets are named one by one, because they are printed already. */
@Component
class PaperLedger implements PaperStock {
    static final int REASON_MAX = 200;

    private final PaperStore store;
    private final RangeStore ranges;
    private final Moves moves;
    private final Units units;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    PaperLedger(
            PaperStore store,
            RangeStore ranges,
            Moves moves,
            Units units,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.ranges = ranges;
        this.moves = moves;
        this.units = units;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void register(UnitId unit, PaperCode code) {
        var errors = new ArrayList<FieldError>();
        if (!code.code().matches("[0-9]{1,20}")) {
            errors.add(new FieldError("code", "票据代码", shortened(code.code()), "1 到 20 位数字", "按票面上的代码填写，保留前导零"));
        } else if (store.electronic(code.code())) {
            errors.add(new FieldError("code", "票据代码", code.code(), "不得与电子票据代码相同", "请填写纸质票据上印制的代码"));
        }
        if (code.name().isBlank() || code.name().length() > PaperCode.NAME_MAX) {
            errors.add(new FieldError(
                    "name", "票据名称", shortened(code.name()), "1 到 " + PaperCode.NAME_MAX + " 个字符", "按票面标题填写"));
        }
        if (code.width() < 1 || code.width() > PaperCode.WIDTH_MAX) {
            errors.add(new FieldError(
                    "width", "号码位数", String.valueOf(code.width()), "1 到 " + PaperCode.WIDTH_MAX, "按票面上号码的位数填写"));
        }
        Integer year = code.year();
        if (year != null && (year < 2000 || year > 2099)) {
            errors.add(new FieldError("year", "年度", year.toString(), "2000 到 2099，或不填", "票据不分年度时不填"));
        }
        refuse(errors);
        if (!store.register(unit, code, clock.instant())) {
            throw new Refused(409, "PAPER_WIDTH_FIXED", "票据代码 " + code.code() + " 已登记，号码位数不能修改。");
        }
    }

    @Override
    public List<PaperCode> codes(UnitId unit) {
        return store.codes(unit);
    }

    @Override
    public PaperCode code(UnitId unit, String code) {
        return store.code(unit, code)
                .orElseThrow(() ->
                        new Refused(409, "PAPER_CODE_UNKNOWN", "纸质票据代码 " + shortened(code) + " 未登记，请先在票源页登记该票据代码。"));
    }

    @Override
    public void receive(UnitId unit, PaperRange range, String by, String document) {
        var span = span(unit, range);
        transaction.executeWithoutResult(status -> moves.enter(unit, span, new Moves.Why(by, document, "")));
    }

    @Override
    public void move(UnitId unit, PaperRange range, Place from, Place to, String by, String document) {
        var span = span(unit, range);
        transaction.executeWithoutResult(
                status -> moves.move(unit, span, Holding.of(from), Holding.of(to), new Moves.Why(by, document, "")));
    }

    @Override
    public Optional<PaperNumber> next(UnitId unit, Place place, String code) {
        var known = code(unit, code);
        return moves.usable(unit, code, Holding.of(place)).stream().findFirst().map(row -> known.number(row.next()));
    }

    @Override
    public List<PaperRange> blank(UnitId unit, Place place, String code) {
        var known = code(unit, code);
        return moves.usable(unit, code, Holding.of(place)).stream()
                .map(row -> new PaperRange(
                        code, known.digits(row.next()), known.digits(row.span().last())))
                .toList();
    }

    @Override
    public void reserve(UnitId unit, Place place, PaperNumber number, String by, String document) {
        var span = usable(unit, number);
        var from = Holding.of(place);
        transaction.executeWithoutResult(
                status -> moves.move(unit, span, from, from.as(Account.RESERVED), new Moves.Why(by, document, "")));
    }

    @Override
    public void confirm(UnitId unit, PaperNumber number, String by, String document) {
        var span = span(unit, number);
        transaction.executeWithoutResult(status -> {
            var row = there(unit, span);
            if (row.account() == Account.ISSUED
                    && lastDocument(unit, span, Account.ISSUED).equals(document)) {
                return;
            }
            var held = held(unit, span, row, document);
            moves.move(unit, span, held, held.as(Account.ISSUED), new Moves.Why(by, document, ""));
        });
    }

    @Override
    public void release(UnitId unit, PaperNumber number, String by, String document) {
        var span = span(unit, number);
        transaction.executeWithoutResult(status -> {
            var now = there(unit, span);
            var place = now.place();
            if (place != null
                    && now.account() == place.account()
                    && lastDocument(unit, span, now.account()).equals(document)) {
                return;
            }
            var held = held(unit, span, now, document);
            var back = new Place(held.point(), held.cashier());
            moves.move(unit, span, held, Holding.of(back), new Moves.Why(by, document, ""));
        });
    }

    @Override
    public void use(UnitId unit, Place place, PaperNumber number, String by, String document) {
        var span = usable(unit, number);
        var from = Holding.of(place);
        transaction.executeWithoutResult(
                status -> moves.move(unit, span, from, from.as(Account.ISSUED), new Moves.Why(by, document, "")));
    }

    @Override
    public void voidBlank(UnitId unit, Place place, PaperRange range, String by, String reason, String document) {
        var span = span(unit, range);
        var from = Holding.of(place);
        var why = new Moves.Why(by, document, reason(reason));
        transaction.executeWithoutResult(status -> moves.move(unit, span, from, from.as(Account.VOIDED), why));
    }

    @Override
    public void voidUsed(UnitId unit, PaperNumber number, String by, String reason, String document) {
        var span = span(unit, number);
        var why = new Moves.Why(by, document, reason(reason));
        transaction.executeWithoutResult(status -> {
            var now = there(unit, span);
            if (now.account() != Account.ISSUED && now.account() != Account.RESERVED) {
                throw new Refused(
                        409, "PAPER_NOT_USED", "纸质票据 " + number + " 现在" + now.label() + "，只有已使用的票据可以作废。请核对票据号码。");
            }
            moves.move(unit, span, now, now.as(Account.VOIDED), why);
        });
    }

    @Override
    public Optional<Standing> whereIs(UnitId unit, PaperNumber number) {
        var known = store.code(unit, number.code());
        Long value = known.map(code -> code.value(number.number())).orElse(null);
        if (value == null) {
            return Optional.empty();
        }
        return ranges.find(unit, number.code(), value)
                .map(row -> new Standing(
                        row.holding().account(),
                        row.holding().place(),
                        lastDocument(
                                unit,
                                Span.one(number.code(), value),
                                row.holding().account())));
    }

    @Override
    public List<PaperCount> counts(UnitId unit) {
        return store.counts(unit);
    }

    private Holding there(UnitId unit, Span span) {
        return ranges.find(unit, span.code(), span.first())
                .map(RangeStore.Row::holding)
                .orElseThrow(() -> new Refused(
                        409, "NUMBERS_NOT_THERE", "本单位没有纸质票据 " + span.code() + " 的号码 " + span.first() + "，请核对。"));
    }

    /** Only who holds a number may confirm or release it. */
    private Holding held(UnitId unit, Span span, Holding now, String document) {
        if (now.account() != Account.RESERVED
                || !lastDocument(unit, span, Account.RESERVED).equals(document)) {
            throw new Refused(
                    409,
                    "PAPER_NOT_RESERVED",
                    "纸质票据 " + span.code() + " 的号码 " + span.first() + " 没有为本次打印占用，现在" + now.label() + "。请重新取号。");
        }
        return now;
    }

    private String lastDocument(UnitId unit, Span span, Account account) {
        return store.last(unit, span.code(), span.first(), account)
                .map(PaperStore.LastMove::document)
                .orElse("");
    }

    /** A number that may be taken today. */
    private Span usable(UnitId unit, PaperNumber number) {
        var code = code(unit, number.code());
        if (code.stopped()) {
            throw new Refused(409, "PAPER_CODE_STOPPED", "纸质票据代码 " + code.code() + " 已停用，请更换票据。");
        }
        Integer year = code.year();
        int today =
                LocalDate.ofInstant(clock.instant(), units.current(unit).zone()).getYear();
        if (year != null && year != today) {
            throw new Refused(
                    409,
                    "PAPER_NOT_OF_THIS_YEAR",
                    year > today
                            ? "纸质票据代码 " + code.code() + " 是 " + year + " 年度预下发的票据，" + year + " 年 1 月 1 日起才能使用。"
                            : "纸质票据代码 " + code.code() + " 是 " + year + " 年度旧票，不能再使用，请退库。");
        }
        return span(unit, number);
    }

    private Span span(UnitId unit, PaperNumber number) {
        return span(unit, new PaperRange(number.code(), number.number(), number.number()));
    }

    /** @throws Refused FIELD_INVALID naming every number that is not one of its code */
    private Span span(UnitId unit, PaperRange range) {
        var code = code(unit, range.code());
        var errors = new ArrayList<FieldError>();
        Long first = code.value(range.first());
        Long last = code.value(range.last());
        String rule = code.width() + " 位数字";
        if (first == null) {
            errors.add(new FieldError("first", "起始号码", shortened(range.first()), rule, "按票面号码填写，保留前导零"));
        }
        if (last == null) {
            errors.add(new FieldError("last", "终止号码", shortened(range.last()), rule, "按票面号码填写，保留前导零"));
        }
        if (first != null && last != null && first > last) {
            errors.add(new FieldError("last", "终止号码", range.last(), "不小于起始号码", "请核对起止号码"));
        }
        refuse(errors);
        return new Span(code.code(), value(first), value(last));
    }

    private static long value(@Nullable Long number) {
        if (number == null) {
            throw new IllegalStateException("a number was refused and yet used");
        }
        return number;
    }

    private static String reason(String reason) {
        String text = reason.strip();
        if (text.isEmpty() || text.length() > REASON_MAX) {
            refuse(List.of(new FieldError(
                    "reason", "作废原因", shortened(text), "1 到 " + REASON_MAX + " 个字符", "请说明作废原因，如卡纸、打印模糊")));
        }
        return text;
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(400, "FIELD_INVALID", "有字段不符合规则，请按提示修改", errors);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60);
    }
}
