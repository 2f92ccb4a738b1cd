package org.yipiao.intake;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Units;
import org.yipiao.numbering.PaperStock.PaperRange;
import org.yipiao.numbering.Place;
import org.yipiao.numbering.PointStock;

/** 库存方法 What numbers a point has, got, gets and gives back; electronic numbers and paper alike. */
@Component
class StockMethods implements MarketGroup {
    private static final int RANGES_MAX = 100;
    private static final int DAYS_MAX = 400;

    private final PointStock stock;
    private final CallerCodes codes;
    private final Units units;
    private final InstantSource clock;

    StockMethods(PointStock stock, CallerCodes codes, Units units, InstantSource clock) {
        this.stock = stock;
        this.codes = codes;
        this.units = units;
        this.clock = clock;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("getValidBillBatchCode", this::validCodes)
                .add("getValidBillNo", this::validNumbers)
                .add("getBillStockOutList", this::handedOut)
                .add("billStockOut", this::out)
                .add("billStockReturn", this::back);
    }

    private List<PointStock.Range> free(Caller caller, String point) {
        var ranges = stock.free(caller.unit(), point);
        if (ranges.isEmpty()) {
            throw Refusal.method("无可用票据：开票点" + point + "没有可用的票号；请财务下发票号");
        }
        return ranges;
    }

    /** 有效票据代码 The codes with numbers left at the point, by kind; paper stands first. */
    private Reply validCodes(Fields in, Caller caller) {
        var faults = new Faults();
        String point = codes.neededPoint(new FieldReader(in, "", faults), caller);
        faults.throwIfAny();
        var byKind = new TreeMap<String, LinkedHashSet<String>>();
        free(caller, point)
                .forEach(range -> byKind.computeIfAbsent(range.kind(), kind -> new LinkedHashSet<>())
                        .add(range.code()));
        var answer = new LinkedHashMap<String, Object>();
        answer.put(
                "billCodeList",
                byKind.entrySet().stream()
                        .map(kind -> Map.of(
                                "billCode",
                                kind.getKey(),
                                "billBatchCodeList",
                                kind.getValue().stream()
                                        .map(code -> Map.of("billBatchCode", code))
                                        .toList()))
                        .toList());
        return Reply.fields(answer);
    }

    private Reply validNumbers(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String point = codes.neededPoint(reader, caller);
        String kind = reader.text("billCode", "票据种类代码", 50);
        String code = reader.text("billBatchCode", "票据代码", 50);
        faults.throwIfAny();
        var rows = stock.free(caller.unit(), point).stream()
                .filter(range -> kind.isEmpty() || range.kind().equals(kind))
                .filter(range -> code.isEmpty() || range.code().equals(code))
                .map(StockMethods::row)
                .toList();
        if (rows.isEmpty()) {
            throw Refusal.method("无可用票据：开票点" + point + "没有可用的票号；请财务下发票号");
        }
        return Reply.fields(counted(rows));
    }

    private static Map<String, Object> counted(List<Map<String, Object>> rows) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("count", rows.size());
        answer.put("billNoList", rows);
        return answer;
    }

    private static Map<String, Object> row(PointStock.Range range) {
        var row = new LinkedHashMap<String, Object>();
        row.put("billCode", range.kind());
        row.put("billBatchCode", range.code());
        row.put("billBgnNo", range.first());
        row.put("billEndNo", range.last());
        return row;
    }

    private Reply handedOut(Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        var first = reader.neededTime("bgnDate", "开始时间").map(LocalDateTime::toLocalDate);
        var last = reader.neededTime("endDate", "截止时间").map(LocalDateTime::toLocalDate);
        String point = codes.point(reader, caller);
        if (first.isPresent() && last.isPresent()) {
            if (last.get().isBefore(first.get())) {
                reader.fault("endDate", "截止时间", in.text("endDate"), "早于开始时间", "请核对日期");
            } else if (first.get().plusDays(DAYS_MAX).isBefore(last.get())) {
                reader.fault("endDate", "截止时间", in.text("endDate"), "跨度最多" + DAYS_MAX + "天", "请缩短查询区间");
            }
        }
        faults.throwIfAny();
        var zone = units.current(caller.unit()).zone();
        var rows = stock
                .handedOut(
                        caller.unit(),
                        CallerCodes.orNull(point),
                        first.orElseThrow().atStartOfDay(zone).toInstant(),
                        last.orElseThrow().plusDays(1).atStartOfDay(zone).toInstant())
                .stream()
                .map(moved -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("date", LocalDate.ofInstant(moved.at(), zone).toString());
                    row.put("billName", moved.range().name());
                    // 1 electronic, 2 printed by machine.
                    row.put("billType", moved.range().paper() ? "2" : "1");
                    row.putAll(row(moved.range()));
                    return row;
                })
                .toList();
        return Reply.fields(counted(rows));
    }

    private Reply out(Fields in, Caller caller) {
        var asked = asked(in, caller, "operator", "领用人");
        stock.move(caller.unit(), asked.ranges(), Place.UNIT, Place.point(asked.point()), asked.by(), document("下发"));
        return Reply.text("成功");
    }

    private Reply back(Fields in, Caller caller) {
        var faults = new Faults();
        new FieldReader(in, "", faults).text("reason", "申退原因", 200);
        faults.throwIfAny();
        var asked = asked(in, caller, "returner", "申退人");
        stock.move(caller.unit(), asked.ranges(), Place.point(asked.point()), Place.UNIT, asked.by(), document("申退"));
        return Reply.text("成功");
    }

    private String document(String what) {
        return "接口" + what + clock.instant().getEpochSecond();
    }

    private record Asked(String point, String by, List<PaperRange> ranges) {}

    private Asked asked(Fields in, Caller caller, String name, String label) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String point = codes.neededPoint(reader, caller);
        String by = reader.needed(name, label, 30);
        var rows = reader.rows("billNoList");
        if (rows.isEmpty()) {
            reader.fault("billNoList", "票据号码段列表", "", "不能为空", "至少填写一个号段");
        } else if (rows.size() > RANGES_MAX) {
            reader.fault("billNoList", "票据号码段列表", rows.size() + "段", "一次最多" + RANGES_MAX + "段", "请分次处理");
        }
        var ranges = new ArrayList<PaperRange>();
        for (var row : rows) {
            String code = row.needed("billBatchCode", "票据代码", 50);
            String first = row.needed("billBgnNo", "票据起始号码", 20);
            String last = row.needed("billEndNo", "票据终止号码", 20);
            row.needed("copyNum", "份数", 20);
            var copies = row.fine("copyNum", "份数");
            if (first.matches("[0-9]{1,18}")
                    && last.matches("[0-9]{1,18}")
                    && copies.compareTo(java.math.BigDecimal.valueOf(Long.parseLong(last) - Long.parseLong(first) + 1))
                            != 0) {
                row.fault("copyNum", "份数", row.fields().text("copyNum"), "与起止号码不一致", "请核对号段和份数");
            }
            ranges.add(new PaperRange(code, first, last));
        }
        faults.throwIfAny();
        return new Asked(point, by, ranges);
    }
}
