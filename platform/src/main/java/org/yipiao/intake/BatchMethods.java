package org.yipiao.intake;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yipiao.bill.sign.Sm2;
import org.yipiao.issuing.BillQueries;
import org.yipiao.masterdata.Callers.Caller;
import org.yipiao.masterdata.Protocol;

/** 批量开具 Up to 200 settlements in one message, taken at once and billed afterwards; the same batch again is the same batch. */
@Component
class BatchMethods implements MarketGroup {
    /** 一批最多张数 */
    static final int ROWS_MAX = 200;

    private static final int BATCH_NO_MAX = 60;

    private final BatchStore store;
    private final BatchWorker worker;
    private final BillQueries queries;
    private final BillAnswers answers;
    private final InstantSource clock;

    BatchMethods(BatchStore store, BatchWorker worker, BillQueries queries, BillAnswers answers, InstantSource clock) {
        this.store = store;
        this.worker = worker;
        this.queries = queries;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public Offer methods() {
        return new Offer()
                .add("batchInvoiceEBillOutpatient", (in, caller) -> take(IssueMethod.OUTPATIENT, in, caller))
                .add("batchInvoiceEBillHospitalized", (in, caller) -> take(IssueMethod.INPATIENT, in, caller))
                .add("batchInvoiceEBillRegistration", (in, caller) -> take(IssueMethod.REGISTRATION, in, caller))
                .add("batchInvoiceEBillCheckUp", (in, caller) -> take(IssueMethod.CHECK_UP, in, caller))
                .add("getBatchInvoiceEBill", this::results);
    }

    private Reply take(IssueMethod method, Fields in, Caller caller) {
        var faults = new Faults();
        var reader = new FieldReader(in, "", faults);
        String batchNo = reader.needed("batchNo", "批次号", BATCH_NO_MAX);
        var rows = in.list("eBillList");
        if (rows.isEmpty()) {
            reader.fault("eBillList", "开票数据列表", "", "不能为空", "至少填写一张票据");
        } else if (rows.size() > ROWS_MAX) {
            reader.fault("eBillList", "开票数据列表", rows.size() + "张", "一批最多" + ROWS_MAX + "张", "请拆分为多批");
        }
        var seen = new HashSet<String>();
        for (var row : reader.rows("eBillList")) {
            String busNo = row.needed("busNo", "业务流水号", 50);
            if (!busNo.isEmpty() && !seen.add(busNo)) {
                row.fault("busNo", "业务流水号", busNo, "同一批内重复", "每张票据使用不同的业务流水号");
            }
        }
        faults.throwIfAny();
        var lines = rows.stream()
                .map(row -> new BatchStore.Line(row.text("busNo"), Json.compact(row)))
                .toList();
        byte[] sm3 = Sm2.sm3((method + "|" + lines).getBytes(StandardCharsets.UTF_8));
        if (!store.add(caller.unit(), caller.appid(), batchNo, method, sm3, lines, clock.instant())) {
            var known = store.find(caller.unit(), caller.appid(), batchNo).orElseThrow();
            if (!Arrays.equals(known.sm3(), sm3)) {
                throw Refusal.method("批次号(batchNo)=" + batchNo + "：已受理过内容不同的一批；请换新的批次号，或用getBatchInvoiceEBill查询该批结果");
            }
        }
        worker.ring();
        return Reply.text("成功");
    }

    private Reply results(Fields in, Caller caller) {
        var faults = new Faults();
        String batchNo = new FieldReader(in, "", faults).needed("batchNo", "批次号", BATCH_NO_MAX);
        faults.throwIfAny();
        var batch = store.find(caller.unit(), caller.appid(), batchNo)
                .orElseThrow(() -> Refusal.method("批次号(batchNo)=" + batchNo + "：没有受理过这一批；请核对批次号"));
        var list = store.results(caller.unit(), batch.id()).stream()
                .map(result -> row(caller, result))
                .toList();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("count", list.size());
        answer.put("eBillList", list);
        return Reply.fields(answer);
    }

    private Map<String, Object> row(Caller caller, BatchStore.Result result) {
        var row = new LinkedHashMap<String, Object>();
        row.put("busNo", result.busNo());
        row.put("status", result.status());
        row.put("errMsg", result.errMsg());
        List.of("billBatchCode", "billNo", "random", "createTime", "billQRCode", "pictureUrl", "pictureNetUrl")
                .forEach(name -> row.put(name, ""));
        result.bill()
                .flatMap(id -> queries.byId(caller.unit(), id))
                .ifPresent(bill -> row.putAll(answers.issued(bill, caller.protocol())));
        if (!caller.protocol().since(Protocol.V3_1_0)) {
            row.remove("pictureNetUrl");
        }
        return row;
    }
}
