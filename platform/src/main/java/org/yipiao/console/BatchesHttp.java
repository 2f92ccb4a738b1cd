package org.yipiao.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yipiao.access.Audit;
import org.yipiao.access.CurrentUser;
import org.yipiao.access.Permission;
import org.yipiao.access.Permit;
import org.yipiao.bill.Money;
import org.yipiao.console.basics.Workbooks;
import org.yipiao.issuing.HandBatches;
import org.yipiao.issuing.HandBatches.Batch;
import org.yipiao.issuing.HandBatches.Outcome;
import org.yipiao.shared.Page;
import org.yipiao.shared.Refused;

/** 批量开票 A sheet of many bills: checked first, issued in the background, answered as a sheet. */
@RestController
@RequestMapping("/api/console/desk/batches")
class BatchesHttp {
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /** 一次最多列出的错误数; the rest is counted. */
    private static final int ERRORS_SHOWN_MAX = 200;

    private static final int NAME_MAX = 100;
    private static final List<String> RESULT_TITLES = List.of("首行", "业务流水号", "交款人", "金额", "结果", "票据代码", "票据号码", "原因");

    private final HandSheet sheet;
    private final HandBatches batches;
    private final UnitTime time;
    private final Audit audit;

    BatchesHttp(HandSheet sheet, HandBatches batches, UnitTime time, Audit audit) {
        this.sheet = sheet;
        this.batches = batches;
        this.time = time;
        this.audit = audit;
    }

    /** 导入方式 CHECK issues nothing; ALL issues only when every line is right; GOOD leaves wrong bills out. */
    enum Mode {
        CHECK,
        ALL,
        GOOD
    }

    record BatchRow(
            String id,
            String fileName,
            String by,
            LocalDateTime at,
            int bills,
            int waiting,
            int issued,
            int earlier,
            int refused) {}

    /** @param bills in the sheet @param totalFen of the good ones @param batch null while nothing is issued */
    record Report(
            int lines,
            int bills,
            int good,
            int wrong,
            long totalFen,
            List<HandSheet.RowError> errors,
            int errorCount,
            @Nullable BatchRow batch) {}

    @GetMapping("/template")
    @Permit(Permission.BILL_ISSUE)
    ResponseEntity<byte[]> template(CurrentUser user) {
        time.requireKnown(user.unit());
        return file("批量开票模板.xlsx", Workbooks.write("批量开票", HandSheet.TITLES, List.of()));
    }

    @PostMapping
    @Permit(Permission.BILL_ISSUE)
    Report take(
            CurrentUser user,
            @RequestParam String point,
            @RequestParam(defaultValue = "CHECK") Mode mode,
            @RequestParam(defaultValue = "") String name,
            @RequestBody byte[] file) {
        time.requireKnown(user.unit());
        var read = sheet.read(user, point, file);
        if (read.good().size() > HandBatches.BILLS_MAX) {
            throw new Refused(400, "SHEET_TOO_LONG", "一次最多开具 " + HandBatches.BILLS_MAX + " 张票据，请拆成几个文件");
        }
        boolean begin = !read.good().isEmpty()
                && (mode == Mode.GOOD || (mode == Mode.ALL && read.errors().isEmpty()));
        var batch = begin
                ? batches.begin(
                        user.unit(),
                        point,
                        shortened(name),
                        file,
                        new HandBatches.Maker(user.id(), user.displayName()),
                        read.good())
                : batches.ofFile(user.unit(), point, file).orElse(null);
        if (mode != Mode.CHECK) {
            audit.note(
                    user,
                    "批量开票",
                    read.bills() + " 张，有误 " + (read.bills() - read.good().size()) + " 张",
                    begin ? "已受理 " + read.good().size() + " 张" : "未受理");
        }
        return new Report(
                read.lines(),
                read.bills(),
                read.good().size(),
                read.bills() - read.good().size(),
                read.good().stream()
                        .mapToLong(entry -> entry.charge().content().total().fen())
                        .sum(),
                read.errors().stream().limit(ERRORS_SHOWN_MAX).toList(),
                read.errors().size(),
                batch == null ? null : row(user, batch));
    }

    @GetMapping
    @Permit(Permission.BILL_ISSUE)
    Page<BatchRow> list(
            CurrentUser user,
            @RequestParam(defaultValue = "1") int pageNo,
            @RequestParam(defaultValue = "20") int pageSize) {
        return batches.list(user.unit(), account(user), pageNo, pageSize).map(batch -> row(user, batch));
    }

    @GetMapping("/{id}")
    @Permit(Permission.BILL_ISSUE)
    BatchRow one(CurrentUser user, @PathVariable String id) {
        return row(user, found(user, id));
    }

    @GetMapping("/{id}/result")
    @Permit(Permission.BILL_ISSUE)
    ResponseEntity<byte[]> result(CurrentUser user, @PathVariable String id) {
        var batch = found(user, id);
        var lines = new ArrayList<List<String>>();
        for (var outcome : batches.outcomes(user.unit(), batch.id())) {
            lines.add(line(outcome));
        }
        audit.note(user, "下载批量开票结果", lines.size() + " 张", "成功");
        return file("批量开票结果.xlsx", Workbooks.write("结果", RESULT_TITLES, lines));
    }

    private static List<String> line(Outcome outcome) {
        return List.of(
                String.valueOf(outcome.line()),
                outcome.busNo(),
                outcome.payer(),
                Money.ofFen(outcome.totalFen()).plain(),
                outcome.state().label(),
                outcome.code(),
                outcome.number(),
                outcome.why());
    }

    /** A person who does not see the whole unit sees the own batches only. */
    private static @Nullable Long account(CurrentUser user) {
        return user.scope().isWhole() && user.may(Permission.REVERSAL_APPROVE) ? null : Long.valueOf(user.id());
    }

    private static ResponseEntity<byte[]> file(String name, byte[] content) {
        return ResponseEntity.ok()
                .header("Content-Type", XLSX)
                .header(
                        "Content-Disposition",
                        "attachment; filename*=UTF-8''" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .header("Cache-Control", "no-store")
                .body(content);
    }

    private Batch found(CurrentUser user, String text) {
        try {
            return batches.find(user.unit(), account(user), UUID.fromString(text))
                    .orElseThrow(BatchesHttp::missing);
        } catch (IllegalArgumentException e) {
            throw missing();
        }
    }

    private static Refused missing() {
        return new Refused(404, "BATCH_NOT_FOUND", "没有这个批次，或它不属于本单位；请刷新列表");
    }

    private static String shortened(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "").strip();
        return plain.isEmpty() ? "批量开票.xlsx" : plain.length() <= NAME_MAX ? plain : plain.substring(0, NAME_MAX);
    }

    private BatchRow row(CurrentUser user, Batch batch) {
        return new BatchRow(
                batch.id().toString(),
                batch.fileName(),
                batch.by(),
                time.local(user.unit(), batch.at()),
                batch.bills(),
                batch.waiting(),
                batch.issued(),
                batch.earlier(),
                batch.refused());
    }
}
