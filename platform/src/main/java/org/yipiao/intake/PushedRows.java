package org.yipiao.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yipiao.bill.Bill;
import org.yipiao.bill.BillCode;
import org.yipiao.bill.BillNumber;
import org.yipiao.bill.Money;
import org.yipiao.bill.settlement.Decimals;
import org.yipiao.bill.settlement.HisTime;
import org.yipiao.issuing.BillQueries;
import org.yipiao.issuing.IssuedBill;
import org.yipiao.shared.Page;
import org.yipiao.shared.UnitId;

/** 推送核对明细 The lines of a pushed check, as sent and as they compare with the bills. */
@Component
class PushedRows {
    /** 差异最多列出的行数 */
    static final int DIFFERENCES_MAX = 1_000;
    /** Our own bills of the span that are looked through for ones the business system does not know. */
    private static final int LOOKED_THROUGH_MAX = 50_000;

    private final BillQueries queries;
    private final BillAnswers answers;

    PushedRows(BillQueries queries, BillAnswers answers) {
        this.queries = queries;
        this.answers = answers;
    }

    /** 号段明细 as sent, checked. */
    static List<Map<String, Object>> ranges(FieldReader in) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var row : in.rows("billNoList")) {
            var kept = new LinkedHashMap<String, Object>();
            kept.put("placeCode", row.text("placeCode", "开票点编码", 50));
            kept.put("billName", row.text("billName", "票据种类名称", 100));
            kept.put("billBatchCode", row.needed("billBatchCode", "票据代码", 50));
            kept.put("bgnNo", row.needed("bgnNo", "起始号码", 20));
            kept.put("endNo", row.needed("endNo", "终止号码", 20));
            kept.put("copyNum", row.fine("copyNum", "票号段内总开票数"));
            kept.put("totalAmt", row.exactMoney("totalAmt", "票号段内总金额").yuan());
            rows.add(kept);
        }
        return rows;
    }

    /** 开票明细 as sent, checked. */
    static List<Map<String, Object>> bills(FieldReader in) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var row : in.rows("billNoList")) {
            var kept = new LinkedHashMap<String, Object>();
            kept.put("placeCode", row.text("placeCode", "开票点编码", 50));
            kept.put("busDate", row.text("busDate", "业务日期", 30));
            kept.put("busNo", row.text("busNo", "业务流水号", 50));
            kept.put("billBatchCode", row.needed("billBatchCode", "票据代码", 50));
            kept.put("billNo", row.needed("billNo", "票据号码", 20));
            kept.put("random", row.text("random", "校验码", 20));
            kept.put("totalAmt", row.exactMoney("totalAmt", "总金额").yuan());
            kept.put("ivcDateTime", row.text("ivcDateTime", "开票时间", 30));
            kept.put("dataType", row.text("dataType", "数据类型", 10));
            kept.put("state", row.text("state", "状态", 10));
            kept.put("relateBillBatchCode", row.text("relateBillBatchCode", "关联电子票据代码", 50));
            kept.put("relateBillNo", row.text("relateBillNo", "关联电子票据号码", 20));
            rows.add(kept);
        }
        return rows;
    }

    /** The rows as they were sent, numbers as numbers again. */
    static List<Map<String, Object>> sent(String json) {
        return Json.object(json, "核对明细").list("rows").stream()
                .map(PushedRows::sent)
                .toList();
    }

    private static Map<String, Object> sent(Fields row) {
        var sent = new LinkedHashMap<String, Object>();
        row.members()
                .forEach((name, value) -> sent.put(
                        name,
                        name.equals("totalAmt") || name.equals("copyNum")
                                ? Decimals.read(row.text(name)).orElseThrow()
                                : value));
        return sent;
    }

    /** @param row the answer's line */
    record Compared(Map<String, Object> row, boolean differs) {}

    List<Compared> compared(UnitId unit, List<Fields> sent, boolean refunds) {
        return sent.stream().map(row -> compared(unit, row, refunds)).toList();
    }

    private Compared compared(UnitId unit, Fields sent, boolean refunds) {
        var found = found(unit, sent);
        long count = (refunds ? 0 : found.blueCount()) + found.redCount();
        long fen = (refunds ? 0 : found.blueFen()) + Math.abs(found.redFen());
        long told = Decimals.read(sent.text("copyNum")).orElseThrow().longValue();
        long toldFen = Math.abs(fen(sent));
        var row = sent(sent);
        row.put("resultCopyNum", count);
        row.put("resultTotalAmt", Money.ofFen(fen).yuan());
        row.put("diffCopyNum", count - told);
        row.put("diffAmt", Money.ofFen(fen - toldFen).yuan());
        return new Compared(row, count != told || fen != toldFen);
    }

    private BillQueries.Totals found(UnitId unit, Fields sent) {
        var first = key(sent.text("billBatchCode"), sent.text("bgnNo"));
        var last = key(sent.text("billBatchCode"), sent.text("endNo"));
        return first == null || last == null
                ? new BillQueries.Totals(0, 0, 0, 0)
                : queries.inRange(unit, first.code(), first.number(), last.number());
    }

    private static long fen(Fields sent) {
        return Money.ofYuan(Decimals.read(sent.text("totalAmt")).orElseThrow()).fen();
    }

    private static Bill.@Nullable Key key(String code, String number) {
        return code.matches("[0-9]{8}") && number.matches("[0-9]{10}")
                ? new Bill.Key(new BillCode(code), new BillNumber(number))
                : null;
    }

    /** Bills that only one side has, or whose amount or colour differs. */
    List<Map<String, Object>> differences(UnitId unit, List<Fields> sent, BillQueries.Filter filter) {
        var told = new HashMap<Bill.Key, Fields>();
        var differences = new ArrayList<Map<String, Object>>();
        for (var row : sent) {
            var key = key(row.text("billBatchCode"), row.text("billNo"));
            if (key == null) {
                differences.add(unknown(row));
            } else {
                told.put(key, row);
            }
        }
        var ours = new HashMap<Bill.Key, IssuedBill>();
        queries.byKeys(unit, List.copyOf(told.keySet()))
                .forEach(bill -> ours.put(new Bill.Key(bill.code(), bill.number()), bill));
        told.forEach((key, row) -> {
            var bill = ours.get(key);
            if (bill == null) {
                differences.add(unknown(row));
            } else if (Math.abs(bill.total().fen()) != Math.abs(fen(row)) || !sameColour(bill, row)) {
                differences.add(known(bill, "内容不一致"));
            }
        });
        for (int pageNo = 1; pageNo * Page.SIZE_MAX <= LOOKED_THROUGH_MAX; pageNo++) {
            var page = queries.list(unit, filter, pageNo, Page.SIZE_MAX).rows();
            page.stream()
                    .filter(bill -> !told.containsKey(new Bill.Key(bill.code(), bill.number())))
                    .forEach(bill -> differences.add(known(bill, "业务系统没有")));
            if (page.size() < Page.SIZE_MAX || differences.size() >= DIFFERENCES_MAX) {
                break;
            }
        }
        return differences.size() <= DIFFERENCES_MAX ? differences : differences.subList(0, DIFFERENCES_MAX);
    }

    private static boolean sameColour(IssuedBill bill, Fields row) {
        String type = row.text("dataType");
        return type.isEmpty() || type.equals("2") == bill.reverses().isPresent();
    }

    private static Map<String, Object> unknown(Fields row) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", row.text("dataType").isEmpty() ? "1" : row.text("dataType"));
        line.put("totalAmt", Money.ofFen(fen(row)).yuan());
        line.put("billDate", row.text("ivcDateTime"));
        line.put("billBatchCode", row.text("billBatchCode"));
        line.put("billNo", row.text("billNo"));
        line.put("state", "平台没有");
        line.put("operator", "");
        line.put("busDate", row.text("busDate"));
        line.put("billCode", "");
        line.put("billName", "");
        line.put("paperBillNo", "");
        line.put("relateBillBatchCode", row.text("relateBillBatchCode"));
        line.put("relateBillNo", row.text("relateBillNo"));
        return line;
    }

    private Map<String, Object> known(IssuedBill bill, String state) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", bill.reverses().isPresent() ? "2" : "1");
        line.put("totalAmt", bill.total().yuan());
        line.put("billDate", BillAnswers.createTime(bill));
        line.put("billBatchCode", bill.code().digits());
        line.put("billNo", bill.number().digits());
        line.put("state", state);
        line.put("operator", "");
        line.put("busDate", bill.busAt().format(HisTime.DIGITS_17));
        line.put("billCode", bill.kind().code());
        line.put("billName", answers.billName(bill));
        line.put("paperBillNo", "");
        var related = bill.reverses().or(bill::reversedBy).flatMap(id -> queries.byId(bill.unit(), id));
        line.put(
                "relateBillBatchCode",
                related.map(other -> other.code().digits()).orElse(""));
        line.put("relateBillNo", related.map(other -> other.number().digits()).orElse(""));
        return line;
    }
}
