package org.yipiao.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.intake.DayTotals.Part;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.paper.Conversion;
import org.yipiao.paper.Conversion.Subject;
import org.yipiao.paper.Conversions;
import org.yipiao.shared.BillId;
import org.yipiao.shared.Page;

/** 纸质票据明细 Paper in the lists of the market protocol: 3 given for a bill, 4 for a red bill, 5 blank and given up. */
@Component
class PaperRows {
    private final Conversions conversions;
    private final BillQueries queries;
    private final CallerCodes codes;
    private final BillAnswers answers;

    PaperRows(Conversions conversions, BillQueries queries, CallerCodes codes, BillAnswers answers) {
        this.conversions = conversions;
        this.queries = queries;
        this.codes = codes;
        this.answers = answers;
    }

    List<Part> parts(boolean byBusiness, String dataType, BillQueries.Filter times, Caller caller) {
        var filter = new Conversions.Filter(
                byBusiness,
                byBusiness ? times.busFrom() : times.from(),
                byBusiness ? times.busUntil() : times.until(),
                point(times.point()),
                null,
                null,
                null,
                null,
                null);
        var parts = new ArrayList<Part>();
        if (dataType.isEmpty() || dataType.equals("3")) {
            parts.add(sheets(coloured(filter, false), caller));
        }
        if (dataType.isEmpty() || dataType.equals("4")) {
            parts.add(sheets(coloured(filter, true), caller));
        }
        if (dataType.isEmpty() || dataType.equals("5")) {
            parts.add(part(
                    (no, size) -> conversions.blankVoids(caller.unit(), filter, no, size),
                    blank -> row(blank, caller)));
        }
        return parts;
    }

    private static Conversions.Filter coloured(Conversions.Filter filter, boolean red) {
        return new Conversions.Filter(
                filter.byBusiness(), filter.from(), filter.until(), filter.points(), null, null, null, red, null);
    }

    private static @Nullable List<String> point(@Nullable String point) {
        return point == null ? null : List.of(point);
    }

    private Part sheets(Conversions.Filter filter, Caller caller) {
        return part((no, size) -> conversions.list(caller.unit(), filter, no, size), sheet -> row(sheet, caller));
    }

    private interface Pages<T> {
        Page<T> page(int pageNo, int pageSize);
    }

    private static <T> Part part(Pages<T> pages, Function<T, Map<String, Object>> row) {
        long total = pages.page(1, 1).total();
        return new Part() {
            @Override
            public long total() {
                return total;
            }

            @Override
            public List<Map<String, Object>> page(int pageNo, int pageSize) {
                return pages.page(pageNo, pageSize).rows().stream().map(row).toList();
            }
        };
    }

    private Map<String, Object> row(Conversion sheet, Caller caller) {
        Optional<IssuedBill> bill = sheet.subject() == Subject.BILL
                ? queries.byId(sheet.unit(), new BillId(sheet.subjectId()))
                : Optional.empty();
        var row = new LinkedHashMap<String, Object>();
        row.put("busDate", sheet.busAt().format(HisTime.DIGITS_17));
        row.put("busNo", bill.map(IssuedBill::busNo).orElse(""));
        row.put("busType", bill.map(b -> codes.hisBusType(caller, b.busType())).orElse("07"));
        row.put("placeCode", codes.hisPoint(caller, sheet.point()));
        row.put("billName", bill.map(answers::billName).orElse("预交金凭证"));
        row.put("billBatchCode", sheet.paper().code());
        row.put("billNo", sheet.paper().number());
        row.put("random", "");
        row.put("totalAmt", bill.map(b -> b.total().yuan()).orElse(java.math.BigDecimal.ZERO));
        row.put("ivcDateTime", sheet.localAt().format(HisTime.DIGITS_17));
        row.put("dataType", sheet.red() ? "4" : "3");
        row.put("state", sheet.state().open() ? "1" : "2");
        row.put("relateBillBatchCode", sheet.eCode());
        row.put("relateBillNo", sheet.eNumber());
        return row;
    }

    private Map<String, Object> row(Conversions.BlankVoid blank, Caller caller) {
        var row = new LinkedHashMap<String, Object>();
        row.put("busDate", blank.busAt().format(HisTime.DIGITS_17));
        row.put("busNo", "");
        row.put("busType", "");
        row.put("placeCode", codes.hisPoint(caller, blank.point()));
        row.put("billName", "空白纸质票据");
        row.put("billBatchCode", blank.paperCode());
        row.put("billNo", blank.first());
        row.put("random", "");
        row.put("totalAmt", java.math.BigDecimal.ZERO);
        row.put("ivcDateTime", blank.localAt().format(HisTime.DIGITS_17));
        row.put("dataType", "5");
        row.put("state", "2");
        row.put("relateBillBatchCode", "");
        row.put("relateBillNo", blank.first().equals(blank.last()) ? "" : blank.last());
        return row;
    }
}
