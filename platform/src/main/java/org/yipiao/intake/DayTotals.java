package org.yipiao.intake;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Money;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.BillQueries.Filter;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.shared.Page;

/**
 * 核对 Reconciliation with the business system: totals of a business day and lists by business time. Bills of the whole
 * unit count, whoever issued them, because a reversal at the console must be seen by the business system too.
 */
@Component
class DayTotals {
    /** Bills of one day that are grouped into number ranges at most; a day above it gets its totals without ranges. */
    static final int RANGE_BILLS_MAX = 100_000;

    private final BillQueries queries;
    private final CallerCodes codes;
    private final BillAnswers answers;
    private final PaperRows papers;

    DayTotals(BillQueries queries, CallerCodes codes, BillAnswers answers, PaperRows papers) {
        this.queries = queries;
        this.codes = codes;
        this.answers = answers;
        this.papers = papers;
    }

    /** 日期口径 By which time a bill belongs to a day. */
    enum By {
        BUSINESS("busDate", "业务日期"),
        ISSUE("ivcDate", "开票日期");

        private final String field;
        private final String label;

        By(String field, String label) {
            this.field = field;
            this.label = label;
        }

        Filter filter(
                LocalDateTime from,
                LocalDateTime until,
                @Nullable String point,
                @Nullable String busType,
                @Nullable Boolean red) {
            boolean business = this == BUSINESS;
            return new Filter(
                    business ? null : from,
                    business ? null : until,
                    business ? from : null,
                    business ? until : null,
                    null,
                    null,
                    point,
                    busType,
                    null,
                    red,
                    null);
        }
    }

    /**
     * 总笔数核对 Red bills count like blue ones, with their magnitude: callers compute charged = all − refunds.
     *
     * @param red true: 退费核对, red bills alone
     * @param byPoint 开票点核对: the point must be named
     */
    Map<String, Object> ofDay(By by, boolean red, boolean byPoint, Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var day = reader.neededTime(by.field, by.label);
        String place = byPoint ? codes.neededPoint(reader, caller) : codes.point(reader, caller);
        String busType = codes.busType(reader, caller);
        var asked = CallerCodes.page(reader);
        faults.throwIfAny();
        var from = day.orElseThrow().toLocalDate();
        var filter = by.filter(
                from.atStartOfDay(),
                from.plusDays(1).atStartOfDay(),
                CallerCodes.orNull(place),
                CallerCodes.orNull(busType),
                red ? Boolean.TRUE : null);
        var all = queries.totals(caller.unit(), filter);
        long count = all.blueCount() + all.redCount();
        var amount = Money.ofFen(Math.addExact(all.blueFen(), Math.abs(all.redFen())));
        boolean listed = !in.text("isReturnList").equals("0") && count <= RANGE_BILLS_MAX;
        var ranges = listed ? ranges(caller, filter) : List.<Range>of();
        var page = asked.of(ranges);

        var answer = new LinkedHashMap<String, Object>();
        answer.put(by.field, from.format(HisTime.DASHED));
        answer.put("copyNum", listed ? ranges.size() : count);
        answer.put(
                "totalAmt",
                listed ? Money.ofFen(page.stream().mapToLong(Range::fen).sum()).yuan() : amount.yuan());
        answer.put("totalNum", listed ? page.stream().mapToLong(Range::count).sum() : count);
        answer.put("allTotalAmt", amount.yuan());
        answer.put("allTotalNum", count);
        answer.put("billNoList", page.stream().map(range -> row(range, caller)).toList());
        return answer;
    }

    /** 号段 Consecutive numbers of one business kind, point and code. */
    private record Range(IssuedBill first, IssuedBill last, long count, long fen) {
        boolean continuesWith(IssuedBill bill) {
            return bill.number().value() == last.number().value() + 1
                    && bill.code().equals(last.code())
                    && bill.point().equals(last.point())
                    && bill.busType().equals(last.busType());
        }

        Range with(IssuedBill bill) {
            return new Range(first, bill, count + 1, fen + Math.abs(bill.total().fen()));
        }
    }

    private List<Range> ranges(Caller caller, Filter filter) {
        var bills = new ArrayList<IssuedBill>();
        for (int pageNo = 1; bills.size() < RANGE_BILLS_MAX; pageNo++) {
            var page =
                    queries.list(caller.unit(), filter, pageNo, Page.SIZE_MAX).rows();
            bills.addAll(page);
            if (page.size() < Page.SIZE_MAX) {
                break;
            }
        }
        bills.sort(Comparator.comparing(IssuedBill::code).thenComparing(IssuedBill::number));
        var ranges = new ArrayList<Range>();
        for (var bill : bills) {
            if (!ranges.isEmpty() && ranges.getLast().continuesWith(bill)) {
                ranges.add(ranges.removeLast().with(bill));
            } else {
                ranges.add(new Range(bill, bill, 1, Math.abs(bill.total().fen())));
            }
        }
        return ranges;
    }

    private Map<String, Object> row(Range range, Caller caller) {
        var bill = range.first();
        var row = new LinkedHashMap<String, Object>();
        row.put("busType", codes.hisBusType(caller, bill.busType()));
        row.put("placeCode", codes.hisPoint(caller, bill.point()));
        row.put("billName", answers.billName(bill));
        row.put("billBatchCode", bill.code().digits());
        row.put("bgnNo", bill.number().digits());
        row.put("endNo", range.last().number().digits());
        row.put("copyNum", range.count());
        row.put("totalAmt", BigDecimal.valueOf(range.fen(), 2));
        return row;
    }

    /** 按时间取开票信息 Bounds are taken to the whole second, because clients send ...001 as the last millisecond. */
    Map<String, Object> list(By by, Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var from = reader.neededTime("busBgnDate", "业务起始日期");
        var until = reader.neededTime("busEndDate", "业务截止日期");
        String place = codes.point(reader, caller);
        var asked = CallerCodes.page(reader);
        String dataType = reader.text("dataType", "数据类型", 10);
        if (!dataType.isEmpty() && !dataType.matches("[1-5]")) {
            reader.fault("dataType", "数据类型", dataType, "只能是1至5或空", "1正常电子、2电子红票、3换开纸质、4换开纸质红票、5空白纸质");
        }
        faults.throwIfAny();
        Boolean red = dataType.isEmpty() ? null : Boolean.valueOf(dataType.equals("2"));
        var filter = by.filter(
                from.orElseThrow().withNano(0),
                until.orElseThrow().withNano(0).plusSeconds(1),
                CallerCodes.orNull(place),
                null,
                red);
        var parts = new ArrayList<Part>();
        if (dataType.isEmpty() || dataType.matches("[12]")) {
            parts.add(bills(filter, caller));
        }
        parts.addAll(papers.parts(by == By.BUSINESS, dataType, filter, caller));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("total", parts.stream().mapToLong(Part::total).sum());
        answer.put("pageNo", asked.no());
        answer.put("billList", page(parts, asked));
        return answer;
    }

    /** 列表的一段 One kind of rows; the pages of a list run through all kinds, one after the other. */
    interface Part {
        long total();

        /** @param pageNo from 1 */
        List<Map<String, Object>> page(int pageNo, int pageSize);
    }

    private Part bills(Filter filter, Caller caller) {
        long total = queries.list(caller.unit(), filter, 1, 1).total();
        return new Part() {
            @Override
            public long total() {
                return total;
            }

            @Override
            public List<Map<String, Object>> page(int pageNo, int pageSize) {
                return queries.list(caller.unit(), filter, pageNo, pageSize).rows().stream()
                        .map(bill -> row(bill, caller))
                        .toList();
            }
        };
    }

    /** A page may begin in one part and end in the next; each part is read in whole pages of its own. */
    private static List<Map<String, Object>> page(List<Part> parts, CallerCodes.Asked asked) {
        var rows = new ArrayList<Map<String, Object>>();
        long skip = asked.skip();
        for (var part : parts) {
            while (rows.size() < asked.size() && skip < part.total()) {
                int pageNo = (int) (skip / asked.size()) + 1;
                int inside = (int) (skip % asked.size());
                var page = part.page(pageNo, asked.size());
                if (page.size() <= inside) {
                    break;
                }
                var taken = page.subList(inside, Math.min(page.size(), inside + asked.size() - rows.size()));
                rows.addAll(taken);
                skip += taken.size();
            }
            skip = Math.max(0, skip - part.total());
        }
        return rows;
    }

    private Map<String, Object> row(IssuedBill bill, Caller caller) {
        var related = bill.reverses().or(bill::reversedBy).flatMap(id -> queries.byId(bill.unit(), id));
        var row = new LinkedHashMap<String, Object>();
        row.put("busDate", bill.busAt().format(HisTime.DIGITS_17));
        row.put("busNo", bill.busNo());
        row.put("busType", codes.hisBusType(caller, bill.busType()));
        row.put("placeCode", codes.hisPoint(caller, bill.point()));
        row.put("billName", answers.billName(bill));
        row.put("billBatchCode", bill.code().digits());
        row.put("billNo", bill.number().digits());
        row.put("random", bill.checkCode().text());
        row.put("totalAmt", bill.total().yuan());
        row.put("ivcDateTime", BillAnswers.createTime(bill));
        row.put("dataType", bill.reverses().isPresent() ? "2" : "1");
        row.put("state", state(bill));
        row.put("relateBillBatchCode", related.map(r -> r.code().digits()).orElse(""));
        row.put("relateBillNo", related.map(r -> r.number().digits()).orElse(""));
        return row;
    }

    private static String state(IssuedBill bill) {
        return switch (bill.state()) {
            case BURNT -> "2";
            case REVERSED -> "3";
            default -> bill.reversedBy().isPresent() ? "3" : "1";
        };
    }
}
