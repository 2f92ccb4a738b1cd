package org.yipiao.supervision;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.yipiao.bill.BillCode;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.Account;
import org.yipiao.numbering.UsedNumbers;
import org.yipiao.shared.FieldError;
import org.yipiao.shared.Refused;
import org.yipiao.shared.UnitId;
import org.yipiao.supervision.UsageStore.Report;
import org.yipiao.supervision.UsageStore.State;
import org.yipiao.transit.CallFailed;
import org.yipiao.transit.Outcome.Fault;
import tools.jackson.databind.json.JsonMapper;

/**
 * 核销 Usage reports. What is declared comes from the ledger's journal, is proved against the bills number by number count,
 * is sent to the bureau, and its answer is kept. A refused report is declared anew under a new number.
 */
@Component
class UsageReports {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final UsageStore store;
    private final AskStore steps;
    private final Unanswered unanswered;
    private final UsedNumbers numbers;
    private final BillQueries bills;
    private final BureauClient bureau;
    private final Units units;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    UsageReports(
            UsageStore store,
            AskStore steps,
            Unanswered unanswered,
            UsedNumbers numbers,
            BillQueries bills,
            BureauClient bureau,
            Units units,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.steps = steps;
        this.unanswered = unanswered;
        this.numbers = numbers;
        this.bills = bills;
        this.bureau = bureau;
        this.units = units;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * 申报明细 One code.
     *
     * @param issued 已开具（使用） ranges
     * @param voided 作废 ranges
     * @param burnt 号作废 ranges
     * @param numbers all declared numbers
     * @param bills bills on them; 0 for paper
     * @param difference declared numbers without a bill plus bills without a declared number; must be 0
     * @param left 期末库存
     */
    record Line(
            String code,
            boolean paper,
            String name,
            List<BureauWire.Range> issued,
            List<BureauWire.Range> voided,
            List<BureauWire.Range> burnt,
            long numbers,
            long bills,
            long blueCount,
            long blueFen,
            long redCount,
            long redFen,
            long open,
            long difference,
            long left) {}

    /** 试算 What a report until the end of a day would declare. */
    record Draft(LocalDate until, long after, long cut, List<Line> lines) {
        long numbers() {
            return lines.stream().mapToLong(Line::numbers).sum();
        }

        long bills() {
            return lines.stream().mapToLong(Line::bills).sum();
        }

        long fen() {
            return lines.stream()
                    .mapToLong(line -> line.blueFen() + line.redFen())
                    .sum();
        }
    }

    /** @throws Refused FIELD_INVALID for a day that is not over */
    Draft draft(UnitId unit, LocalDate until) {
        ZoneId zone = units.current(unit).zone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        if (until.isAfter(today)) {
            throw new Refused(
                    400,
                    "FIELD_INVALID",
                    "有字段不符合规则，请按提示修改",
                    List.of(new FieldError("until", "截止日期", until.toString(), "不得晚于今天", "请选择今天或以前的日期")));
        }
        long after = store.declaredUntil(unit);
        long cut = Math.max(
                after, numbers.cut(unit, until.plusDays(1).atStartOfDay(zone).toInstant()));
        var left = new LinkedHashMap<String, Long>();
        numbers.left(unit, cut).forEach(one -> left.put(one.code(), one.count()));
        var byCode = new LinkedHashMap<String, List<UsedNumbers.Used>>();
        numbers.between(unit, after, cut)
                .forEach(used -> byCode.computeIfAbsent(used.code(), code -> new ArrayList<>())
                        .add(used));
        var lines = byCode.values().stream()
                .map(used -> line(unit, used, left.getOrDefault(used.getFirst().code(), 0L)))
                .toList();
        return new Draft(until, after, cut, lines);
    }

    private Line line(UnitId unit, List<UsedNumbers.Used> used, long left) {
        var any = used.getFirst();
        long declared = used.stream().mapToLong(UsedNumbers.Used::count).sum();
        long blueCount = 0;
        long blueFen = 0;
        long redCount = 0;
        long redFen = 0;
        long open = 0;
        long withoutBill = 0;
        if (!any.paper()) {
            for (UsedNumbers.Used run : used) {
                var use = bills.use(unit, new BillCode(run.code()), run.first(), run.last());
                blueCount += use.blueCount();
                blueFen += use.blueFen();
                redCount += use.redCount();
                redFen += use.redFen();
                open += use.open();
                withoutBill += difference(run, use);
            }
        }
        return new Line(
                any.code(),
                any.paper(),
                any.name(),
                ranges(used, Account.ISSUED),
                ranges(used, Account.VOIDED),
                ranges(used, Account.BURNT),
                declared,
                blueCount + redCount,
                blueCount,
                blueFen,
                redCount,
                redFen,
                open,
                withoutBill,
                left);
    }

    /**
     * An issued number has exactly one bill and a voided blank one none. A burnt one may have had a bill, which was given up
     * with it, or never one, as those of a lost window agent.
     */
    private static long difference(UsedNumbers.Used run, BillQueries.RunUse use) {
        return switch (run.account()) {
            case VOIDED -> use.bills();
            case BURNT -> use.bills() - use.burnt();
            default -> Math.abs(run.count() - use.bills());
        };
    }

    private static List<BureauWire.Range> ranges(List<UsedNumbers.Used> used, Account account) {
        return used.stream()
                .filter(one -> one.account() == account)
                .map(one -> new BureauWire.Range(one.code(), one.firstDigits(), one.lastDigits()))
                .toList();
    }

    /** 申报 @throws Refused NOTHING_TO_REPORT, USAGE_DIFFERS, BILLS_IN_TRANSIT or REPORT_OPEN */
    Report submit(UnitId unit, LocalDate until, String by) {
        var draft = draft(unit, until);
        if (draft.lines().isEmpty()) {
            throw new Refused(409, "NOTHING_TO_REPORT", "截至 " + until + " 没有新的用票，无需核销。");
        }
        long difference = draft.lines().stream().mapToLong(Line::difference).sum();
        if (difference > 0) {
            throw new Refused(409, "USAGE_DIFFERS", "申报号码与票据相差 " + difference + " 个，不能申报。请查看首页“号票一致”的巡检发现，联系信息科。");
        }
        long open = draft.lines().stream().mapToLong(Line::open).sum();
        if (open > 0) {
            throw new Refused(
                    409, "BILLS_IN_TRANSIT", "还有 " + open + " 张票据未完成财政监制，只有已开具、已冲红和已作废的票据可以核销。请等在途办完，或选择更早的截止日期。");
        }
        var now = clock.instant();
        String no = "HX" + DateTimeFormatter.BASIC_ISO_DATE.format(until)
                + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        var report = new Report(
                unit,
                no,
                until,
                draft.after(),
                draft.cut(),
                State.SUBMITTED,
                JSON.writeValueAsString(draft.lines()),
                draft.numbers(),
                draft.bills(),
                draft.fen(),
                "",
                by,
                now,
                null);
        transaction.executeWithoutResult(status -> {
            if (!store.add(report)) {
                throw new Refused(409, "REPORT_OPEN", "上一份核销单尚未办结，请等财政答复后再申报。");
            }
            steps.step(
                    which(report),
                    new UsageStore.Step(now, "申报", by, "号码 " + draft.numbers() + " 个，票据 " + draft.bills() + " 张"));
        });
        return settleOrWait(report);
    }

    /** A bureau that is away, or answers with an error, does not lose the report: what it said is kept beside it. */
    private Report settleOrWait(Report report) {
        try {
            return settle(report);
        } catch (RuntimeException failure) {
            unanswered.failed(which(report), failure);
            return store.find(report.unit(), report.no()).orElse(report);
        }
    }

    /** 重新提交 of one that waits for a person; the same number, so nothing is declared twice. */
    Report again(UnitId unit, String no, String by) {
        var report = store.find(unit, no).orElseThrow(UsageReports::unknown);
        unanswered.again(which(report), by);
        return settleOrWait(store.find(unit, no).orElseThrow());
    }

    /** 撤回 What it declared is declared by the next one. */
    Report withdraw(UnitId unit, String no, String reason, boolean verified, String by) {
        var report = store.find(unit, no).orElseThrow(UsageReports::unknown);
        unanswered.withdraw(which(report), reason, verified, by);
        return store.find(unit, no).orElseThrow();
    }

    static Refused unknown() {
        return new Refused(404, "REPORT_NOT_FOUND", "没有这份核销单，或它不属于本单位，请返回列表重新选择");
    }

    private static AskStore.Which which(Report report) {
        return new AskStore.Which(AskStore.What.USAGE, report.unit(), report.no());
    }

    static List<Line> lines(Report report) {
        return Arrays.asList(JSON.readValue(report.content(), Line[].class));
    }

    /** 补问 */
    @Scheduled(fixedDelayString = "${yipiao.supervision.ask-again-ms:10000}", initialDelay = 60_000)
    void askAgain() {
        for (var one : unanswered.due(AskStore.What.USAGE)) {
            store.find(one.unit(), one.no()).ifPresent(this::settleOrWait);
        }
    }

    private Report settle(Report report) {
        var answer = bureau.reportUsage(
                report.unit(),
                new BureauWire.UsageReport(
                        report.no(),
                        report.until().toString(),
                        lines(report).stream()
                                .map(line -> new BureauWire.UsageLine(
                                        line.code(),
                                        line.paper(),
                                        line.issued(),
                                        line.voided(),
                                        line.burnt(),
                                        line.blueCount(),
                                        line.blueFen(),
                                        line.redCount(),
                                        line.redFen(),
                                        line.left()))
                                .toList()));
        if (answer.state() == null) {
            throw new CallFailed(Fault.WRONG_ANSWER, "财政票据系统的核销应答没有状态");
        }
        var state = switch (answer.state()) {
            case "ACCEPTED" -> State.ACCEPTED;
            case "REFUSED" -> State.REFUSED;
            default -> State.REVIEWING;
        };
        if (state == State.REVIEWING) {
            unanswered.looking(which(report), report.at());
        }
        if (state == report.state()) {
            return report;
        }
        String said = answer.reason() == null ? "" : answer.reason();
        var now = clock.instant();
        return transaction.execute(status -> {
            if (store.answer(report, state, said, now)) {
                steps.step(which(report), new UsageStore.Step(now, state.label(), BureauClient.PARTY, said));
            }
            return store.find(report.unit(), report.no()).orElseThrow();
        });
    }
}
