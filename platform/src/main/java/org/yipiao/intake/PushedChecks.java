package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.intake.DayTotals.By;
import org.yipiao.intake.PushedRows.Compared;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Units;
import org.yipiao.shared.UnitId;

/**
 * 推送核对 A business system pushes its own totals or bills of a span of business days; they are compared at once, and again
 * whenever the result is asked for, because bills may have come since.
 */
@Component
class PushedChecks {
    /** 一次推送的最长跨度 */
    static final int DAYS_MAX = 31;

    /** 核对内容 */
    enum Subject {
        TOTALS("总笔数"),
        REFUNDS("退费"),
        BILLS("开票明细");

        private final String label;

        Subject(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** @param point ours; empty for all @param rows JSON object text with the list under {@code rows} */
    record Push(
            long id,
            UnitId unit,
            String caller,
            Subject subject,
            LocalDate first,
            LocalDate last,
            String point,
            long count,
            long fen,
            String rows) {}

    private final PushedCheckStore store;
    private final PushedRows rows;
    private final BillQueries queries;
    private final CallerCodes codes;
    private final Units units;
    private final InstantSource clock;

    PushedChecks(
            PushedCheckStore store,
            PushedRows rows,
            BillQueries queries,
            CallerCodes codes,
            Units units,
            InstantSource clock) {
        this.store = store;
        this.rows = rows;
        this.queries = queries;
        this.codes = codes;
        this.units = units;
        this.clock = clock;
    }

    void receive(Subject subject, Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var span = span(reader);
        String point = codes.point(reader, caller);
        reader.needed("totalNum", "总开票数", 20);
        var count = reader.fine("totalNum", "总开票数");
        reader.needed("totalAmt", "总开票金额", 40);
        var amount = reader.exactMoney("totalAmt", "总开票金额");
        var sent = subject == Subject.BILLS ? PushedRows.bills(reader) : PushedRows.ranges(reader);
        faults.throwIfAny();
        String text = Json.text(Map.of("rows", sent));
        var push = new Push(
                0,
                caller.unit(),
                caller.appid(),
                subject,
                span.first(),
                span.last(),
                point,
                count.longValue(),
                Math.abs(amount.fen()),
                text);
        byte[] sm3 = Sm2.sm3((push.count() + "|" + push.fen() + "|" + text).getBytes(StandardCharsets.UTF_8));
        store.add(push, sm3, compare(push).found());
    }

    private record Span(LocalDate first, LocalDate last) {}

    private static Span span(FieldReader reader) {
        var first = reader.neededTime("bgBusDate", "业务起始日期").map(LocalDateTime::toLocalDate);
        var last = reader.neededTime("endBusDate", "业务截止日期").map(LocalDateTime::toLocalDate);
        if (first.isPresent() && last.isPresent()) {
            if (last.get().isBefore(first.get())) {
                reader.fault("endBusDate", "业务截止日期", last.get().toString(), "早于业务起始日期", "请核对日期");
            } else if (first.get().plusDays(DAYS_MAX).isBefore(last.get())) {
                reader.fault("endBusDate", "业务截止日期", last.get().toString(), "跨度最多" + DAYS_MAX + "天", "请分段核对");
            }
        }
        return new Span(first.orElse(LocalDate.EPOCH), last.orElse(LocalDate.EPOCH));
    }

    private record Result(PushedCheckStore.Found found, List<Compared> rows, List<Map<String, Object>> differences) {}

    private Result compare(Push push) {
        boolean refunds = push.subject() == Subject.REFUNDS;
        var filter = By.BUSINESS.filter(
                push.first().atStartOfDay(),
                push.last().plusDays(1).atStartOfDay(),
                CallerCodes.orNull(push.point()),
                null,
                refunds ? Boolean.TRUE : null);
        var all = queries.totals(push.unit(), filter);
        long count = all.blueCount() + all.redCount();
        long fen = Math.addExact(all.blueFen(), Math.abs(all.redFen()));
        var sent = Json.object(push.rows(), "核对明细").list("rows");
        var compared =
                push.subject() == Subject.BILLS ? List.<Compared>of() : rows.compared(push.unit(), sent, refunds);
        var differences = push.subject() == Subject.BILLS
                ? rows.differences(push.unit(), sent, filter)
                : List.<Map<String, Object>>of();
        boolean differs = count != push.count()
                || fen != push.fen()
                || !differences.isEmpty()
                || compared.stream().anyMatch(Compared::differs);
        return new Result(new PushedCheckStore.Found(count, fen, differs, clock.instant()), compared, differences);
    }

    Map<String, Object> query(Subject subject, Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var span = span(reader);
        String point = codes.point(reader, caller);
        var page = CallerCodes.page(reader);
        faults.throwIfAny();
        var list = new ArrayList<Map<String, Object>>();
        for (var push : store.list(
                caller.unit(), caller.appid(), subject, span.first(), span.last(), point, page.size(), page.skip())) {
            var result = compare(push);
            store.found(push, result.found());
            list.add(row(push, result, caller));
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put(
                "total",
                String.valueOf(store.count(caller.unit(), caller.appid(), subject, span.first(), span.last(), point)));
        answer.put("pageNo", String.valueOf(page.no()));
        answer.put("dataList", list);
        return answer;
    }

    /** 状态 1 一致, 2 有差异. */
    private Map<String, Object> row(Push push, Result result, Caller caller) {
        var found = result.found();
        var row = new LinkedHashMap<String, Object>();
        row.put("busDate", digits(push.first().atStartOfDay()));
        row.put("busType", "");
        row.put("bgBusDate", digits(push.first().atStartOfDay()));
        row.put("endBusDate", digits(push.last().atStartOfDay()));
        row.put("placeCode", push.point().isEmpty() ? "" : codes.hisPoint(caller, push.point()));
        row.put("totalNum", push.count());
        row.put("totalAmt", Money.ofFen(push.fen()).yuan());
        row.put("resultTotalNum", found.count());
        row.put("resultTotalAmt", Money.ofFen(found.fen()).yuan());
        row.put("diffNum", found.count() - push.count());
        row.put("diffAmt", Money.ofFen(found.fen() - push.fen()).yuan());
        var zone = units.current(push.unit()).zone();
        row.put("checkTime", digits(LocalDateTime.ofInstant(found.at(), zone)));
        row.put("status", found.differs() ? "2" : "1");
        if (push.subject() == Subject.BILLS) {
            row.put("dataCheckBillList", PushedRows.sent(push.rows()));
            row.put("dataCheckDiffBill", result.differences());
        } else {
            row.put(
                    "dataCheckBillList",
                    result.rows().stream().map(Compared::row).toList());
        }
        return row;
    }

    private static String digits(LocalDateTime time) {
        return time.format(HisTime.DIGITS_17);
    }
}
