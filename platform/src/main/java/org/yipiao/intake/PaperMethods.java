package org.yipiao.intake;

import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.numbering.PaperNumber;
import org.yipiao.paper.Conversion;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.paper.Conversions;
import org.yipiao.paper.Conversions.Target;
import org.yipiao.paper.Prints;
import org.yipiao.paper.Prints.What;
import org.yipiao.prepayment.Prepayments;

/** 纸质票据方法 Conversion, reconversion, void, and prints made on the cashier's own printer. */
@Component
class PaperMethods implements MarketGroup {
    /** What kiosk pages compare the answer with. */
    private static final String DONE = "操作成功";

    private final Conversions conversions;
    private final Prints prints;
    private final Prepayments prepayments;
    private final Reversals reversals;
    private final BillAnswers answers;
    private final CallerCodes codes;

    PaperMethods(
            Conversions conversions,
            Prints prints,
            Prepayments prepayments,
            Reversals reversals,
            BillAnswers answers,
            CallerCodes codes) {
        this.conversions = conversions;
        this.prints = prints;
        this.prepayments = prepayments;
        this.reversals = reversals;
        this.answers = answers;
        this.codes = codes;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("getPaperBillNo", this::next)
                .add("turnPaper", (in, caller) -> turn(in, caller, false, false))
                .add("reTurnPaper", (in, caller) -> turn(in, caller, true, false))
                .add("turnPaperPrint", (in, caller) -> turn(in, caller, false, true))
                .add("reTurnPaperPrint", (in, caller) -> turn(in, caller, true, true))
                .add("invalidPaper", this::voidPaper)
                .add("invalidBlankBillNo", this::voidBlank)
                .add("writeOffEBillToPaper", this::reverseToPaper)
                .add("printPaperBill", this::printPaper)
                .add("getPaperSheet", this::sheet)
                .add("printElectBill", (in, caller) -> print(in, caller, What.BILL))
                .add("printElectBillList", (in, caller) -> print(in, caller, What.LIST))
                .add("getElectBilllListTotal", this::listPages)
                .add("getElectBillListTotal", this::listPages);
    }

    private Reply next(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String point = codes.neededPoint(reader, caller);
        String code = reader.needed("pBillBatchCode", "纸质票据代码", 50);
        faults.throwIfAny();
        var paper = conversions
                .next(caller.unit(), point, code)
                .orElseThrow(() -> Refusal.method("无可用票据：开票点" + point + "没有代码" + code + "的空白纸质票据；请财务下发纸质票据"));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("pBillBatchCode", paper.code());
        answer.put("pBillNo", paper.number());
        return Reply.fields(answer);
    }

    private record Turned(Target target, PaperNumber paper, Conversions.By by) {}

    private Turned turned(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String code = reader.needed("billBatchCode", "电子票据代码", 50);
        String number = reader.needed("billNo", "电子票据号码", 20);
        String paperCode = reader.needed("pBillBatchCode", "纸质票据代码", 50);
        String paperNumber = reader.needed("pBillNo", "纸质票据号码", 20);
        var busAt = reader.neededTime("busDateTime", "业务发生时间");
        String point = codes.neededPoint(reader, caller);
        String operator = reader.needed("operator", "经办人", 60);
        faults.throwIfAny();
        return new Turned(
                target(caller, code, number),
                new PaperNumber(paperCode, paperNumber),
                new Conversions.By(point, operator, caller.appid(), busAt.orElseThrow()));
    }

    /** A bill, or a prepayment voucher under its own code. */
    private Target target(Caller caller, String code, String number) {
        var voucher = prepayments.find(caller.unit(), code, number);
        if (voucher.isPresent()) {
            return new Target(Subject.VOUCHER, voucher.get().id(), code, number, false);
        }
        return target(answers.bill(caller.unit(), code, number));
    }

    static Target target(IssuedBill bill) {
        return new Target(
                Subject.BILL,
                bill.id().value(),
                bill.code().digits(),
                bill.number().digits(),
                bill.reverses().isPresent());
    }

    private Reply turn(Fields in, Caller caller, boolean again, boolean print) {
        var asked = turned(in, caller);
        var sheet = again
                ? conversions.reconvert(caller.unit(), asked.target(), asked.paper(), asked.by())
                : conversions.convert(caller.unit(), asked.target(), asked.paper(), asked.by());
        if (print) {
            prints.count(
                    caller.unit(),
                    What.PAPER,
                    sheet.id(),
                    asked.by().operator(),
                    asked.by().point());
        }
        return Reply.text(DONE);
    }

    /** 作废 What invalidPaper and invalidPayMentVoucherPaper ask. */
    record Voided(PaperNumber paper, String point, String author, String reason, LocalDateTime busAt) {
        static Voided read(Fields in, Caller caller, CallerCodes codes) {
            var faults = new Faults();
            var reader = new FieldReader(in, "", faults);
            String code = reader.needed("pBillBatchCode", "纸质票据代码", 50);
            String number = reader.needed("pBillNo", "纸质票据号", 50);
            String point = codes.neededPoint(reader, caller);
            String author = reader.needed("author", "作废人", 50);
            String reason = reader.text("reason", "作废原因", 200);
            var busAt = reader.neededTime("busDateTime", "业务发生时间");
            faults.throwIfAny();
            return new Voided(
                    new PaperNumber(code, number),
                    point,
                    author,
                    reason.isEmpty() ? "作废" : reason,
                    busAt.orElseThrow());
        }
    }

    /** 作废换开 The sheet is void, then the bill is reversed; repeated after a break, it goes on where it stopped. */
    private Reply voidPaper(Fields in, Caller caller) {
        var asked = Voided.read(in, caller, codes);
        var sheet = conversions
                .byPaper(caller.unit(), asked.paper())
                .filter(found -> found.subject() == Subject.BILL)
                .orElseThrow(() ->
                        Refusal.method("纸质票据(pBillBatchCode)=" + asked.paper().code() + "，(pBillNo)="
                                + asked.paper().number() + "：没有换开记录；空白票据请调用invalidBlankBillNo"));
        var blue = answers.bill(caller.unit(), sheet.eCode(), sheet.eNumber());
        var red = answers.redOf(blue);
        if (sheet.state().open()) {
            conversions.voidSheet(caller.unit(), sheet.id(), asked.author(), asked.reason());
        } else if (red.isEmpty()
                && conversions
                        .live(caller.unit(), Subject.BILL, sheet.subjectId())
                        .isPresent()) {
            throw Refusal.method("纸质票据" + asked.paper() + "已作废，电子票据" + blue.code() + " " + blue.number()
                    + "已重新换开其他纸质票据；请作废现在有效的纸质票据");
        }
        return Reply.fields(answers.reversed(
                red.isPresent()
                        ? red.get()
                        : reversals.reverse(
                                new Reversals.Asked(blue, asked.reason(), asked.author(), asked.busAt(), asked.point()),
                                caller),
                caller.protocol()));
    }

    private Reply voidBlank(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String code = reader.needed("pBillBatchCode", "纸质票据代码", 50);
        String first = reader.needed("pBillNoStart", "起始纸质票据号", 20);
        String last = reader.needed("pBillNoEnd", "终止纸质票据号", 20);
        String point = codes.neededPoint(reader, caller);
        String author = reader.needed("author", "作废人", 50);
        String reason = reader.text("reason", "作废原因", 200);
        var busAt = reader.neededTime("busDateTime", "业务发生时间");
        faults.throwIfAny();
        conversions.voidBlank(
                caller.unit(),
                code,
                first,
                last,
                new Conversions.By(point, author, caller.appid(), busAt.orElseThrow()),
                reason.isEmpty() ? "空白作废" : reason);
        return Reply.text(DONE);
    }

    /**
     * 已换开纸质冲红 The blue sheet stays out; the red bill is given a sheet of its own. Repeated after a break, it goes on where
     * it stopped.
     */
    private Reply reverseToPaper(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String paperCode = reader.needed("pBillBatchCode", "纸质票据红票代码", 50);
        String paperNumber = reader.needed("pBillNo", "纸质票据红票号码", 20);
        codes.neededPoint(reader, caller);
        faults.throwIfAny();
        var asked = reversals.read(in, caller);
        var blue = asked.blue();
        var known = answers.redOf(blue);
        IssuedBill red;
        if (known.isPresent()) {
            red = known.get();
        } else {
            var target = target(blue);
            if (conversions.leaveOut(caller.unit(), target).isEmpty()) {
                throw Refusal.method("电子票据" + blue.code() + " " + blue.number() + "没有换开纸质票据；请调用writeOffEBill冲红");
            }
            try {
                red = reversals.reverse(asked, caller);
            } catch (Refusal refusal) {
                conversions.takeBackIn(caller.unit(), target);
                throw refusal;
            }
        }
        conversions.convert(
                caller.unit(),
                target(red),
                new PaperNumber(paperCode, paperNumber),
                new Conversions.By(asked.point(), asked.operator(), caller.appid(), asked.busAt()));
        return Reply.fields(answers.reversed(red, caller.protocol()));
    }

    /** A sheet that is out, and the terminal whose printer it is for; empty when the caller names none. */
    private record Asked(Conversion sheet, String terminal) {}

    private Asked asked(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var paper = new PaperNumber(
                reader.needed("pBillBatchCode", "已开具纸质票据代码", 50), reader.needed("pBillNo", "已开具纸质票据号", 20));
        String terminal = reader.text("terminal", "打印终端", Prints.Calibration.TERMINAL_MAX);
        faults.throwIfAny();
        var sheet = conversions
                .byPaper(caller.unit(), paper)
                .filter(found -> found.state() == Conversion.State.LIVE)
                .orElseThrow(() -> Refusal.method("纸质票据(pBillBatchCode)=" + paper.code() + "，(pBillNo)="
                        + paper.number() + "：没有有效的换开记录；请核对代码和号码"));
        return new Asked(sheet, terminal);
    }

    private Reply printPaper(Fields in, Caller caller) {
        var asked = asked(in, caller);
        var sheet = asked.sheet();
        prints.count(
                caller.unit(),
                What.PAPER,
                sheet.id(),
                caller.name(),
                asked.terminal().isEmpty() ? sheet.point() : asked.terminal());
        return Reply.text(DONE);
    }

    /** 取套打页 Our own, for the window agent: what is to stand on the sheet, as PDF. Not counted; who prints it says so by printPaperBill. */
    private Reply sheet(Fields in, Caller caller) {
        var asked = asked(in, caller);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("pBillBatchCode", asked.sheet().paper().code());
        answer.put("pBillNo", asked.sheet().paper().number());
        answer.put("pdf", Base64.getEncoder().encodeToString(prints.sheet(asked.sheet(), asked.terminal())));
        return Reply.fields(answer);
    }

    private Reply print(Fields in, Caller caller, What what) {
        var bill = answers.checked(in, caller);
        if (what == What.LIST) {
            var faults = new Faults();
            var reader = new FieldReader(in, "", faults);
            int pages = prints.listPages(bill.id());
            String from = reader.needed("pageNoBgn", "起始页码", 10);
            int first = from.equals("0") ? 0 : CallerCodes.number(reader, "pageNoBgn", "起始页码", 1);
            int last = CallerCodes.number(reader, "pageNoEnd", "终止页码", Math.max(1, pages));
            if (last < first || last > Math.max(1, pages)) {
                reader.fault(
                        "pageNoEnd", "终止页码", in.text("pageNoEnd"), "清单共" + pages + "页", "请填写起始页码到" + pages + "之间的页码");
            }
            faults.throwIfAny();
            if (first == 0) {
                prints.count(caller.unit(), What.BILL, bill.id().value(), caller.name(), bill.point());
            }
        }
        prints.count(caller.unit(), what, bill.id().value(), caller.name(), bill.point());
        return Reply.text(DONE);
    }

    private Reply listPages(Fields in, Caller caller) {
        return Reply.fields(
                Map.of("total", prints.listPages(answers.checked(in, caller).id())));
    }
}
